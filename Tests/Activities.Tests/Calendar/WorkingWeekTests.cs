using Workflows.Activities.Calendar;

namespace Workflows.Activities.Tests.Calendar;

public sealed class WorkingWeekTests
{
    [Fact]
    public void TryParse_DaysWithBreaksAndAShortFriday_HasThoseHours()
    {
        var week = WorkingWeek.Parse("Sun-Wed 08:00-12:00 13:00-17:00; Thu 08:00-12:30");

        week[DayOfWeek.Sunday].ShouldBe([Span(8, 0, 12, 0), Span(13, 0, 17, 0)]);
        week[DayOfWeek.Thursday].ShouldBe([Span(8, 0, 12, 30)]);
        week[DayOfWeek.Friday].ShouldBeEmpty();
        WorkingWeek.Parse(week.Text)[DayOfWeek.Wednesday].ShouldBe(week[DayOfWeek.Wednesday]);
    }

    [Fact]
    public void TryParse_RoundTheClock_EndsAt24()
    {
        WorkingWeek.Parse("Mon-Sun 00:00-24:00")[DayOfWeek.Sunday].ShouldBe([new WorkingSpan(TimeSpan.Zero, TimeSpan.FromHours(24))]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mon-Fri")]
    [InlineData("Mon-Fri 17:00-09:00")]
    [InlineData("Mon-Fri 09:00-12:00 11:00-17:00")]
    [InlineData("Mon-Fri 09:00-17:00; Fri 09:00-12:00")]
    [InlineData("Mon-Fri-Sun 09:00-17:00")]
    [InlineData("Lun-Ven 09:00-17:00")]
    [InlineData("Mon-Fri 9-17")]
    public void TryParse_AnythingElse_ShowsAnExample(string? text)
    {
        WorkingWeek.TryParse(text, out var week, out var error).ShouldBeFalse();

        week.ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain("Mon-Fri 09:00-17:00");
    }

    private static WorkingSpan Span(int fromHour, int fromMinute, int toHour, int toMinute) =>
        new(new TimeSpan(fromHour, fromMinute, 0), new TimeSpan(toHour, toMinute, 0));
}
