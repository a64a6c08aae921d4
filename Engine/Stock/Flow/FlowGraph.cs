namespace Workflows.Engine.Stock.Flow;

/// <summary>A connection between two activities of a flowchart, by their positions.</summary>
/// <param name="Port">The outcome it leaves by; null: the default outcome.</param>
/// <param name="Position">Where it stands in the document's list.</param>
public readonly record struct FlowConnection(int Index, int Source, string? Port, int Target, int Position);

/// <summary>The connections of one flowchart, seen from one start: which lead forward, which back. Worked out once per start and shared by all runs.</summary>
/// <remarks>
/// Breadth first from the start, a connection leads forward unless it would close a cycle; so does Elsa's counter model. What leaves an activity, and what arrives at
/// one, lies side by side in one array: a run through a large flowchart waits for memory more than for anything else.
/// </remarks>
public sealed class FlowGraph
{
    private readonly IReadOnlyList<FlowConnection> _connections;
    private readonly int _start;
    private readonly FlowConnection[] _outbound;
    private readonly int[] _firstOutbound;
    private readonly int[] _inbound;
    private readonly int[] _firstInbound;
    private readonly int[] _forwardInboundCount;
    private readonly bool[] _isForward;

    public FlowGraph(int activityCount, IReadOnlyList<FlowConnection> connections, int start)
    {
        _connections = connections;
        _start = start;
        _outbound = [.. connections.OrderBy(connection => connection.Source)];
        _firstOutbound = Offsets(activityCount, connections.Select(connection => connection.Source));
        _inbound = new int[connections.Count];
        _firstInbound = Offsets(activityCount, connections.Select(connection => connection.Target));
        _forwardInboundCount = new int[activityCount];
        _isForward = new bool[connections.Count];
        MarkForward();
        AddBackward();
    }

    public ReadOnlySpan<FlowConnection> Outbound(int activity) => _outbound.AsSpan(_firstOutbound[activity].._firstOutbound[activity + 1]);

    /// <summary>The connections that lead forward to an activity, as indexes, in the order in which they were reached.</summary>
    public ReadOnlySpan<int> ForwardInbound(int activity) => _inbound.AsSpan(_firstInbound[activity], _forwardInboundCount[activity]);

    /// <summary>All connections that lead to an activity, as indexes: those that lead forward come first.</summary>
    public ReadOnlySpan<int> Inbound(int activity) => _inbound.AsSpan(_firstInbound[activity].._firstInbound[activity + 1]);

    public bool IsForward(FlowConnection connection) => _isForward[connection.Index];

    /// <summary>A forward path leads to the activity from the start.</summary>
    public bool IsReached(int activity) => activity == _start || _forwardInboundCount[activity] > 0;

    public int SourceOf(int connection) => _connections[connection].Source;

    /// <summary>A way back is sound when every path from the start to its source goes through its target.</summary>
    public bool IsSoundBackward(FlowConnection connection)
    {
        if (connection.Target == _start || connection.Source == connection.Target) return true;
        // Without the target the source must be out of reach.
        var reached = new HashSet<int> { _start };
        var pending = new Stack<int>([_start]);
        while (pending.TryPop(out var activity))
        {
            foreach (ref readonly var next in Outbound(activity))
            {
                if (_isForward[next.Index] && next.Target != connection.Target && reached.Add(next.Target)) pending.Push(next.Target);
            }
        }

        return !reached.Contains(connection.Source);
    }

    /// <summary>Every activity from which a forward path leads to this one.</summary>
    public HashSet<int> Ancestors(int activity)
    {
        var ancestors = new HashSet<int>();
        var pending = new Stack<int>([activity]);
        while (pending.TryPop(out var current))
        {
            foreach (var index in ForwardInbound(current))
            {
                if (ancestors.Add(_connections[index].Source)) pending.Push(_connections[index].Source);
            }
        }

        return ancestors;
    }

    /// <summary>Where the connections of each activity begin in an array that is ordered by activity; one more at the end.</summary>
    private static int[] Offsets(int activityCount, IEnumerable<int> activities)
    {
        var offsets = new int[activityCount + 1];
        foreach (var activity in activities) offsets[activity + 1]++;
        for (var i = 0; i < activityCount; i++) offsets[i + 1] += offsets[i];
        return offsets;
    }

    private void MarkForward()
    {
        var queue = new Queue<int>([_start]);
        var seen = new HashSet<int> { _start };
        var forwardEdges = new HashSet<(int, int)>();
        while (queue.TryDequeue(out var source))
        {
            foreach (ref readonly var connection in Outbound(source))
            {
                var edge = (source, connection.Target);
                if (!forwardEdges.Contains(edge))
                {
                    // A target that was never seen has no way onwards yet, so only a known one can close a cycle.
                    if (connection.Target == source || (seen.Contains(connection.Target) && LeadsTo(connection.Target, source))) continue;
                    forwardEdges.Add(edge);
                    if (seen.Add(connection.Target)) queue.Enqueue(connection.Target);
                }

                _isForward[connection.Index] = true;
                _inbound[_firstInbound[connection.Target] + _forwardInboundCount[connection.Target]++] = connection.Index;
            }
        }
    }

    private void AddBackward()
    {
        var used = (int[])_forwardInboundCount.Clone();
        foreach (var connection in _connections)
        {
            if (!_isForward[connection.Index]) _inbound[_firstInbound[connection.Target] + used[connection.Target]++] = connection.Index;
        }
    }

    private bool LeadsTo(int from, int to)
    {
        var seen = new HashSet<int>();
        var pending = new Stack<int>([from]);
        while (pending.TryPop(out var current))
        {
            if (current == to) return true;
            if (!seen.Add(current)) continue;
            foreach (ref readonly var connection in Outbound(current))
            {
                if (_isForward[connection.Index]) pending.Push(connection.Target);
            }
        }

        return false;
    }
}
