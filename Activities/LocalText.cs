using Workflows.Engine.Expressions;

namespace Workflows.Activities;

/// <summary>A text of a process: one for everybody, or one for each language that is read. Written as text, or as an object: <c>{en: "Please sign", id: "Mohon persetujuan"}</c>.</summary>
public sealed class LocalText
{
    private readonly string _one;
    private readonly IReadOnlyDictionary<string, string>? _byLanguage;

    private LocalText(string one, IReadOnlyDictionary<string, string>? byLanguage) => (_one, _byLanguage) = (one, byLanguage);

    /// <summary>Whether readers of different languages read different texts.</summary>
    public bool IsLocal => _byLanguage is not null;

    /// <param name="value">What an expression gave, or the JSON that stands in the definition; nothing is an empty text.</param>
    public static LocalText Of(object? value)
    {
        var words = value is string json && json.StartsWith('{') && JsonValues.TryParse(json, out var parsed) ? parsed as ObjectValue : value as ObjectValue;
        if (words is not { Count: > 0 } || words.Keys.Except(Texts.Languages).Any()) return new LocalText(ValueConverter.ToText(value), null);
        var byLanguage = words.ToDictionary(word => word.Key, word => ValueConverter.ToText(word.Value));
        return new LocalText(byLanguage.GetValueOrDefault(Texts.Languages[0]) ?? byLanguage.Values.First(), byLanguage);
    }

    /// <summary>A text in each language, as an object that expressions can read; null when there is nothing to say.</summary>
    /// <param name="tell">What is said in a language; empty: nothing, in any of them.</param>
    public static ObjectValue? InEach(Func<string, string> tell)
    {
        var words = new ObjectValue();
        foreach (var language in Texts.Languages) words[language] = tell(language);
        return words.Values.All(text => text is "") ? null : words;
    }

    /// <summary>The text in a language; where it has none in it, the English one, or whichever there is.</summary>
    public string In(string language) => _byLanguage?.GetValueOrDefault(language) ?? _one;
}
