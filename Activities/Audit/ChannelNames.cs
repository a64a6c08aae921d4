namespace Workflows.Activities.Audit;

/// <summary>Through what a decision came. Stored names.</summary>
public static class ChannelNames
{
    public const string App = "app";
    public const string Email = "email";
    public const string Telegram = "telegram";
    public const string Api = "api";
    public const string Timer = "timer";

    /// <summary>A table of the process decided.</summary>
    public const string Rule = "rule";
}
