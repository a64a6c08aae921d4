using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;
using Workflows.Engine.Tests.Definitions;

namespace Workflows.Engine.Tests.Runtime;

public sealed class WorkflowRuntimeTestsOnSqlite() : WorkflowRuntimeTests(Dialect.Sqlite);

public sealed class WorkflowRuntimeTestsOnPostgreSql() : WorkflowRuntimeTests(Dialect.PostgreSql);

public abstract class WorkflowRuntimeTests(Dialect dialect)
{
    [Fact]
    public async Task Resume_TwoNodesAtOnce_BothBurstsCount()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Parallel(20));
        var instance = await engine.First.StartAsync("test");

        var resumes = Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? engine.First : second).ResumeAsync(instance.Id, $"event{number}"));
        (await Task.WhenAll(resumes)).ShouldAllBe(burst => burst != null);

        var after = await engine.First.InstanceAsync(instance.Id);
        after.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        after.Revision.ShouldBe(21);
    }

    [Fact]
    public async Task RunDue_TwoNodesAtOnce_FireEachTimerOnce()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        await engine.PublishAsync(Fixtures.Flowchart($"{Delay("delay", "01:00:00")}, {Fixtures.WriteLine("after")}", $"[{Fixtures.Connection("delay", "after")}]"));
        for (var i = 0; i < 10; i++) await engine.First.StartAsync("test");
        engine.Time.Advance(TimeSpan.FromMinutes(59));
        (await engine.First.RunDueAsync()).ShouldBe(0);

        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());

        engine.Lines.Count.ShouldBe(10);
        (await engine.CountAsync("timers")).ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_WhileChildrenWait_TakesBookmarksAndTimersWithIt()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        await engine.PublishAsync(CanonicalSequence($$"""
            { "type": "Elsa.Fork", "id": "fork", "branches": [{{Delay("delay", "01:00:00")}}, { "type": "Elsa.ForEach", "id": "loop", "items": { "expression": { "type": "Object", "value": "[1,2]" } }, "body": {{Event("event")}} }] }
            """));
        var instance = await engine.First.StartAsync("test");
        instance.Bookmarks.Count.ShouldBe(2);

        await engine.First.Runtime.CancelAsync(instance.Id, [], CancellationToken.None);

        (await engine.First.InstanceAsync(instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        (await engine.CountAsync("bookmarks")).ShouldBe(0);
        (await engine.CountAsync("timers")).ShouldBe(0);
        var journal = await engine.First.Get<InstanceStore>().JournalAsync(instance.Id, CancellationToken.None);
        journal.Where(entry => entry.Event == JournalEvent.Canceled).Select(entry => entry.ActivityId).ShouldBe(["delay", "event", "loop", "fork", "root"], ignoreOrder: true);
    }

    [Fact]
    public async Task Start_EndlessLoop_EndsAsFaulted()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        await engine.PublishAsync(CanonicalSequence("""{ "type": "Elsa.While", "id": "loop", "condition": { "expression": { "type": "Literal", "value": true } }, "body": { "type": "Elsa.SetName", "id": "body", "value": { "expression": { "type": "Literal", "value": "x" } } } }"""));

        var instance = await engine.First.StartAsync("test");

        instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);
        instance.Incidents.ShouldHaveSingleItem().Message.ShouldContain("without waiting or ending");
    }

    [Fact]
    public async Task ScheduleActivity_OnAFaultedRun_GoesOnFromThere()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var document = CanonicalSequence($"{Fixtures.Script("fragile", "variables.Ready ? 'mended' : nothing()")}, {Fixtures.WriteLine("after", "after")}");
        document["variables"] = JsonNode.Parse("""[{ "id": "ready", "name": "Ready", "typeName": "Boolean", "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver" }]""");
        await engine.First.Definitions.SaveAsync(document, new SaveDefinition(Publish: true, RefuseErrors: false), CancellationToken.None);
        var instance = await engine.First.StartAsync("test");
        instance.SubStatus.ShouldBe(WorkflowSubStatus.Faulted);

        var result = await engine.First.Get<Alterations>().RunAsync(instance.Id, [new Alteration.ModifyVariable("ready", true), new Alteration.ScheduleActivity("fragile")], [], CancellationToken.None);

        result.Succeeded.ShouldBeTrue(string.Join(" ", result.Log));
        var after = await engine.First.InstanceAsync(instance.Id);
        after.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        after.Incidents.ShouldBeEmpty();
        engine.Lines.ShouldBe(["mended", "after"]);
    }

    [Fact]
    public async Task Alter_OneOfTwoFails_ChangesNothing()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        await engine.PublishAsync(CanonicalSequence(Event("event")));
        var instance = await engine.First.StartAsync("test");

        var result = await engine.First.Get<Alterations>().RunAsync(instance.Id, [new Alteration.Cancel(), new Alteration.CancelActivity("nobody")], [], CancellationToken.None);

        result.Succeeded.ShouldBeFalse();
        (await engine.First.InstanceAsync(instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
    }

    [Fact]
    public async Task Dispatch_CommittedOnceHoweverOftenTheQueueIsWorked()
    {
        await using var engine = await EngineFixture.CreateAsync(dialect);
        var second = await engine.AddNodeAsync();
        var child = CanonicalSequence(Fixtures.WriteLine("line", "child"));
        (child["definitionId"], child["id"], child["name"]) = ("child", "child-1", "Child");
        await engine.PublishAsync(child);
        await engine.PublishAsync(CanonicalSequence("""{ "type": "Elsa.DispatchWorkflow", "id": "dispatch", "workflowDefinitionId": { "expression": { "type": "Literal", "value": "child" } }, "waitForCompletion": { "expression": { "type": "Literal", "value": true } } }"""));
        var parent = await engine.First.StartAsync("test");

        await Task.WhenAll(engine.First.RunDueAsync(), second.RunDueAsync());
        await engine.First.RunDueAsync();

        engine.Lines.ShouldBe(["child"]);
        (await engine.First.InstanceAsync(parent.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        (await engine.CountAsync("queue")).ShouldBe(0);
        (await engine.CountAsync("instances")).ShouldBe(2);
    }

    private static JsonObject CanonicalSequence(string activities) => CanonicalJson.Parse(
        $$"""{ "id": "test-1", "definitionId": "test", "name": "Test", "version": 1, "root": { "type": "Elsa.Sequence", "id": "root", "activities": [{{activities}}] } }""");

    private static JsonObject Parallel(int events) => CanonicalJson.Parse(
        $$"""{ "id": "test-1", "definitionId": "test", "name": "Test", "version": 1, "root": { "type": "Elsa.Parallel", "id": "root", "activities": [{{string.Join(",", Enumerable.Range(0, events).Select(number => Event($"event{number}")))}}] } }""");

    private static string Event(string id) => $$"""{ "type": "Elsa.Event", "id": "{{id}}", "eventName": { "expression": { "type": "Literal", "value": "{{id}}" } } }""";

    private static string Delay(string id, string span) => $$"""{ "type": "Elsa.Delay", "id": "{{id}}", "timeSpan": { "expression": { "type": "Literal", "value": "{{span}}" } } }""";
}
