namespace Workflows.Activities.Calendar;

/// <summary>When a company works: its week and its holidays. Counts days of leave and finds when working time is over.</summary>
/// <param name="id">What people and companies call this calendar.</param>
/// <param name="holidays">At most one per day; the later one counts.</param>
public sealed class WorkingCalendar(string id, WorkingWeek week, IEnumerable<Holiday> holidays)
{
    private const int LongestPauseInDays = 3660;

    private readonly Dictionary<DateOnly, Holiday> _holidays = holidays.GroupBy(holiday => holiday.Day).ToDictionary(days => days.Key, days => days.Last());

    /// <summary>Monday to Friday, 09:00 to 17:00, no holidays. Everybody who has no other calendar has this one.</summary>
    public static WorkingCalendar Standard { get; } = new("standard", WorkingWeek.Standard, []);

    public string Id { get; } = id;

    public WorkingWeek Week { get; } = week;

    public Holiday? HolidayOn(DateOnly day) => _holidays.GetValueOrDefault(day);

    /// <summary>Whether at least half of the day is worked.</summary>
    public bool IsWorkingDay(DateOnly day) => HoursOn(day).Count > 0;

    /// <summary>The working hours of a day in order, without what a holiday takes; none on a free day.</summary>
    public IReadOnlyList<WorkingSpan> HoursOn(DateOnly day) => (Week[day.DayOfWeek], HolidayOn(day)) switch
    {
        (var hours, null) => hours,
        (_, { FreeHalf: null }) => [],
        (var hours, { FreeHalf: DayHalf.Morning }) => Halves(hours).Afternoon,
        (var hours, _) => Halves(hours).Morning,
    };

    /// <summary>The working days from <paramref name="first"/> to <paramref name="last"/>, both included, in steps of 0.5.</summary>
    /// <param name="firstHalf">Of the first day only the afternoon counts.</param>
    /// <param name="lastHalf">Of the last day only the morning counts.</param>
    /// <exception cref="ArgumentException">The last day is before the first.</exception>
    public decimal WorkingDays(DateOnly first, DateOnly last, bool firstHalf, bool lastHalf)
    {
        if (last < first) throw new ArgumentException($"The last day, {IsoDay.Text(last)}, is before the first day, {IsoDay.Text(first)}.", nameof(last));

        var halves = 0;
        for (var day = first; ; day = day.AddDays(1))
        {
            if (Counts(day, DayHalf.Morning) && !(firstHalf && day == first)) halves++;
            if (Counts(day, DayHalf.Afternoon) && !(lastHalf && day == last)) halves++;
            if (day == last) return halves / 2m;
        }
    }

    /// <summary>When an amount of working time that starts now is over, as a UTC instant.</summary>
    /// <remarks>
    /// What starts outside working hours starts with the next ones. Days come first: the same local time that many working days later, moved into working hours.
    /// Hours are then counted within working hours as they pass on a clock, whatever the clocks do that night. The end of a working day is still within it.
    /// No working time at all is over at once.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The calendar has no working time in the ten years after some day on the way.</exception>
    public DateTimeOffset AddWorkingTime(DateTimeOffset from, WorkingTime amount, TimeZoneInfo zone)
    {
        if (amount == WorkingTime.Zero) return from.ToUniversalTime();

        var at = IntoWorkingHours(from.ToUniversalTime(), zone);
        if (amount.Days > 0)
        {
            var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
            var day = DateOnly.FromDateTime(local);
            for (var passed = 0; passed < amount.Days; passed++) day = WorkingDayAfter(day);
            at = IntoWorkingHours(LocalTime.Earliest(day, local.TimeOfDay, zone), zone);
        }

        return AddHours(at, amount.Time, zone);
    }

    private bool Counts(DateOnly day, DayHalf half) =>
        Week[day.DayOfWeek].Count > 0 && (HolidayOn(day) is not { } holiday || (holiday.FreeHalf is { } free && free != half));

    private DateTimeOffset IntoWorkingHours(DateTimeOffset instant, TimeZoneInfo zone)
    {
        foreach (var (start, end) in WorkFrom(instant, zone))
        {
            if (instant <= end) return instant < start ? start : instant;
        }

        throw NoWorkingTime();
    }

    private DateTimeOffset AddHours(DateTimeOffset at, TimeSpan amount, TimeZoneInfo zone)
    {
        if (amount == TimeSpan.Zero) return at;

        var remaining = amount;
        foreach (var (start, end) in WorkFrom(at, zone))
        {
            var from = start < at ? at : start;
            if (from >= end) continue;
            if (remaining <= end - from) return from + remaining;
            remaining -= end - from;
        }

        throw NoWorkingTime();
    }

    /// <summary>The stretches of work as instants, from the local day of an instant on, until ten years pass without any.</summary>
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> WorkFrom(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
        for (var free = 0; free < LongestPauseInDays; free++, day = day.AddDays(1))
        {
            foreach (var span in HoursOn(day))
            {
                free = 0;
                yield return (LocalTime.Earliest(day, span.Start, zone), LocalTime.Latest(day, span.End, zone));
            }
        }
    }

    private DateOnly WorkingDayAfter(DateOnly day)
    {
        for (var free = 0; free < LongestPauseInDays; free++)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day)) return day;
        }

        throw NoWorkingTime();
    }

    private InvalidOperationException NoWorkingTime() => new($"The calendar '{Id}' has no working time for ten years. Check its holidays.");

    private static (List<WorkingSpan> Morning, List<WorkingSpan> Afternoon) Halves(IReadOnlyList<WorkingSpan> hours)
    {
        var left = TimeSpan.FromTicks(hours.Sum(span => span.Length.Ticks) / 2);
        var (morning, afternoon) = (new List<WorkingSpan>(), new List<WorkingSpan>());
        foreach (var span in hours)
        {
            var split = span.Start + (left < span.Length ? left : span.Length);
            if (split > span.Start) morning.Add(span with { End = split });
            if (split < span.End) afternoon.Add(span with { Start = split });
            left -= split - span.Start;
        }

        return (morning, afternoon);
    }
}
