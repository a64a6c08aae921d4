using System.Diagnostics;
namespace Workflows.Benchmarks.Storage;

/// <summary>Many clients at work.</summary>
internal static class Load
{
    /// <summary>So many clients, each beginning the next piece when its last one is done.</summary>
    public static async Task<Pace> ClosedAsync(int clients, int pieces, Func<int, Task> work)
    {
        var (next, cpu, started) = (-1, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var piece && piece < pieces) await work(piece);
        })));
        return new Pace(pieces / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / pieces);
    }

    /// <summary>Pieces that come at a steady rate, whether or not the ones before are done: what is late counts as late.</summary>
    /// <returns>How long each took from the instant at which it was to begin, in milliseconds, and that instant.</returns>
    public static async Task<(double Milliseconds, long Due)[]> OpenAsync(double perSecond, int pieces, Func<int, Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        var running = new Task<(double, long)>[pieces];
        for (var piece = 0; piece < pieces; piece++)
        {
            var due = started + (long)(piece / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < due) await Task.Delay(1);
            var number = piece;
            running[piece] = Task.Run(async () =>
            {
                await work(number);
                return (Stopwatch.GetElapsedTime(due).TotalMilliseconds, due);
            });
        }

        return await Task.WhenAll(running);
    }

    public static double Median(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[sorted.Count / 2];
    }

    public static double Percentile99(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[(int)((sorted.Count - 1) * 0.99)];
    }
}

/// <summary>How fast pieces of work went.</summary>
/// <param name="CpuMilliseconds">Of this process, for each; a database server has its own. Other load on the machine falsifies it less than the speed.</param>
internal readonly record struct Pace(double PerSecond, double CpuMilliseconds);
