using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>A stored definition as a file in git: what nobody changed keeps the text it had, so that a diff shows only changes.</summary>
public static class FileForm
{
    // A server works these out; a file is better without.
    private static readonly HashSet<string> Derived = ["nodeId", "links", "types", "versions"];

    private static readonly string[] Names = ["id", "name", "value", "key", "label"];

    /// <summary>The published document in canonical form.</summary>
    /// <param name="like">The file as it is now; null when there is none.</param>
    public static string Write(JsonObject document, JsonObject? like)
    {
        var published = (JsonObject)document.DeepClone();
        if (published.ContainsKey("isPublished") || like?.ContainsKey("isPublished") != false) published["isPublished"] = true;
        if (published.ContainsKey("isLatest") || like?.ContainsKey("isLatest") != false) published["isLatest"] = true;
        // What a publish adds to a document that says nothing of itself.
        if (like is not null)
        {
            foreach (var mark in (string[])["isPublished", "isLatest"])
            {
                if (!like.ContainsKey(mark)) published.Remove(mark);
            }
        }

        return CanonicalJson.Write(Align(published, like ?? []));
    }

    private static JsonObject Align(JsonObject document, JsonObject like)
    {
        var aligned = new JsonObject();
        foreach (var (name, old) in like)
        {
            if (document.TryGetPropertyValue(name, out var value)) aligned[name] = Member(name, value, old);
            else if (DefinitionContent.SameMember(name, old, null) && !DefinitionContent.IsVersionMark(name)) aligned[name] = old?.DeepClone();
        }

        foreach (var (name, value) in document)
        {
            if (aligned.ContainsKey(name) || like.ContainsKey(name) || (Derived.Contains(name) && name != "types")) continue;
            if (like.Count > 0 && value is null) continue;
            aligned[name] = Member(name, value, null);
        }

        return aligned;
    }

    private static JsonNode? Member(string name, JsonNode? value, JsonNode? old)
    {
        if (old is not null && !DefinitionContent.IsVersionMark(name) && DefinitionContent.SameMember(name, value, old)) return old.DeepClone();
        return (value, old) switch
        {
            (JsonObject map, JsonObject before) => Align(map, before),
            (JsonObject map, _) => Align(map, []),
            (JsonArray list, _) => Items(name, list, old as JsonArray ?? []),
            _ => value?.DeepClone(),
        };
    }

    private static JsonArray Items(string name, JsonArray list, JsonArray old)
    {
        var left = old.ToList();
        return
        [
            .. list.Select(item =>
            {
                var counterpart = left.Find(candidate => Name(candidate) is { } known && known == Name(item)) ?? left.Find(candidate => DefinitionContent.SameMember(name, new JsonArray(item?.DeepClone()), new JsonArray(candidate?.DeepClone())));
                if (counterpart is null) return item is JsonObject added ? Align(added, []) : item?.DeepClone();
                left.Remove(counterpart);
                return DefinitionContent.SameMember(name, new JsonArray(item?.DeepClone()), new JsonArray(counterpart.DeepClone())) ? counterpart.DeepClone()
                    : item is JsonObject map && counterpart is JsonObject before ? Align(map, before) : item?.DeepClone();
            }),
        ];
    }

    private static string? Name(JsonNode? item) => item is JsonObject map ? Names.Select(name => map[name]).OfType<JsonValue>().FirstOrDefault()?.ToString() : null;
}
