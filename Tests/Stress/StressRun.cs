using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Stress;

/// <summary>Clients work, a tormentor breaks things, everything comes to rest, and the checker looks at what is left.</summary>
internal static class StressRun
{
    private const int LeastRequests = 20;
    private const int LeastDeaths = 2;
    private const int LongestStretch = 6;
    private const int FailuresShown = 5;

    private static readonly TimeSpan RestLimit = TimeSpan.FromMinutes(5);

    /// <param name="keep">Where history and SQLite file are left for another look; null: nowhere, unless an invariant is violated.</param>
    public static async Task<Verdict> RunAsync(Dialect dialect, Plan plan, string? keep)
    {
        Console.WriteLine($"{dialect}, seed {plan.Seed}: {plan.Clients} clients, {plan.Nodes} node(s), {plan.Seconds.TotalSeconds:0} s");
        var folder = Directory.CreateTempSubdirectory("stress-").FullName;
        var history = new History();
        var verdict = new Verdict();
        await using var stored = await TestDatabase.CreateAsync(dialect);
        await using var smtp = await SmtpServer.StartAsync();
        await using var outside = Outside.Start(history);
        TrialProcesses.WriteTo(Path.Combine(folder, "definitions"), outside.Address);
        await using var database = await Database.OpenAsync(stored.Connection, Product.Migrations, TimeProvider.System, CancellationToken.None);
        var settings = Settings(folder, stored.Connection, smtp);
        Node[] nodes = [.. Enumerable.Range(0, plan.Nodes).Select(number => new Node(number, folder, settings, history))];
        try
        {
            // Everybody signs in before things break: that is not what is tried here.
            await nodes[0].RestAsync();
            var people = new People();
            await people.SignInAsync(nodes[0], smtp, "emma", "marco", "diana");
            await nodes[0].StopAsync();

            var tasks = new ConcurrentQueue<(string Id, string Revision)>();
            Client[] clients = [.. Enumerable.Range(0, plan.Clients).Select(number => new Client(number, plan.RandomOf(number), nodes, people, tasks, history))];
            using var end = new CancellationTokenSource(plan.Seconds * LongestStretch);
            await Task.WhenAll(
            [
                .. nodes.Select((node, number) => node.LiveAsync(plan.LivesOf(number), end.Token)),
                .. clients.Select(client => client.WorkAsync(end.Token)),
                CutAsync(dialect, stored.Connection, plan, end.Token),
                WatchAsync(database, verdict, end.Token),
                EndAsync(nodes, history, plan, end),
            ]);

            await Task.WhenAll(nodes.Select(node => node.RestAsync()));
            using var limit = new CancellationTokenSource(RestLimit);
            await Task.WhenAll(clients.Select(client => client.FinishAsync(limit.Token)));
            await ComeToRestAsync(database, clients[0], verdict, limit.Token);
            await Task.WhenAll(nodes.Select(node => node.StopAsync()));
            foreach (var mail in smtp.Received) history.Add(new MailReceived(mail.MessageId, mail.To.Single(), mail.Subject, mail.Text));
            history.Save(Path.Combine(folder, "history.jsonl"));
            await HistoryChecker.CheckAsync(history, database, verdict);
            verdict.Note($"{nodes.Sum(node => node.Deaths)} deaths, {history.Of<Submitted>().Select(seen => seen.Key).Distinct().Count()} requests, {history.Of<Decided>().Count()} decisions sent, {history.Of<MailReceived>().Count()} mails");
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }

        if (verdict.Violations > 0)
        {
            foreach (var failure in nodes.SelectMany(node => node.Failures).Take(FailuresShown)) verdict.Note(failure);
            verdict.Note($"Again: --database {dialect} --seed {plan.Seed} --seconds {plan.Seconds.TotalSeconds.ToString(CultureInfo.InvariantCulture)} --nodes {plan.Nodes} --clients {plan.Clients}");
        }

        if (keep is not null || verdict.Violations > 0) await KeepAsync(folder, stored, keep, verdict);
        else Directory.Delete(folder, recursive: true);
        return verdict;
    }

    private static IReadOnlyList<string> Settings(string folder, string connection, SmtpServer smtp) =>
    [
        "--Definitions", Path.Combine(folder, "definitions"), "--Demo", "true", "--ConnectionStrings:Workflows", connection,
        "--Smtp:Host", smtp.Host, "--Smtp:Port", smtp.Port.ToString(CultureInfo.InvariantCulture), "--Smtp:StartTls", "false", "--Smtp:From", "approvals@example.test",
        "--PublicUrl", "http://workflows.example.test/", "--HttpCalls:AllowedHosts:0", "127.0.0.1", "--SignIn:AccessTokenLifetime", "1.00:00:00",
        // What the dead had claimed comes back soon, and what failed is tried again soon: a run is short.
        "--Runtime:Lease", "00:00:08", "--Outbox:AttemptTimeout", "00:00:08", "--Outbox:FirstDelay", "00:00:01", "--Outbox:LongestDelay", "00:00:03", "--Outbox:Tries", "1000",
        // Written at once: the dead tell nothing.
        "--Logging:Console:MaxQueueLength", "1", "--Logging:LogLevel:Default", "Critical", "--Logging:LogLevel:Microsoft.AspNetCore.Diagnostics", "Error", "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel", "Error",
    ];

    // A machine that has other things to do starts servers slowly: a run in which nothing happened would prove nothing.
    private static async Task EndAsync(Node[] nodes, History history, Plan plan, CancellationTokenSource end)
    {
        try
        {
            await Task.Delay(plan.Seconds, end.Token);
            while (history.Of<Submitted>().Count(seen => seen.Id is not null) < LeastRequests || nodes.Sum(node => node.Deaths) < LeastDeaths) await Task.Delay(200, end.Token);
            await end.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The longest that it may take is over.
        }
    }

    private static async Task CutAsync(Dialect dialect, string connection, Plan plan, CancellationToken until)
    {
        if (dialect != Dialect.PostgreSql) return;
        var server = await PostgresServer.SharedAsync();
        try
        {
            foreach (var (after, onlyListeners) in plan.Cuts())
            {
                await Task.Delay(after, until);
                await server.DisconnectAsync(connection, onlyListeners ? "Workflows listener" : "Workflows");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Looks at what is committed while everything breaks: bookmarks, tasks and timers agree in every state of the database.</summary>
    private static async Task WatchAsync(Database database, Verdict verdict, CancellationToken until)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), until);
                try
                {
                    database.ReadSnapshot(reader => WaitChecks.Check(reader, verdict));
                }
                catch (Exception e) when (database.Explain(e) is not null)
                {
                    // The connection was cut like any other.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>Until nothing is left to do: no open task, no message, no work, no timer but those that start processes.</summary>
    private static async Task ComeToRestAsync(Database database, Client client, Verdict verdict, CancellationToken limit)
    {
        const string left = """
            SELECT (SELECT COUNT(*) FROM tasks WHERE status = 'open') AS "open tasks", (SELECT COUNT(*) FROM outbox WHERE status = 'waiting') AS "messages to send",
                   (SELECT COUNT(*) FROM queue) AS "queued work", (SELECT COUNT(*) FROM timers WHERE instance_id IS NOT NULL) AS "timers",
                   (SELECT COUNT(*) FROM instances WHERE status <> 'Finished') AS "running requests"
            """;
        var check = verdict.Check("everything comes to rest");
        while (true)
        {
            IDictionary<string, object> counts;
            await using (var reader = database.OpenReader()) counts = (IDictionary<string, object>)await reader.QuerySingleAsync(left);
            if (counts.Values.All(count => Convert.ToInt64(count, CultureInfo.InvariantCulture) == 0)) return;
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), limit);
                await client.FinishAsync(limit);
            }
            catch (OperationCanceledException)
            {
                check.Add($"after {RestLimit.TotalMinutes:0} minutes there are left: {string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))}");
                return;
            }
        }
    }

    private static async Task KeepAsync(string folder, TestDatabase stored, string? keep, Verdict verdict)
    {
        if (stored.Dialect == Dialect.PostgreSql)
        {
            await using var copy = await Database.OpenAsync(Path.Combine(folder, "workflows.db"), Product.Migrations, TimeProvider.System, CancellationToken.None);
            await using var original = await Database.OpenAsync(stored.Connection, Product.Migrations, TimeProvider.System, CancellationToken.None);
            await DatabaseCopy.CopyAsync(original, copy, _ => { }, CancellationToken.None);
        }
        else
        {
            File.Copy(stored.Connection["Data Source=".Length..], Path.Combine(folder, "workflows.db"));
        }

        if (keep is not null)
        {
            Directory.CreateDirectory(keep);
            foreach (var name in (string[])["history.jsonl", "workflows.db"]) File.Copy(Path.Combine(folder, name), Path.Combine(keep, name), overwrite: true);
            Directory.Delete(folder, recursive: true);
        }

        verdict.Note($"Kept: {keep ?? folder} (history.jsonl, workflows.db)");
    }
}
