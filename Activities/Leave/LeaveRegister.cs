using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Leave;

/// <summary>Who is away when, and what is left of whose annual leave.</summary>
/// <remarks>Annual leave is counted in the year of its first day. A requested leave counts as long as its request is open.</remarks>
public sealed class LeaveRegister(Database database, LeaveRules rules)
{
    /// <summary>What somebody has a right to who has no row of their own.</summary>
    public const decimal DefaultEntitlement = 20m;

    // What is booked for good, and what is asked for by a request that is still open.
    internal const string Counts = "(l.status <> 'requested' OR EXISTS (SELECT 1 FROM requests r WHERE r.id = l.request_id AND r.status = 'open'))";

    // What a balance is worked out from, as two numbers: @personId, @except. Days are halves, so their sum is exact.
    internal const string CountedLeave = $"SELECT COUNT(*) FROM leave_register l WHERE l.person_id = @personId AND l.request_id <> @except AND {Counts}";
    internal const string CountedDays = $"SELECT COALESCE(SUM(CAST(l.days AS DOUBLE PRECISION)), 0) FROM leave_register l WHERE l.person_id = @personId AND l.request_id <> @except AND {Counts}";

    /// <summary>The balance of annual leave in a year.</summary>
    /// <param name="on">The day on which leave would begin: days that were carried over are lost after a while. Null: the end of the year.</param>
    public LeaveBalance Balance(string personId, int year, DateOnly? on = null) => Balance(personId, rules.For(personId), year, except: null, on);

    /// <summary>How much leave of the person there is, besides this request's: when it changes, a balance that was worked out before no longer holds.</summary>
    internal LeaveCount CountOf(string personId, string except)
    {
        using var reader = database.OpenReader();
        return reader.QuerySingle<LeaveCount>($"SELECT ({CountedLeave}) AS entries, ({CountedDays}) AS days", new { personId, except });
    }

    /// <param name="except">The request that asks: its own days do not count against it.</param>
    internal LeaveBalance Balance(string personId, PersonalLeaveRules personal, int year, string? except, DateOnly? on)
    {
        using var reader = database.OpenReader();
        var (own, before) = (Row(reader, personId, year), Row(reader, personId, year - 1));
        var counted = Counted(reader, personId, personal, year, except);
        var balance = new LeaveBalance(
            year,
            own?.Days ?? personal.DaysAYear ?? DefaultEntitlement,
            counted.Where(entry => entry.Status == "approved").Sum(entry => entry.Days),
            counted.Where(entry => entry.Status == "requested").Sum(entry => entry.Days));
        var carried = own?.CarriedOver ?? CarriedFrom(reader, personId, personal, before);
        if (carried <= 0) return balance;
        var until = own?.CarriedUntil ?? personal.CarryOverUntil(year) ?? new DateOnly(year, 12, 31);
        // After that day only what was taken of it before counts.
        var used = counted.Where(entry => entry.FirstDay <= until).Sum(entry => entry.Days);
        return balance with { CarriedOver = (on ?? new DateOnly(year, 12, 31)) <= until ? carried : Math.Min(carried, used), CarriedUntil = until };
    }

    /// <summary>What is left of the year before, up to what the company carries over. Only of a year for which the person has a row: before that nobody knows what there was.</summary>
    private static decimal CarriedFrom(System.Data.Common.DbConnection reader, string personId, PersonalLeaveRules personal, BalanceRow? before)
    {
        if (before is null || personal.CarryOverDays is not { } most) return 0m;
        var taken = Counted(reader, personId, personal, before.Year, except: null).Where(entry => entry.Status == "approved").Sum(entry => entry.Days);
        return Math.Clamp(before.Days - taken, 0m, most);
    }

    private static List<LeaveEntry> Counted(System.Data.Common.DbConnection reader, string personId, PersonalLeaveRules personal, int year, string? except) =>
        Entries(reader, personId, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))
            .Where(entry => personal.UsesBalance(entry.Type) && entry.FirstDay.Year == year && entry.RequestId != except)
            .ToList();

    private static BalanceRow? Row(System.Data.Common.DbConnection reader, string personId, int year) => reader.QueryFirstOrDefault<BalanceRow>(
        "SELECT year, days, carried_over, carried_until FROM leave_balances WHERE person = @personId AND year = @year", new { personId, year });

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
    /// <summary>Days of the year before that can still be taken, or have been.</summary>
    public decimal CarriedOver { get; init; }

    /// <summary>The last day on which leave may begin that uses them.</summary>
    public DateOnly? CarriedUntil { get; init; }

    /// <summary>What is left when every open request is approved.</summary>
    public decimal Available => Entitled + CarriedOver - Taken - Requested;

    /// <summary>What is left of what has been approved so far.</summary>
    public decimal Left => Entitled + CarriedOver - Taken;
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

/// <summary>A person's leave in two numbers.</summary>
public sealed record LeaveCount
{
    public long Entries { get; init; }

    public double Days { get; init; }
}

internal sealed record BalanceRow
{
    public int Year { get; init; }

    public decimal Days { get; init; }

    public decimal? CarriedOver { get; init; }

    public DateOnly? CarriedUntil { get; init; }
}
