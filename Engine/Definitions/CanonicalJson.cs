using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>The one written form of a document: members in the order they came, two spaces, line feeds, numbers digit for digit, readable letters, one line end at the end.</summary>
/// <remarks>Load and save change nothing but the layout, so a git diff shows only what was changed.</remarks>
public static class CanonicalJson
{
    private const int DeepestNesting = 512;

    private static readonly JsonDocumentOptions Reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = DeepestNesting, AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions Writing = new() { Indented = true, NewLine = "\n", IndentSize = 2, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DeepestNesting };

    /// <exception cref="JsonException">Not JSON, no object, or a member that stands twice: which of the two counts would be a guess.</exception>
    public static JsonObject Parse(string json) =>
        JsonNode.Parse(json.TrimStart('\uFEFF'), documentOptions: Reading) as JsonObject ?? throw new JsonException("A definition is a JSON object.");

    public static string Write(JsonNode document)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Writing)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>SHA-256 of the canonical text, in lower-case hexadecimal.</summary>
    public static string HashOf(JsonNode document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(document))));
}
