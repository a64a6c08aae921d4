using System.Text.Json.Serialization;

namespace Workflows.Activities.Approvals;

/// <summary>How the answers of several people make one. Stored as the state of a waiting approval.</summary>
/// <remarks>Each seat is a task of its own and is decided once. A group passes when enough of its seats approve; the ballot passes when all of its groups do.</remarks>
public sealed class Ballot
{
    public List<BallotGroup> Groups { get; init; } = [];

    [JsonIgnore]
    public IEnumerable<Seat> Seats => Groups.SelectMany(group => group.Seats);

    [JsonIgnore]
    public IEnumerable<Seat> Open => Seats.Where(seat => seat.Status == SeatStatus.Open);

    public Seat? Find(string taskId) => Seats.FirstOrDefault(seat => seat.TaskId == taskId);

    public BallotGroup GroupOf(Seat seat) => Groups.First(group => group.Seats.Contains(seat));

    /// <summary>The outcome that the answers so far lead to; null while it is undecided. Ends as early as it can no longer come out otherwise.</summary>
    public string? Verdict()
    {
        // An answer that is neither yes nor no - changes, or an action of the process's own - settles it at once.
        if (Seats.FirstOrDefault(seat => seat.Status == SeatStatus.Other) is { } other) return other.Outcome;
        if (Groups.FirstOrDefault(group => group.CannotPass) is { } failed) return failed.Seats.Last(seat => seat.Status == SeatStatus.Against).Outcome;
        if (Groups.Exists(group => !group.HasPassed)) return null;
        return Seats.Where(seat => seat.Status == SeatStatus.For).MaxBy(seat => seat.At)?.Outcome ?? "Approved";
    }
}

/// <summary>People who decide among themselves.</summary>
public sealed class BallotGroup
{
    /// <summary>Null where there is only one group.</summary>
    public string? Name { get; init; }

    /// <summary>any, all, atLeast or sequence.</summary>
    public string Mode { get; init; } = ApprovalMode.Any.ToString();

    /// <summary>How many seats must approve.</summary>
    public int Need { get; init; } = 1;

    public List<Seat> Seats { get; init; } = [];

    [JsonIgnore]
    public bool HasPassed => Seats.Count(seat => seat.Status == SeatStatus.For) >= Need;

    [JsonIgnore]
    public bool CannotPass => Seats.Count(seat => seat.Status is SeatStatus.For or SeatStatus.Open or SeatStatus.Queued) < Need;
}

/// <summary>One answer that is asked for.</summary>
public sealed class Seat
{
    /// <summary>Null until it is this seat's turn.</summary>
    public string? TaskId { get; set; }

    /// <summary>The rule that names who sits here, for a seat whose turn is still to come.</summary>
    public string? Rule { get; init; }

    public SeatStatus Status { get; set; }

    /// <summary>Who is asked here, by which rule.</summary>
    public List<SeatHolder> Holders { get; set; } = [];

    /// <summary>It belongs to those who hold it, not to whoever a rule names today.</summary>
    public bool IsBound { get; set; }

    public string? Action { get; set; }

    public string? Outcome { get; set; }

    public string? By { get; set; }

    public string? ByName { get; set; }

    public string? Comment { get; set; }

    public long? At { get; set; }

    public ApprovedValue? Approved { get; set; }

    /// <summary>The task whose decision counts here too: one person sits in both seats, and decides once.</summary>
    public string? CountedFrom { get; set; }

    public void Reopen()
    {
        Status = SeatStatus.Open;
        (Action, Outcome, By, ByName, Comment, At, Approved, CountedFrom) = (null, null, null, null, null, null, null, null);
    }

    /// <summary>Takes an answer. <c>Approved</c> counts for it, <c>Rejected</c> against it, any other outcome settles it.</summary>
    public void Take(DecisionTaken decision)
    {
        Status = decision.Outcome switch { "Approved" => SeatStatus.For, "Rejected" => SeatStatus.Against, _ => SeatStatus.Other };
        (Action, Outcome, By, ByName, Comment, At, Approved) =
            (decision.Action, decision.Outcome, decision.DeciderId, decision.DeciderName, decision.Comment, decision.At.ToUnixTimeMilliseconds(), decision.Approved);
    }
}

/// <param name="Id">A person's id.</param>
public sealed record SeatHolder(string Id, string Rule);

/// <summary>Stored by name.</summary>
public enum SeatStatus
{
    /// <summary>Its turn is still to come.</summary>
    Queued,
    Open,
    For,
    Against,

    /// <summary>Answered by neither yes nor no.</summary>
    Other,

    /// <summary>Not needed any more.</summary>
    Closed,
}

/// <summary>How many of a group must approve.</summary>
public enum ApprovalMode
{
    /// <summary>The first answer counts.</summary>
    Any,

    /// <summary>Everybody must approve; one rejection ends it.</summary>
    All,

    /// <summary>A number or a share of them.</summary>
    AtLeast,

    /// <summary>One rule after the other; within a rule the first answer counts.</summary>
    Sequence,
}
