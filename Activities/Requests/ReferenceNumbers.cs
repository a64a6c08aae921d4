using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>Gives out the numbers of references. Those who ask at the same moment share one commit; a number may be lost when a start fails, none is ever used twice.</summary>
internal sealed class ReferenceNumbers(Database database)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Prefix, int Year), List<TaskCompletionSource<long>>> _asking = [];

    public Task<long> NextAsync(string prefix, int year, CancellationToken ct)
    {
        var mine = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            // Somebody is asking the database already: whoever comes meanwhile is served by the next question.
            if (_asking.TryGetValue((prefix, year), out var asking))
            {
                asking.Add(mine);
                return mine.Task.WaitAsync(ct);
            }

            _asking[(prefix, year)] = [mine];
        }

        _ = Task.Run(() => ServeAsync(prefix, year), CancellationToken.None);
        return mine.Task.WaitAsync(ct);
    }

    private async Task ServeAsync(string prefix, int year)
    {
        const string sql = """
            INSERT INTO reference_numbers (prefix, year, last) VALUES (@prefix, @year, @count)
            ON CONFLICT (prefix, year) DO UPDATE SET last = reference_numbers.last + @count
            RETURNING last
            """;
        while (true)
        {
            List<TaskCompletionSource<long>> served;
            lock (_lock)
            {
                served = _asking[(prefix, year)];
                if (served.Count == 0)
                {
                    _asking.Remove((prefix, year));
                    return;
                }

                _asking[(prefix, year)] = [];
            }

            try
            {
                var count = (long)served.Count;
                var last = await database.WriteAsync(
                    transaction =>
                    {
                        // The log is written in order: whatever later uses the number takes this commit to the disk with it.
                        if (transaction.Dialect == Dialect.PostgreSql) transaction.Defer("SET LOCAL synchronous_commit = off", null);
                        return transaction.FirstAsync<long>(sql, new { prefix, year, count }, CancellationToken.None);
                    },
                    CancellationToken.None);
                for (var i = 0; i < served.Count; i++) served[i].SetResult(last - count + 1 + i);
            }
#pragma warning disable CA1031 // Whatever it was belongs to those who asked.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var asked in served) asked.SetException(failure);
            }
        }
    }
}
