using Workflows.Engine.Catalog;
using Workflows.Engine.Stock.Composition;
using Workflows.Engine.Stock.Flow;

namespace Workflows.Engine.Definitions.Validation;

/// <summary>Looks at the ways through a flowchart: ports that there are not, activities that nothing leads to, and ways that never end.</summary>
internal static class FlowchartChecks
{
    public static void Check(ActivityNode node, ActivityCatalog catalog, DefinitionLookup definitions, List<DefinitionProblem> problems)
    {
        if (node.Activity is not Flowchart { Activities.Count: > 0 } flowchart) return;
        CheckPorts(node, flowchart, catalog, definitions, problems);
        var reached = Reached(flowchart);
        for (var i = 0; i < flowchart.Activities.Count; i++)
        {
            if (!reached[i]) problems.Add(new DefinitionProblem(flowchart.Activities[i].Path, $"No connection leads to '{flowchart.Activities[i].DisplayName}' ({flowchart.Activities[i].Id}), so it never runs. Connect it, or remove it.", flowchart.Activities[i].Id, IsWarning: true));
        }

        CheckEnds(flowchart, reached, catalog, definitions, problems);
        CheckBackward(flowchart, problems);
    }

    /// <summary>The outcomes that an activity can leave by as this definition has it; null: they are only known when it runs.</summary>
    internal static IReadOnlyList<string>? PortsOf(ActivityNode node, ActivityCatalog catalog, DefinitionLookup definitions)
    {
        if (node.Activity is WorkflowDefinitionActivity used) return used.Resolve(definitions) is { } inner ? [.. inner.Outcomes, "Done"] : null;
        if (node.Activity.OutcomesHere() is { } here) return here;
        return catalog.Find(node.Type) is { HasDynamicOutcomes: false } type ? [.. type.Outcomes, "Done"] : null;
    }

    private static void CheckPorts(ActivityNode node, Flowchart flowchart, ActivityCatalog catalog, DefinitionLookup definitions, List<DefinitionProblem> problems)
    {
        foreach (var connection in flowchart.Connections)
        {
            var source = flowchart.Activities[connection.Source];
            if (connection.Port is null || PortsOf(source, catalog, definitions) is not { } ports || ports.Contains(connection.Port)) continue;
            problems.Add(new DefinitionProblem(
                $"{node.Path}.connections[{connection.Position}].source.port",
                source.IsTerminal && ports.Count <= 1
                    ? $"Nothing follows '{source.DisplayName}' ({source.Id}): it ends the flowchart. Remove the connection."
                    : $"'{source.DisplayName}' ({source.Id}) has no port '{connection.Port}'. Use one of {string.Join(", ", ports.Distinct())}.",
                source.Id));
        }
    }

    private static bool[] Reached(Flowchart flowchart)
    {
        var reached = new bool[flowchart.Activities.Count];
        var pending = new Stack<int>();
        Reach(flowchart.StartOf(triggerActivityId: null));
        for (var i = 0; i < reached.Length; i++)
        {
            if (flowchart.Activities[i].CanStartWorkflow) Reach(i);
        }

        while (pending.TryPop(out var activity))
        {
            foreach (var connection in flowchart.Connections)
            {
                if (connection.Source == activity) Reach(connection.Target);
            }
        }

        return reached;

        void Reach(int activity)
        {
            if (reached[activity]) return;
            reached[activity] = true;
            pending.Push(activity);
        }
    }

    /// <summary>From every activity that runs, some way must lead to one that can be the last.</summary>
    private static void CheckEnds(Flowchart flowchart, bool[] reached, ActivityCatalog catalog, DefinitionLookup definitions, List<DefinitionProblem> problems)
    {
        var ends = new bool[flowchart.Activities.Count];
        for (var i = 0; i < ends.Length; i++) ends[i] = CanBeLast(flowchart, i, catalog, definitions);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var connection in flowchart.Connections)
            {
                if (ends[connection.Source] || !ends[connection.Target]) continue;
                ends[connection.Source] = changed = true;
            }
        }

        List<ActivityNode> stuck = [.. Enumerable.Range(0, ends.Length).Where(i => reached[i] && !ends[i]).Select(i => flowchart.Activities[i])];
        if (stuck.Count == 0) return;
        // A loop that waits in every round is a legal way to run for ever.
        var waits = stuck.Exists(MayWait);
        problems.Add(new DefinitionProblem(
            stuck[0].Path,
            $"From '{stuck[0].DisplayName}' ({stuck[0].Id}) no way leads to an end: {string.Join(", ", stuck.Take(5).Select(activity => activity.DisplayName))} {(stuck.Count > 1 ? "follow each other" : "follows itself")} for ever. Give the loop a way out, for example a Decision.",
            stuck[0].Id,
            waits));
    }

    private static bool MayWait(ActivityNode node) => node.Activity.MayWait || node.RunsInBackground || node.Children.Any(MayWait);

    private static bool CanBeLast(Flowchart flowchart, int activity, ActivityCatalog catalog, DefinitionLookup definitions)
    {
        var node = flowchart.Activities[activity];
        if (node.IsTerminal) return true;
        var left = flowchart.Connections.Where(connection => connection.Source == activity).Select(connection => connection.Port ?? "Done").ToHashSet();
        if (left.Count == 0) return true;
        if (PortsOf(node, catalog, definitions) is not { } ports) return true;
        // Done comes with the fixed outcomes; an activity that has others leaves by those.
        var own = ports.Count > 1 && catalog.Find(node.Type) is { } type && !type.Outcomes.Contains("Done") && !type.HasDynamicOutcomes ? ports.Where(port => port != "Done") : ports;
        return own.Any(port => !left.Contains(port)) && !left.Contains("Done");
    }

    private static void CheckBackward(Flowchart flowchart, List<DefinitionProblem> problems)
    {
        var graph = flowchart.DefaultGraph();
        foreach (var connection in flowchart.Connections)
        {
            if (graph.IsForward(connection) || !graph.IsReached(connection.Source) || graph.IsSoundBackward(connection)) continue;
            var (source, target) = (flowchart.Activities[connection.Source], flowchart.Activities[connection.Target]);
            problems.Add(new DefinitionProblem(
                $"{flowchart.Node.Path}.connections[{connection.Position}]",
                $"This connection leads back from '{source.DisplayName}' ({source.Id}) to '{target.DisplayName}' ({target.Id}), which not every way to '{source.DisplayName}' goes through: following it faults. Lead back to an activity that all ways share.",
                source.Id,
                IsWarning: true));
        }
    }
}
