using System.Data.Common;
using Dapper;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A PostgreSQL that any number of nodes share: each unit of work is a transaction (READ COMMITTED) on a pooled connection, its own or that of a group.</summary>
/// <remarks>
/// Races are settled as on SQLite: by the WHERE of a guarded UPDATE, which waits for the other transaction and then looks again, by unique keys, and by
/// <see cref="Transaction.Lock"/> where a rule spans rows. Readers have a pool of their own, so that a unit of work never waits for a connection that waits for it.
/// </remarks>
internal sealed class PostgreSqlDatabase : Database
{
    private const int Tries = 5;

    private readonly NpgsqlDataSource _writers;
    private readonly NpgsqlDataSource _readers;
    private readonly PostgreSqlChanges _changes;
    private readonly Together<(string Subject, PostgreSqlUnit Unit), bool> _groups;
    private readonly PostgreSqlMarks _marks;
    private readonly string _server;

    public PostgreSqlDatabase(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingException($"ConnectionStrings:Workflows: {e.Message.Split(" (Parameter")[0]}. Write it as Npgsql does: Host=...;Database=...;Username=...;Password=...", e);
        }

        // Each setting may be given in the connection string. The pools are small because nodes share what the server takes (100 by default).
        if (!given.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = 16;
        if (!given.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 200;
        if (!given.ContainsKey("Auto Prepare Min Usages")) settings.AutoPrepareMinUsages = 2;
        if (!given.ContainsKey("Timeout")) settings.Timeout = 10;
        if (!given.ContainsKey("Command Timeout")) settings.CommandTimeout = 30;
        if (!given.ContainsKey("Application Name")) settings.ApplicationName = "Workflows";
        // Units of work leave nothing behind on a connection that would have to be reset.
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        _server = $"{settings.Host}:{settings.Port}";
        _readers = NpgsqlDataSource.Create(settings.ConnectionString);
        // A group of units is sent in a few pieces; with the driver's 8 kB the server would be woken for each mail in it.
        if (!given.ContainsKey("Write Buffer Size")) settings.WriteBufferSize = 64 * 1024;
        _writers = NpgsqlDataSource.Create(settings.ConnectionString);
        _changes = new PostgreSqlChanges(_writers, settings, Changes);
        _groups = new Together<(string Subject, PostgreSqlUnit Unit), bool>(CommitAllAsync, TimeProvider.System);
        _marks = new PostgreSqlMarks(_writers);
    }

    public override Dialect Dialect => Dialect.PostgreSql;

    public override DbConnection OpenReader() => new PostgreSqlConnection(_readers);

    public override T ReadSnapshot<T>(Func<DbConnection, T> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return ReadOnce(read);
            }
            catch (NpgsqlException lost) when (attempt < Tries && PostgreSqlConnection.IsLost(lost))
            {
                // Reading changes nothing: it is done again from the start, on a connection that is new.
                _readers.Clear();
            }
        }
    }

    public override Task<T> WriteAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct) => TryAsync(() => AloneAsync(work, ct), ct);

    public override Task WriteTogetherAsync(string subject, Func<Transaction, Task> work, CancellationToken ct) => TryAsync(() => TogetherAsync(subject, work, ct), ct);

    public override IDisposable? ExpectTogether() => _groups.Expect();

    public override DatabaseUnavailableException? Explain(Exception failure) => PostgreSqlFailures.Explain(failure, _server);

    public override void Listen() => _changes.Listen();

    public override void TellOthers(Change change) => _changes.Tell(change);

    public override async ValueTask DisposeAsync()
    {
        await _changes.DisposeAsync();
        await _marks.DisposeAsync();
        await _writers.DisposeAsync();
        await _readers.DisposeAsync();
    }

    private T ReadOnce<T>(Func<DbConnection, T> read)
    {
        using var reader = new PostgreSqlConnection(_readers);
        reader.Open();
        // The first statement finds a connection that has died and replaces it.
        reader.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        reader.IsSnapshot = true;
        T value;
        try
        {
            value = read(reader);
        }
        catch (Exception failure) when (failure is not NpgsqlException lost || !PostgreSqlConnection.IsLost(lost))
        {
            reader.Execute("ROLLBACK");
            throw;
        }

        reader.Execute("COMMIT");
        return value;
    }

    private static bool MayTryAgain(Exception failure) =>
        PostgreSqlFailures.IsCollision(failure) || failure is DatabaseUnavailableException { Trouble: DatabaseTrouble.Unreachable, InnerException: not PostgresException { SqlState: "28P01" or "28000" or "3D000" } };

    private async Task<T> TryAsync<T>(Func<Task<T>> write, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (Exception failure) when (attempt < Tries && MayTryAgain(failure))
            {
                // A connection that was lost says that the others in the pool are, too.
                if (failure is DatabaseUnavailableException) _writers.Clear();
                // 20, 40, 80, 160 ms and some chance, so that those who collided do not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds((10 << attempt) * (1 + Random.Shared.NextDouble())), TimeProvider.System, ct);
            }
        }
    }

    private async Task<T> AloneAsync<T>(Func<Transaction, Task<T>> work, CancellationToken ct)
    {
        await using var unit = new PostgreSqlUnit(_writers);
        var value = await RunAsync(unit, work);
        await EndAsync(unit, ct);
        Publish(unit);
        return value;
    }

    private async Task<bool> TogetherAsync(string subject, Func<Transaction, Task> work, CancellationToken ct)
    {
        Func<Transaction, Task<bool>> all = async transaction =>
        {
            await work(transaction);
            return true;
        };
        await using (var unit = new PostgreSqlUnit(_writers))
        {
            await RunAsync(unit, all);
            var isKept = true;
            // What has read something holds a transaction of its own.
            if (unit.IsCollected) isKept = await _groups.DoAsync((subject, unit));
            else await EndAsync(unit, ct);
            if (isKept)
            {
                Publish(unit);
                return true;
            }
        }

        return await AloneAsync(all, ct);
    }

    private async Task<IReadOnlyList<bool>> CommitAllAsync(IReadOnlyList<(string Subject, PostgreSqlUnit Unit)> units)
    {
        var isKept = await CommitGroupAsync([.. units.OrderBy(unit => unit.Subject, StringComparer.Ordinal).Select(unit => unit.Unit)]);
        return [.. units.Select(_ => isKept)];
    }

    /// <returns>False: nothing was kept, and each must be done by itself.</returns>
    private async Task<bool> CommitGroupAsync(List<PostgreSqlUnit> units)
    {
        CommitMark? mark = null;
        bool isKept;
        try
        {
            mark = await _marks.TakeAsync();
            await using var marking = new PostgreSqlUnit(_writers);
            mark.Set(marking);
            await using var group = new PostgreSqlUnit(_writers, [marking, .. units]);
            await EndAsync(group, CancellationToken.None);
            mark.Advance();
            isKept = true;
        }
        catch (CommitOutcomeUnknownException unknown)
        {
            isKept = await WasKeptAsync(mark!, unknown);
        }
#pragma warning disable CA1031 // Nothing was kept. Whose fault it was shows when each is done by itself.
        catch (Exception)
#pragma warning restore CA1031
        {
            isKept = false;
        }

        if (mark is not null) _marks.Return(mark, isThere: isKept);
        return isKept;
    }

    /// <summary>Whether a group was kept whose connection was lost.</summary>
    /// <exception cref="CommitOutcomeUnknownException">The database does not answer.</exception>
    private async Task<bool> WasKeptAsync(CommitMark mark, CommitOutcomeUnknownException unknown)
    {
        // One connection that was lost says that the others in the pool are, too.
        _writers.Clear();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await TryAsync(() => AloneAsync(mark.AskAsync, CancellationToken.None), CancellationToken.None) is not { } wasKept) throw unknown;
                mark.Advance(wasKept);
                return wasKept;
            }
            catch (CommitOutcomeUnknownException lost) when (!ReferenceEquals(lost, unknown) && attempt < Tries)
            {
                // The question was lost in its turn. It may be asked again.
            }
#pragma warning disable CA1031 // Whatever it was, nothing is known.
            catch (Exception)
#pragma warning restore CA1031
            {
                throw unknown;
            }
        }
    }

    private async Task<T> RunAsync<T>(PostgreSqlUnit unit, Func<Transaction, Task<T>> work)
    {
        try
        {
            return await work(unit);
        }
        catch (Exception failure)
        {
            await UndoAsync(unit, failure);
            throw;
        }
    }

    private async Task EndAsync(PostgreSqlUnit unit, CancellationToken ct)
    {
        try
        {
            await unit.FinishAsync(ct);
        }
        catch (Exception failure)
        {
            // The commit was not asked for yet, so nothing is kept, also when the connection is gone.
            await UndoAsync(unit, failure);
            throw;
        }

        try
        {
            await unit.CommitAsync();
        }
        catch (PostgresException refused) when (!PostgreSqlFailures.IsGoodbye(refused) && !unit.IsBeyondCommit(refused))
        {
            // The server answered: it has rolled back.
            await UndoAsync(unit, refused);
            throw;
        }
        catch (Exception lost) when (lost is PostgresException || Explain(lost) is not null)
        {
            throw new CommitOutcomeUnknownException(lost);
        }
    }

    private async Task UndoAsync(PostgreSqlUnit unit, Exception failure)
    {
        await unit.RollbackAsync();
        if (Explain(failure) is { } trouble && !ReferenceEquals(trouble, failure)) throw trouble;
    }

    private void Publish(PostgreSqlUnit unit)
    {
        foreach (var change in unit.Committed())
        {
            Changes.Publish(change);
            if (change is not Change.Work) _changes.Tell(change);
        }
    }
}
