using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Leave;

/// <summary>Who is away when, and what is left of whose annual leave.</summary>
/// <remarks>Annual leave is counted in the year of its first day. A requested leave counts as long as its request is open.</remarks>
public sealed class LeaveRegister(Database database)
{
    /// <summary>What somebody has a right to who has no row of their own.</summary>
    public const decimal DefaultEntitlement = 20m;

    private const string Annual = "annual";

    // What is booked for good, and what is asked for by a request that is still open.
    private const string Counts = "(l.status <> 'requested' OR EXISTS (SELECT 1 FROM requests r WHERE r.id = l.request_id AND r.status = 'open'))";

    /// <summary>The balance of annual leave in a year.</summary>
    /// <param name="except">The request that asks: its own days do not count against it.</param>
    public LeaveBalance Balance(string personId, int year, string? except = null)
    {
        using var reader = database.OpenReader();
        var entitled = reader.QueryFirstOrDefault<decimal?>("SELECT days FROM leave_entitlements WHERE person_id = @personId AND year = @year", new { personId, year }) ?? DefaultEntitlement;
        var taken = Entries(reader, personId, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))
            .Where(entry => entry.Type == Annual && entry.FirstDay.Year == year && entry.RequestId != except)
            .ToList();
        return new LeaveBalance(
            year,
            entitled,
            taken.Where(entry => entry.Status == "approved").Sum(entry => entry.Days),
            taken.Where(entry => entry.Status == "requested").Sum(entry => entry.Days));
    }

    /// <summary>A leave of the person that lies on one of these half days already; null when there is none.</summary>
    public LeaveEntry? Overlapping(string personId, LeaveSpan span, string? except)
    {
        using var reader = database.OpenReader();
        return Entries(reader, personId, span.FirstDay, span.LastDay).FirstOrDefault(entry => entry.RequestId != except && entry.Span.Overlaps(span));
    }

    /// <summary>A person's leave that touches a time, by first day.</summary>
    public IReadOnlyList<LeaveEntry> Of(string personId, DateOnly from, DateOnly to)
    {
        using var reader = database.OpenReader();
        return Entries(reader, personId, from, to);
    }

    private static List<LeaveEntry> Entries(System.Data.Common.DbConnection reader, string personId, DateOnly from, DateOnly to) =>
        reader.Query<LeaveEntry>(
            $"""
            SELECT l.request_id, l.reference, l.person_id, l.type, l.first_day, l.last_day, l.first_half, l.last_half, l.days, l.status
            FROM   leave_register l
            WHERE  l.person_id = @personId AND l.first_day <= @to AND l.last_day >= @from AND {Counts}
            ORDER BY l.first_day, l.request_id
            """,
            new { personId, from, to }).AsList();
}

/// <param name="Taken">Approved days.</param>
/// <param name="Requested">Days that open requests ask for.</param>
public sealed record LeaveBalance(int Year, decimal Entitled, decimal Taken, decimal Requested)
{
    /// <summary>What is left when every open request is approved.</summary>
    public decimal Available => Entitled - Taken - Requested;

    /// <summary>What is left of what has been approved so far.</summary>
    public decimal Left => Entitled - Taken;
}

/// <summary>A time away, to the half day.</summary>
/// <param name="FirstHalf">The first day is taken from noon.</param>
/// <param name="LastHalf">The last day is taken until noon.</param>
public readonly record struct LeaveSpan(DateOnly FirstDay, DateOnly LastDay, bool FirstHalf, bool LastHalf)
{
    public bool Overlaps(LeaveSpan other) => Start <= other.End && other.Start <= End;

    // Half days since the beginning of time, so that a morning and an afternoon of one day do not touch.
    private int Start => (FirstDay.DayNumber * 2) + (FirstHalf ? 1 : 0);

    private int End => (LastDay.DayNumber * 2) + (LastHalf ? 0 : 1);
}

public sealed record LeaveEntry
{
    public string RequestId { get; init; } = "";

    public string Reference { get; init; } = "";

    public string PersonId { get; init; } = "";

    public string Type { get; init; } = "";

    public DateOnly FirstDay { get; init; }

    public DateOnly LastDay { get; init; }

    public bool FirstHalf { get; init; }

    public bool LastHalf { get; init; }

    /// <summary>Working days.</summary>
    public decimal Days { get; init; }

    /// <summary>requested, approved or recorded.</summary>
    public string Status { get; init; } = "";

    internal LeaveSpan Span => new(FirstDay, LastDay, FirstHalf, LastHalf);
}
