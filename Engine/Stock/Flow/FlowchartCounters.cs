using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock.Flow;

/// <summary>Elsa's counter model: how often each activity and each connection was visited, and whether the last visit of a connection was followed.</summary>
/// <remarks>
/// A join decides when every way to it was visited more often than it ran. A way that is not taken is visited too, all along (dead-path elimination), so branches
/// that a decision leaves out do not hold up later joins.
/// </remarks>
public sealed class FlowchartCounters(int activityCount, int connectionCount) : FlowchartState
{
    // Stored name: the tag of a child that was reached over a connection that leads back.
    private const string Backward = "back";

    private readonly int[] _activities = new int[activityCount];
    private readonly int[] _connections = new int[connectionCount];
    private readonly bool[] _followed = new bool[connectionCount];

    // How often a WaitAny join was started: later arrivals of the same round find it higher than their own count.
    private Dictionary<int, int>? _anyStarted;

    public override bool IsIdle => true;

    public override void ChildCompleted(Flowchart flowchart, ActivityContext context, ActivityContext child, Outcomes outcomes) =>
        Leave(flowchart, context, flowchart.PositionOf(child.Node), outcomes, countVisit: child.Tag != Backward);

    public override void ChildCanceled(Flowchart flowchart, ActivityContext context, ActivityContext child) =>
        Leave(flowchart, context, flowchart.PositionOf(child.Node), Outcomes.None, countVisit: child.Tag != Backward);

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteCounts(writer, "a"u8, _activities);
        WriteCounts(writer, "c"u8, _connections);
        writer.WriteStartArray("f"u8);
        for (var i = 0; i < _followed.Length; i++)
        {
            if (_followed[i]) writer.WriteNumberValue(i);
        }

        writer.WriteEndArray();
        if (_anyStarted is not null)
        {
            writer.WriteStartArray("any"u8);
            foreach (var (activity, count) in _anyStarted)
            {
                writer.WriteNumberValue(activity);
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static FlowchartCounters Read(JsonElement json, int activityCount, int connectionCount)
    {
        var counters = new FlowchartCounters(activityCount, connectionCount);
        ReadCounts(json.GetProperty("a"u8), (index, count) => counters._activities[index] = count);
        ReadCounts(json.GetProperty("c"u8), (index, count) => counters._connections[index] = count);
        foreach (var index in json.GetProperty("f"u8).EnumerateArray()) counters._followed[index.GetInt32()] = true;
        if (json.TryGetProperty("any"u8, out var any)) ReadCounts(any, (index, count) => (counters._anyStarted ??= [])[index] = count);
        return counters;
    }

    /// <summary>Goes out of an activity. A target that is skipped is gone out of in turn, depth first, without recursion: dead paths may be long.</summary>
    private void Leave(Flowchart flowchart, ActivityContext context, int activity, Outcomes outcomes, bool countVisit)
    {
        var graph = flowchart.GraphOf(context);
        if (countVisit) _activities[activity]++;
        var left = outcomes;
        Stack<(int Activity, int Next)>? skipped = null;
        var (from, next) = (activity, 0);
        while (true)
        {
            var outbound = graph.Outbound(from);
            if (next == outbound.Length)
            {
                if (skipped is null || !skipped.TryPop(out var outer)) return;
                (from, next) = outer;
                // Whatever is skipped is left by no port.
                if (skipped.Count == 0) outcomes = left;
                continue;
            }

            ref readonly var connection = ref outbound[next++];
            var isFollowed = outcomes.Includes(connection.Port);
            _connections[connection.Index]++;
            _followed[connection.Index] = isFollowed;
            if (!graph.IsForward(connection))
            {
                if (isFollowed) GoBack(flowchart, context, graph, connection);
                continue;
            }

            if (!Arrive(flowchart, context, graph, connection)) continue;
            _activities[connection.Target]++;
            (skipped ??= new()).Push((from, next));
            (from, next) = (connection.Target, 0);
            outcomes = Outcomes.None;
        }
    }

    private static void GoBack(Flowchart flowchart, ActivityContext context, FlowGraph graph, FlowConnection connection)
    {
        var (source, target) = (flowchart.Activities[connection.Source], flowchart.Activities[connection.Target]);
        if (!graph.IsSoundBackward(connection))
        {
            throw new InvalidOperationException(
                $"Invalid backward connection: Every path from the source ('{source.Id}') must go through the target ('{target.Id}') when tracing back to the start.");
        }

        context.Schedule(target, Backward);
    }

    /// <returns>True: the target is skipped.</returns>
    private bool Arrive(Flowchart flowchart, ActivityContext context, FlowGraph graph, FlowConnection connection)
    {
        var target = flowchart.Activities[connection.Target];
        var mode = target.Activity is FlowJoin join ? join.ModeIn(context) : FlowJoinMode.WaitAllActive;
        if (mode == FlowJoinMode.WaitAny) return ArriveAtAny(flowchart, context, graph, connection, target);

        var (visitedAll, followedAny, followedAll) = Visits(graph, connection.Target);
        if (!visitedAll) return false;
        if (mode == FlowJoinMode.WaitAll ? !followedAll : !followedAny) return true;
        context.Schedule(target);
        return false;
    }

    private bool ArriveAtAny(Flowchart flowchart, ActivityContext context, FlowGraph graph, FlowConnection connection, ActivityNode target)
    {
        var started = _anyStarted?.GetValueOrDefault(connection.Target) ?? 0;
        if (_connections[connection.Index] <= Math.Max(started, _activities[connection.Target])) return false;
        if (_followed[connection.Index])
        {
            (_anyStarted ??= [])[connection.Target] = Math.Max(started, _activities[connection.Target]) + 1;
            context.Schedule(target);
            flowchart.CancelAncestors(context, target);
            return false;
        }

        var (visitedAll, followedAny, _) = Visits(graph, connection.Target);
        return visitedAll && !followedAny;
    }

    private (bool VisitedAll, bool FollowedAny, bool FollowedAll) Visits(FlowGraph graph, int activity)
    {
        var inbound = graph.ForwardInbound(activity);
        var (fewest, most) = (int.MaxValue, 0);
        foreach (var index in inbound)
        {
            fewest = Math.Min(fewest, _connections[index]);
            most = Math.Max(most, _connections[index]);
        }

        var (any, all) = (false, true);
        foreach (var index in inbound)
        {
            var isFollowed = _connections[index] == most && _followed[index];
            any |= isFollowed;
            all &= isFollowed;
        }

        return (fewest > _activities[activity], any, all);
    }

    private static void WriteCounts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int[] counts)
    {
        writer.WriteStartArray(name);
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            writer.WriteNumberValue(i);
            writer.WriteNumberValue(counts[i]);
        }

        writer.WriteEndArray();
    }

    private static void ReadCounts(JsonElement pairs, Action<int, int> set)
    {
        for (var i = 0; i + 1 < pairs.GetArrayLength(); i += 2) set(pairs[i].GetInt32(), pairs[i + 1].GetInt32());
    }
}
