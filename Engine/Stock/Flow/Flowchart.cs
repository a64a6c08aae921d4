using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.Flow;

/// <summary>Activities joined by connections, each followed when its source leaves by its port.</summary>
/// <remarks>Two models of joining, as in Elsa: <see cref="FlowchartCounters"/> (the default) and <see cref="FlowchartTokens"/>, which a definition asks for in its custom properties.</remarks>
[Activity("Elsa.Flowchart", Category = "Flow", Description = "A flowchart of activities.", IsBrowsable = false, IsContainer = true)]
public sealed class Flowchart : Container
{
    /// <summary>The key in a definition's custom properties that chooses the model.</summary>
    public const string ExecutionModeProperty = "Flowchart:ExecutionMode";

    private readonly ConcurrentDictionary<int, FlowGraph> _graphs = new();
    private readonly List<FlowConnection> _connections = [];

    [Port(IsBrowsable = false)]
    public IReadOnlyList<ActivityNode> Activities { get; init; } = [];

    public IReadOnlyList<FlowConnection> Connections => _connections;

    public override void Bind(ActivityBinding binding)
    {
        var byId = new Dictionary<string, int>();
        var ports = new HashSet<string> { Outcomes.Done.Names[0] };
        for (var i = 0; i < Activities.Count; i++)
        {
            Activities[i].PositionInParent = i;
            byId.TryAdd(Activities[i].Id, i);
        }

        var list = (binding.Json["connections"] as JsonObject)?["$values"] as JsonArray ?? binding.Json["connections"] as JsonArray ?? [];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject json) continue;
            var (source, port) = End(json, "source", "sourcePort");
            var (target, _) = End(json, "target", "targetPort");
            if (source is null || target is null || !byId.TryGetValue(source, out var from) || !byId.TryGetValue(target, out var to))
            {
                var missing = source is not null && byId.ContainsKey(source) ? target : source;
                binding.Report($"connections[{i}]", $"This connection leads from or to the activity '{missing}', which is not in the flowchart. Remove it, or connect it anew.");
                continue;
            }

            // One string for all ports of a name: equal references are compared without reading either.
            if (port is not null && !ports.Add(port) && ports.TryGetValue(port, out var known)) port = known;
            _connections.Add(new FlowConnection(_connections.Count, from, port, to, i));
        }
    }

    public override void Execute(ActivityContext context)
    {
        if (Activities.Count == 0)
        {
            context.Complete();
            return;
        }

        var start = StartOf(context.Burst.TriggerActivityId);
        context.Position = start;
        context.State = UsesTokens(context) ? new FlowchartTokens() : new FlowchartCounters(Activities.Count, _connections.Count);
        context.Schedule(Activities[start]);
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        if (child.Node.IsTerminal)
        {
            context.Complete();
            return;
        }

        ((FlowchartState)context.State!).ChildCompleted(this, context, child, outcomes);
        CompleteWhenIdle(context);
    }

    public override void OnChildCanceled(ActivityContext context, ActivityContext child)
    {
        ((FlowchartState)context.State!).ChildCanceled(this, context, child);
        CompleteWhenIdle(context);
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => ((FlowchartState)state).Write(writer);

    public override object ReadState(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? FlowchartTokens.Read(json) : FlowchartCounters.Read(json, Activities.Count, _connections.Count);

    internal int PositionOf(ActivityNode node) => node.PositionInParent;

    /// <summary>The graph as this run entered it.</summary>
    internal FlowGraph GraphOf(ActivityContext context) =>
        _graphs.GetOrAdd(context.Position, static (start, self) => new FlowGraph(self.Activities.Count, self._connections, start), this);

    /// <summary>The graph from the activity that a run without trigger starts at.</summary>
    internal FlowGraph DefaultGraph() => _graphs.GetOrAdd(StartOf(triggerActivityId: null), static (start, self) => new FlowGraph(self.Activities.Count, self._connections, start), this);

    /// <summary>Ends what still runs on the ways that lead to a join.</summary>
    internal void CancelAncestors(ActivityContext context, ActivityNode join)
    {
        var ancestors = GraphOf(context).Ancestors(PositionOf(join));
        foreach (var child in context.Children())
        {
            if (child.Node == join || !ancestors.Contains(PositionOf(child.Node))) continue;
            context.Burst.Cancel(child, tellParent: false);
            ((FlowchartState)context.State!).ChildCanceled(this, context, child);
        }
    }

    /// <summary>The position of the activity that a run begins with: the trigger, the Start activity, one that may start a workflow, one that nothing leads to, the first.</summary>
    internal int StartOf(string? triggerActivityId)
    {
        if (triggerActivityId is not null && Find(node => node.Id == triggerActivityId) is >= 0 and var trigger) return trigger;
        if (Find(node => node.Activity is Start) is >= 0 and var start) return start;
        if (Find(node => node.CanStartWorkflow) is >= 0 and var canStart) return canStart;
        var targets = _connections.Select(connection => connection.Target).ToHashSet();
        for (var i = 0; i < Activities.Count; i++)
        {
            if (!targets.Contains(i)) return i;
        }

        return 0;
    }

    private int Find(Func<ActivityNode, bool> matches)
    {
        for (var i = 0; i < Activities.Count; i++)
        {
            if (matches(Activities[i])) return i;
        }

        return -1;
    }

    private static bool UsesTokens(ActivityContext context) =>
        context.Instance.Properties.GetValueOrDefault(ExecutionModeProperty) is string mode
            ? mode == "TokenBased"
            : context.Burst.Definition.CustomProperties[ExecutionModeProperty]?.ToString() == "TokenBased";

    private static void CompleteWhenIdle(ActivityContext context)
    {
        if (context.IsRunning && context.UnfinishedChildren == 0 && ((FlowchartState)context.State!).IsIdle) context.Complete();
    }

    private static (string? Activity, string? Port) End(JsonObject connection, string end, string flatPort) => connection[end] switch
    {
        JsonObject json => (json["activity"]?.ToString(), json["port"]?.ToString()),
        JsonValue id => (id.ToString(), connection[flatPort]?.ToString()),
        _ => (null, null),
    };
}

/// <summary>What a run of a flowchart remembers between two completions of its activities.</summary>
public abstract class FlowchartState
{
    /// <summary>Nothing is owed to activities that have not run yet.</summary>
    public abstract bool IsIdle { get; }

    public abstract void ChildCompleted(Flowchart flowchart, ActivityContext context, ActivityContext child, Outcomes outcomes);

    public abstract void ChildCanceled(Flowchart flowchart, ActivityContext context, ActivityContext child);

    public abstract void Write(Utf8JsonWriter writer);
}
