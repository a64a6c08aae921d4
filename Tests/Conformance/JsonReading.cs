using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Conformance;

/// <summary>Reads members of cases. A member of another shape counts as missing: cases of other folders may have shapes of their own.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonObject json, string member) => json[member] is JsonValue value ? value.ToString() : null;

    public static int? Number(this JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    public static bool? Flag(this JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static JsonObject? Map(this JsonObject json, string member) => json[member] as JsonObject;

    /// <summary>The objects of a list; one object alone is a list of one.</summary>
    public static IReadOnlyList<JsonObject> Maps(this JsonObject json, string member) => json[member] switch
    {
        JsonArray list => [.. list.OfType<JsonObject>()],
        JsonObject one => [one],
        _ => [],
    };

    /// <summary>The texts of a list; one text alone is a list of one.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject json, string member) => json[member] switch
    {
        JsonArray list => [.. list.Select(item => item?.ToString() ?? "")],
        JsonValue one => [one.ToString()],
        _ => [],
    };

    public static string Compact(this JsonNode? node) => node is null ? "null" : node.ToJsonString(Readable);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
