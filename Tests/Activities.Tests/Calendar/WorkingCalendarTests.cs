using System.Globalization;
using Workflows.Activities.Calendar;

namespace Workflows.Activities.Tests.Calendar;

public sealed class WorkingCalendarTests
{
    private static readonly TimeZoneInfo Rome = TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome");
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly WorkingCalendar RoundTheClock = new("always", WorkingWeek.Parse("Mon-Sun 00:00-24:00"), []);

    [Theory]
    [InlineData("2026-02-25", "2026-02-25", false, false, 1.0)]
    [InlineData("2026-02-25", "2026-02-25", true, false, 0.5)]
    [InlineData("2026-02-25", "2026-02-25", false, true, 0.5)]
    [InlineData("2026-02-25", "2026-02-25", true, true, 0.0)]
    [InlineData("2026-02-25", "2026-02-27", false, false, 3.0)]
    [InlineData("2026-02-25", "2026-02-27", true, true, 2.0)]
    [InlineData("2026-02-27", "2026-03-02", false, false, 2.0)]
    [InlineData("2026-02-28", "2026-03-01", false, false, 0.0)]
    [InlineData("2026-02-28", "2026-03-02", true, false, 1.0)]
    [InlineData("2026-04-03", "2026-04-07", false, false, 2.0)]
    [InlineData("2026-12-24", "2026-12-24", false, false, 0.5)]
    [InlineData("2026-12-24", "2026-12-24", true, false, 0.0)]
    [InlineData("2026-12-24", "2026-12-24", false, true, 0.5)]
    public void WorkingDays_WeekendsHolidaysAndHalves_AreLeftOut(string first, string last, bool firstHalf, bool lastHalf, double expected)
    {
        var calendar = new WorkingCalendar("italy", WorkingWeek.Standard, [new(Day("2026-04-06"), "Easter Monday"), new(Day("2026-12-24"), "Christmas Eve", DayHalf.Afternoon)]);

        calendar.WorkingDays(Day(first), Day(last), firstHalf, lastHalf).ShouldBe((decimal)expected);
    }

    [Fact]
    public void WorkingDays_LastBeforeFirst_IsRefused()
    {
        Should.Throw<ArgumentException>(() => WorkingCalendar.Standard.WorkingDays(Day("2026-02-25"), Day("2026-02-24"), false, false))
            .Message.ShouldContain("2026-02-24, is before the first day, 2026-02-25");
    }

    [Theory]
    [InlineData("Thu 2026-02-26 16:00", "1d", "Fri 2026-02-27 16:00")]
    [InlineData("Fri 2026-02-27 16:00", "1d", "Mon 2026-03-02 16:00")]
    [InlineData("Fri 2026-02-27 16:00", "2d", "Tue 2026-03-03 16:00")]
    [InlineData("Fri 2026-02-27 18:00", "1d", "Tue 2026-03-03 09:00")]
    [InlineData("Sat 2026-02-28 10:00", "1d", "Tue 2026-03-03 09:00")]
    [InlineData("Mon 2026-03-02 07:00", "1d", "Tue 2026-03-03 09:00")]
    [InlineData("Fri 2026-02-27 17:00", "1d", "Mon 2026-03-02 17:00")]
    [InlineData("Thu 2026-04-02 16:00", "2d", "Tue 2026-04-07 16:00")]
    [InlineData("Wed 2026-12-23 16:00", "1d", "Mon 2026-12-28 09:00")]
    [InlineData("Wed 2026-12-23 12:00", "1d", "Thu 2026-12-24 12:00")]
    [InlineData("Fri 2026-02-27 16:00", "2h", "Mon 2026-03-02 10:00")]
    [InlineData("Fri 2026-02-27 16:00", "1h", "Fri 2026-02-27 17:00")]
    [InlineData("Fri 2026-02-27 17:00", "30m", "Mon 2026-03-02 09:30")]
    [InlineData("Wed 2026-12-23 16:00", "3h", "Thu 2026-12-24 11:00")]
    [InlineData("Wed 2026-12-23 16:00", "6h", "Mon 2026-12-28 10:00")]
    [InlineData("Thu 2026-02-26 16:00", "1d 2h", "Mon 2026-03-02 10:00")]
    [InlineData("Fri 2026-03-27 16:00", "1d", "Mon 2026-03-30 16:00")]
    [InlineData("Fri 2026-10-23 16:00", "1d", "Mon 2026-10-26 16:00")]
    [InlineData("Fri 2026-03-27 16:00", "9h", "Mon 2026-03-30 17:00")]
    [InlineData("Sat 2026-02-28 10:00", "0d", "Sat 2026-02-28 10:00")]
    public void AddWorkingTime_InRome_IsDueAt(string from, string amount, string due)
    {
        var calendar = new WorkingCalendar(
            "italy", WorkingWeek.Standard, [new(Day("2026-04-06"), "Easter Monday"), new(Day("2026-12-24"), "Christmas Eve", DayHalf.Afternoon), new(Day("2026-12-25"), "Christmas")]);

        var found = calendar.AddWorkingTime(Local(from, Rome), WorkingTime.Parse(amount), Rome);

        found.Offset.ShouldBe(TimeSpan.Zero);
        TimeZoneInfo.ConvertTime(found, Rome).ShouldBe(Local(due, Rome));
    }

    [Fact]
    public void AddWorkingTime_HoursOverTheNightTheClocksChange_AreElapsedHours()
    {
        // In spring the day has 23 hours, in autumn 25.
        RoundTheClock.AddWorkingTime(Local("Sat 2026-03-28 23:00", Rome), WorkingTime.FromHours(4), Rome).ShouldBe(Local("Sun 2026-03-29 04:00", Rome));
        RoundTheClock.AddWorkingTime(Local("Sat 2026-10-24 23:00", Rome), WorkingTime.FromHours(4), Rome).ShouldBe(Local("Sun 2026-10-25 02:00", Rome).AddHours(1), "02:00 for the second time");
        RoundTheClock.AddWorkingTime(Local("Sat 2026-03-07 23:00", NewYork), WorkingTime.FromHours(4), NewYork).ShouldBe(Local("Sun 2026-03-08 04:00", NewYork));
    }

    [Fact]
    public void AddWorkingTime_DayEndsInTheSkippedHour_IsTheFirstTimeAfterIt()
    {
        RoundTheClock.AddWorkingTime(Local("Sat 2026-03-28 02:30", Rome), WorkingTime.FromDays(1), Rome).ShouldBe(Local("Sun 2026-03-29 03:00", Rome));
    }

    [Fact]
    public void AddWorkingTime_BreaksAndShortFridays_AreCountedAround()
    {
        var calendar = new WorkingCalendar("breaks", WorkingWeek.Parse("Mon-Thu 09:00-12:30 13:30-17:30; Fri 09:00-13:00"), []);

        calendar.AddWorkingTime(Local("Thu 2026-02-26 12:00", Rome), WorkingTime.FromHours(1), Rome).ShouldBe(Local("Thu 2026-02-26 14:00", Rome));
        calendar.AddWorkingTime(Local("Thu 2026-02-26 16:00", Rome), WorkingTime.FromDays(1), Rome).ShouldBe(Local("Mon 2026-03-02 09:00", Rome));
        calendar.AddWorkingTime(Local("Thu 2026-02-26 17:00", Rome), WorkingTime.FromHours(5), Rome).ShouldBe(Local("Mon 2026-03-02 09:30", Rome));
    }

    [Fact]
    public void AddWorkingTime_CalendarWithoutWorkingTime_SaysSo()
    {
        var start = Day("2026-01-01");
        var calendar = new WorkingCalendar("closed", WorkingWeek.Standard, Enumerable.Range(0, 4000).Select(day => new Holiday(start.AddDays(day), "Closed")));

        Should.Throw<InvalidOperationException>(() => calendar.AddWorkingTime(Local("Thu 2026-02-26 12:00", Rome), WorkingTime.FromHours(1), Rome))
            .Message.ShouldContain("'closed' has no working time");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    // The name of the day is for the reader, and checked.
    private static DateTimeOffset Local(string text, TimeZoneInfo zone)
    {
        var local = DateTime.ParseExact(text, "ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }
}
