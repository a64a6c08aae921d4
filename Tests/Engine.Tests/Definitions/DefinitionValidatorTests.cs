using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Validation;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Tests.Definitions;

public sealed class DefinitionValidatorTests
{
    private static readonly FixtureLookup None = new([]);

    // What these cases show is how a broken definition fails while it runs.
    private static readonly HashSet<string> BrokenOnPurpose =
    [
        "JavaScript.invalid-syntax", "JavaScript.invalid-bracket", "JavaScript.invalid-reference", "JavaScript.input-error", "Variables.set-unknown", "Unknown-activity",
        // A bad cron expression that the host chose not to refuse.
        "ImportAndPublish.bad-cron-no-fail",
        // Connections at ports that there are not, and a loop that faults in its first round.
        "Flowchart.only-connected-outcome", "FlowFork.unset-branches", "Flowchart.invalid-backward",
    ];

    public static TheoryData<string> Sound => [.. Fixtures.Suite.Cases.Where(item => item.Refused.Count == 0 && item.Json["expectError"] is null && !BrokenOnPurpose.Contains(item.Name)).Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Validate_DefinitionsThatElsaRuns_HaveNoErrors(string name)
    {
        var item = Fixtures.Suite.Cases.Single(candidate => candidate.Name == name);
        var functions = (item.Json["hostFunctions"] as JsonObject ?? []).ToDictionary(function => function.Key, ContextFunction (_) => (_, _) => null);
        var lookup = new FixtureLookup(item.Definitions.Select(path => DefinitionReader.Read(Fixtures.Document(path), Fixtures.Catalog)));

        var errors = item.Definitions.SelectMany(path => DefinitionValidator.Validate(Fixtures.Document(path), Fixtures.Catalog, lookup, functions)).Where(problem => !problem.IsWarning);

        errors.Select(error => $"{error.Path}: {error.Message}").ShouldBeEmpty();
    }

    [Fact]
    public void Validate_BrokenScript_NamesThePlace() =>
        Errors(Fixtures.Document("derived/js-invalid-syntax.json")).ShouldContain(error => error.Message.Contains("line 1, column"));

    [Fact]
    public void Validate_EverythingWrong_ReportsAllAtOnceWithPaths()
    {
        var document = Fixtures.Flowchart(
            $$"""
            { "type": "Elsa.SetVariabel", "id": "typo" },
            { "type": "Elsa.RunPython", "id": "python" },
            {{Fixtures.Script("script", "1 +* 2")}},
            {{Fixtures.Script("missing", "variables.Budget + getSalary()")}},
            { "type": "Elsa.Event", "id": "event" },
            { "type": "Elsa.FlowDecision", "id": "decision", "condition": { "expression": { "type": "Variable", "value": "getEmp" } } },
            { "type": "Elsa.Delay", "id": "delay", "timeSpan": { "expression": { "type": "Literal", "value": "soon" } } },
            { "type": "Elsa.WriteLine", "id": "liquid", "text": { "expression": { "type": "Liquid", "value": "x" } } }
            """,
            $"""[{Fixtures.Connection("decision", "delay", "Maybe")}, {Fixtures.Connection("delay", "gone")}, {Fixtures.Connection("typo", "decision")}]""");

        var problems = DefinitionValidator.Validate(document, Fixtures.Catalog, None, new Dictionary<string, ContextFunction>());

        problems.ShouldSatisfyAllConditions(
            () => Has(problems, "$.root.activities[0].type", "Elsa.SetVariabel", isWarning: false),
            () => Has(problems, "$.root.activities[1].type", "Use Elsa.RunJavaScript", isWarning: false),
            () => Has(problems, "$.root.activities[2].text.expression.value", "line 1, column", isWarning: false),
            () => Has(problems, "$.root.activities[3].text.expression.value", "no variable 'Budget'", isWarning: false),
            () => Has(problems, "$.root.activities[3].text.expression.value", "no function 'getSalary'", isWarning: false),
            () => Has(problems, "$.root.activities[4].eventName", "required", isWarning: false),
            () => Has(problems, "$.root.activities[5].condition.expression.value", "names none", isWarning: false),
            () => Has(problems, "$.root.activities[6].timeSpan.expression.value", "'soon'", isWarning: true),
            () => Has(problems, "$.root.activities[7].text.expression", "Liquid", isWarning: false),
            () => Has(problems, "$.root.connections[0].source.port", "no port 'Maybe'. Use one of True, False", isWarning: false),
            () => Has(problems, "$.root.connections[1]", "'gone'", isWarning: false),
            () => Has(problems, "$.root.activities[1]", "never runs", isWarning: true));
    }

    [Fact]
    public void Validate_LoopWithoutEnd_IsAnErrorUnlessItWaits()
    {
        var endless = Fixtures.Flowchart($"{Fixtures.WriteLine("a")}, {Fixtures.WriteLine("b")}", $"[{Fixtures.Connection("a", "b")}, {Fixtures.Connection("b", "a")}]");
        var waiting = Fixtures.Flowchart(
            $$"""{{Fixtures.WriteLine("a")}}, { "type": "Elsa.Delay", "id": "b", "timeSpan": { "expression": { "type": "Literal", "value": "00:01:00" } } }""",
            $"[{Fixtures.Connection("a", "b")}, {Fixtures.Connection("b", "a")}]");

        Errors(endless).ShouldContain(error => error.Message.Contains("no way leads to an end"));
        Errors(waiting).ShouldBeEmpty();
        DefinitionValidator.Validate(waiting, Fixtures.Catalog, None).ShouldContain(problem => problem.IsWarning && problem.Message.Contains("no way leads to an end"));
    }

    [Fact]
    public void Validate_PathThatAnotherProcessHas_IsRefused()
    {
        var other = DefinitionReader.Read(Fixtures.Document("derived/http-basic.json"), Fixtures.Catalog);
        var mine = Fixtures.Document("derived/http-basic.json");
        (mine["definitionId"], mine["id"]) = ("mine", "mine-1");

        DefinitionValidator.Validate(mine, Fixtures.Catalog, new FixtureLookup([other]))
            .ShouldContain(problem => !problem.IsWarning && problem.Message == "The /test/basic path and get method are already in use by another workflow!");
    }

    [Fact]
    public void Validate_NoRootAndWrongShapes_SaysWhere()
    {
        var document = CanonicalJson.Parse("""{ "name": 5, "version": "one", "variables": {}, "inputs": [3], "root": [] }""");

        var paths = Errors(document).Select(error => error.Path).ToList();

        string[] expected = ["$.name", "$.version", "$.variables", "$.inputs[0]", "$.root"];
        expected.ShouldBeSubsetOf(paths);
    }

    [Fact]
    public void Validate_MutatedDocuments_NeverThrows()
    {
        var random = new Random(20260224);
        JsonNode?[] strange = [null, JsonValue.Create(1.5), JsonValue.Create(-1), JsonValue.Create("x"), JsonValue.Create(true), new JsonArray(), new JsonObject(), new JsonArray(1, null, "a"), JsonNode.Parse("""{"type":7,"value":[{}]}""")];
        foreach (var path in Fixtures.Paths)
        {
            var lookup = new FixtureLookup([DefinitionReader.Read(Fixtures.Document(path), Fixtures.Catalog)]);
            for (var round = 0; round < 40; round++)
            {
                var document = Fixtures.Document(path);
                for (var change = 0; change <= round % 4; change++) Mutate(document, random, strange);

                var problems = Record.Exception(() => DefinitionValidator.Validate(document, Fixtures.Catalog, lookup));

                problems.ShouldBeNull(document.ToJsonString());
            }
        }
    }

    private static void Mutate(JsonObject document, Random random, JsonNode?[] strange)
    {
        List<JsonNode> places = [];
        Collect(document, places);
        var place = places[random.Next(places.Count)];
        var value = strange[random.Next(strange.Length)]?.DeepClone();
        switch (place)
        {
            case JsonObject { Count: > 0 } map:
                var name = map.ElementAt(random.Next(map.Count)).Key;
                if (random.Next(4) == 0) map.Remove(name);
                else map[name] = value;
                break;
            case JsonArray { Count: > 0 } list:
                list[random.Next(list.Count)] = value;
                break;
            case JsonArray list:
                list.Add(value);
                break;
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is JsonObject or JsonArray) places.Add(node);
        foreach (var child in node switch { JsonObject map => map.Select(member => member.Value), JsonArray list => list, _ => [] }) Collect(child, places);
    }

    private static List<DefinitionProblem> Errors(JsonObject document) =>
        [.. DefinitionValidator.Validate(document, Fixtures.Catalog, None, new Dictionary<string, ContextFunction>()).Where(problem => !problem.IsWarning)];

    private static void Has(IReadOnlyList<DefinitionProblem> problems, string path, string message, bool isWarning) =>
        problems.ShouldContain(problem => problem.Path == path && problem.Message.Contains(message) && problem.IsWarning == isWarning, $"{path}: {message}\n{string.Join("\n", problems)}");
}
