namespace Workflows.Engine.Definitions.Comparison;

/// <summary>Which activity of the earlier document is which of the later: by id, then what is most alike.</summary>
internal sealed class ActivityMatch
{
    // Alike enough to be the same step under another id.
    private const double LeastLikeness = 3;

    private readonly Dictionary<ActivityPlace, ActivityPlace> _now = [];
    private readonly Dictionary<ActivityPlace, ActivityPlace> _before = [];

    public ActivityMatch(List<ActivityPlace> before, List<ActivityPlace> after)
    {
        var byKey = before.ToDictionary(place => place.Key);
        foreach (var place in after)
        {
            if (byKey.TryGetValue(place.Key, out var old)) Pair(old, place);
        }

        if (before.Count > 0 && after.Count > 0 && NowOf(before[0]) is null && BeforeOf(after[0]) is null && before[0].Type == after[0].Type) Pair(before[0], after[0]);
        var candidates =
            from old in before where NowOf(old) is null
            from place in after where BeforeOf(place) is null && place.Type == old.Type
            let likeness = Likeness(old, place)
            where likeness >= LeastLikeness
            orderby likeness descending
            select (old, place);
        foreach (var (old, place) in candidates.ToList())
        {
            if (NowOf(old) is null && BeforeOf(place) is null) Pair(old, place);
        }

        Pairs = [.. after.Where(place => BeforeOf(place) is not null).Select(place => (BeforeOf(place)!, place))];
        Added = [.. after.Where(place => BeforeOf(place) is null)];
        Removed = [.. before.Where(place => NowOf(place) is null)];
    }

    /// <summary>In the order of the later document.</summary>
    public IReadOnlyList<(ActivityPlace Before, ActivityPlace After)> Pairs { get; }

    public IReadOnlyList<ActivityPlace> Added { get; }

    public IReadOnlyList<ActivityPlace> Removed { get; }

    public ActivityPlace? NowOf(ActivityPlace before) => _now.GetValueOrDefault(before);

    public ActivityPlace? BeforeOf(ActivityPlace after) => _before.GetValueOrDefault(after);

    /// <summary>Whether an activity of the later document stands where its counterpart stood.</summary>
    public bool IsAt(ActivityPlace? before, ActivityPlace? after) => before is null || after is null ? before is null && after is null : NowOf(before) == after;

    private void Pair(ActivityPlace old, ActivityPlace place)
    {
        _now[old] = place;
        _before[place] = old;
    }

    // A name counts most; then what it says, where it is.
    private double Likeness(ActivityPlace old, ActivityPlace place)
    {
        var members = old.Json.Select(member => member.Key).Union(place.Json.Select(member => member.Key)).Where(name => name is not ("id" or "type" or "version" or "metadata")).ToList();
        var same = members.Count == 0 ? 0.5 : members.Count(name => DefinitionContent.Same(old.Json[name], place.Json[name])) / (double)members.Count;
        var hasName = old.Name != old.Id && place.Name != place.Id;
        return (hasName && old.Name == place.Name ? 3 : 0) + (IsAt(old.Parent, place.Parent) ? 1 : 0) + (old.Slot == place.Slot ? 0.5 : 0) + (2 * same);
    }
}
