using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions.Comparison;

namespace Workflows.Activities.Processes;

/// <summary>Says what changed between two versions of a process in words that its owner understands.</summary>
public sealed class ChangeWords(ActivityCatalog catalog)
{
    private const int Room = 80;

    /// <param name="language"><c>id</c> for Indonesian; English otherwise.</param>
    public IReadOnlyList<ChangeInWords> Compare(JsonObject before, JsonObject after, string language)
    {
        var changes = DefinitionComparison.Compare(before, after, RequestForm.Property);
        return [.. changes.Select(change => InWords(change, language, changes.Count == 1))];
    }

    private ChangeInWords InWords(DefinitionChange change, string language, bool isOnly)
    {
        var (before, after) = Values(change, language);
        var subject = Subject(change, language);
        var isLong = (before?.Contains('\n') ?? false) || (after?.Contains('\n') ?? false);
        var lines = isLong ? TextDifference.Lines(before, after) : [];
        return new ChangeInWords(
            JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()), change.Activity?.Id, change.Activity?.Name, change.Path, subject, before, after, Sentence(change, subject, before, after, lines, language, isOnly), lines);
    }

    private static (string? Before, string? After) Values(DefinitionChange change, string language) => change.Kind switch
    {
        ChangeKind.ConnectionAdded or ChangeKind.ConnectionRemoved or ChangeKind.ConnectionChanged => (change.From?.Name, change.To?.Name),
        ChangeKind.ActivityAdded or ChangeKind.ActivityRemoved or ChangeKind.LayoutChanged => (null, null),
        ChangeKind.ActivityMoved => (change.From?.Name, change.To?.Name),
        ChangeKind.ActivityRenamed or ChangeKind.ActivityIdChanged or ChangeKind.ActivityReplaced => (change.Before?.ToString(), change.After?.ToString()),
        ChangeKind.OptionChanged => (Option(change.Before, language), Option(change.After, language)),
        _ => (ValueText.Of(change.Before, language), ValueText.Of(change.After, language)),
    };

    private string Sentence(DefinitionChange change, string? subject, string? before, string? after, IReadOnlyList<ChangedLine> lines, string language, bool isOnly)
    {
        var step = change.Activity?.Name;
        switch (change.Kind)
        {
            case ChangeKind.ActivityAdded:
                return (change.From, change.To, change.Part) switch
                {
                    ({ } from, _, null) => Text("step.added.after", step, from.Name),
                    (_, { } container, { } branch) => Text("step.added.branch", step, container.Name, Part(branch, language)),
                    (_, { Type: not "Elsa.Flowchart" } container, _) => Text("step.added.in", step, container.Name),
                    _ => Text("step.added", step),
                };
            case ChangeKind.ActivityRemoved:
                return Text("step.removed", step);
            case ChangeKind.ActivityRenamed:
                return Text("step.renamed", before, after);
            case ChangeKind.ActivityMoved when change.Part == "order":
                return change.To is { } previous ? Text("step.moved.after", step, previous.Name) : Text("step.moved.first", step);
            case ChangeKind.ActivityMoved:
                return change.From?.Id == change.To?.Id
                    ? Text("step.moved.branch", step, change.To?.Name, Part($"{change.Before}", language), Part($"{change.After}", language))
                    : Text("step.moved", step, change.From?.Name, change.To?.Name);
            case ChangeKind.ActivityReplaced:
                return Text("step.replaced", step, TypeName(before), TypeName(after));
            case ChangeKind.ConnectionAdded:
                return Text("leads", step, change.Port, after ?? "?");
            case ChangeKind.ConnectionRemoved:
                return Text("leads.not", step, change.Port, before ?? "?");
            case ChangeKind.ConnectionChanged when change.From?.Id == change.To?.Id:
                return Text("leads.port", step, change.Port, after ?? "?", change.After?.ToString() ?? "In", change.Before?.ToString() ?? "In");
            case ChangeKind.ConnectionChanged:
                return Text("leads.was", step, change.Port, after ?? "?", before ?? "?");
            case ChangeKind.LayoutChanged:
                return Text(isOnly ? "layout.only" : "layout");
            case ChangeKind.VariableAdded or ChangeKind.InputAdded or ChangeKind.OutputAdded or ChangeKind.FormFieldAdded
                or ChangeKind.VariableRemoved or ChangeKind.InputRemoved or ChangeKind.OutputRemoved or ChangeKind.FormFieldRemoved:
                return On(subject!);
            case ChangeKind.OtherChanged when before is null && after is null:
                return On(Text("other", change.Path));
            default:
                return On(Changed(subject ?? change.Path));
        }

        string Text(string key, params object?[] values) => ChangeTexts.Get(language, key, values);

        string On(string what) => step is null ? what : Text("on", step, what);

        string Lines(string op, string done) => lines.Count(line => line.Op == op) is var count && count == 1 ? Text($"line.{done}", count) : Text($"lines.{done}", count);

        string Changed(string what)
        {
            if (lines.Count > 0) return Text("changed.lines", what, Lines("-", "removed"), Lines("+", "added"));
            var (old, now) = before is null || after is null ? (Shorten(before), Shorten(after)) : TextDifference.Around(before, after, Room);
            return Text("changed", what, old ?? Text("value.nothing"), now ?? Text("value.nothing"));
        }
    }

    private string? Subject(DefinitionChange change, string language)
    {
        var member = change.Member ?? "";
        return change.Kind switch
        {
            ChangeKind.NameChanged => ChangeTexts.Get(language, "name"),
            ChangeKind.DescriptionChanged => ChangeTexts.Get(language, "description"),
            ChangeKind.OutcomesChanged => ChangeTexts.Get(language, "outcomes"),
            ChangeKind.OptionChanged => ChangeTexts.Find(language, $"option.{member}") ?? member,
            ChangeKind.PropertyChanged => change.Part is null ? member : $"{member} {Part(change.Part, language)}",
            ChangeKind.FormChanged => ChangeTexts.Get(language, "form", Part(member, language)),
            ChangeKind.FormFieldChanged => change.Part is null ? ChangeTexts.Get(language, "field.whole", member) : ChangeTexts.Get(language, "field", member, Part(change.Part, language)),
            ChangeKind.FormFieldAdded => ChangeTexts.Get(language, "field.added", member),
            ChangeKind.FormFieldRemoved => ChangeTexts.Get(language, "field.removed", member),
            ChangeKind.VariableAdded => ChangeTexts.Get(language, "variable.added", member),
            ChangeKind.VariableRemoved => ChangeTexts.Get(language, "variable.removed", member),
            // The value of a variable is what people call by its name: "limit: 3 -> 5".
            ChangeKind.VariableChanged => change.Part == "value" ? member : ChangeTexts.Get(language, "variable", member, Part(change.Part ?? "", language)),
            ChangeKind.InputAdded => ChangeTexts.Get(language, "input.added", member),
            ChangeKind.InputRemoved => ChangeTexts.Get(language, "input.removed", member),
            ChangeKind.InputChanged => ChangeTexts.Get(language, "input", member, Part(change.Part ?? "", language)),
            ChangeKind.OutputAdded => ChangeTexts.Get(language, "output.added", member),
            ChangeKind.OutputRemoved => ChangeTexts.Get(language, "output.removed", member),
            ChangeKind.OutputChanged => ChangeTexts.Get(language, "output", member, Part(change.Part ?? "", language)),
            ChangeKind.OrderChanged => ChangeTexts.Get(language, "order", ChangeTexts.Find(language, $"order.{member}") ?? member),
            ChangeKind.ActivityIdChanged => ChangeTexts.Get(language, "step.id"),
            ChangeKind.ValueChanged => Label(change, member),
            ChangeKind.CaptureChanged => ChangeTexts.Get(language, "capture", Label(change, member)),
            ChangeKind.SettingChanged => Setting(change, member, language),
            ChangeKind.ConnectionAdded or ChangeKind.ConnectionRemoved or ChangeKind.ConnectionChanged => change.Port,
            ChangeKind.OtherChanged => change.Path,
            _ => null,
        };
    }

    private string Setting(DefinitionChange change, string member, string language) => (member, change.Part) switch
    {
        ("metadata", "description") => ChangeTexts.Get(language, "step.note"),
        ("customProperties", { } part) => Part(part, language),
        (_, null) => Label(change, member),
        (_, { } part) => $"{Label(change, member)} {Part(part, language)}",
    };

    /// <summary>How the designer calls a member of an activity.</summary>
    private string Label(DefinitionChange change, string member)
    {
        var type = catalog.Find(change.Activity?.Type ?? "");
        if (type?.Inputs.Find(input => input.JsonName == member) is { } known) return type.LabelOf(known);
        return member;
    }

    private string TypeName(string? type) => type is null ? "?" : catalog.Find(type)?.DisplayName ?? type;

    // options[sick].label.en -> choices sick label English
    private static string Part(string path, string language) => string.Join(
        ' ',
        path.Split('.', '[', ']').Where(part => part.Length > 0).Select((part, index) =>
            (index > 0 && part == "id" ? ChangeTexts.Get(language, "part.id.language") : null) ?? ChangeTexts.Find(language, $"part.{part}") ?? part));

    // Strategies are class names: the class says enough.
    private static string? Option(JsonNode? value, string language)
    {
        var text = ValueText.Of(value, language);
        if (text?.Split(',')[0] is not { } name || !name.Contains('.', StringComparison.Ordinal) || !text.Contains(',', StringComparison.Ordinal)) return text;
        var simple = name[(name.LastIndexOf('.') + 1)..];
        return simple.EndsWith("Strategy", StringComparison.Ordinal) ? simple[..^"Strategy".Length] : simple;
    }

    private static string? Shorten(string? text) => text is { Length: > Room } ? text[..(Room - 3)] + "..." : text;
}
