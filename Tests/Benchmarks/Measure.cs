using System.Diagnostics;

namespace Workflows.Benchmarks;

/// <param name="Nanoseconds">Median of a round, per unit.</param>
/// <param name="Bytes">Allocated in that round, per unit.</param>
internal readonly record struct Cost(double Nanoseconds, double Bytes);

internal static class Measure
{
    /// <summary>Runs work until it is warm, then takes the median of so many rounds.</summary>
    /// <param name="units">What one call of <paramref name="work"/> does this many of.</param>
    public static Cost Median(int rounds, int units, Action work)
    {
        WarmUp(rounds, work);
        var costs = new List<Cost>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            GC.Collect();
            costs.Add(Once(units, work));
        }

        return MedianOf(costs);
    }

    /// <summary>The medians of two kinds of work that take turns.</summary>
    /// <param name="units">What one call of either does this many of.</param>
    public static (Cost First, Cost Second) InTurns(int rounds, int units, Action first, Action second)
    {
        WarmUp(rounds, first);
        WarmUp(rounds, second);
        var (firsts, seconds) = (new List<Cost>(rounds), new List<Cost>(rounds));
        for (var i = 0; i < rounds; i++)
        {
            // No collection is forced in between: what a collection costs is part of what is compared.
            firsts.Add(Once(units, first));
            seconds.Add(Once(units, second));
        }

        return (MedianOf(firsts), MedianOf(seconds));
    }

    // The runtime compiles hot code anew in the background after a while; a warm-up by count alone ends before that.
    private static void WarmUp(int rounds, Action work)
    {
        var started = Stopwatch.GetTimestamp();
        do work();
        while (rounds > 3 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(1.5));
    }

    private static Cost Once(int units, Action work)
    {
        var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        work();
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new Cost(elapsed.TotalNanoseconds / units, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)units);
    }

    private static Cost MedianOf(List<Cost> costs)
    {
        costs.Sort((left, right) => left.Nanoseconds.CompareTo(right.Nanoseconds));
        return costs[costs.Count / 2];
    }
}
