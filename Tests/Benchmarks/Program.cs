using System.Globalization;
using System.Text;
using Workflows.Benchmarks;
using Workflows.Benchmarks.Storage;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

// Plain loops with medians. First what happens in memory, on one core, after warm-up; then the product against its database. --toy runs each once at a small size,
// to show that they still run; --storage leaves the first part out, --sqlite or --postgresql one of the databases; --requests, --rounds and --many give other sizes.
var toy = args.Contains("--toy");
var failed = false;
if (args.Contains("--storage")) return await StorageAsync();
var rounds = toy ? 3 : 41;
var (small, large) = toy ? (100, 1_000) : (1_000, 100_000);
var catalog = new ActivityCatalog();
var services = new BurstServices(TimeProvider.System, new NoDefinitions(), new NoServices());

var chains = new (string Kind, Func<int, WorkflowDefinition> Of, double Nanoseconds, double? Bytes)[]
{
    ("Sequence", length => Chain("Elsa.Sequence", length), 1_000, 400),
    ("Flowchart", length => Chain("Elsa.Flowchart", length), 2_000, null),
    // One activity again and again: what growth there is in the chains and not here is their definition, which no longer fits the processor's cache.
    ("Loop", Loop, 2_000, null),
};
foreach (var (kind, chainOf, nanoseconds, bytes) in chains)
{
    // In turns, so that what else the machine does falls on both; each round runs as many activities as the other.
    var (few, many) = Measure.InTurns(toy ? 1 : 41, large, RunOf(chainOf(small), times: large / small), RunOf(chainOf(large), times: 1));
    Report($"{kind}, an activity of {small:N0}", few, nanoseconds, bytes);
    Report($"{kind}, an activity of {large:N0}", many, nanoseconds, bytes);
    Line($"{kind}, long against short", string.Create(CultureInfo.InvariantCulture, $"{many.Nanoseconds / few.Nanoseconds:0.00} times"), "1.20 times", many.Nanoseconds <= few.Nanoseconds * 1.2);
}

var document = CanonicalJson.Write(Chain("Elsa.Flowchart", 100).Document);
Report("parse and index 100 activities", Measure.Median(rounds, 1, () => DefinitionReader.Read(document, catalog)), nanoseconds: 2_000_000, bytes: null);

var condition = Read("""{ "type": "Elsa.FlowDecision", "id": "d", "condition": { "expression": { "type": "JavaScript", "value": "variables.Days > 5 && getRequester() !== 'nobody'" } } }""");
var decision = Start(condition);
var expression = condition.Nodes[1].EvaluatedInputs[0].Expression!;
Report(
    "cached condition",
    Measure.Median(rounds, 1_000, () =>
    {
        for (var i = 0; i < 1_000; i++) expression.Evaluate(decision.Root, typeof(bool));
    }),
    nanoseconds: 1_000,
    bytes: null);

var waiting = Start(Read("""{ "type": "Elsa.Sequence", "id": "s", "activities": [{ "type": "Elsa.Event", "id": "e", "eventName": { "expression": { "type": "Literal", "value": "Decided" } } }] }"""));
var state = BurstState.Save(waiting);
Report(
    "save and restore a waiting run",
    Measure.Median(rounds, 100, () =>
    {
        for (var i = 0; i < 100; i++) BurstState.Restore(waiting.Definition, NewInstance(waiting.Definition), BurstState.Save(waiting), services);
    }),
    nanoseconds: 30_000,
    bytes: null);
Line("size of its state", $"{state.Length} bytes", "2048 bytes", state.Length <= 2048);
return await StorageAsync();

async Task<int> StorageAsync()
{
    var sizes = toy ? BenchSizes.Toy : BenchSizes.Full;
    sizes = sizes with
    {
        Requests = Given("--requests") ?? sizes.Requests, Rounds = Given("--rounds") ?? sizes.Rounds, Many = Given("--many") ?? sizes.Many,
        Only = args.Contains("--sqlite") ? Dialect.Sqlite : args.Contains("--postgresql") ? Dialect.PostgreSql : null,
    };
    await new StorageBenchmarks(sizes, (what, measured, limit, holds) =>
    {
        failed |= !holds;
        Console.WriteLine($"{what,-58} {measured,-28} {limit,-16} {(holds ? "ok" : "MISSED")}");
    }).RunAsync();
    return failed && !toy ? 1 : 0;
}

int? Given(string option) => Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;

WorkflowDefinition Chain(string type, int length)
{
    var activities = string.Join(",", Enumerable.Range(0, length).Select(number => $$"""{"type":"Elsa.Start","id":"a{{number}}"}"""));
    var connections = string.Join(",", Enumerable.Range(1, length - 1).Select(number => $$"""{ "source": { "activity": "a{{number - 1}}", "port": "Done" }, "target": { "activity": "a{{number}}" } }"""));
    return Read($$"""{ "type": "{{type}}", "id": "root", "activities": [{{activities}}], "connections": [{{connections}}] }""");
}

WorkflowDefinition Loop(int rounds) => Read($$"""
    { "type": "Elsa.For", "id": "for", "body": { "type": "Elsa.Start", "id": "body" },
      "start": { "expression": { "type": "Literal", "value": 1 } }, "end": { "expression": { "type": "Literal", "value": {{rounds}} } },
      "step": { "expression": { "type": "Literal", "value": 1 } }, "outerBoundInclusive": { "expression": { "type": "Literal", "value": true } } }
    """);

WorkflowDefinition Read(string root) => DefinitionReader.Read(
    new StringBuilder("""{ "id": "b-1", "definitionId": "b", "name": "Benchmark", "variables": [""")
        .Append("""{ "id": "days", "name": "Days", "typeName": "Int32", "value": "7", "storageDriverTypeName": "WorkflowInstanceStorageDriver" },""")
        .Append("""{ "id": "requester", "name": "Requester", "typeName": "String", "value": "emma", "storageDriverTypeName": "WorkflowInstanceStorageDriver" },""")
        .Append("""{ "id": "reason", "name": "Reason", "typeName": "String", "value": "A week in the mountains", "storageDriverTypeName": "WorkflowInstanceStorageDriver" }], "root": """)
        .Append(root).Append('}').ToString(),
    catalog);

WorkflowInstance NewInstance(WorkflowDefinition definition) => new() { Id = "i", DefinitionId = definition.DefinitionId, DefinitionVersionId = definition.Id, Version = 1 };

Burst Start(WorkflowDefinition definition) => Burst.Start(definition, NewInstance(definition), services, StartOptions.Default);

Action RunOf(WorkflowDefinition definition, int times) => () =>
{
    for (var i = 0; i < times; i++)
    {
        if (Start(definition).Instance.SubStatus != WorkflowSubStatus.Finished) throw new InvalidOperationException("The chain did not finish.");
    }
};

void Report(string what, Cost cost, double nanoseconds, double? bytes)
{
    var limit = bytes is null ? $"{nanoseconds:0} ns" : $"{nanoseconds:0} ns, {bytes:0} bytes";
    Line(what, string.Create(CultureInfo.InvariantCulture, $"{cost.Nanoseconds:0} ns, {cost.Bytes:0} bytes"), limit, cost.Nanoseconds <= nanoseconds && cost.Bytes <= (bytes ?? double.MaxValue));
}

void Line(string what, string measured, string limit, bool holds)
{
    failed |= !holds;
    Console.WriteLine($"{what,-34} {measured,-28} at most {limit,-22} {(holds ? "ok" : "MISSED")}");
}
