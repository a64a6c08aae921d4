using System.Text.Json.Nodes;
using Dapper;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Engine.Tests.Definitions;

namespace Workflows.Engine.Tests.Runtime;

public sealed class KnownFailureTestsOnSqlite() : KnownFailureTests(Dialect.Sqlite);

public sealed class KnownFailureTestsOnPostgreSql() : KnownFailureTests(Dialect.PostgreSql);

/// <summary>What workflow engines are known to break under.</summary>
public abstract class KnownFailureTests(Dialect dialect)
{
    [Fact]
    public async Task Deadlines_TenThousandExpireAtOnce_EachFiresOnce()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        EngineFixture.Node[] nodes = [engine.First, await engine.AddNodeAsync()];
        await engine.PublishAsync(Process("test", Delay("delay", "01:00:00")));
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (number, _) => await nodes[number % 2].StartAsync("test"));
        (await engine.CountAsync("timers")).ShouldBe(10_000);

        engine.Time.Advance(TimeSpan.FromHours(2));
        // As a server does it: several at a time, on both nodes, until nothing is due.
        await Task.WhenAll(nodes.Select(node => node.Get<BackgroundWork>().StartAsync(CancellationToken.None)));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await engine.CountAsync("timers") > 0) await look.WaitForNextTickAsync(limit.Token);
        await Task.WhenAll(nodes.Select(node => node.Get<BackgroundWork>().StopAsync(CancellationToken.None)));

        await using var reader = engine.Database.OpenReader();
        (await reader.QueryAsync<(string, long, long)>("SELECT sub_status, revision, COUNT(*) FROM instances GROUP BY sub_status, revision")).ShouldBe([("Finished", 2L, 10_000L)]);
        (await engine.CountAsync("bookmarks")).ShouldBe(0);
    }

    [Fact]
    public async Task Poison_FailsAtEveryRun_StopsNobodyElse()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        // A process that fails whenever it runs, and work that this version cannot do: a newer one wrote it, as while nodes are being upgraded.
        await PublishFaultyAsync(engine, Process("poison", """{ "type": "Elsa.Timer", "id": "timer", "customProperties": { "canStartWorkflow": true }, "interval": { "expression": { "type": "Literal", "value": "00:00:10" } } }""", Fixtures.Script("fails", "nothing.at.all")));
        await engine.PublishAsync(Process("test", Delay("delay", "00:00:30"), Fixtures.WriteLine("line", "done")));
        for (var number = 0; number < 40; number++)
        {
            await engine.Database.WriteAsync(
                transaction => transaction.ExecuteAsync(
                    "INSERT INTO queue (id, kind, payload, available_at, created_at) VALUES (@id, 'newer', '{}', @now, @now)", new { id = $"newer-{number}", now = engine.Time.GetUtcNow() }, CancellationToken.None),
                CancellationToken.None);
            await second.StartAsync("test");
        }

        for (var second10 = 0; second10 < 6; second10++)
        {
            engine.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());
        }

        engine.Lines.Count(line => line == "done").ShouldBe(40);
        await using var reader = engine.Database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM instances WHERE definition_id = 'poison' AND sub_status = 'Faulted' AND incident_count = 1")).ShouldBe(6, "each failure is kept and visible");
        (await reader.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM queue WHERE attempts > 1 AND last_error LIKE '%newer%'")).ShouldBe(40, "it waits longer and longer, with its reason");
    }

    [Fact]
    public async Task Loop_TenThousandIterations_FinishesAndKeepsItsStateSmall()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var process = Process(
            "test",
            """
            {
              "type": "Elsa.For", "id": "loop", "start": { "expression": { "type": "Literal", "value": "1" } }, "end": { "expression": { "type": "Literal", "value": "10000" } },
              "step": { "expression": { "type": "Literal", "value": "1" } },
              "body": { "type": "Elsa.SetVariable", "id": "add", "variable": { "id": "count" }, "value": { "expression": { "type": "JavaScript", "value": "variables.Count + 1" } } }
            }
            """,
            """{ "type": "Elsa.Event", "id": "wait", "eventName": { "expression": { "type": "Literal", "value": "go" } } }""",
            Fixtures.Script("tell", "`counted ${variables.Count}`"));
        process["variables"] = JsonNode.Parse("""[{ "id": "count", "name": "Count", "typeName": "Int32", "value": "0", "storageDriverTypeName": "WorkflowInstanceStorageDriver" }]""");
        await engine.PublishAsync(process);

        var instance = await engine.First.StartAsync("test");

        instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        (await engine.First.ResumeAsync(instance.Id, "wait")).ShouldNotBeNull();
        engine.Lines.ShouldBe(["counted 10000"]);
        await using var reader = engine.Database.OpenReader();
        (await reader.ExecuteScalarAsync<long>("SELECT LENGTH(state) FROM instances")).ShouldBeLessThan(2000);
    }

    private static async Task PublishFaultyAsync(EngineFixture engine, JsonObject document) =>
        await engine.First.Definitions.SaveAsync(document, new SaveDefinition(Publish: true, RefuseErrors: false), CancellationToken.None);

    private static JsonObject Process(string id, params string[] activities) => CanonicalJson.Parse(
        $$"""{ "id": "{{id}}-1", "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "root": { "type": "Elsa.Sequence", "id": "root", "activities": [{{string.Join(",", activities)}}] } }""");

    private static string Delay(string id, string span) => $$"""{ "type": "Elsa.Delay", "id": "{{id}}", "timeSpan": { "expression": { "type": "Literal", "value": "{{span}}" } } }""";
}
