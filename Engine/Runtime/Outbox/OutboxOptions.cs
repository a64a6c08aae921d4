namespace Workflows.Engine.Runtime.Outbox;

/// <summary>How the outbox sends; configuration section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>This process's name in claims; each node of a cluster needs its own. At start a node takes back what it had claimed before it died.</summary>
    /// <remarks>Default: <c>local</c> on SQLite; on a shared database a name that is new at every start, so that claims of the dead come back when their lease ends.</remarks>
    public string? Node { get; set; }

    /// <summary>Attempts before a message is parked. Default 12, which with the default delays is about two and a half hours.</summary>
    public int Tries { get; set; } = 12;

    /// <summary>The wait after the first failed attempt. Default 5 s.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Each further wait is this many times the one before. Default 2.</summary>
    public double Factor { get; set; } = 2;

    /// <summary>The longest wait between attempts. Default 1 h.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The share of each wait that is random, so that what failed together is not tried together. 0 to 1, default 0.2.</summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>An attempt that takes longer has failed. Default 30 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages being sent at the same time by this node. Default 16.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>The limits of every lane that <see cref="Lanes"/> does not name.</summary>
    public OutboxLimits Lane { get; set; } = new();

    /// <summary>Limits by lane (<c>email</c>, an HTTP host) or by kind.</summary>
    public Dictionary<string, OutboxLimits> Lanes { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with these settings, each line naming its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Node is not null && string.IsNullOrWhiteSpace(Node)) yield return "Outbox:Node must be a name.";
        if (Tries < 1) yield return $"Outbox:Tries is {Tries}; it must be 1 or more.";
        if (FirstDelay <= TimeSpan.Zero) yield return $"Outbox:FirstDelay is {FirstDelay}; it must be longer than nothing, such as 00:00:05.";
        if (Factor < 1) yield return $"Outbox:Factor is {Factor}; it must be 1 or more.";
        if (LongestDelay < FirstDelay) yield return $"Outbox:LongestDelay is {LongestDelay}; it must not be shorter than Outbox:FirstDelay ({FirstDelay}).";
        if (Jitter is < 0 or > 1) yield return $"Outbox:Jitter is {Jitter}; it must be between 0 and 1.";
        if (AttemptTimeout <= TimeSpan.Zero) yield return $"Outbox:AttemptTimeout is {AttemptTimeout}; it must be longer than nothing, such as 00:00:30.";
        if (Concurrency < 1) yield return $"Outbox:Concurrency is {Concurrency}; it must be 1 or more.";
        foreach (var (key, limits) in Lanes.Select(lane => ($"Lanes:{lane.Key}", lane.Value)).Prepend(("Lane", Lane)))
        {
            if (limits.Concurrency < 1) yield return $"Outbox:{key}:Concurrency is {limits.Concurrency}; it must be 1 or more.";
            if (limits.PerMinute < 1) yield return $"Outbox:{key}:PerMinute is {limits.PerMinute}; it must be 1 or more, or left out for no limit.";
        }
    }

    /// <summary>The wait after the failed attempt with this number (from 1).</summary>
    internal TimeSpan DelayAfter(int attempt)
    {
        var growing = FirstDelay.TotalSeconds * Math.Pow(Factor, attempt - 1);
        var seconds = Math.Min(growing, LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (Jitter * Random.Shared.NextDouble())));
    }

    internal OutboxLimits LimitsOf(string lane, string kind) =>
        Lanes.GetValueOrDefault(lane) ?? Lanes.GetValueOrDefault(kind) ?? Lane;
}

/// <summary>How much one lane takes.</summary>
public sealed class OutboxLimits
{
    /// <summary>Messages being sent at the same time. Default 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>Messages started per minute, evenly spaced; null is no limit.</summary>
    public int? PerMinute { get; set; }
}
