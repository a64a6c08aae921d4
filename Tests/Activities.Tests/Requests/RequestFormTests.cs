using System.Text.Json.Nodes;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;

namespace Workflows.Activities.Tests.Requests;

public sealed class RequestFormTests
{
    private const string Process = """
        {
          "definitionId": "trip", "name": "Trip", "root": { "id": "s", "type": "Elsa.Sequence", "activities": [] },
          "inputs": [
            { "name": "kind", "type": "String", "displayName": "Kind" }, { "name": "day", "type": "String" }, { "name": "nights", "type": "Int32" },
            { "name": "cost", "type": "Decimal" }, { "name": "abroad", "type": "Boolean" }
          ],
          "customProperties": { "Workflows:Request": { "referencePrefix": "TR", "title": { "en": "Trip", "id": "Perjalanan" }, "fields": {
            "kind": { "required": true, "options": [{ "value": "train", "label": { "en": "By train", "id": "Dengan kereta" } }, { "value": "car" }] },
            "day": { "required": true, "format": "date", "label": { "en": "Day", "id": "Hari" } },
            "nights": { "minimum": 0, "maximum": 30 }
          } } }
        }
        """;

    private readonly RequestForm _form = RequestForm.Of(DefinitionReader.Read(Process, new ActivityCatalog())).ShouldNotBeNull();

    [Fact]
    public void Read_GoodAnswers_AreConverted()
    {
        var (inputs, problems) = Read("""{ "kind": "train", "day": "2026-02-25", "nights": 2, "cost": "12.50", "abroad": true }""");

        problems.ShouldBeEmpty();
        inputs["nights"].ShouldBe(2);
        inputs["cost"].ShouldBe(12.50m);
        inputs["abroad"].ShouldBe(true);
        inputs["day"].ShouldBe("2026-02-25");
    }

    [Theory]
    [InlineData("""{ "day": "2026-02-25" }""", "kind", "required")]
    [InlineData("""{ "kind": "plane", "day": "2026-02-25" }""", "kind", "train, car")]
    [InlineData("""{ "kind": "car", "day": "25th Feb to 27th feb" }""", "day", "2026-02-25")]
    [InlineData("""{ "kind": "car", "day": "2026-02-30" }""", "day", "year-month-day")]
    [InlineData("""{ "kind": "car", "day": "2026-02-25", "nights": 31 }""", "nights", "most is 30")]
    [InlineData("""{ "kind": "car", "day": "2026-02-25", "nights": "two" }""", "nights", "whole number")]
    [InlineData("""{ "kind": "car", "day": "2026-02-25", "nights": 1.5 }""", "nights", "whole number")]
    [InlineData("""{ "kind": "car", "day": "2026-02-25", "abroad": "perhaps" }""", "abroad", "true or false")]
    [InlineData("""{ "kind": "car", "day": "2026-02-25", "wings": 2 }""", "wings", "no such field")]
    [InlineData("""{ "kind": { "a": 1 }, "day": "2026-02-25" }""", "kind", "cannot be chosen")]
    public void Read_WrongAnswer_NamesFieldAndCure(string submitted, string field, string cure)
    {
        var (_, problems) = Read(submitted);

        problems.ShouldHaveSingleItem();
        problems[field].ShouldHaveSingleItem().ShouldContain(cure);
        problems[field][0].ShouldStartWith(field + ":");
    }

    [Fact]
    public void Read_SeveralWrong_TellsAllAtOnce() => Read("""{ "kind": "plane", "nights": -1 }""").Problems.Keys.ShouldBe(["kind", "day", "nights"], ignoreOrder: true);

    [Fact]
    public void Facts_AreInTheReadersLanguage()
    {
        var (inputs, _) = Read("""{ "kind": "train", "day": "2026-02-25", "abroad": false }""");

        _form.Facts(inputs, "id").ShouldBe([("Kind", "Dengan kereta"), ("Hari", "Rabu, 25 Februari 2026")]);
    }

    [Fact]
    public void Facts_Numbers_AreWrittenAsTheReaderWritesThem()
    {
        var (inputs, _) = Read("""{ "kind": "car", "day": "2026-02-25", "cost": 1750000.25, "nights": 2 }""");

        (_form.Facts(inputs, "en")[3].Value, _form.Facts(inputs, "id")[3].Value).ShouldBe(("1,750,000.25", "1.750.000,25"));
    }

    [Theory]
    [InlineData("day: it is past.", "day", "Hari: it is past.")]
    [InlineData("day[0].hour: line 1: it is past.", "day", "Hari: line 1: it is past.")]
    [InlineData("week: it is past.", "week", "week: it is past.")]
    [InlineData("It is past: choose another.", null, "It is past: choose another.")]
    [InlineData("It is past.", null, "It is past.")]
    public void Explain_Problem_BeginsWithWhatTheFormCallsTheField(string problem, string? field, string words)
    {
        RequestForm.FieldOf(problem).ShouldBe(field);
        _form.Explain(problem, "id").ShouldBe(words);
    }

    [Fact]
    public void Schema_SaysWhatTheFormChecks()
    {
        var schema = _form.ToJsonSchema("en");

        schema["required"]!.AsArray().Select(name => name!.ToString()).ShouldBe(["kind", "day"]);
        schema["properties"]!["day"]!["format"]!.ToString().ShouldBe("date");
        schema["properties"]!["nights"]!["maximum"]!.GetValue<int>().ShouldBe(30);
        schema["properties"]!["kind"]!["x-labels"]!.AsArray().Select(label => label!.ToString()).ShouldBe(["By train", "car"]);
    }

    private (OrderedDictionary<string, object?> Inputs, IReadOnlyDictionary<string, string[]> Problems) Read(string json) => _form.Read((JsonObject)JsonNode.Parse(json)!);
}
