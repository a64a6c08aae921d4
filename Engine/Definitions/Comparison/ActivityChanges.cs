using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>What changed in the activities that both documents have, and which came and went.</summary>
internal sealed class ActivityChanges(ActivityMatch match, Action<DefinitionChange> report)
{
    private readonly ConnectionChanges _connections = new(match, report);
    private int _redrawn;

    /// <returns>How many flowcharts keep their activities in another order. It means nothing in a flowchart: the designer puts to the end what somebody has edited.</returns>
    public int Compare()
    {
        var reordered = 0;
        foreach (var place in match.Added) report(Added(place));
        foreach (var place in match.Removed) report(new DefinitionChange(ChangeKind.ActivityRemoved, place.Path) { Activity = place.Seen, From = place.Parent?.Seen });
        foreach (var (before, after) in match.Pairs)
        {
            ComparePlace(before, after);
            if (before.Type != after.Type) report(On(ChangeKind.ActivityReplaced, after, ".type") with { Before = before.Type, After = after.Type });
            else CompareMembers(before, after);
            var isRedrawn = !DefinitionContent.Same(Layout(before), Layout(after));
            if (before.Json.ContainsKey("connections") || after.Json.ContainsKey("connections")) isRedrawn |= _connections.Compare(before, after);
            if (CompareOrder(before, after)) reordered++;
            if (isRedrawn) _redrawn++;
        }

        if (_redrawn > 0) report(new DefinitionChange(ChangeKind.LayoutChanged, "$.root") { Count = _redrawn });
        return reordered;
    }

    private DefinitionChange Added(ActivityPlace place)
    {
        // After what leads to it, and that which was there before if there is a choice.
        var leading = place.Parent is { } parent
            ? Connection.Of(parent).Where(connection => connection.Target == place && connection.Source is not null).Select(connection => connection.Source!).ToList()
            : [];
        var before = leading.Find(source => match.BeforeOf(source) is not null) ?? leading.FirstOrDefault() ?? (place.Parent is { IsFlowchart: false } ? PreviousOf(place) : null);
        return new DefinitionChange(ChangeKind.ActivityAdded, place.Path) { Activity = place.Seen, From = before?.Seen, To = place.Parent?.Seen, Part = Branch(place) };
    }

    private void ComparePlace(ActivityPlace before, ActivityPlace after)
    {
        if (before.Id != after.Id && !before.Id.Contains('@')) report(On(ChangeKind.ActivityIdChanged, after, ".id") with { Before = before.Id, After = after.Id });
        if (before.Name != after.Name && !(before.Name == before.Id && after.Name == after.Id)) report(On(ChangeKind.ActivityRenamed, after, ".metadata.displayText") with { Before = before.Name, After = after.Name });
        if (!match.IsAt(before.Parent, after.Parent) || before.Slot != after.Slot)
            report(On(ChangeKind.ActivityMoved, after, "") with { From = before.Parent?.Seen, To = after.Parent?.Seen, Before = before.Slot, After = after.Slot });
    }

    private void CompareMembers(ActivityPlace before, ActivityPlace after)
    {
        foreach (var name in before.Json.Select(member => member.Key).Union(after.Json.Select(member => member.Key)).ToList())
        {
            var (old, now) = (before.Json[name], after.Json[name]);
            if (DefinitionContent.Same(old, now)) continue;
            switch (name)
            {
                case "id" or "type" or "connections":
                    break;
                case "name":
                    // The technical name; what people read is compared above.
                    if (before.Name == after.Name) Setting(after, name, null, old, now);
                    break;
                case "metadata":
                    if (!DefinitionContent.Same(old?["description"], now?["description"])) Setting(after, "metadata", "description", old?["description"], now?["description"]);
                    break;
                case "variables":
                    new NamedListChanges(report).Compare(old, now, "variables", after.Path, after.Seen);
                    break;
                default:
                    CompareMember(after, name, old, now);
                    break;
            }
        }
    }

    private void CompareMember(ActivityPlace after, string name, JsonNode? old, JsonNode? now)
    {
        if (IsInput(old) || IsInput(now))
        {
            var (oldValue, newValue) = (ValueOf(old), ValueOf(now));
            if (!DefinitionContent.Same(oldValue, newValue)) report(On(ChangeKind.ValueChanged, after, $".{name}") with { Member = name, Before = oldValue?.DeepClone(), After = newValue?.DeepClone() });
            CompareRest(after, name, old, now);
        }
        else if (IsOutput(old) || IsOutput(now))
        {
            var (oldTarget, newTarget) = (TargetOf(old), TargetOf(now));
            if (!DefinitionContent.Same(oldTarget, newTarget)) report(On(ChangeKind.CaptureChanged, after, $".{name}") with { Member = name, Before = oldTarget?.DeepClone(), After = newTarget?.DeepClone() });
            CompareRest(after, name, old, now);
        }
        else
        {
            foreach (var difference in JsonDifference.Between(old, now, $"{after.Path}.{name}"))
                report(new DefinitionChange(ChangeKind.SettingChanged, difference.Path)
                {
                    Activity = after.Seen, Member = name, Part = difference.Name.Length == 0 ? null : difference.Name, Before = difference.Before?.DeepClone(), After = difference.After?.DeepClone(),
                });
        }
    }

    // What a wrapper has besides its value: a converter, a reference.
    private void CompareRest(ActivityPlace after, string name, JsonNode? old, JsonNode? now)
    {
        if (old is not JsonObject before || now is not JsonObject present) return;
        foreach (var part in before.Select(member => member.Key).Union(present.Select(member => member.Key)).Except(["expression", "memoryReference"]))
        {
            if (!DefinitionContent.Same(before[part], present[part])) Setting(after, name, part, before[part], present[part]);
        }

        if (IsInput(before) && !DefinitionContent.Same(before["memoryReference"], present["memoryReference"])) Setting(after, name, "memoryReference", before["memoryReference"], present["memoryReference"]);
    }

    private void Setting(ActivityPlace after, string member, string? part, JsonNode? old, JsonNode? now) =>
        report(On(ChangeKind.SettingChanged, after, part is null ? $".{member}" : $".{member}.{part}") with { Member = member, Part = part, Before = old?.DeepClone(), After = now?.DeepClone() });

    /// <returns>Whether the children of a flowchart stand in another order, which only matters to the file.</returns>
    private bool CompareOrder(ActivityPlace before, ActivityPlace after)
    {
        var reordered = false;
        foreach (var slot in after.Children.GroupBy(child => child.Slot))
        {
            var kept = slot.Where(child => match.BeforeOf(child) is { } old && old.Parent == before && old.Slot == slot.Key).ToList();
            var order = kept.ConvertAll(child => before.Children.IndexOf(match.BeforeOf(child)!));
            var steady = LongestRise(order);
            if (steady.Count == kept.Count) continue;
            if (after.IsFlowchart)
            {
                reordered = true;
                continue;
            }

            foreach (var child in kept.Where((_, index) => !steady.Contains(index)))
                report(On(ChangeKind.ActivityMoved, child, "") with { From = PreviousOf(match.BeforeOf(child)!)?.Seen, To = PreviousOf(child)?.Seen, Before = slot.Key, After = slot.Key, Part = "order" });
        }

        return reordered;
    }

    /// <summary>The positions of a longest rising subsequence: what stayed in place.</summary>
    private static HashSet<int> LongestRise(List<int> values)
    {
        var (length, previous) = (new int[values.Count], new int[values.Count]);
        var best = -1;
        for (var i = 0; i < values.Count; i++)
        {
            (length[i], previous[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (values[j] < values[i] && length[j] + 1 > length[i]) (length[i], previous[i]) = (length[j] + 1, j);
            }

            if (best < 0 || length[i] > length[best]) best = i;
        }

        var rise = new HashSet<int>();
        for (var i = best; i >= 0; i = previous[i]) rise.Add(i);
        return rise;
    }

    private static ActivityPlace? PreviousOf(ActivityPlace place)
    {
        if (place.Parent is not { } parent) return null;
        var siblings = parent.Children.FindAll(child => child.Slot == place.Slot);
        return siblings.IndexOf(place) is > 0 and var index ? siblings[index - 1] : null;
    }

    // A branch that has a name: then, else, body, the label of a case.
    private static string? Branch(ActivityPlace place) => place.Slot is "activities" or "root" ? null : place.Slot;

    private static JsonObject? Layout(ActivityPlace place)
    {
        if (place.Json["metadata"] is not JsonObject metadata) return null;
        var layout = (JsonObject)metadata.DeepClone();
        layout.Remove("displayText");
        layout.Remove("description");
        return layout.Count == 0 ? null : layout;
    }

    private static DefinitionChange On(ChangeKind kind, ActivityPlace after, string member) => new(kind, after.Path + member) { Activity = after.Seen };

    private static bool IsInput(JsonNode? node) => node is JsonObject json && json.ContainsKey("expression");

    private static bool IsOutput(JsonNode? node) => node is JsonObject json && json.ContainsKey("memoryReference");

    // A plain value counts as a literal.
    private static JsonNode? ValueOf(JsonNode? node) => node is JsonObject json && json.ContainsKey("expression") ? json["expression"] : node;

    private static JsonNode? TargetOf(JsonNode? node) => node is JsonObject json && json["memoryReference"] is JsonObject reference ? reference["id"] ?? reference : node;
}
