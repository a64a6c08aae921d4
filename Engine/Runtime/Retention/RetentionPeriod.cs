using System.Text.Json.Nodes;

namespace Workflows.Engine.Runtime.Retention;

/// <summary>For how long the ended runs of a process are kept: the custom property <see cref="Property"/> of its definition, a number of days or <c>"never"</c>.</summary>
public static class RetentionPeriod
{
    /// <summary>Stored name.</summary>
    public const string Property = "Workflows:Retention";

    public const string Never = "never";

    /// <returns>Days; null for never. <paramref name="otherwise"/> when the definition does not say.</returns>
    /// <exception cref="FormatException">It says something else; the message says what to write.</exception>
    public static int? Of(JsonObject customProperties, int? otherwise)
    {
        if (customProperties[Property] is not { } setting) return otherwise;
        if (setting is JsonValue value)
        {
            if (value.TryGetValue(out int days) && days >= 0) return days;
            if (value.TryGetValue(out string? text) && string.Equals(text, Never, StringComparison.OrdinalIgnoreCase)) return null;
        }

        throw new FormatException($"{Property} is {setting.ToJsonString()}. Write a whole number of days after which ended requests are archived, such as 365, or \"{Never}\" for never.");
    }
}
