using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Tests.Definitions;
using Workflows.Engine.Tests.Runtime;

namespace Workflows.Engine.Tests.Execution;

public sealed class BackgroundActivityTests
{
    [Fact]
    public async Task RunAsynchronously_Task_RunsInABurstOfItsOwn()
    {
        await using var engine = await EngineFixture.CreateAsync();
        await engine.PublishAsync(Parallel("Tests.Double", """ "customProperties": { "runAsynchronously": true }, """));

        var instance = await engine.First.StartAsync("test");

        instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        engine.Lines.ShouldBe(["beside"]);

        await engine.First.RunDueAsync();

        engine.Lines.ShouldBe(["beside", "42"]);
        (await engine.First.InstanceAsync(instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    [Fact]
    public async Task RunAsynchronously_ActionWithIt_RunsAtOnce()
    {
        await using var engine = await EngineFixture.CreateAsync();
        await engine.PublishAsync(Fixtures.Flowchart(
            """{ "type": "Elsa.WriteLine", "id": "line", "customProperties": { "runAsynchronously": true }, "text": { "expression": { "type": "Literal", "value": "now" } } }"""));

        (await engine.First.StartAsync("test")).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        engine.Lines.ShouldBe(["now"]);
    }

    [Fact]
    public async Task Job_WithoutAsking_RunsInABurstOfItsOwn()
    {
        await using var engine = await EngineFixture.CreateAsync();
        await engine.PublishAsync(Parallel("Tests.DoubleJob", ""));

        var instance = await engine.First.StartAsync("test");
        instance.SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        await engine.First.RunDueAsync();

        (await engine.First.InstanceAsync(instance.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        engine.Lines.ShouldBe(["beside", "42"]);
    }

    [Fact]
    public async Task RunAsynchronously_CancelledBeforeItsTurn_NeverRuns()
    {
        await using var engine = await EngineFixture.CreateAsync();
        await engine.PublishAsync(Parallel("Tests.Double", """ "customProperties": { "runAsynchronously": true }, """));
        var instance = await engine.First.StartAsync("test");

        await engine.First.Runtime.CancelAsync(instance.Id, [], CancellationToken.None);
        await engine.First.RunDueAsync();

        engine.Lines.ShouldBe(["beside"]);
        (await engine.CountAsync("timers")).ShouldBe(0);
    }

    private static System.Text.Json.Nodes.JsonObject Parallel(string type, string properties) => CanonicalJson.Parse($$"""
        { "id": "test-1", "definitionId": "test", "name": "Test", "version": 1,
          "variables": [{ "id": "number", "name": "Number", "typeName": "Int32", "value": "21" }],
          "root": { "type": "Elsa.Parallel", "id": "root", "activities": [
            { "type": "Elsa.Sequence", "id": "steps", "activities": [
              { "type": "{{type}}", "id": "double", {{properties}} "number": { "expression": { "type": "JavaScript", "value": "variables.Number" } }, "result": { "memoryReference": { "id": "number" } } },
              {{Fixtures.Script("line", "variables.Number")}}] },
            {{Fixtures.WriteLine("beside", "beside")}}] } }
        """);
}

/// <summary>Twice a number.</summary>
public abstract class Doubling : CodeActivity
{
    [Input("The number.")]
    public Input<int> Number { get; init; } = new();

    [Output("Twice the number.")]
    public Output<int> Result { get; init; } = new();

    public override void Execute(ActivityContext context) => context.Set(Result, 2 * context.Get(Number));
}

[Activity("Tests.Double", Category = "Tests", Description = "Doubles a number.", Kind = ActivityKind.Task)]
public sealed class DoubleTask : Doubling;

[Activity("Tests.DoubleJob", Category = "Tests", Description = "Doubles a number.", Kind = ActivityKind.Job)]
public sealed class DoubleJob : Doubling;
