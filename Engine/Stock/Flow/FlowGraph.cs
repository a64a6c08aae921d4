namespace Workflows.Engine.Stock.Flow;

/// <summary>A connection between two activities of a flowchart, by their positions.</summary>
/// <param name="Port">The outcome it leaves by; null: the default outcome.</param>
/// <param name="Position">Where it stands in the document's list.</param>
public sealed record FlowConnection(int Index, int Source, string? Port, int Target, int Position);

/// <summary>The connections of one flowchart, seen from one start: which lead forward, which back. Worked out once per start and shared by all runs.</summary>
/// <remarks>Breadth first from the start, a connection leads forward unless it would close a cycle; so does Elsa's counter model.</remarks>
public sealed class FlowGraph
{
    private readonly IReadOnlyList<FlowConnection> _connections;
    private readonly int _start;
    private readonly FlowConnection[][] _outbound;
    private readonly List<int>[] _forwardInbound;
    private readonly bool[] _isForward;

    public FlowGraph(int activityCount, IReadOnlyList<FlowConnection> connections, int start)
    {
        _connections = connections;
        _start = start;
        _outbound = new FlowConnection[activityCount][];
        foreach (var group in connections.GroupBy(connection => connection.Source)) _outbound[group.Key] = [.. group];
        for (var i = 0; i < activityCount; i++) _outbound[i] ??= [];
        _forwardInbound = new List<int>[activityCount];
        _isForward = new bool[connections.Count];
        MarkForward();
    }

    public IReadOnlyList<FlowConnection> Outbound(int activity) => _outbound[activity];

    /// <summary>The connections that lead forward to an activity, as indexes.</summary>
    public IReadOnlyList<int> ForwardInbound(int activity) => (IReadOnlyList<int>?)_forwardInbound[activity] ?? [];

    public bool IsForward(FlowConnection connection) => _isForward[connection.Index];

    /// <summary>A forward path leads to the activity from the start.</summary>
    public bool IsReached(int activity) => activity == _start || ForwardInbound(activity).Count > 0;

    public int SourceOf(int connection) => _connections[connection].Source;

    public IReadOnlyList<int> Inbound(int activity) => [.. _connections.Where(connection => connection.Target == activity).Select(connection => connection.Index)];

    /// <summary>A way back is sound when every path from the start to its source goes through its target.</summary>
    public bool IsSoundBackward(FlowConnection connection)
    {
        if (connection.Target == _start || connection.Source == connection.Target) return true;
        // Without the target the source must be out of reach.
        var reached = new HashSet<int> { _start };
        var pending = new Stack<int>([_start]);
        while (pending.TryPop(out var activity))
        {
            foreach (var next in _outbound[activity])
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

    private void MarkForward()
    {
        var queue = new Queue<int>([_start]);
        var seen = new HashSet<int> { _start };
        var forwardEdges = new HashSet<(int, int)>();
        while (queue.TryDequeue(out var source))
        {
            foreach (var connection in _outbound[source])
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
                (_forwardInbound[connection.Target] ??= []).Add(connection.Index);
            }
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
            foreach (var connection in _outbound[current])
            {
                if (_isForward[connection.Index]) pending.Push(connection.Target);
            }
        }

        return false;
    }
}
