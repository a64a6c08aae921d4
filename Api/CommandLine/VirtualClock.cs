namespace Workflows.Api.CommandLine;

/// <summary>A clock that stands still until it is moved: in a scenario days pass at once.</summary>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Moves forward; never back.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        if (instant > _now) _now = instant;
    }
}
