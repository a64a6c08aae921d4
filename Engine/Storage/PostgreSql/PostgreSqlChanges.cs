using System.Text;
using System.Threading.Channels;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>Carries changes between the nodes of one PostgreSQL by LISTEN and NOTIFY.</summary>
/// <remarks>
/// NOTIFY in a transaction takes a lock that all commits of the server queue for. So nodes tell after their commit, many changes in one notification; one that is
/// lost with a node or a connection is made up for by looking at the tables.
/// </remarks>
internal sealed class PostgreSqlChanges(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, ChangeFeed feed) : IAsyncDisposable
{
    // Stored name: nodes of two versions of the program may run side by side.
    private const string ChannelName = "workflows_changes";

    // NOTIFY takes less than 8000 bytes.
    private const int LargestPayload = 7500;

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.CreateVersion7().ToString("N");
    private readonly Channel<string> _toTell = Channel.CreateBounded<string>(new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _telling = Task.CompletedTask;
    private Task? _listening;

    public void Listen()
    {
        lock (_lock) _listening ??= Task.Run(ListenAsync);
    }

    public void Tell(Change change)
    {
        _toTell.Writer.TryWrite(Write(change));
        lock (_lock)
        {
            if (_telling.IsCompleted) _telling = Task.Run(TellAsync);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Both a container and whoever opened the database may close it.
        if (!_toTell.Writer.TryComplete()) return;
        // What was committed last is still told, by a command that ends at once too.
        await Task.WhenAny(_telling, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System));
        await _stop.CancelAsync();
        if (_listening is not null) await _listening;
        _stop.Dispose();
    }

    // Ends when nothing is left to tell; Tell starts it again.
    private async Task TellAsync()
    {
        var said = new HashSet<string>();
        var payload = new StringBuilder();
        while (true)
        {
            if (!_toTell.Reader.Completion.IsCompleted) await Task.Delay(Gathering, TimeProvider.System, CancellationToken.None);
            said.Clear();
            payload.Clear().Append(_node);
            while (payload.Length < LargestPayload - 200 && _toTell.Reader.TryRead(out var change))
            {
                if (said.Add(change)) payload.Append('|').Append(change);
            }

            if (said.Count > 0)
            {
                try
                {
                    await using var notify = source.CreateCommand("SELECT pg_notify($1, $2)");
                    notify.Parameters.AddWithValue(ChannelName);
                    notify.Parameters.AddWithValue(payload.ToString());
                    await notify.ExecuteNonQueryAsync(_stop.Token);
                }
                catch (Exception e) when (e is NpgsqlException or OperationCanceledException or ObjectDisposedException)
                {
                    // Lost: the others look by themselves.
                }
            }

            lock (_lock)
            {
                if (_toTell.Reader.TryPeek(out _)) continue;
                _telling = Task.CompletedTask;
                return;
            }
        }
    }

    private async Task ListenAsync()
    {
        // A connection of its own that notices within seconds when the other end is gone.
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, KeepAlive = 5, MaxAutoPrepare = 0, ApplicationName = "Workflows listener" };
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(own.ConnectionString);
                connection.Notification += (_, notification) => Hear(notification.Payload);
                await connection.OpenAsync(_stop.Token);
                await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection)) await listen.ExecuteNonQueryAsync(_stop.Token);
                // Whatever was told while nobody listened is lost.
                feed.Publish(new Change.Anything());
                while (true) await connection.WaitAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Without the connection the node still looks by itself; it comes back when the server does.
            catch (Exception)
#pragma warning restore CA1031
            {
                try
                {
                    await Task.Delay(Again, TimeProvider.System, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    private void Hear(string payload)
    {
        var parts = payload.Split('|');
        if (parts[0] == _node) return;
        foreach (var part in parts.Skip(1))
        {
            if (Read(part) is { } change) feed.Publish(change);
        }
    }

    private string Write(Change change) => change switch
    {
        Change.Instance instance => "i" + instance.Id,
        Change.State state => "s" + state.Subject,
        Change.Work work => "w" + work.DueAt.ToUnixTimeMilliseconds(),
        _ => "a",
    };

    // What a newer node says and this one does not know is no reason to stop.
    private static Change? Read(string part) => part switch
    {
        ['i', .. var id] => new Change.Instance(id),
        ['s', .. var subject] => new Change.State(subject),
        ['w', .. var at] when long.TryParse(at, out var milliseconds) => new Change.Work(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)),
        ['a', ..] => new Change.Anything(),
        _ => null,
    };
}
