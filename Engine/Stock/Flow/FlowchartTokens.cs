using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.Flow;

/// <summary>Elsa's token model: each followed connection carries a token to its target, and a target's merge mode says which tokens it waits for.</summary>
public sealed class FlowchartTokens : FlowchartState
{
    private readonly List<Token> _tokens = [];

    public override bool IsIdle => !_tokens.Exists(token => token is { IsConsumed: false, IsBlocked: false });

    public override void ChildCompleted(Flowchart flowchart, ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
        var graph = flowchart.GraphOf(context);
        var completed = flowchart.PositionOf(child.Node);
        var followed = new List<FlowConnection>();
        foreach (ref readonly var connection in graph.Outbound(completed))
        {
            if (outcomes.Includes(connection.Port)) followed.Add(connection);
        }

        foreach (var connection in followed) _tokens.Add(new Token(connection.Index, connection.Source, connection.Target));
        foreach (var token in _tokens)
        {
            if (token.Target == completed && !token.IsBlocked) token.IsConsumed = true;
        }

        foreach (var connection in followed)
        {
            if (Arrives(flowchart, context, graph, connection)) context.Schedule(flowchart.Activities[connection.Target]);
        }

        _tokens.RemoveAll(token => token.IsConsumed);
    }

    public override void ChildCanceled(Flowchart flowchart, ActivityContext context, ActivityContext child)
    {
        var canceled = flowchart.PositionOf(child.Node);
        _tokens.RemoveAll(token => token.Source == canceled || token.Target == canceled);
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var token in _tokens)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(token.Connection);
            writer.WriteNumberValue(token.Source);
            writer.WriteNumberValue(token.Target);
            writer.WriteBooleanValue(token.IsBlocked);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    public static FlowchartTokens Read(JsonElement json)
    {
        var state = new FlowchartTokens();
        foreach (var token in json.EnumerateArray())
            state._tokens.Add(new Token(token[0].GetInt32(), token[1].GetInt32(), token[2].GetInt32()) { IsBlocked = token[3].GetBoolean() });
        return state;
    }

    /// <returns>True: the target runs now.</returns>
    private bool Arrives(Flowchart flowchart, ActivityContext context, FlowGraph graph, FlowConnection connection)
    {
        var target = flowchart.Activities[connection.Target];
        switch (ModeOf(target, context))
        {
            case MergeMode.Cascade:
                return BlocksOthers(graph, connection);
            case MergeMode.Race:
                flowchart.CancelAncestors(context, target);
                return BlocksOthers(graph, connection);
            case MergeMode.Merge:
                return HasTokenOnEach(graph.ForwardInbound(connection.Target));
            case MergeMode.Converge:
                return HasTokenOnEach(graph.Inbound(connection.Target));
            default:
                // Work upstream that is still under way may come here too: wait for it.
                return !IsOneUnderWay(graph, graph.ForwardInbound(connection.Target));
        }
    }

    private bool IsOneUnderWay(FlowGraph graph, ReadOnlySpan<int> inbound)
    {
        foreach (var index in inbound)
        {
            var source = graph.SourceOf(index);
            if (_tokens.Exists(token => token is { IsConsumed: false, IsBlocked: false } && token.Target == source)) return true;
        }

        return false;
    }

    private bool BlocksOthers(FlowGraph graph, FlowConnection connection)
    {
        if (_tokens.Find(token => token.IsBlocked && !token.IsConsumed && token.Connection == connection.Index) is { } block)
        {
            block.IsConsumed = true;
            return false;
        }

        foreach (var inbound in graph.ForwardInbound(connection.Target))
        {
            var source = graph.SourceOf(inbound);
            if (source != connection.Source) _tokens.Add(new Token(inbound, source, connection.Target) { IsBlocked = true });
        }

        return true;
    }

    private bool HasTokenOnEach(ReadOnlySpan<int> inbound)
    {
        if (inbound.Length <= 1) return true;
        foreach (var index in inbound)
        {
            if (!_tokens.Exists(token => token is { IsConsumed: false, IsBlocked: false } && token.Connection == index)) return false;
        }

        return true;
    }

    private static MergeMode ModeOf(ActivityNode target, ActivityContext context)
    {
        if (target.Activity is FlowJoin join) return join.ModeIn(context) == FlowJoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
        return Enum.TryParse<MergeMode>(target.CustomProperty("mergeMode")?.ToString(), ignoreCase: true, out var mode) ? mode : MergeMode.Stream;
    }

    private enum MergeMode
    {
        Stream,
        Merge,
        Converge,
        Cascade,
        Race,
    }

    private sealed class Token(int connection, int source, int target)
    {
        public int Connection => connection;

        public int Source => source;

        public int Target => target;

        public bool IsConsumed { get; set; }

        public bool IsBlocked { get; init; }
    }
}
