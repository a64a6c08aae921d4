using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Leave;

/// <summary>Who is away when, and what is left of whose annual leave.</summary>
/// <remarks>Annual leave is counted in the year of its first day. A requested leave counts as long as its request is open.</remarks>
public sealed class LeaveRegister(Database database, LeaveRules rules)
{
    /// <summary>What somebody has a right to who has no row of their own.</summary>
    public const decimal DefaultEntitlement = 20m;

    // What is carried over depends on the year before.
    private const string OwnSql = $"""
        SELECT year, days, carried_over, carried_until FROM leave_balances WHERE person = @personId AND year IN (@year, @year - 1);
        {EntriesSql}
        """;

    private const string EntriesSql = $"""
        SELECT l.request_id, l.reference, l.person_id, l.type, l.first_day, l.last_day, l.first_half, l.last_half, l.days, l.status
        FROM   leave_register l
        WHERE  l.person_id = @personId AND l.first_day <= @to AND l.last_day >= @from AND {Counts}
        ORDER BY l.first_day, l.request_id
        """;

    // What is booked for good, and what is asked for by a request that is still open.
    internal const string Counts = "(l.status <> 'requested' OR EXISTS (SELECT 1 FROM requests r WHERE r.id = l.request_id AND r.status = 'open'))";

    /// <summary>The balance of annual leave in a year.</summary>
    /// <param name="on">The day on which leave would begin: days that were carried over are lost after a while. Null: the end of the year.</param>
    public LeaveBalance Balance(string personId, int year, DateOnly? on = null)
    {
        using var reader = database.OpenReader();
        using var rows = reader.QueryMultiple(OwnSql, new { personId, year, from = PersonalLeave.Since(year), to = DateOnly.MaxValue });
        return Own(rows, rules.For(personId), year, except: null).Balance(on);
    }

    /// <summary>What a check of leave needs to know, read at once: the person's own leave, and that of the department around these days.</summary>
    /// <param name="others">Of whom to read it, too.</param>
    /// <param name="except">The request that asks: its own days do not count against it.</param>
    internal (PersonalLeave Own, IReadOnlyList<LeaveEntry> Around) ReadForCheck(Person person, IReadOnlyList<string> others, LeaveSpan span, PersonalLeaveRules personal, string except)
    {
        var sql = others.Count == 0 ? $"{OwnSql}; {TeamCalendar.DepartmentSql}" : $"{OwnSql}; {TeamCalendar.DepartmentSql} UNION ALL {TeamCalendar.OthersSql}";
        var year = span.FirstDay.Year;
        using var reader = database.OpenReader();
        using var rows = reader.QueryMultiple(
            sql,
            new
            {
                personId = person.Id, year, from = PersonalLeave.Since(year), to = DateOnly.MaxValue, person.Department, others, span.FirstDay, span.LastDay,
            });
        return (Own(rows, personal, year, except), rows.Read<LeaveEntry>().AsList());
    }

    /// <summary>A person's leave that touches a time, by first day.</summary>
    public IReadOnlyList<LeaveEntry> Of(string personId, DateOnly from, DateOnly to)
    {
        using var reader = database.OpenReader();
        return reader.Query<LeaveEntry>(EntriesSql, new { personId, from, to }).AsList();
    }

    private static PersonalLeave Own(SqlMapper.GridReader rows, PersonalLeaveRules personal, int year, string? except)
    {
        var balances = rows.Read<BalanceRow>().AsList();
        var entries = rows.Read<LeaveEntry>().Where(entry => entry.RequestId != except).ToList();
        return new PersonalLeave(personal, year, entries, balances.Find(row => row.Year == year), balances.Find(row => row.Year == year - 1));
    }
}

/// <summary>A person's leave in a year and the one before, and what follows from it.</summary>
/// <param name="entries">By first day.</param>
internal sealed class PersonalLeave(PersonalLeaveRules rules, int year, IReadOnlyList<LeaveEntry> entries, BalanceRow? own, BalanceRow? before)
{
    /// <summary>What a balance was worked out from, as two numbers: when it changes, the balance no longer holds. Days are halves, so their sum is exact.</summary>
    public LeaveCount Count { get; } = new(Since(year), entries.Count, entries.Sum(entry => (double)entry.Days));

    /// <summary>The first day that matters for a balance of this year.</summary>
    public static DateOnly Since(int year) => new(Math.Max(1, year - 1), 1, 1);

    /// <summary>A leave that lies on one of these half days already; null when there is none.</summary>
    public LeaveEntry? Overlapping(LeaveSpan span) => entries.FirstOrDefault(entry => entry.Span.Overlaps(span));

    /// <param name="on">The day on which leave would begin; null: the end of the year.</param>
    public LeaveBalance Balance(DateOnly? on)
    {
        var counted = Counted(year).ToList();
        var balance = new LeaveBalance(
            year,
            own?.Days ?? rules.DaysAYear ?? LeaveRegister.DefaultEntitlement,
            counted.Where(entry => entry.Status == "approved").Sum(entry => entry.Days),
            counted.Where(entry => entry.Status == "requested").Sum(entry => entry.Days));
        var carried = own?.CarriedOver ?? CarriedOver();
        if (carried <= 0) return balance;
        var until = own?.CarriedUntil ?? rules.CarryOverUntil(year) ?? new DateOnly(year, 12, 31);
        // After that day only what was taken of it before counts.
        var used = counted.Where(entry => entry.FirstDay <= until).Sum(entry => entry.Days);
        return balance with { CarriedOver = (on ?? new DateOnly(year, 12, 31)) <= until ? carried : Math.Min(carried, used), CarriedUntil = until };
    }

    // What is left of the year before, up to what the company carries over. Only of a year for which the person has a row: before that nobody knows what there was.
    private decimal CarriedOver()
    {
        if (before is null || rules.CarryOverDays is not { } most) return 0m;
        var taken = Counted(before.Year).Where(entry => entry.Status == "approved").Sum(entry => entry.Days);
        return Math.Clamp(before.Days - taken, 0m, most);
    }

    private IEnumerable<LeaveEntry> Counted(int of) => entries.Where(entry => rules.UsesBalance(entry.Type) && entry.FirstDay.Year == of);
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

/// <summary>A person's leave that has not ended before a day, in two numbers.</summary>
public sealed record LeaveCount(DateOnly Since, long Entries, double Days);

internal sealed record BalanceRow
{
    public int Year { get; init; }

    public decimal Days { get; init; }

    public decimal? CarriedOver { get; init; }

    public DateOnly? CarriedUntil { get; init; }
}
