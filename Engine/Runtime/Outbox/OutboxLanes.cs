namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Which lanes take another message now: the concurrency and rate limits of one node.</summary>
internal sealed class OutboxLanes(OutboxOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = [];

    /// <summary>Takes a place in a lane; false when it is full or its rate says to wait.</summary>
    public bool TryEnter(string name, string kind, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(name, out var lane)) _lanes[name] = lane = new Lane(options.LimitsOf(name, kind));
            if (!lane.IsOpen(now)) return false;
            lane.Inside++;
            if (lane.Limits.PerMinute is { } perMinute) lane.OpensAt = now + (TimeSpan.FromMinutes(1) / perMinute);
            return true;
        }
    }

    public void Leave(string name)
    {
        lock (_lock)
        {
            // A lane without limits in force is forgotten, or every host ever called would stay in memory.
            if (--_lanes[name].Inside == 0 && _lanes[name].Limits.PerMinute is null && _lanes[name].HeldUntil == default) _lanes.Remove(name);
        }
    }

    /// <summary>The receiver asked to be left alone: nothing more goes there from this node until then.</summary>
    public void Hold(string name, string kind, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(name, out var lane)) _lanes[name] = lane = new Lane(options.LimitsOf(name, kind));
            if (until > lane.HeldUntil) lane.HeldUntil = until;
        }
    }

    public List<string> Closed(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var (name, lane) in _lanes.Where(lane => lane.Value.HeldUntil != default && lane.Value.HeldUntil <= now).ToList())
            {
                lane.HeldUntil = default;
                if (lane.Inside == 0 && lane.Limits.PerMinute is null) _lanes.Remove(name);
            }

            return [.. _lanes.Where(lane => !lane.Value.IsOpen(now)).Select(lane => lane.Key)];
        }
    }

    /// <summary>When the first lane that only its rate, or its receiver's wish, holds back opens; null when there is none.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _lanes.Values.Where(lane => lane.FreeAt > now && lane.Inside < lane.Limits.Concurrency).Min(lane => (DateTimeOffset?)lane.FreeAt);
        }
    }

    private sealed class Lane(OutboxLimits limits)
    {
        public OutboxLimits Limits => limits;

        public int Inside { get; set; }

        public DateTimeOffset OpensAt { get; set; }

        public DateTimeOffset HeldUntil { get; set; }

        public DateTimeOffset FreeAt => OpensAt > HeldUntil ? OpensAt : HeldUntil;

        public bool IsOpen(DateTimeOffset now) => Inside < limits.Concurrency && now >= FreeAt;
    }
}

/// <summary>A due message and the lane that it needs.</summary>
internal sealed record OutboxLane
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Lane { get; init; }
}
