using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Activities.Calendar;

namespace Workflows.Activities.Processes;

/// <summary>Values of a definition as people read them: no JSON, no quotes, durations in words.</summary>
internal static partial class ValueText
{
    /// <summary>Null when there is nothing.</summary>
    /// <param name="value">Plain JSON, or an expression <c>{type, value}</c>.</param>
    public static string? Of(JsonNode? value, string language)
    {
        if (value is JsonObject { Count: <= 2 } expression && expression["type"] is JsonValue type && expression.ContainsKey("value")) return OfExpression(type.ToString(), expression["value"], language);
        return Plain(value, language);
    }

    private static string? OfExpression(string type, JsonNode? value, string language) => type switch
    {
        "Literal" when value is JsonValue => Literal(value.ToString(), language),
        "Object" or "Json" => Plain(Parse(value), language),
        "Variable" => NameIn(value) is { } name ? ChangeTexts.Get(language, "value.variable", name) : null,
        "Input" => NameIn(value) is { } name ? ChangeTexts.Get(language, "value.input", name) : null,
        _ => value?.ToString() is { Length: > 0 } source ? source : null,
    };

    private static string? Plain(JsonNode? value, string language)
    {
        switch (value)
        {
            case null:
                return null;
            case JsonArray list:
                return list.Count == 0 ? null : string.Join(", ", list.Select(item => item is JsonObject or JsonArray ? $"({Of(item, language)})" : Of(item, language) ?? ChangeTexts.Get(language, "value.nothing")));
            case JsonObject map:
                return map.Count == 0 ? null : string.Join(", ", map.Select(member => $"{member.Key}: {Of(member.Value, language) ?? ChangeTexts.Get(language, "value.nothing")}"));
            default:
                return value.GetValueKind() switch
                {
                    JsonValueKind.True => ChangeTexts.Get(language, "value.yes"),
                    JsonValueKind.False => ChangeTexts.Get(language, "value.no"),
                    JsonValueKind.String => Literal(value.ToString(), language),
                    _ => value.ToString(),
                };
        }
    }

    private static string? Literal(string text, string language)
    {
        if (text.Length == 0) return null;
        if (text is "True" or "False") return ChangeTexts.Get(language, text == "True" ? "value.yes" : "value.no");
        // 3d is working time, as the approvals take it; 3.00:00:00 is time on the clock.
        if (WorkingTimeForm().IsMatch(text) && WorkingTime.TryParse(text, out var working, out _)) return working.ToText(language);
        return ClockForm().IsMatch(text) && TimeSpan.TryParseExact(text, ["c", @"d\.hh\:mm\:ss"], CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero ? Duration(time, language) : text;
    }

    private static string Duration(TimeSpan time, string language)
    {
        (int Amount, string Unit)[] parts = [(time.Days, "day"), (time.Hours, "hour"), (time.Minutes, "minute"), (time.Seconds, "second")];
        return string.Join(' ', parts.Where(part => part.Amount > 0).Select(part => ChangeTexts.Get(language, part.Amount == 1 ? $"unit.{part.Unit}" : $"unit.{part.Unit}s", part.Amount)));
    }

    // The value of an Object expression is JSON text; what is no JSON is itself.
    private static JsonNode? Parse(JsonNode? value)
    {
        if (value is not JsonValue text || !text.TryGetValue(out string? json)) return value;
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static string? NameIn(JsonNode? value) => Parse(value) switch
    {
        JsonObject map => map["name"]?.ToString() ?? map["id"]?.ToString(),
        { } plain => plain.ToString(),
        null => null,
    };

    [GeneratedRegex(@"^(\d{1,9}[dhms])( \d{1,9}[dhms])*$|^P(?=[\dT])(\d{1,9}D)?(T[\dHMS]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WorkingTimeForm();

    [GeneratedRegex(@"^(\d{1,6}\.)?\d\d:\d\d:\d\d$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClockForm();
}
