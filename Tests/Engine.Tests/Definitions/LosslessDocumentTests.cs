using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Tests.Definitions;

/// <summary>Load and save change nothing but the layout.</summary>
public sealed class LosslessDocumentTests
{
    public static TheoryData<string> Paths => [.. Fixtures.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Write_Fixture_KeepsEveryMemberInItsPlace(string path)
    {
        var text = Fixtures.Suite.Definition(path);

        var written = CanonicalJson.Write(DefinitionReader.Read(text, Fixtures.Catalog).Document);

        Tokens(written).ShouldBe(Tokens(text));
        CanonicalJson.Write(CanonicalJson.Parse(written)).ShouldBe(written);
    }

    [Fact]
    public void Write_GeneratedDocuments_KeepEverythingAndIsStable() =>
        Prop.ForAll(Documents.ToArbitrary(), document =>
        {
            var source = document.ToJsonString();
            var written = CanonicalJson.Write(DefinitionReader.Read(source, Fixtures.Catalog).Document);
            return Tokens(written) == Tokens(source) && CanonicalJson.Write(CanonicalJson.Parse(written)) == written;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e400")]
    [InlineData("12345678901234567890123")]
    [InlineData("-0.10")]
    public void Write_Numbers_KeepEveryDigit(string number)
    {
        var written = CanonicalJson.Write(CanonicalJson.Parse($$"""{ "root": { "type": "Elsa.End", "metadata": { "x": {{number}} } } }"""));

        written.ShouldContain($": {number}\n");
    }

    // The tokens of a document with their exact text, in order.
    private static string Tokens(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json.TrimStart('\uFEFF'), new System.Text.Json.JsonDocumentOptions { MaxDepth = 512 });
        var tokens = new System.Text.StringBuilder();
        Append(document.RootElement);
        return tokens.ToString();

        void Append(System.Text.Json.JsonElement element)
        {
            switch (element.ValueKind)
            {
                case System.Text.Json.JsonValueKind.Object:
                    tokens.Append('{');
                    foreach (var member in element.EnumerateObject())
                    {
                        tokens.Append(JsonValue.Create(member.Name).ToJsonString()).Append(':');
                        Append(member.Value);
                    }

                    tokens.Append('}');
                    break;
                case System.Text.Json.JsonValueKind.Array:
                    tokens.Append('[');
                    foreach (var item in element.EnumerateArray()) Append(item);
                    tokens.Append(']');
                    break;
                case System.Text.Json.JsonValueKind.String:
                    tokens.Append(JsonValue.Create(element.GetString()!).ToJsonString());
                    break;
                default:
                    tokens.Append(element.GetRawText());
                    break;
            }

            tokens.Append(' ');
        }
    }

    private static Gen<string> Names => Gen.Elements("a", "id", "type", "Zürich", "with space", "quote\"", "back\\slash", "emoji 😀", "<tag>", "x.y", "ключ", "");

    private static Gen<JsonNode?> Scalars => Gen.OneOf(
        Gen.Constant<JsonNode?>(null),
        Gen.Elements(true, false).Select(value => (JsonNode?)value),
        Gen.Choose(-1000, 1000).Select(value => (JsonNode?)value),
        Gen.Elements("0.10", "1.50", "1e3", "9007199254740993", "123456789012345678901234567890").Select(value => JsonNode.Parse(value)),
        Gen.Elements("", "text", "line\nbreak", "tab\t", "\"quoted\"", "</script>", "日本", "2026-02-24T09:00:00Z").Select(value => (JsonNode?)value));

    private static Gen<JsonNode?> Values(int depth) => depth == 0
        ? Scalars
        : Gen.Frequency((3, Scalars), (1, Maps(depth - 1).Select(map => (JsonNode?)map)), (1, Values(depth - 1).ArrayOf(3).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))));

    private static Gen<JsonObject> Maps(int depth) => Names.Zip(Values(depth)).ListOf().Select(members =>
    {
        var map = new JsonObject();
        foreach (var (name, value) in members.Take(6)) map[name] = value?.DeepClone();
        return map;
    });

    private static Gen<JsonObject> Activities(int depth)
    {
        var types = Gen.Elements("Elsa.WriteLine", "Elsa.Sequence", "Elsa.Flowchart", "Elsa.If", "Elsa.ForEach", "Somebody.Elses", "Elsa.SetVariable");
        return types.Zip(Gen.Choose(1, 999)).Zip(Maps(2)).Zip(depth == 0 ? Gen.Constant(Array.Empty<JsonObject>()) : Activities(depth - 1).ArrayOf(2)).Select(parts =>
        {
            var (((type, number), extra), children) = parts;
            var activity = new JsonObject { ["type"] = type, ["id"] = $"a{number}", ["metadata"] = extra.DeepClone() };
            activity["text"] = JsonNode.Parse("""{ "typeName": "String", "expression": { "type": "Literal", "value": "x" } }""");
            activity["activities"] = new JsonArray([.. children.Select(child => child.DeepClone())]);
            activity["unknown"] = extra.DeepClone();
            return activity;
        });
    }

    private static Gen<JsonObject> Documents => Activities(3).Zip(Maps(2)).Select(parts =>
    {
        var (root, extra) = parts;
        return new JsonObject { ["$schema"] = "x", ["definitionId"] = "generated", ["custom"] = extra.DeepClone(), ["root"] = root.DeepClone(), ["applicationProperties"] = extra.DeepClone() };
    });
}
