using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Api.Elsa.Descriptors;

/// <summary>A list that a definition writes down as an input: JSON text, or one word.</summary>
internal static class ListInput
{
    /// <returns>Nothing for what only a run can tell.</returns>
    public static IReadOnlyList<string> Values(JsonNode? input)
    {
        if (input is not JsonObject { } wrapper || wrapper["expression"] is not JsonObject expression) return [];
        if (expression["type"]?.ToString() is not ("Literal" or "Object" or "Json")) return [];
        return expression["value"] switch
        {
            JsonArray list => Texts(list),
            JsonValue value when value.TryGetValue(out string? text) => Parse(text),
            _ => [],
        };
    }

    private static IReadOnlyList<string> Parse(string text)
    {
        if (text.Length == 0) return [];
        if (!text.TrimStart().StartsWith('[')) return [text];
        try
        {
            return JsonNode.Parse(text) is JsonArray list ? Texts(list) : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static List<string> Texts(JsonArray list) => [.. list.OfType<JsonValue>().Where(item => item.GetValueKind() == JsonValueKind.String).Select(item => item.GetValue<string>()).Where(item => item.Length > 0)];
}
