namespace Workflows.Engine;

/// <summary>The configuration says something that the program cannot work with. The message names the setting and the cure.</summary>
public sealed class SettingException(string message, Exception? cause = null) : InvalidOperationException(message, cause);
