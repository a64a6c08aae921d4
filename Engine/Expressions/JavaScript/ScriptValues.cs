using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The boundary between CLR values and what scripts compute with.</summary>
/// <remarks>
/// Both sides share null, bool, double, string, <c>List&lt;object?&gt;</c> (an array) and <c>OrderedDictionary&lt;string, object?&gt;</c> (a plain object);
/// lists and dictionaries are passed by reference, so what a script changes in them the host sees.
/// </remarks>
public static class ScriptValues
{
    private const int MaxNesting = 200;

    /// <summary>Any CLR value as a script sees it. Lists and dictionaries of other types become copies; unknown classes stay opaque: a script can pass them on and read nothing from them.</summary>
    public static object? FromHost(object? value) => value switch
    {
        null or string or double or List<object?> or OrderedDictionary<string, object?> => value,
        _ => Convert(value, MaxNesting),
    };

    /// <summary>
    /// A script's value as the engine keeps it: undefined becomes null, a Date a <see cref="DateTimeOffset"/> in UTC, a Map a plain object, a Set an array, an Error a
    /// plain object with name and message. Lists and dictionaries that hold nothing to convert are returned as they are.
    /// </summary>
    /// <exception cref="ScriptException">A function, a cycle, or a date outside the years 1 to 9999.</exception>
    public static object? ToHost(object? value) => HostConversion.ToHost(value, run: null);

    private static object? Convert(object value, int nesting)
    {
        if (nesting == 0)
            throw new ScriptException($"A value is nested deeper than {MaxNesting} levels.", 1, 1, thrown: null);
        switch (value)
        {
            case string or double or List<object?> or OrderedDictionary<string, object?>:
                return value;
            case bool flag:
                return JsNumber.Box(flag);
            case int or long or short or sbyte or byte or ushort or uint or ulong or float or decimal or Half or Int128 or UInt128:
                return JsNumber.Box(ToDouble((IConvertible?)(value as IConvertible), value));
            case System.Numerics.BigInteger big:
                return (double)big;
            case char or Guid or Uri or Enum:
                return value.ToString();
            case DateTimeOffset moment:
                return new ScriptDate(moment.ToUnixTimeMilliseconds());
            case DateTime moment:
                // A DateTime without a zone is taken as UTC, as everything in the engine is.
                return new ScriptDate((DateTime.SpecifyKind(moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : moment, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMilliseconds);
            case DateOnly date:
                return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case TimeOnly time:
                return time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
            case TimeSpan span:
                return span.ToString("c", CultureInfo.InvariantCulture);
            case JsonElement element:
                return FromJson(element, nesting);
            case JsonNode node:
                return FromJson(JsonSerializer.SerializeToElement(node), nesting);
            case JsonDocument document:
                return FromJson(document.RootElement, nesting);
            case byte[] or ScriptHostObject or ScriptFunction or Undefined or ScriptDate or ScriptRegExp or ScriptCollection or ScriptError or ScriptIterator or ScriptNamespace:
                return value;
            case IEnumerable<KeyValuePair<string, object?>> members:
                return FromMembers(members.Select(member => (member.Key, member.Value)), nesting);
            case IDictionary dictionary:
                return FromMembers(Entries(dictionary), nesting);
            case IEnumerable items when value is ICollection || IsCollection(value.GetType()):
                var list = new List<object?>();
                foreach (var item in items)
                    list.Add(item is null ? null : Convert(item, nesting - 1));
                return list;
            default:
                return value;
        }
    }

    private static double ToDouble(IConvertible? convertible, object value) => value switch
    {
        Half half => (double)half,
        Int128 whole => (double)whole,
        UInt128 whole => (double)whole,
        _ => convertible!.ToDouble(CultureInfo.InvariantCulture),
    };

    // A lazy sequence may have no end; only what says that it is a collection is copied.
    private static bool IsCollection(Type type) => Array.Exists(
        type.GetInterfaces(),
        i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(ICollection<>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)));

    private static IEnumerable<(string Key, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return (System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
    }

    private static OrderedDictionary<string, object?> FromMembers(IEnumerable<(string Key, object? Value)> members, int nesting)
    {
        var result = new OrderedDictionary<string, object?>();
        foreach (var (key, value) in members)
            result[key] = value is null ? null : Convert(value, nesting - 1);
        return result;
    }

    private static object? FromJson(JsonElement element, int nesting)
    {
        if (nesting == 0)
            throw new ScriptException($"A value is nested deeper than {MaxNesting} levels.", 1, 1, thrown: null);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new OrderedDictionary<string, object?>();
                foreach (var member in element.EnumerateObject())
                    members[member.Name] = FromJson(member.Value, nesting - 1);
                return members;
            case JsonValueKind.Array:
                var list = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                    list.Add(FromJson(item, nesting - 1));
                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return JsNumber.Box(element.GetBoolean());
            default:
                return null;
        }
    }
}
