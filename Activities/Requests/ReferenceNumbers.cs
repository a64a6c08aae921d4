using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>
/// Gives out the numbers of references. Those who ask at the same moment share one commit, and while many ask one commit reserves numbers for those who come next. A number may be lost when a start fails or
/// the program ends, none is ever used twice.
/// </summary>
internal sealed class ReferenceNumbers(Database database, TimeProvider time)
{
    // What is lost at most when a busy program ends.
    private const int MostReserved = 32;

    // Who asks less often gets numbers without gaps, in the order of all nodes.
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Prefix, int Year), Series> _series = [];

    public Task<long> NextAsync(string prefix, int year, CancellationToken ct)
    {
        Series series;
        var mine = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_series.TryGetValue((prefix, year), out series!)) _series.Add((prefix, year), series = new Series());
            if (series.Next <= series.Last) return Task.FromResult(series.Next++);
            series.Asking.Add(mine);
            // Somebody is asking the database already: whoever comes meanwhile is served by the next question.
            if (series.IsServed) return mine.Task.WaitAsync(ct);
            series.IsServed = true;
        }

        _ = Task.Run(() => ServeAsync(prefix, year, series), CancellationToken.None);
        return mine.Task.WaitAsync(ct);
    }

    private async Task ServeAsync(string prefix, int year, Series series)
    {
        while (true)
        {
            List<TaskCompletionSource<long>> served;
            int reserve;
            lock (_lock)
            {
                // Reserved by the question before, for those who came while it was under way.
                while (series.Asking.Count > 0 && series.Next <= series.Last)
                {
                    series.Asking[0].SetResult(series.Next++);
                    series.Asking.RemoveAt(0);
                }

                if (series.Asking.Count == 0)
                {
                    series.IsServed = false;
                    return;
                }

                (served, series.Asking) = (series.Asking, []);
                var now = time.GetTimestamp();
                series.Reserve = series.AskedAt is { } before && time.GetElapsedTime(before, now) < Busy ? Math.Min(MostReserved, (2 * series.Reserve) + served.Count - 1) : 0;
                (series.AskedAt, reserve) = (now, series.Reserve);
            }

            try
            {
                var last = await TakeAsync(prefix, year, served.Count + reserve, areUsedAtOnce: reserve == 0);
                lock (_lock) (series.Next, series.Last) = (last - reserve + 1, last);
                for (var i = 0; i < served.Count; i++) served[i].SetResult(last - reserve - served.Count + 1 + i);
            }
#pragma warning disable CA1031 // Whatever it was belongs to those who asked.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var asked in served) asked.SetException(failure);
            }
        }
    }

    /// <returns>The last of them.</returns>
    private Task<long> TakeAsync(string prefix, int year, long count, bool areUsedAtOnce)
    {
        const string sql = """
            INSERT INTO reference_numbers (prefix, year, last) VALUES (@prefix, @year, @count)
            ON CONFLICT (prefix, year) DO UPDATE SET last = reference_numbers.last + @count
            RETURNING last
            """;
        return database.WriteAsync(
            transaction =>
            {
                // The log is written in order: whatever uses the number next takes this commit to the disk with it. What is kept for later must be there before: a server that crashed would give it again.
                if (areUsedAtOnce && transaction.Dialect == Dialect.PostgreSql) transaction.Defer("SET LOCAL synchronous_commit = off", null);
                return transaction.FirstAsync<long>(sql, new { prefix, year, count }, CancellationToken.None);
            },
            CancellationToken.None);
    }

    /// <summary>The numbers of one prefix and year.</summary>
    private sealed class Series
    {
        public List<TaskCompletionSource<long>> Asking { get; set; } = [];

        public bool IsServed { get; set; }

        /// <summary>The next that is reserved; none when it is above <see cref="Last"/>.</summary>
        public long Next { get; set; } = 1;

        public long Last { get; set; }

        /// <summary>How many the last question reserved beyond those who waited.</summary>
        public int Reserve { get; set; }

        public long? AskedAt { get; set; }
    }
}
