using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Comparison;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Definitions.Comparison;

public sealed class DefinitionComparisonTests
{
    [Fact]
    public void Compare_AStepBetweenTwoOthers_IsOneChange()
    {
        var before = Flow([Step("Check"), Step("End")], [Fixtures.Connection("Check", "End")]);
        var after = Flow([Step("Check"), Step("Finance"), Step("End")], [Fixtures.Connection("Check", "Finance"), Fixtures.Connection("Finance", "End")]);

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        change.Kind.ShouldBe(ChangeKind.ActivityAdded);
        change.Path.ShouldBe("$.root.activities[1]");
        (change.Activity!.Id, change.From!.Id).ShouldBe(("Finance", "Check"));
    }

    [Fact]
    public void Compare_AStepTakenOutBetweenTwoOthers_IsOneChange()
    {
        var before = Flow([Step("Check"), Step("Finance"), Step("End")], [Fixtures.Connection("Check", "Finance"), Fixtures.Connection("Finance", "End")]);
        var after = Flow([Step("Check"), Step("End")], [Fixtures.Connection("Check", "End")]);

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        (change.Kind, change.Activity!.Id, change.Path).ShouldBe((ChangeKind.ActivityRemoved, "Finance", "$.root.activities[1]"));
    }

    [Fact]
    public void Compare_AnOutcomeThatLeadsElsewhere_SaysFromWhereToWhere()
    {
        var before = Flow([Step("Check"), Step("Notify"), Step("End")], [Fixtures.Connection("Check", "End", "Rejected"), Fixtures.Connection("Notify", "End")]);
        var after = Flow([Step("Check"), Step("Notify"), Step("End")], [Fixtures.Connection("Check", "Notify", "Rejected"), Fixtures.Connection("Notify", "End")]);

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        (change.Kind, change.Activity!.Id, change.Port, change.From!.Id, change.To!.Id).ShouldBe((ChangeKind.ConnectionChanged, "Check", "Rejected", "End", "Notify"));
    }

    [Fact]
    public void Compare_AStepUnderAnotherId_IsTheSameStep()
    {
        var before = Flow([Step("Check", "Look at it"), Step("End")], [Fixtures.Connection("Check", "End")]);
        var after = Flow([Step("Check2", "Look at it"), Step("End")], [Fixtures.Connection("Check2", "End")]);

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        (change.Kind, $"{change.Before}", $"{change.After}").ShouldBe((ChangeKind.ActivityIdChanged, "Check", "Check2"));
    }

    [Fact]
    public void Compare_OnlyPositions_IsOneChangeOfLayout()
    {
        var before = Flow([Step("Check"), Step("End")], [Fixtures.Connection("Check", "End")]);
        var after = (JsonObject)before.DeepClone();
        foreach (var activity in after["root"]!["activities"]!.AsArray()) activity!["metadata"]!["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 7.5 } };

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        (change.Kind, change.Count).ShouldBe((ChangeKind.LayoutChanged, 2));
    }

    // The designer puts a step that somebody has edited to the end of the list.
    [Fact]
    public void Compare_AnEditedStepAtTheEnd_IsTheEditAlone()
    {
        var before = Flow([Step("Check"), Step("End")], [Fixtures.Connection("Check", "End")]);
        var after = Flow([Step("End"), Step("Check", "Look at it")], [Fixtures.Connection("Check", "End")]);

        DefinitionComparison.Compare(before, after).ShouldHaveSingleItem().Kind.ShouldBe(ChangeKind.ActivityRenamed);
    }

    [Theory]
    [InlineData("Decimal", "30", "\"30\"")]
    [InlineData("Boolean", "true", "\"True\"")]
    [InlineData("Object", "[\"a\",10]", "\"[\\u0022a\\u0022, 10]\"")]
    [InlineData("ObjectDictionary", "{\"EUR\":5000}", "\"{ \\u0022EUR\\u0022: 5000 }\"")]
    [InlineData("Object", "[]", "\"[]\"")]
    public void Compare_AVariablesValueAsTheDesignerWritesIt_IsTheSame(string type, string value, string written)
    {
        DefinitionComparison.Compare(Variable(type, value), Variable(type, written)).ShouldBeEmpty();
        DefinitionContent.HashOf(Variable(type, written)).ShouldBe(DefinitionContent.HashOf(Variable(type, value)));
    }

    [Theory]
    [InlineData("String", "30", "\"30\"")]
    [InlineData("Object", "30", "\"30\"")]
    [InlineData("Decimal", "30", "\"25\"")]
    public void Compare_AVariablesValueThatIsAnother_IsAChange(string type, string value, string written) =>
        DefinitionComparison.Compare(Variable(type, value), Variable(type, written)).ShouldHaveSingleItem().Kind.ShouldBe(ChangeKind.VariableChanged);

    [Fact]
    public void Compare_StepsOfASequenceSwapped_SaysWhichMoved()
    {
        var before = Sequence("A", "B", "C", "D");
        var after = Sequence("B", "C", "A", "D");

        var change = DefinitionComparison.Compare(before, after).ShouldHaveSingleItem();

        (change.Kind, change.Activity!.Id, change.To!.Id).ShouldBe((ChangeKind.ActivityMoved, "A", "C"));
    }

    [Fact]
    public void Compare_WhatADesignerAdds_IsNothing()
    {
        var before = CanonicalJson.Parse(File.ReadAllText(Path.Combine(Repository.Root, "workflows", "leave.json")));
        var after = (JsonObject)before.DeepClone();
        (after["id"], after["version"], after["isPublished"], after["createdAt"], after["links"]) = ("other", 9, false, "2026-01-01T00:00:00Z", new JsonArray());
        after["root"]!["nodeId"] = "Workflow1:LeaveFlow";
        foreach (var activity in after["root"]!["activities"]!.AsArray().Select(activity => activity!.AsObject()))
        {
            activity["nodeId"] = $"Workflow1:LeaveFlow:{activity["id"]}";
            foreach (var input in activity.Select(member => member.Value).OfType<JsonObject>().Where(member => member.ContainsKey("expression")))
                (input["typeName"], input["memoryReference"]) = (null, null);
        }

        DefinitionComparison.Compare(before, after).ShouldBeEmpty();
        DefinitionContent.HashOf(after).ShouldBe(DefinitionContent.HashOf(before));
    }

    public static TheoryData<string> Paths => [.. Fixtures.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Compare_WithItself_IsEmpty(string path) => DefinitionComparison.Compare(Fixtures.Document(path), Fixtures.Document(path)).ShouldBeEmpty();

    [Fact]
    public void Compare_AnyTwoFixtures_SaysSomethingExactlyWhenTheirContentDiffers()
    {
        var documents = Fixtures.Paths.Select(Fixtures.Document).Select(document => (Document: document, Hash: DefinitionContent.HashOf(document))).ToList();
        foreach (var (index, before) in documents.Index())
        {
            // Each with its neighbours and with some far away: every pair of kinds, without a minute of waiting.
            foreach (var after in documents.Where((_, other) => Math.Abs(other - index) <= 3 || (other + index) % 17 == 0))
                (DefinitionComparison.Compare(before.Document, after.Document).Count == 0).ShouldBe(before.Hash == after.Hash);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Compare_EveryMutation_IsNamed(string path)
    {
        var before = Fixtures.Document(path);
        var hash = DefinitionContent.HashOf(before);
        foreach (var mutation in Mutation.Of(before))
        {
            var after = (JsonObject)before.DeepClone();
            mutation.Apply(after);
            var changes = DefinitionComparison.Compare(before, after);
            // A plain question: an assertion on an expression compiles it, each time.
            if (DefinitionContent.HashOf(after) == hash) changes.ShouldBeEmpty($"{mutation}");
            else if (!changes.Any(mutation.IsNamedBy)) Assert.Fail($"{mutation}: {string.Join(Environment.NewLine, changes)}");
        }
    }

    private static JsonObject Variable(string type, string value) =>
        JsonNode.Parse($$"""{"definitionId":"x","variables":[{"id":"limit","name":"Limit","typeName":"{{type}}","value":{{value}}}]}""")!.AsObject();

    private static JsonObject Flow(string[] activities, string[] connections) => Fixtures.Flowchart(string.Join(',', activities), $"[{string.Join(',', connections)}]");

    private static string Step(string id, string? name = null) =>
        $$$"""{ "type": "Elsa.WriteLine", "id": "{{{id}}}", "metadata": { "displayText": "{{{name ?? id}}}" }, "text": { "expression": { "type": "Literal", "value": "hello" } } }""";

    private static JsonObject Sequence(params string[] ids) => CanonicalJson.Parse(
        $$"""{ "definitionId": "test", "root": { "type": "Elsa.Sequence", "id": "root", "activities": [{{string.Join(',', ids.Select(id => Step(id)))}}] } }""");
}
