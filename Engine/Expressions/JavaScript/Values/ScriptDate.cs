namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A <c>Date</c>: milliseconds since 1970 in UTC, which is also its local time; NaN when invalid.</summary>
internal sealed class ScriptDate(double time)
{
    private const double MaxTime = 8.64e15;

    public double Time { get; set; } = Clip(time);

    public static double Clip(double time) => double.IsFinite(time) && Math.Abs(time) <= MaxTime ? Math.Truncate(time) + 0 : double.NaN;
}
