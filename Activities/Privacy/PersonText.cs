using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Activities.People;

namespace Workflows.Activities.Privacy;

/// <summary>Puts a pseudonym where a text names a person.</summary>
public sealed class PersonText
{
    /// <summary>Stands where somebody wrote in their own words.</summary>
    public const string Removed = "[erased]";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    private readonly Person _person;
    private readonly Regex _names;
    private readonly Regex _parts;

    public PersonText(Person person, string pseudonym)
    {
        _person = person;
        Pseudonym = pseudonym;
        Name = $"Erased person {pseudonym[^8..]}";
        Email = $"{pseudonym}@erased.invalid";
        _names = new Regex($@"(?<email>\b{Regex.Escape(person.Email)}\b)|(?<!\w){Regex.Escape(person.Name)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        var parts = person.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 2).Select(Regex.Escape).Append(Regex.Escape(person.Id));
        _parts = new Regex($@"(?<!\w)({string.Join('|', parts)})(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    /// <summary>What the person's id becomes.</summary>
    public string Pseudonym { get; }

    public string Name { get; }

    /// <summary>Reaches nobody.</summary>
    public string Email { get; }

    /// <summary>A text that may name the person by full name or address.</summary>
    public string? In(string? text) => text is null ? null : _names.Replace(text, match => match.Groups["email"].Success ? Email : Name);

    /// <summary>A text of the person's own request: first and last name alone, and the id, mean the person too.</summary>
    public string? InOwn(string? text) => text is null ? null : _parts.Replace(In(text)!, match => match.Value == _person.Id ? Pseudonym : Name);

    /// <summary>A value that is the person's id or address, or a text that names the person.</summary>
    public string? Value(string? value) => value == _person.Id ? Pseudonym : string.Equals(value, _person.Email, StringComparison.OrdinalIgnoreCase) ? Email : In(value);

    /// <summary>All texts in a JSON document, names of members left alone.</summary>
    /// <param name="replace">Gives the text that takes the place of each; null: <see cref="Value"/>.</param>
    public string Json(string json, Func<string, string>? replace = null)
    {
        replace ??= text => Value(text)!;
        try
        {
            return (Walk(JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 512 }), replace))?.ToJsonString(Relaxed) ?? "null";
        }
        catch (JsonException)
        {
            // No JSON after all: then it is a text.
            return replace(json);
        }
    }

    private static JsonNode? Walk(JsonNode? node, Func<string, string> replace)
    {
        switch (node)
        {
            case JsonObject members:
                var changed = new JsonObject();
                foreach (var (name, member) in members) changed[name] = Walk(member, replace);
                return changed;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Walk(item, replace))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return JsonValue.Create(replace(value.GetValue<string>()));
            default:
                return node?.DeepClone();
        }
    }
}
