using Workflows.Activities.Calendar;

namespace Workflows.Activities.Tests.Calendar;

/// <summary>What holds for every calendar, zone and amount, tried on random ones around both clock changes. The oracle counts minute by minute.</summary>
public sealed class WorkingCalendarProperties
{
    private static readonly string[] Weeks = ["Mon-Fri 09:00-17:00", "Mon-Thu 08:30-12:00 13:00-18:00; Fri 08:30-12:00", "Sun-Thu 07:00-15:00", "Mon-Sun 00:00-24:00", "Sat 00:00-08:00; Sun 00:00-08:00; Wed 10:00-11:00"];
    private static readonly string[] Zones = ["Europe/Rome", "America/New_York", "Asia/Kolkata", "Asia/Jakarta", "Australia/Lord_Howe"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AddWorkingTime_Hours_PassWithinWorkingHoursAndNowhereElse(int seed)
    {
        var some = new Some(seed);
        var (calendar, zone, from) = (some.Calendar(), some.Zone(), some.Instant());
        var minutes = some.Random.Next(1, 1500);

        var due = calendar.AddWorkingTime(from, new WorkingTime(0, TimeSpan.FromMinutes(minutes)), zone);

        WorkingMinutes(calendar, zone, from, due).ShouldBe(minutes, $"{calendar.Week.Text} in {zone.Id} from {from:O} to {due:O}");
        IsWorking(calendar, zone, due.AddMinutes(-1)).ShouldBeTrue($"{due:O} is the end of a worked minute");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AddWorkingTime_Days_KeepTheLocalTimeOrMoveIntoWorkingHours(int seed)
    {
        var some = new Some(seed);
        var (calendar, zone, days) = (some.Calendar(), some.Zone(), some.Random.Next(1, 30));
        var from = some.Instant();
        while (!IsWorking(calendar, zone, from)) from = from.AddMinutes(1);

        var due = calendar.AddWorkingTime(from, WorkingTime.FromDays(days), zone);

        var (start, end) = (TimeZoneInfo.ConvertTime(from, zone).DateTime, TimeZoneInfo.ConvertTime(due, zone).DateTime);
        var passed = Days(DateOnly.FromDateTime(start).AddDays(1), DateOnly.FromDateTime(end)).Count(calendar.IsWorkingDay);
        if (passed == days && start.TimeOfDay == end.TimeOfDay) return;

        // Moved: to the start of the next working hours, on that day or after it.
        var why = $"{calendar.Week.Text} in {zone.Id} from {from:O} to {due:O}";
        passed.ShouldBeGreaterThanOrEqualTo(days, why);
        IsWorking(calendar, zone, due).ShouldBeTrue(why);
        IsWorking(calendar, zone, due.AddMinutes(-1)).ShouldBeFalse(why);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AddWorkingTime_LaterStartOrMoreTime_IsNeverDueEarlier(int seed)
    {
        var some = new Some(seed);
        var calendar = new WorkingCalendar("day", WorkingWeek.Parse(Weeks[some.Random.Next(3)]), some.Holidays());
        var (zone, from) = (some.Zone(), some.Instant());
        var amount = new WorkingTime(some.Random.Next(0, 10), TimeSpan.FromMinutes(some.Random.Next(0, 600)));
        var due = calendar.AddWorkingTime(from, amount, zone);

        due.ShouldBeGreaterThanOrEqualTo(from);
        calendar.AddWorkingTime(from.AddMinutes(some.Random.Next(1, 5000)), amount, zone).ShouldBeGreaterThanOrEqualTo(due);
        calendar.AddWorkingTime(from, new WorkingTime(amount.Days, amount.Time + TimeSpan.FromMinutes(some.Random.Next(1, 600))), zone).ShouldBeGreaterThanOrEqualTo(due);
        calendar.AddWorkingTime(from, new WorkingTime(amount.Days + 1, amount.Time), zone).ShouldBeGreaterThan(due);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void WorkingDays_SplitAnywhere_AddUpToTheWhole(int seed)
    {
        var some = new Some(seed);
        var calendar = some.Calendar();
        var first = DateOnly.FromDateTime(some.Instant().DateTime);
        var split = first.AddDays(some.Random.Next(0, 40));
        var last = split.AddDays(some.Random.Next(1, 40));

        var whole = calendar.WorkingDays(first, last, false, false);

        (calendar.WorkingDays(first, split, false, false) + calendar.WorkingDays(split.AddDays(1), last, false, false)).ShouldBe(whole);
        (calendar.WorkingDays(first, split, false, true) + calendar.WorkingDays(split, last, true, false)).ShouldBe(whole);
        whole.ShouldBe(Days(first, last).Sum(day => calendar.WorkingDays(day, day, false, false)));
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 150)];

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1)) yield return day;
    }

    private static int WorkingMinutes(WorkingCalendar calendar, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            if (IsWorking(calendar, zone, at)) count++;
        }

        return count;
    }

    private static bool IsWorking(WorkingCalendar calendar, TimeZoneInfo zone, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return calendar.HoursOn(DateOnly.FromDateTime(local)).Any(span => span.Start <= local.TimeOfDay && local.TimeOfDay < span.End);
    }

    private sealed class Some(int seed)
    {
        public Random Random { get; } = new(seed);

        public WorkingCalendar Calendar() => new("some", WorkingWeek.Parse(Weeks[Random.Next(Weeks.Length)]), Holidays());

        public TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(Zones[Random.Next(Zones.Length)]);

        /// <summary>A minute within the weeks around one of the clock changes, or anywhere in 2026.</summary>
        public DateTimeOffset Instant()
        {
            DateTime[] near = [new(2026, 3, 1), new(2026, 3, 22), new(2026, 10, 18), new(2026, 10, 25), new DateTime(2026, 1, 1).AddDays(Random.Next(330))];
            return new DateTimeOffset(near[Random.Next(near.Length)].AddMinutes(Random.Next(14 * 24 * 60)), TimeSpan.Zero);
        }

        public List<Holiday> Holidays() =>
        [
            .. Enumerable.Range(0, Random.Next(0, 40)).Select(number =>
                new Holiday(new DateOnly(2026, 1, 1).AddDays(Random.Next(420)), $"Holiday {number}", Random.Next(3) switch { 0 => DayHalf.Morning, 1 => DayHalf.Afternoon, _ => null })),
        ];
    }
}
