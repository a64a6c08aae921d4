using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Catalog;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>Something that may be chosen on a task.</summary>
/// <param name="Name">Stored name: what a decision says.</param>
/// <param name="Label">What the button says; null: the product's own word for the name.</param>
/// <param name="Outcome">By which port the activity is left.</param>
/// <param name="Style">primary, danger or neutral.</param>
/// <param name="NeedsComment">It cannot be chosen without saying why.</param>
public sealed record TaskAction(string Name, string? Label, string Outcome, string Style = "neutral", bool NeedsComment = false)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static readonly IReadOnlyList<TaskAction> ApproveOrReject =
    [
        new("Approve", null, "Approved", "primary"),
        new("Reject", null, "Rejected", "danger", NeedsComment: true),
    ];

    public static readonly TaskAction RequestChanges = new("RequestChanges", null, "ChangesRequested", "neutral", NeedsComment: true);

    public string LabelIn(string language) => Label ?? (Texts.Has($"action.{Name}") ? Texts.Get(language, $"action.{Name}") : Name);

    /// <summary>What the product knows of an action by its name.</summary>
    internal static TaskAction Known(string name) =>
        ApproveOrReject.FirstOrDefault(candidate => candidate.Name == name) ?? (name == RequestChanges.Name ? RequestChanges : new TaskAction(name, null, name));

    /// <summary>Reads what a definition gives: texts as <see cref="TaskActionText"/> explains them, or objects <c>{name, label, outcome, style, needsComment}</c>.</summary>
    /// <exception cref="FormatException">An action without a name, or two with the same.</exception>
    public static IReadOnlyList<TaskAction> Read(object? actions, IReadOnlyList<TaskAction> defaults)
    {
        if (actions is string text) actions = JsonValues.TryParse(text, out var parsed) ? parsed : text;
        var list = actions switch
        {
            null or "" => [],
            ListValue items => items.ConvertAll(ReadOne),
            System.Collections.IEnumerable items and not string and not ObjectValue => items.Cast<object?>().Select(ReadOne).ToList(),
            var one => [ReadOne(one)],
        };
        if (list.Count == 0) return defaults;
        if (list.GroupBy(action => action.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FormatException($"The action '{twice.Key}' is there twice. Give each action its own name.");
        return list;
    }

    /// <summary>The actions as a definition writes them down; null when only a run can tell (a script), or when they make no sense.</summary>
    public static IReadOnlyList<TaskAction>? InDefinition(Input<object> actions, IReadOnlyList<TaskAction> defaults)
    {
        try
        {
            return actions.Expression switch
            {
                null => Read(actions.Constant, defaults),
                LiteralExpression literal => Read(literal.Value, defaults),
                ObjectExpression written => Read(written.Json, defaults),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>On one line, as <see cref="Read"/> understands it; null when that is not possible.</summary>
    public string? ToText() => TaskActionText.Write(this);

    public static string ToJson(IReadOnlyList<TaskAction> actions) => JsonSerializer.Serialize(actions, Json);

    public static IReadOnlyList<TaskAction> FromJson(string json) => JsonSerializer.Deserialize<List<TaskAction>>(json, Json)!;

    private static TaskAction ReadOne(object? action)
    {
        const string NoName = "An action has no name. Write it as Approve, as Approve: It is fine, or as {\"name\": \"Approve\", \"label\": \"It is fine\"}.";
        if (action is not ObjectValue members) return ValueConverter.ToText(action) is { } text && !string.IsNullOrWhiteSpace(text) ? TaskActionText.Parse(text) : throw new FormatException(NoName);
        var name = (members.GetValueOrDefault("name") as string)?.Trim();
        if (string.IsNullOrEmpty(name)) throw new FormatException(NoName);
        var known = Known(name);
        return new TaskAction(
            name,
            members.GetValueOrDefault("label") as string,
            members.GetValueOrDefault("outcome") as string ?? known.Outcome,
            members.GetValueOrDefault("style") as string ?? known.Style,
            members.TryGetValue("needsComment", out var needs) ? needs is true : known.NeedsComment);
    }
}
