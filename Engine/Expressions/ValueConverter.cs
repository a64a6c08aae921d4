using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Expressions;

/// <summary>Elsa's lenient conversion: what cannot be converted becomes the default of the target type.</summary>
/// <remarks>Publish and <c>validate</c> use <see cref="TryConvert"/> to warn about what would silently default at run time.</remarks>
public static class ValueConverter
{
    private static readonly ConcurrentDictionary<Type, Func<object?, (bool, object?)>> Converters = new();

    public static T? To<T>(object? value) => value is T same ? same : (T?)Convert(value, typeof(T));

    /// <returns>The converted value, or the default of <paramref name="target"/>.</returns>
    public static object? Convert(object? value, Type target) => TryConvert(value, target, out var converted) ? converted : DefaultOf(target);

    public static bool TryConvert(object? value, Type target, out object? converted)
    {
        if (value is JsonElement element) value = JsonValues.FromJson(element);
        if (value is JsonNode node && !target.IsInstanceOfType(node)) value = JsonValues.FromJson(node);
        if (value is null)
        {
            converted = DefaultOf(target);
            return true;
        }

        if (target.IsInstanceOfType(value))
        {
            converted = value;
            return true;
        }

        try
        {
            (var done, converted) = Converters.GetOrAdd(Nullable.GetUnderlyingType(target) ?? target, ConverterFor)(value);
            return done;
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            converted = null;
            return false;
        }
    }

    /// <summary>How a value reads in a text: as .NET writes it, instants and days as ISO 8601, lists and objects as JSON.</summary>
    public static string ToText(object? value) => value switch
    {
        null => "",
        string text => text,
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        JsonNode or IDictionary<string, object?> => JsonValues.ToJson(value),
        IEnumerable and not byte[] => JsonValues.ToJson(value),
        _ => value.ToString() ?? "",
    };

    private static object? DefaultOf(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;

    private static Func<object?, (bool, object?)> ConverterFor(Type target)
    {
        if (target == typeof(string)) return value => (true, ToText(value));
        if (target == typeof(bool)) return ToBoolean;
        if (target.IsEnum) return value => ToEnum(value, target);
        if (target == typeof(TimeSpan)) return value => TimeSpan.TryParse(ToText(value), CultureInfo.InvariantCulture, out var span) ? (true, span) : (false, null);
        if (target == typeof(DateTimeOffset)) return value => value is DateTime time ? (true, new DateTimeOffset(time)) : ToInstant(value);
        if (target == typeof(DateTime)) return value => ToInstant(value) is (true, DateTimeOffset instant) ? (true, instant.UtcDateTime) : (false, null);
        if (target == typeof(DateOnly)) return value => DateOnly.TryParseExact(ToText(value), "yyyy-MM-dd", out var day) ? (true, day) : (false, null);
        if (target == typeof(Guid)) return value => Guid.TryParse(ToText(value), out var guid) ? (true, guid) : (false, null);
        if (target == typeof(Uri)) return value => Uri.TryCreate(ToText(value), UriKind.RelativeOrAbsolute, out var uri) ? (true, uri) : (false, null);
        if (target == typeof(byte[])) return value => (true, System.Convert.FromBase64String(ToText(value)));
        if (target == typeof(JsonElement)) return value => (true, JsonDocument.Parse(JsonValues.ToJson(value)).RootElement);
        if (typeof(JsonNode).IsAssignableFrom(target)) return value => ToJsonNode(value, target);
        if (ElementOf(target) is { } element) return value => ToCollection(value, element, target);
        if (target.IsAssignableFrom(typeof(ObjectValue))) return ToObject;
        if (typeof(IConvertible).IsAssignableFrom(target)) return value => ToNumber(value, target);
        return _ => (false, null);
    }

    private static (bool, object?) ToBoolean(object? value) => value switch
    {
        string text => bool.TryParse(text, out var flag) ? (true, flag) : (false, null),
        IConvertible number => (true, System.Convert.ToBoolean(number, CultureInfo.InvariantCulture)),
        _ => (false, null),
    };

    private static (bool, object?) ToEnum(object? value, Type target) => value switch
    {
        string text => Enum.TryParse(target, text, ignoreCase: true, out var named) ? (true, named) : (false, null),
        IConvertible number => (true, Enum.ToObject(target, System.Convert.ToInt32(number, CultureInfo.InvariantCulture))),
        _ => (false, null),
    };

    private static (bool, object?) ToNumber(object? value, Type target) => value switch
    {
        // "12.0" is a whole number too; System.Convert alone would refuse it.
        string text when target != typeof(double) && target != typeof(decimal) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) =>
            (true, System.Convert.ChangeType(exact, target, CultureInfo.InvariantCulture)),
        IConvertible => (true, System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture)),
        _ => (false, null),
    };

    private static (bool, object?) ToInstant(object? value) => value switch
    {
        DateTimeOffset instant => (true, instant),
        DateOnly day => (true, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) => (true, instant),
        _ => (false, null),
    };

    private static (bool, object?) ToJsonNode(object? value, Type target)
    {
        var node = JsonNode.Parse(value is string text ? text : JsonValues.ToJson(value));
        return target.IsInstanceOfType(node) ? (true, node) : (false, null);
    }

    private static (bool, object?) ToObject(object? value) => value switch
    {
        IDictionary<string, object?> map => (true, new ObjectValue(map)),
        string text when JsonValues.TryParse(text, out var parsed) && parsed is ObjectValue map => (true, map),
        _ => (false, null),
    };

    private static Type? ElementOf(Type target)
    {
        if (target.IsArray) return target.GetElementType();
        if (!target.IsGenericType) return target == typeof(IEnumerable) ? typeof(object) : null;
        var definition = target.GetGenericTypeDefinition();
        return definition == typeof(List<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>)
            || definition == typeof(IEnumerable<>) || definition == typeof(ICollection<>) || definition == typeof(IList<>)
            ? target.GetGenericArguments()[0]
            : null;
    }

    private static (bool, object?) ToCollection(object? value, Type element, Type target)
    {
        if (value is string text)
        {
            // Studio writes lists as JSON text; a text that is no JSON list is a list of one.
            value = JsonValues.TryParse(text, out var parsed) && parsed is ListValue list ? list : new ListValue { text };
        }

        if (value is not IEnumerable items || value is IDictionary<string, object?>) items = new ListValue { value };
        var converted = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        foreach (var item in items) converted.Add(Convert(item, element));
        if (!target.IsArray) return (true, converted);
        var array = Array.CreateInstance(element, converted.Count);
        converted.CopyTo(array, 0);
        return (true, array);
    }
}
