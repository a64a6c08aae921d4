using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>Which inputs and outputs of an activity the journal keeps: property, else the activity's default, else the workflow's, else all.</summary>
public sealed class LogPersistence
{
    public static readonly LogPersistence All = new(true, [], []);

    private readonly bool _default;
    private readonly Dictionary<string, bool> _inputs;
    private readonly Dictionary<string, bool> _outputs;

    private LogPersistence(bool @default, Dictionary<string, bool> inputs, Dictionary<string, bool> outputs)
    {
        _default = @default;
        _inputs = inputs;
        _outputs = outputs;
    }

    /// <summary>Reads <c>logPersistenceMode</c> or the newer <c>logPersistenceConfig</c> of the custom properties.</summary>
    public static LogPersistence Read(JsonObject? customProperties, LogPersistence outer)
    {
        var mode = Find(customProperties, "logPersistenceConfig") ?? Find(customProperties, "logPersistenceMode");
        if (mode is null) return outer;
        if (mode is not JsonObject settings) return new LogPersistence(Includes(mode) ?? outer._default, [], []);
        var fallback = Includes(Find(settings, "default")) ?? outer._default;
        return new LogPersistence(fallback, Properties(Find(settings, "inputs"), fallback), Properties(Find(settings, "outputs"), fallback));
    }

    /// <summary>The values that are kept; null when none are.</summary>
    public ObjectValue? Filter(ObjectValue? values, bool isOutput)
    {
        if (values is null || this == All) return values;
        var named = isOutput ? _outputs : _inputs;
        var kept = new ObjectValue(values.Where(value => named.GetValueOrDefault(value.Key, _default)));
        return kept.Count == 0 ? null : kept;
    }

    private static Dictionary<string, bool> Properties(JsonNode? node, bool fallback)
    {
        var properties = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in node as JsonObject ?? []) properties[name] = Includes(value) ?? fallback;
        return properties;
    }

    // A mode is a name; the newer form is an object with the name of a strategy, or with an expression, which counts as not said.
    private static bool? Includes(JsonNode? mode)
    {
        var name = mode is JsonObject strategy ? Find(strategy, "strategyType")?.ToString() : mode?.ToString();
        if (name is null) return null;
        if (name.Contains("Include", StringComparison.OrdinalIgnoreCase)) return true;
        return name.Contains("Exclude", StringComparison.OrdinalIgnoreCase) ? false : null;
    }

    private static JsonNode? Find(JsonObject? json, string name) =>
        json?.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
