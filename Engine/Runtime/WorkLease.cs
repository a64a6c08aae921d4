namespace Workflows.Engine.Runtime;

/// <summary>How long a node has for the timers and queued work that it claimed before another takes them over.</summary>
public sealed record WorkLease
{
    /// <exception cref="SettingException">It is no time at all; the message names the setting.</exception>
    public WorkLease(TimeSpan duration) => Duration = duration > TimeSpan.Zero
        ? duration
        : throw new SettingException($"Runtime:Lease is {duration}. Set a duration above zero, such as 00:01:00.");

    public static WorkLease Usual { get; } = new(TimeSpan.FromMinutes(1));

    public TimeSpan Duration { get; }
}
