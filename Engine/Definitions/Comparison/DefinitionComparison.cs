using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>Says what changed from one definition to another, activity by activity. Nothing is reported exactly when the contents are the same (see <see cref="DefinitionContent"/>).</summary>
public sealed class DefinitionComparison
{
    private readonly List<DefinitionChange> _changes = [];
    private readonly JsonObject _before;
    private readonly JsonObject _after;
    private readonly string? _form;
    private int _reordered;

    private DefinitionComparison(JsonObject before, JsonObject after, string? form) => (_before, _after, _form) = (DefinitionContent.Of(before), DefinitionContent.Of(after), form);

    /// <param name="form">The custom property that holds the form of the process; null when it has none that is known.</param>
    /// <returns>First what concerns the whole process, then its steps, the layout last.</returns>
    public static IReadOnlyList<DefinitionChange> Compare(JsonObject before, JsonObject after, string? form = null) => new DefinitionComparison(before, after, form).Compare();

    private List<DefinitionChange> Compare()
    {
        if (DefinitionContent.Same(_before, _after)) return [];
        foreach (var name in _before.Select(member => member.Key).Union(_after.Select(member => member.Key)).ToList())
        {
            if (!DefinitionContent.Same(_before[name], _after[name])) CompareMember(name, _before[name], _after[name]);
        }

        // Where nothing else is different, the order is.
        if (_changes.Count == 0 && _reordered > 0) _changes.Add(new DefinitionChange(ChangeKind.LayoutChanged, "$.root") { Count = _reordered });
        // Whatever has no words of its own is still said: by its path.
        if (_changes.Count == 0) Report(ChangeKind.OtherChanged, JsonDifference.Between(_before, _after, "$"), member: null);
        if (_changes.Count == 0) _changes.Add(new DefinitionChange(ChangeKind.OtherChanged, "$"));
        return [.. _changes.OrderBy(change => change.Kind switch { ChangeKind.LayoutChanged => 2, _ when change.Path.StartsWith("$.root", StringComparison.Ordinal) => 1, _ => 0 })];
    }

    private void CompareMember(string name, JsonNode? before, JsonNode? after)
    {
        switch (name)
        {
            case "name":
                _changes.Add(new DefinitionChange(ChangeKind.NameChanged, "$.name") { Before = before?.DeepClone(), After = after?.DeepClone() });
                break;
            case "description":
                _changes.Add(new DefinitionChange(ChangeKind.DescriptionChanged, "$.description") { Before = before?.DeepClone(), After = after?.DeepClone() });
                break;
            case "variables" or "inputs" or "outputs" when before is JsonArray or null && after is JsonArray or null:
                new NamedListChanges(_changes.Add).Compare(before, after, name, "$", owner: null);
                break;
            case "outcomes":
                _changes.Add(new DefinitionChange(ChangeKind.OutcomesChanged, "$.outcomes") { Member = name, Before = before?.DeepClone(), After = after?.DeepClone() });
                break;
            case "customProperties" when before is JsonObject or null && after is JsonObject or null:
                CompareProperties(before as JsonObject ?? [], after as JsonObject ?? []);
                break;
            case "options":
                foreach (var difference in JsonDifference.Between(before, after, "$.options"))
                    _changes.Add(new DefinitionChange(ChangeKind.OptionChanged, difference.Path) { Member = difference.Name, Before = difference.Before?.DeepClone(), After = difference.After?.DeepClone() });
                break;
            case "root":
                _reordered = new ActivityChanges(new ActivityMatch(ActivityPlace.In(_before), ActivityPlace.In(_after)), _changes.Add).Compare();
                break;
            default:
                Report(before is JsonValue || after is JsonValue ? ChangeKind.OptionChanged : ChangeKind.OtherChanged, JsonDifference.Between(before, after, $"$.{name}"), name);
                break;
        }
    }

    private void CompareProperties(JsonObject before, JsonObject after)
    {
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key)))
        {
            var path = $"$.customProperties.{name}";
            if (name == _form && before[name] is JsonObject or null && after[name] is JsonObject or null) CompareForm(before[name] as JsonObject ?? [], after[name] as JsonObject ?? [], path);
            else Report(ChangeKind.PropertyChanged, JsonDifference.Between(before[name], after[name], path), name);
        }
    }

    private void CompareForm(JsonObject before, JsonObject after, string path)
    {
        foreach (var name in before.Select(member => member.Key).Union(after.Select(member => member.Key)))
        {
            if (name != "fields" || before[name] is not (JsonObject or null) || after[name] is not (JsonObject or null))
            {
                foreach (var difference in JsonDifference.Between(before[name], after[name], $"{path}.{name}", name))
                    _changes.Add(new DefinitionChange(ChangeKind.FormChanged, difference.Path) { Member = difference.Name, Before = difference.Before?.DeepClone(), After = difference.After?.DeepClone() });
                continue;
            }

            var (old, now) = (before[name] as JsonObject ?? [], after[name] as JsonObject ?? []);
            foreach (var field in old.Select(member => member.Key).Union(now.Select(member => member.Key)))
            {
                var at = $"{path}.fields.{field}";
                if (!old.ContainsKey(field)) _changes.Add(new DefinitionChange(ChangeKind.FormFieldAdded, at) { Member = field, After = now[field]?.DeepClone() });
                else if (!now.ContainsKey(field)) _changes.Add(new DefinitionChange(ChangeKind.FormFieldRemoved, at) { Member = field, Before = old[field]?.DeepClone() });
                else Report(ChangeKind.FormFieldChanged, JsonDifference.Between(old[field], now[field], at), field);
            }
        }
    }

    private void Report(ChangeKind kind, IEnumerable<JsonDifference> differences, string? member)
    {
        foreach (var difference in differences)
            _changes.Add(new DefinitionChange(kind, difference.Path) { Member = member, Part = difference.Name.Length == 0 ? null : difference.Name, Before = difference.Before?.DeepClone(), After = difference.After?.DeepClone() });
    }
}
