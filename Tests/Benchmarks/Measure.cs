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
        // The runtime compiles hot code anew in the background after a while; a warm-up by count alone ends before that.
        var warm = Stopwatch.GetTimestamp();
        do work();
        while (rounds > 3 && Stopwatch.GetElapsedTime(warm) < TimeSpan.FromSeconds(1.5));
        var costs = new List<Cost>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            GC.Collect();
            var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            work();
            var elapsed = Stopwatch.GetElapsedTime(started);
            costs.Add(new Cost(elapsed.TotalNanoseconds / units, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)units));
        }

        costs.Sort((left, right) => left.Nanoseconds.CompareTo(right.Nanoseconds));
        return costs[rounds / 2];
    }
}
