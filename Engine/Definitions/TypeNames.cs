using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions;

/// <summary>Elsa's names for the types of variables, inputs and outputs.</summary>
public static class TypeNames
{
    private static readonly Dictionary<string, Type> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["String"] = typeof(string),
        ["Boolean"] = typeof(bool),
        ["Int16"] = typeof(short),
        ["Int32"] = typeof(int),
        ["Int64"] = typeof(long),
        ["Long"] = typeof(long),
        ["Single"] = typeof(float),
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["ByteArray"] = typeof(byte[]),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["DateOnly"] = typeof(DateOnly),
        ["TimeSpan"] = typeof(TimeSpan),
        ["Stream"] = typeof(object),
        ["Object"] = typeof(object),
        ["JSON"] = typeof(ObjectValue),
        ["ExpandoObject"] = typeof(ObjectValue),
        ["JsonElement"] = typeof(JsonElement),
        ["JsonNode"] = typeof(JsonNode),
        ["JsonObject"] = typeof(JsonObject),
        ["JsonArray"] = typeof(JsonArray),
        ["StringDictionary"] = typeof(ObjectValue),
        ["ObjectDictionary"] = typeof(ObjectValue),
        ["StringMap"] = typeof(ObjectValue),
        ["ObjectMap"] = typeof(ObjectValue),
    };

    /// <summary>All aliases, as the designer offers them.</summary>
    public static IReadOnlyCollection<string> All => Aliases.Keys;

    /// <summary>Resolves an alias (<c>Int32</c>, <c>String[]</c>, <c>Int32?</c>) or a CLR name (<c>System.Int32, mscorlib</c>); null when it names nothing known.</summary>
    public static Type? Resolve(string? name, bool isArray = false)
    {
        if (string.IsNullOrWhiteSpace(name)) return isArray ? typeof(object[]) : typeof(object);
        var simple = name.Trim();
        if (simple.EndsWith("[]", StringComparison.Ordinal))
        {
            isArray = true;
            simple = simple[..^2];
        }

        var nullable = simple.EndsWith('?');
        if (nullable) simple = simple[..^1];
        if (!Aliases.TryGetValue(simple, out var type))
        {
            var clr = simple.Split(',')[0].Trim();
            if (clr.Contains('`')) return typeof(object);
            if (!Aliases.TryGetValue(clr[(clr.LastIndexOf('.') + 1)..], out type)) return null;
        }

        if (nullable && type.IsValueType) type = typeof(Nullable<>).MakeGenericType(type);
        return isArray ? type.MakeArrayType() : type;
    }

    /// <summary>The alias of a type, as descriptors name it; <c>Object</c> where there is none.</summary>
    public static string NameOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        foreach (var (alias, known) in Aliases)
        {
            if (known == plain) return alias;
        }

        return plain.IsEnum ? "String" : "Object";
    }
}
