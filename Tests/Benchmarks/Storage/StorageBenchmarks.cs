using System.Diagnostics;
using System.Globalization;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Benchmarks.Storage;

/// <summary>The product against the database underneath it: what share of the database's own speed is left, and what does not change with size.</summary>
/// <param name="line">Gets what was measured, the figure, the limit, and whether it holds.</param>
internal sealed class StorageBenchmarks(BenchSizes sizes, Action<string, string, string, bool> line)
{
    private RowChanges _start = null!;
    private RowChanges _finish = null!;

    public async Task RunAsync()
    {
        await TakeTemplateAsync();
        foreach (var (dialect, clients, limit) in new[] { (Dialect.Sqlite, 64, 0.50), (Dialect.PostgreSql, 16, 0.60) })
        {
            if (sizes.Only is { } only && only != dialect) continue;
            await AgainstRawAsync(dialect, clients, limit);
            await PartsAsync(dialect, clients);
            await StoredAsync(dialect, clients);
            await LatencyAsync(dialect, clients);
            if (dialect == Dialect.PostgreSql) await NodesAsync(clients);
        }
    }

    /// <summary>What the two commits of a leave change: the second request's, because the first makes what all share.</summary>
    private async Task TakeTemplateAsync()
    {
        await using var file = await BenchDatabase.CreateAsync(Dialect.Sqlite);
        await using var node = await BenchNode.OpenAsync(file.Connection);
        await node.PrepareAsync(people: 10);
        await node.SubmitAsync();
        var before = await RowChanges.SnapshotAsync(node.Database);
        var request = await node.SubmitAsync();
        var started = await RowChanges.SnapshotAsync(node.Database);
        await node.ApproveAsync((await node.TasksAsync([request.Id])).Single());
        (_start, _finish) = (RowChanges.Between(before, started), RowChanges.Between(started, await RowChanges.SnapshotAsync(node.Database)));
        _start.NameIds();
        _finish.NameIds(_start);
        Console.WriteLine($"A leave request writes {_start.Changes.Count} rows to start and wait, {_finish.Changes.Count} to resume and finish.");
    }

    private async Task AgainstRawAsync(Dialect dialect, int clients, double limit)
    {
        await using var ours = await BenchDatabase.CreateAsync(dialect);
        await using var theirs = await BenchDatabase.CreateAsync(dialect);
        await using var node = await BenchNode.OpenAsync(ours.Connection);
        await node.PrepareAsync(sizes.Requests * (sizes.Rounds + sizes.WarmUps));
        await using var raw = await theirs.RawAsync();
        var (starts, finishes) = (new List<(Pace Ours, Pace Raw)>(), new List<(Pace Ours, Pace Raw)>());
        // The first rounds warm both up: the figures are about a server that has been running.
        for (var round = 0; round < sizes.Rounds + sizes.WarmUps; round++)
        {
            var prefix = $"-{round}-";
            var rawStart = await Load.ClosedAsync(clients, sizes.Requests, piece => raw.CommitAsync(_start, prefix + piece));
            var (start, tasks) = await SubmitAsync([node], clients, sizes.Requests);
            var rawFinish = await Load.ClosedAsync(clients, sizes.Requests, piece => raw.CommitAsync(_finish, prefix + piece));
            var finish = await Load.ClosedAsync(clients, tasks.Count, piece => node.ApproveAsync(tasks[piece]));
            // Plans that were made while the tables were empty would stay until the server looks at its statistics, some minute later.
            if (round == 0) await StoredRequests.SettleAsync(node.Database);
            if (round < sizes.WarmUps) continue;
            starts.Add((start, rawStart));
            finishes.Add((finish, rawFinish));
        }

        Share($"{dialect}: start and wait", starts, limit);
        Share($"{dialect}: resume and finish", finishes, limit);
    }

    /// <summary>What the journal and the secondary indexes cost: the raw side with and without them.</summary>
    private async Task PartsAsync(Dialect dialect, int clients)
    {
        await using var all = await BenchDatabase.CreateAsync(dialect);
        await using var bare = await BenchDatabase.CreateAsync(dialect);
        await using var withAll = await all.RawAsync();
        await using var withoutIndexes = await bare.RawAsync(indexes: false);
        var withoutJournal = _start.Without("journal");
        var (journal, indexes) = (new List<double>(), new List<double>());
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            var prefix = $"-{round}-";
            var everything = await Load.ClosedAsync(clients, sizes.Requests, piece => withAll.CommitAsync(_start, prefix + piece));
            var noJournal = await Load.ClosedAsync(clients, sizes.Requests, piece => withAll.CommitAsync(withoutJournal, prefix + "j" + piece));
            var noIndexes = await Load.ClosedAsync(clients, sizes.Requests, piece => withoutIndexes.CommitAsync(_start, prefix + piece));
            if (round == 0) continue;
            journal.Add(1 - (everything.PerSecond / noJournal.PerSecond));
            indexes.Add(1 - (everything.PerSecond / noIndexes.PerSecond));
        }

        line($"{dialect}: time for the journal", Percent(Load.Median(journal)), "said", true);
        line($"{dialect}: time for indexes", Percent(Load.Median(indexes)), "said", true);
    }

    private async Task StoredAsync(Dialect dialect, int clients)
    {
        await using var few = await BenchDatabase.CreateAsync(dialect);
        await using var many = await BenchDatabase.CreateAsync(dialect);
        await using var smallNode = await BenchNode.OpenAsync(few.Connection);
        await using var largeNode = await BenchNode.OpenAsync(many.Connection);
        await smallNode.PrepareAsync(sizes.Requests * (sizes.Rounds + 1) * 2);
        await largeNode.PrepareAsync(sizes.Requests * (sizes.Rounds + 1) * 2);
        await StoredRequests.AddAsync(smallNode.Database, _start, sizes.Few);
        var before = await BytesAsync(largeNode.Database);
        await StoredRequests.AddAsync(largeNode.Database, _start, sizes.Many);
        await StoredRequests.SettleAsync(smallNode.Database);
        await StoredRequests.SettleAsync(largeNode.Database);
        await SizeAsync(largeNode.Database, before);
        await MemoryAsync(many, few);

        var (starts, finishes) = (new List<(Pace Large, Pace Small)>(), new List<(Pace Large, Pace Small)>());
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            var (smallStart, smallTasks) = await SubmitAsync([smallNode], clients, sizes.Requests);
            var (largeStart, largeTasks) = await SubmitAsync([largeNode], clients, sizes.Requests);
            var smallFinish = await Load.ClosedAsync(clients, smallTasks.Count, piece => smallNode.ApproveAsync(smallTasks[piece]));
            var largeFinish = await Load.ClosedAsync(clients, largeTasks.Count, piece => largeNode.ApproveAsync(largeTasks[piece]));
            if (round == 0) continue;
            starts.Add((largeStart, smallStart));
            finishes.Add((largeFinish, smallFinish));
        }

        var sizesText = string.Create(CultureInfo.InvariantCulture, $"{sizes.Many:N0} stored against {sizes.Few:N0}");
        Speeds($"{dialect}: start, {sizesText}", starts, 0.85);
        Speeds($"{dialect}: finish, {sizesText}", finishes, 0.85);
    }

    private async Task LatencyAsync(Dialect dialect, int clients)
    {
        await using var file = await BenchDatabase.CreateAsync(dialect);
        await using var node = await BenchNode.OpenAsync(file.Connection);
        await node.PrepareAsync(sizes.Requests * (sizes.Rounds + 2));
        await node.StartAsync();
        var full = new List<double>();
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            var (_, all) = await SubmitAsync([node], clients, sizes.Requests);
            var pace = await Load.ClosedAsync(clients, all.Count, piece => node.ApproveAsync(all[piece]));
            // As above: no plans from when the tables were empty.
            if (round == 0) await StoredRequests.SettleAsync(node.Database);
            else full.Add(pace.PerSecond);
        }

        var (_, tasks) = await SubmitAsync([node], clients, sizes.Requests);
        await node.Get<Engine.Runtime.Outbox.OutboxWorker>().WhenIdleAsync(CancellationToken.None);
        var half = Load.Median(full) / 2;
        var answers = await Load.OpenAsync(half, tasks.Count, piece => node.ApproveAsync(tasks[piece]));
        await node.Get<Engine.Runtime.Outbox.OutboxWorker>().WhenIdleAsync(CancellationToken.None);
        var mails = answers.Select((answer, piece) => Stopwatch.GetElapsedTime(answer.Due, node.Mails.Handed[tasks[piece].InstanceId]).TotalMilliseconds);
        await node.StopAsync();
        var load = string.Create(CultureInfo.InvariantCulture, $"{half:0}/s");
        line($"{dialect}: decision acknowledged, p99 at {load}", Milliseconds(Load.Percentile99(answers.Select(answer => answer.Milliseconds))), "said", true);
        line($"{dialect}: decision to next mail, p99", Milliseconds(Load.Percentile99(mails)), "said", true);
    }

    /// <summary>Whether more nodes do as much in total as one: with clients of their own, and with those of one node shared among them.</summary>
    /// <param name="clients">Of each node.</param>
    private async Task NodesAsync(int clients)
    {
        const int most = 3;
        (int Nodes, int Clients)[] loads = [(1, clients), (2, 2 * clients), (1, most * clients), (2, most * clients), (most, most * clients)];
        var speeds = loads.ToDictionary(load => load, _ => (Starts: new List<Pace>(), Finishes: new List<Pace>(), Both: new List<Pace>()));
        await using var file = await BenchDatabase.CreateAsync(Dialect.PostgreSql);
        await using var first = await BenchNode.OpenAsync(file.Connection);
        await first.PrepareAsync(sizes.Requests * (sizes.Rounds + 1) * loads.Length);
        await using var second = await BenchNode.OpenAsync(file.Connection);
        await using var third = await BenchNode.OpenAsync(file.Connection);
        BenchNode[] nodes = [first, second, third];
        for (var round = 0; round <= sizes.Rounds; round++)
        {
            // In five rounds each comes first, second, ... once: what comes later meets fuller tables, and what the server still does for those before.
            foreach (var load in loads.Select((_, at) => loads[(at + round) % loads.Length]))
            {
                var (start, tasks) = await SubmitAsync(nodes[..load.Nodes], load.Clients, sizes.Requests);
                var finish = await Load.ClosedAsync(load.Clients, tasks.Count, piece => nodes[piece % load.Nodes].ApproveAsync(tasks[piece]));
                if (round == 0) continue;
                speeds[load].Starts.Add(start);
                speeds[load].Finishes.Add(finish);
                speeds[load].Both.Add(new Pace(1 / ((1 / start.PerSecond) + (1 / finish.PerSecond)), start.CpuMilliseconds + finish.CpuMilliseconds));
            }

            // As above: no plans from when the tables were empty.
            if (round == 0) await StoredRequests.SettleAsync(first.Database);
        }

        foreach (var one in loads.Where(load => load.Nodes == 1))
        {
            foreach (var several in loads.Where(load => load.Nodes > 1 && load.Clients == (one.Clients == clients ? load.Nodes * clients : one.Clients)))
            {
                var what = $"{several.Nodes} nodes, {several.Clients} clients, against one, {one.Clients} clients";
                Speeds($"{what}: start", [.. speeds[several].Starts.Zip(speeds[one].Starts)], limit: null);
                Speeds($"{what}: finish", [.. speeds[several].Finishes.Zip(speeds[one].Finishes)], limit: null);
                // On cores that they share, several nodes with the clients of one have smaller groups of commits and nothing for it: that is said.
                Speeds($"{what}: both", [.. speeds[several].Both.Zip(speeds[one].Both)], several.Clients == one.Clients ? null : 1);
            }
        }
    }

    private async Task SizeAsync(Database database, long before)
    {
        var each = (await BytesAsync(database) - before) / (double)sizes.Many;
        line($"{database.Dialect}: a suspended request on disk", string.Create(CultureInfo.InvariantCulture, $"{each:N0} bytes"), "said", true);
        if (database.Dialect == Dialect.Sqlite) return;
        await using var reader = database.OpenReader();
        var indexes = await reader.ExecuteScalarAsync<long>(
            "SELECT SUM(pg_indexes_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace", commandTimeout: 600);
        var journal = await reader.ExecuteScalarAsync<long>("SELECT pg_total_relation_size('journal')", commandTimeout: 600);
        line($"{database.Dialect}: of that indexes, journal", string.Create(CultureInfo.InvariantCulture, $"{indexes / (double)sizes.Many:N0}, {journal / (double)sizes.Many:N0} bytes"), "said", true);
    }

    /// <summary>What a node holds that works on the large database, beside one on the small one.</summary>
    private async Task MemoryAsync(BenchDatabase many, BenchDatabase few)
    {
        var (large, small) = (await HeldAsync(many.Connection), await HeldAsync(few.Connection));
        var more = (large - small) / 1024.0 / 1024.0;
        line(
            $"{many.Dialect}: memory with {sizes.Many:N0} suspended", string.Create(CultureInfo.InvariantCulture, $"{more:+0.00;-0.00} MB"), "at most +1 MB", more <= 1);
    }

    private static async Task<long> HeldAsync(string connection)
    {
        await using var node = await BenchNode.OpenAsync(connection);
        // People are kept in memory; both databases have the same.
        await node.Get<Activities.People.PeopleDirectory>().ReloadAsync(CancellationToken.None);
        await node.StartAsync();
        await node.Get<Engine.Runtime.Outbox.OutboxWorker>().WhenIdleAsync(CancellationToken.None);
        await node.Get<Engine.Runtime.BackgroundWork>().RunDueAsync(CancellationToken.None);
        var held = GC.GetTotalMemory(forceFullCollection: true);
        await node.StopAsync();
        return held;
    }

    private static async Task<long> BytesAsync(Database database)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(
            database.Dialect == Dialect.Sqlite ? "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size" : "SELECT pg_database_size(current_database())", commandTimeout: 600);
    }

    /// <summary>Submits on these nodes in turn.</summary>
    /// <returns>How fast, and the tasks that they opened.</returns>
    private static async Task<(Pace Pace, List<BenchTask> Tasks)> SubmitAsync(BenchNode[] nodes, int clients, int count)
    {
        var submitted = new string[count];
        var pace = await Load.ClosedAsync(clients, count, async piece => submitted[piece] = (await nodes[piece % nodes.Length].SubmitAsync()).Id);
        return (pace, await nodes[0].TasksAsync(submitted));
    }

    /// <summary>The median of what each round's first is of its second.</summary>
    private void Speeds(string what, IReadOnlyList<(Pace This, Pace That)> rounds, double? limit)
    {
        var share = Load.Median(rounds.Select(round => round.This.PerSecond / round.That.PerSecond));
        var (one, other) = (Load.Median(rounds.Select(round => round.This.PerSecond)), Load.Median(rounds.Select(round => round.That.PerSecond)));
        line(what, string.Create(CultureInfo.InvariantCulture, $"{Percent(share)} ({one:0} of {other:0}/s)"), limit is { } least ? $"at least {Percent(least)}" : "said", share >= (limit ?? 0));
    }

    private void Share(string what, List<(Pace Ours, Pace Raw)> rounds, double limit)
    {
        Speeds(what, rounds, limit);
        var (ours, raw) = (Load.Median(rounds.Select(round => round.Ours.CpuMilliseconds)), Load.Median(rounds.Select(round => round.Raw.CpuMilliseconds)));
        line($"{what}, processor time of this process", string.Create(CultureInfo.InvariantCulture, $"{ours:0.00} ms (raw {raw:0.00} ms)"), "said", true);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static string Milliseconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms");
}

/// <summary>How much is measured.</summary>
/// <param name="Requests">In each round.</param>
/// <param name="Rounds">Of which the median is taken.</param>
/// <param name="WarmUps">Rounds before those that count when product and database are compared: the runtime compiles hot code anew for about a minute.</param>
/// <param name="Few">Stored requests of the small database.</param>
/// <param name="Many">Of the large one.</param>
/// <param name="Only">Null: both databases.</param>
internal sealed record BenchSizes(int Requests, int Rounds, int WarmUps, int Few, int Many, Dialect? Only)
{
    public static BenchSizes Toy => new(Requests: 40, Rounds: 1, WarmUps: 1, Few: 50, Many: 500, Only: null);

    public static BenchSizes Full => new(Requests: 2_000, Rounds: 5, WarmUps: 12, Few: 10_000, Many: 1_000_000, Only: null);
}
