using System.Globalization;

namespace Workflows.Api.Hosting;

/// <summary>The machine's time, or one that is wrong by so many seconds: for trials of nodes whose clocks disagree (<c>WORKFLOWS_CLOCK_SHIFT</c>).</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    /// <summary>What this process takes for the time.</summary>
    public static TimeProvider OfProcess { get; } =
        double.TryParse(Environment.GetEnvironmentVariable("WORKFLOWS_CLOCK_SHIFT"), CultureInfo.InvariantCulture, out var seconds) && seconds != 0
            ? new ShiftedTime(TimeSpan.FromSeconds(seconds))
            : System;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
