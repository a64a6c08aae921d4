using System.Text.Json.Nodes;
using Workflows.Api.Elsa.Definitions;

namespace Workflows.Api.Tests.Elsa;

public sealed class EditedDocumentTests
{
    [Fact]
    public void Apply_SameContentInAnotherOrder_ChangesNothing()
    {
        var document = Parse("""{"name":"A","description":"","inputs":[{"type":"String","name":"x","isArray":false}],"options":{"usableAsActivity":true},"root":{"id":"r","type":"T","text":{"a":1}}}""");
        var text = document.ToJsonString();

        var changed = EditedDocument.Apply(document, Parse("""{"name":"A","description":"","inputs":[{"isArray":false,"name":"x","type":"String","storageDriverType":null}],"outputs":[],"options":{"commitStrategyName":null,"usableAsActivity":true},"root":{"nodeId":"W:r","text":{"a":1},"type":"T","id":"r"}}"""));

        changed.ShouldBeFalse();
        document.ToJsonString().ShouldBe(text);
    }

    [Fact]
    public void Apply_OneChange_KeepsTheOrderOfTheRest()
    {
        var document = Parse("""{"$schema":"s","name":"A","own":{"kept":1},"variables":[{"id":"a","name":"A","value":"1"},{"id":"b","name":"B","value":null}],"root":{"id":"r"}}""");

        EditedDocument.Apply(document, Parse("""{"name":"A","variables":[{"value":"2","name":"B","id":"b"},{"id":"a","name":"A","value":"1"}]}""")).ShouldBeTrue();

        document.ToJsonString().ShouldBe("""{"$schema":"s","name":"A","own":{"kept":1},"variables":[{"id":"b","name":"B","value":"2"},{"id":"a","name":"A","value":"1"}],"root":{"id":"r"}}""");
    }

    [Fact]
    public void Apply_ListsThatAreMissing_AreEmptied_AndTheRootIsKept()
    {
        var document = Parse("""{"name":"A","variables":[{"id":"a"}],"outcomes":["X"],"root":{"id":"r"}}""");

        EditedDocument.Apply(document, Parse("""{"name":"A","root":null}""")).ShouldBeTrue();

        (document["variables"]!.AsArray().Count, document["outcomes"]!.AsArray().Count, (string?)document["root"]!["id"]).ShouldBe((0, 0, "r"));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
