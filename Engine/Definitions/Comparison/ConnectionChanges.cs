using System.Text.Json.Nodes;

namespace Workflows.Engine.Definitions.Comparison;

/// <summary>Where outcomes lead now. What follows from a step that was added between two others, or taken out between them, is not said twice.</summary>
internal sealed class ConnectionChanges(ActivityMatch match, Action<DefinitionChange> report)
{
    /// <returns>Whether lines were drawn differently, without leading elsewhere.</returns>
    public bool Compare(ActivityPlace before, ActivityPlace after)
    {
        var (old, now) = (Connection.Of(before), Connection.Of(after));
        var used = new HashSet<Connection>(ReferenceEqualityComparer.Instance);
        var kept = new List<(Connection Before, Connection After)>();
        foreach (var connection in now)
        {
            var same = old.Find(candidate => !used.Contains(candidate) && IsSame(candidate, connection));
            if (same is null) continue;
            used.Add(same);
            used.Add(connection);
            kept.Add((same, connection));
        }

        var gone = old.Where(connection => !used.Contains(connection)).ToList();
        var come = now.Where(connection => !used.Contains(connection)).ToList();
        foreach (var outcome in gone.Select(connection => (Source: connection.Source is null ? null : match.NowOf(connection.Source), connection.Port))
            .Concat(come.Select(connection => (connection.Source, connection.Port))).Where(outcome => outcome.Source is not null && match.BeforeOf(outcome.Source) is not null).Distinct().ToList())
        {
            CompareOutcome(
                outcome.Source!,
                outcome.Port,
                gone.FindAll(connection => connection.Port == outcome.Port && connection.Source is not null && match.NowOf(connection.Source) == outcome.Source),
                come.FindAll(connection => connection.Port == outcome.Port && connection.Source == outcome.Source),
                now,
                old);
        }

        foreach (var broken in come.Where(connection => connection.Source is null))
            report(new DefinitionChange(ChangeKind.OtherChanged, broken.Path) { Activity = after.Seen, Member = "connections", After = broken.Json.DeepClone() });
        foreach (var broken in gone.Where(connection => connection.Source is null))
            report(new DefinitionChange(ChangeKind.OtherChanged, broken.Path) { Activity = after.Seen, Member = "connections", Before = broken.Json.DeepClone() });
        ReportOrder(old, now);
        var order = kept.ConvertAll(pair => old.IndexOf(pair.Before));
        return !order.SequenceEqual(order.Order()) || kept.Exists(pair => !DefinitionContent.Same(Drawn(pair.Before), Drawn(pair.After)));
    }

    private void CompareOutcome(ActivityPlace source, string? port, List<Connection> gone, List<Connection> come, List<Connection> now, List<Connection> old)
    {
        // A line to a step that was added before the old target, or past a step that was taken out: the step itself is reported.
        foreach (var connection in come.Where(connection => connection.Target is { } target && match.BeforeOf(target) is null).ToList())
        {
            var further = now.Where(next => next.Source == connection.Target).Select(next => next.Target).ToList();
            var replaced = gone.Find(was => was.Target is { } target && match.NowOf(target) is { } still && further.Contains(still));
            if (replaced is null && (gone.Count > 0 || FirstInto(connection.Target!, now) != connection)) continue;
            come.Remove(connection);
            if (replaced is not null) gone.Remove(replaced);
        }

        foreach (var connection in gone.Where(connection => connection.Target is { } target && match.NowOf(target) is null).ToList())
        {
            var further = old.Where(next => next.Source == connection.Target).Select(next => next.Target is null ? null : match.NowOf(next.Target)).ToList();
            var replacing = come.Find(next => next.Target is not null && further.Contains(next.Target));
            if (replacing is null && come.Count > 0) continue;
            gone.Remove(connection);
            if (replacing is not null) come.Remove(replacing);
        }

        if (gone.Count == 1 && come.Count == 1)
        {
            report(Change(ChangeKind.ConnectionChanged, come[0].Path) with { From = Seen(gone[0]), To = Seen(come[0]), Before = gone[0].TargetPort, After = come[0].TargetPort });
            return;
        }

        foreach (var connection in gone) report(Change(ChangeKind.ConnectionRemoved, connection.Path) with { From = Seen(connection) });
        foreach (var connection in come) report(Change(ChangeKind.ConnectionAdded, connection.Path) with { To = Seen(connection) });

        DefinitionChange Change(ChangeKind kind, string path) => new(kind, path) { Activity = source.Seen, Port = port ?? "Done", Member = "connections" };
    }

    /// <summary>Targets start in the order of the connections, so that order is part of what a source does.</summary>
    private void ReportOrder(List<Connection> old, List<Connection> now)
    {
        foreach (var lines in now.Where(connection => connection.Source is not null).GroupBy(connection => connection.Source!))
        {
            if (match.BeforeOf(lines.Key) is not { } source) continue;
            var before = old.Where(connection => connection.Source == source && lines.Any(line => IsSame(connection, line))).ToList();
            var after = lines.Where(line => before.Exists(connection => IsSame(connection, line))).ToList();
            if (before.Count != after.Count || before.Zip(after).All(pair => IsSame(pair.First, pair.Second))) continue;
            report(new DefinitionChange(ChangeKind.OrderChanged, after[0].Path) { Activity = lines.Key.Seen, Member = "connections", Before = Names(before), After = Names(after) });
        }
    }

    private bool IsSame(Connection before, Connection after) =>
        before.Port == after.Port && before.TargetPort == after.TargetPort && before.Source is not null && after.Source is not null
        && match.NowOf(before.Source) == after.Source && match.IsAt(before.Target, after.Target);

    private static Connection? FirstInto(ActivityPlace target, List<Connection> now) => now.Find(connection => connection.Target == target);

    private static ChangedActivity? Seen(Connection connection) =>
        connection.Target?.Seen ?? ((connection.Json["target"] as JsonObject)?["activity"]?.ToString() is { } id ? new ChangedActivity(id, id, "") : null);

    private static JsonArray Names(List<Connection> connections) => [.. connections.Select(connection => (JsonNode?)(connection.Target?.Name ?? "?"))];

    // The line, without what it connects.
    private static JsonObject Drawn(Connection connection)
    {
        var drawn = (JsonObject)connection.Json.DeepClone();
        foreach (var end in (string[])["source", "target"])
        {
            if (drawn[end] is not JsonObject place) continue;
            place.Remove("activity");
            place.Remove("port");
        }

        return drawn;
    }
}
