using System.Diagnostics;
using System.Globalization;

namespace Workflows.Engine.Storage;

/// <summary>Places at the boundary of a commit where a trial can make the process die or its connection break. Without <c>WORKFLOWS_FAULTS</c> they do nothing.</summary>
/// <remarks>
/// <c>WORKFLOWS_FAULTS=kill@after-commit:17,cut@before-commit:30</c>: dies (SIGKILL: nothing is finished or flushed) when the seventeenth commit of this process has been made and nobody
/// has been told, and loses the connection before the thirtieth is asked for.
/// </remarks>
internal static class FaultPoint
{
    /// <summary>COMMIT has not been sent; nor, for a group that shares a transaction, what comes before it.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>The commit is on disk, and whoever waits for it has not been told.</summary>
    public const string AfterCommit = "after-commit";

    private static readonly Fault[] Faults = Parse(Environment.GetEnvironmentVariable("WORKFLOWS_FAULTS"));

    private static int _before;
    private static int _after;

    /// <summary>Counts that the point is reached, and dies there if that is planned.</summary>
    /// <returns>Whether the connection is to break here.</returns>
    public static bool Reach(string point)
    {
        if (Faults.Length == 0) return false;
        var count = point == BeforeCommit ? Interlocked.Increment(ref _before) : Interlocked.Increment(ref _after);
        if (Array.Find(Faults, fault => fault.Point == point && fault.Count == count) is not { } planned) return false;
        if (planned.IsKill) Process.GetCurrentProcess().Kill();
        return !planned.IsKill;
    }

    private static Fault[] Parse(string? plan) => string.IsNullOrEmpty(plan)
        ? []
        : [.. plan.Split(',').Select(part => part.Split('@', ':')).Select(part => new Fault(part[0] == "kill", part[1], int.Parse(part[2], CultureInfo.InvariantCulture)))];

    private sealed record Fault(bool IsKill, string Point, int Count);
}
