using System.Text.Json.Nodes;
using Dapper;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Tests.Runtime;

public sealed class TimerTestsOnSqlite() : TimerTests(Dialect.Sqlite);

public sealed class TimerTestsOnPostgreSql() : TimerTests(Dialect.PostgreSql);

/// <summary>What starts and goes on by itself; the clock stands at 2026-02-24 09:00 UTC, a Tuesday.</summary>
public abstract class TimerTests(Dialect dialect)
{
    [Fact]
    public async Task Cron_OnTime_StartsOnceForEachTimeAndKnowsWhenItWasDue()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Started("Elsa.Cron", """ "cronExpression": { "expression": { "type": "Literal", "value": "0 */5 * * * *" } } """));

        for (var minute = 0; minute < 15; minute++)
        {
            engine.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());
        }

        (await DueTimesAsync(engine)).ShouldBe(["09:05:00", "09:10:00", "09:15:00"]);
    }

    [Theory]
    [InlineData(null, 1, "09:02:00")]
    [InlineData(null, 45, "")]
    [InlineData("skip", 45, "")]
    [InlineData("once", 45, "09:02:00")]
    [InlineData("all", 45, "09:02:00,09:12:00,09:22:00,09:32:00,09:42:00")]
    public async Task Cron_AfterDowntime_CatchesUpAsItIsTold(string? catchUp, int minutesDown, string expected)
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        var setting = catchUp is null ? "" : $$""", "catchUp": { "expression": { "type": "Literal", "value": "{{catchUp}}" } }""";
        await engine.PublishAsync(Started("Elsa.Cron", $$""" "cronExpression": { "expression": { "type": "Literal", "value": "2/10 * * * *" } }{{setting}} """));

        // The first run was due at 09:02; nobody is there until so many minutes and a half after nine, or half a minute after it was due.
        engine.Time.Advance(minutesDown == 1 ? TimeSpan.FromMinutes(2.5) : TimeSpan.FromMinutes(minutesDown));
        await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());

        (await DueTimesAsync(engine)).ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
        for (var minute = 0; minute < 10; minute++)
        {
            engine.Time.Advance(TimeSpan.FromMinutes(1));
            await engine.First.RunDueAsync();
        }

        (await DueTimesAsync(engine)).Count.ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Length + 1, "then it goes on as usual");
    }

    [Theory]
    [InlineData("Elsa.Timer", """ "interval": { "expression": { "type": "Literal", "value": "00:10:00" } } """)]
    [InlineData("Elsa.StartAt", """ "dateTime": { "expression": { "type": "Literal", "value": "2026-02-24T09:10:00Z" } } """)]
    public async Task Trigger_LateAfterDowntime_StartsOnceWithTheTimeItWasDue(string type, string input)
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Started(type, input));

        engine.Time.Advance(TimeSpan.FromDays(3));
        await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());

        (await DueTimesAsync(engine)).ShouldBe(["09:10:00"]);
        (await engine.CountAsync("timers")).ShouldBe(type == "Elsa.Timer" ? 1 : 0);
    }

    [Fact]
    public async Task Delay_ManyDueAtOnce_EachFiresOnceAcrossNodes()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        EngineFixture.Node[] nodes = [engine.First, await engine.AddNodeAsync(), await engine.AddNodeAsync()];
        await engine.PublishAsync(Waiting("01:00:00"));
        var ids = new List<string>();
        for (var number = 0; number < 90; number++) ids.Add((await engine.First.StartAsync("test")).Id);

        engine.Time.Advance(TimeSpan.FromDays(1));
        var done = await Task.WhenAll(nodes.Select(node => Task.Run(node.RunDueAsync)));

        engine.Lines.Count.ShouldBe(90);
        (await engine.CountAsync("timers")).ShouldBe(0);
        if (dialect == Dialect.PostgreSql) done.Sum().ShouldBe(90, "what one node has claimed no other tries");
        foreach (var id in ids) (await engine.First.InstanceAsync(id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task Claim_OfANodeThatDied_ComesBackAfterTheLease()
    {
        if (dialect == Dialect.Sqlite) return;
        await using var engine = await EngineFixture.CreateAsync(dialect);
        await engine.PublishAsync(Waiting("01:00:00"));
        await engine.First.StartAsync("test");
        engine.Time.Advance(TimeSpan.FromHours(1));
        // As a node leaves it that dies between its claim and its commit.
        await engine.Database.WriteAsync(
            transaction => transaction.ExecuteAsync("UPDATE timers SET fire_at = @until", new { until = engine.Time.GetUtcNow() + WorkLease.Usual.Duration }, CancellationToken.None), CancellationToken.None);

        (await engine.First.RunDueAsync()).ShouldBe(0);
        engine.Time.Advance(WorkLease.Usual.Duration);

        (await engine.First.RunDueAsync()).ShouldBe(1);
        engine.Lines.ShouldBe(["after"]);
    }

    [Fact]
    public async Task Stop_WhileWorkIsClaimed_FinishesWhatItBeganAndGivesTheRestBack()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        await engine.PublishAsync(Waiting("01:00:00"));
        for (var number = 0; number < 60; number++) await engine.First.StartAsync("test");
        engine.Time.Advance(TimeSpan.FromHours(1));
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.First.Runtime.Committed += _ => began.TrySetResult();
        var work = engine.First.Get<BackgroundWork>();

        await work.StartAsync(CancellationToken.None);
        await began.Task;
        await work.StopAsync(CancellationToken.None);

        var left = await engine.CountAsync("timers");
        engine.Lines.Count.ShouldBe(60 - (int)left, "each is done or still there");
        (await (await engine.AddNodeAsync()).RunDueAsync()).ShouldBe((int)left, "no lease holds up what was not begun");
        engine.Lines.Count.ShouldBe(60);
    }

    [Fact]
    public async Task NextDue_AmongManyFutureTimers_IsOneStepIntoAnIndex()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var values = dialect == Dialect.Sqlite
            ? "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000) SELECT 'far-' || n, 'nobody', 4000000000000 + n, 4000000000000 + n FROM numbers"
            : "SELECT 'far-' || n, 'nobody', 4000000000000 + n, 4000000000000 + n FROM generate_series(1, 100000) AS n";
        await engine.Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync($"INSERT INTO timers (id, instance_id, due_at, fire_at) {values}", null, CancellationToken.None);
                if (dialect == Dialect.PostgreSql) await transaction.ExecuteAsync("ANALYZE timers", null, CancellationToken.None);
            },
            CancellationToken.None);

        (await engine.First.Get<BackgroundWork>().NextDueAsync(CancellationToken.None)).ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(4_000_000_000_001));
        foreach (var sql in new[] { "SELECT MIN(fire_at) FROM timers", "SELECT id FROM timers WHERE fire_at <= 1800000000000 ORDER BY fire_at LIMIT 32" })
        {
            await using var reader = engine.Database.OpenReader();
            var plan = string.Join("\n", dialect == Dialect.Sqlite
                ? (await reader.QueryAsync($"EXPLAIN QUERY PLAN {sql}")).Select(row => (string)row.detail)
                : await reader.QueryAsync<string>($"EXPLAIN {sql}"));
            plan.ShouldContain("timers_by_fire");
            plan.ShouldNotContain("Seq Scan");
        }
    }

    [Fact]
    public async Task Publish_OnOneNode_IsUsedByTheOthers_EvenBeforeTheyHear()
    {
        if (dialect == Dialect.Sqlite) return;
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        // The second node neither listens nor looks: it has only what it asks for.
        (await engine.First.Definitions.SaveAsync(Waiting("01:00:00"), new SaveDefinition(Publish: true), CancellationToken.None)).Errors.ShouldBeEmpty();
        var instance = await engine.First.StartAsync("test");

        (await second.StartAsync("test")).DefinitionVersionId.ShouldBe("test-1");
        (await second.InstanceAsync(instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
    }

    [Fact]
    public async Task Publish_NotificationLost_IsNoticedByLooking()
    {
        if (dialect == Dialect.Sqlite) return;
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Waiting("01:00:00"));
        var changed = Waiting("02:00:00");
        (changed["id"], changed["version"]) = ("test-2", 2);

        // Nobody listens on the second node, which is what losing every notification comes to.
        (await engine.First.Definitions.SaveAsync(changed, new SaveDefinition(Publish: true), CancellationToken.None)).Errors.ShouldBeEmpty();
        second.Definitions.FindPublished("test")!.Version.ShouldBe(1);
        await second.Get<ChangeWatch>().LookAsync(CancellationToken.None);

        second.Definitions.FindPublished("test")!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Publish_TwoNodesTheSameVersionAtOnce_OneIsToldToLookAgain()
    {
        if (dialect == Dialect.Sqlite) return;
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Waiting("01:00:00"));
        var results = await Task.WhenAll(new[] { (engine.First, "a"), (second, "b") }.Select(both =>
        {
            var next = Waiting("02:00:00");
            (next["id"], next["version"]) = (both.Item2, 2);
            return both.Item1.Definitions.SaveAsync(next, new SaveDefinition(Publish: true), CancellationToken.None);
        }));

        results.Count(result => result.IsSaved).ShouldBe(1);
        results.Single(result => !result.IsSaved).Conflict.ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task Singleton_StartedOnTwoNodesAtOnce_RunsOnce()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        var document = Waiting("01:00:00");
        document["options"] = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa.Workflows.Core" };
        await engine.PublishAsync(document);
        engine.First.Definitions.FindPublished("test")!.Options.ActivationStrategy.ShouldBe(ActivationStrategy.Singleton);

        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(number =>
            Task.Run(() => (number % 2 == 0 ? engine.First : second).Runtime.StartAsync(new StartWorkflow { DefinitionId = "test" }, [], CancellationToken.None))));

        starts.Count(start => start.Outcome == StartOutcome.Started).ShouldBe(1);
        starts.Count(start => start.Outcome == StartOutcome.NotActivated).ShouldBe(9);
    }

    private static async Task<List<string>> DueTimesAsync(EngineFixture engine)
    {
        await using var reader = engine.Database.OpenReader();
        var times = new List<string>();
        foreach (var id in await reader.QueryAsync<string>("SELECT id FROM instances ORDER BY id"))
        {
            var instance = await engine.First.InstanceAsync(id);
            times.Add(((string)instance.Output["due"]!)[11..19]);
        }

        return [.. times.Order(StringComparer.Ordinal)];
    }

    /// <summary>A process that a timer starts, and that says when it was due.</summary>
    private static JsonObject Started(string trigger, string input) => CanonicalJson.Parse($$"""
        {
          "id": "test-1", "definitionId": "test", "name": "Test", "version": 1,
          "variables": [{ "id": "due", "name": "Due", "typeName": "DateTimeOffset", "storageDriverTypeName": "WorkflowInstanceStorageDriver" }],
          "outputs": [{ "name": "due", "type": "String", "displayName": "Due" }],
          "root": { "type": "Elsa.Sequence", "id": "root", "activities": [
            { "type": "{{trigger}}", "id": "trigger", "customProperties": { "canStartWorkflow": true }, {{input}}, "dueAt": { "typeName": "DateTimeOffset", "memoryReference": { "id": "due" } } },
            { "type": "Elsa.SetOutput", "id": "tell", "outputName": { "expression": { "type": "Literal", "value": "due" } }, "outputValue": { "expression": { "type": "JavaScript", "value": "variables.Due.toISOString()" } } }
          ] }
        }
        """);

    private static JsonObject Waiting(string span) => CanonicalJson.Parse($$"""
        {
          "id": "test-1", "definitionId": "test", "name": "Test", "version": 1,
          "root": { "type": "Elsa.Sequence", "id": "root", "activities": [
            { "type": "Elsa.Delay", "id": "delay", "timeSpan": { "expression": { "type": "Literal", "value": "{{span}}" } } }, {{Definitions.Fixtures.WriteLine("after", "after")}}
          ] }
        }
        """);
}
