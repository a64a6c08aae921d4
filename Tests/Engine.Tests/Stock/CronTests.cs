using Workflows.Engine.Stock.Scheduling;

namespace Workflows.Engine.Tests.Stock;

/// <summary>Cron in a time zone. Rome goes forward on 2026-03-29 (02:00 becomes 03:00) and back on 2026-10-25 (03:00 becomes 02:00).</summary>
public sealed class CronTests
{
    [Theory]
    [InlineData("30 9 * * *", "Europe/Rome", "2026-02-24T08:00:00Z", "2026-02-24T08:30:00Z")]
    [InlineData("0 30 9 * * *", "Europe/Rome", "2026-07-24T08:00:00Z", "2026-07-25T07:30:00Z")]
    [InlineData("15 30 9 * * MON-FRI", "Asia/Jakarta", "2026-02-27T03:00:00Z", "2026-03-02T02:30:15Z")]
    [InlineData("0 9 * * *", null, "2026-02-24T09:00:00Z", "2026-02-25T09:00:00Z")]
    [InlineData("0 0 1 1 *", "Pacific/Kiritimati", "2026-06-01T00:00:00Z", "2026-12-31T10:00:00Z")]
    public void Next_FiveAndSixFields_FollowTheClockOfTheZone(string expression, string? zone, string after, string expected) =>
        Next(expression, zone, after).ShouldBe(At(expected));

    [Theory]
    // 02:30 does not come: the first instant after the gap stands for it, once.
    [InlineData("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z,2026-03-30T00:30:00Z,2026-03-31T00:30:00Z")]
    [InlineData("0 3 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z,2026-03-30T01:00:00Z")]
    // What runs every so often has no turn in the gap and none is added.
    [InlineData("*/30 * * * *", "2026-03-29T00:15:00Z", "2026-03-29T00:30:00Z,2026-03-29T01:00:00Z,2026-03-29T01:30:00Z")]
    [InlineData("30 * * * *", "2026-03-29T00:00:00Z", "2026-03-29T00:30:00Z,2026-03-29T01:30:00Z")]
    public void Next_ClocksGoForward_RunsOnceAndMissesNoDay(string expression, string after, string expected) => Follow(expression, after, expected);

    [Theory]
    // 02:30 comes twice: the first one counts.
    [InlineData("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z,2026-10-26T01:30:00Z")]
    [InlineData("0 3 * * *", "2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z,2026-10-26T02:00:00Z")]
    // What runs every so often goes on through the hour that comes twice.
    [InlineData("*/30 * * * *", "2026-10-24T23:45:00Z", "2026-10-25T00:00:00Z,2026-10-25T00:30:00Z,2026-10-25T01:00:00Z,2026-10-25T01:30:00Z,2026-10-25T02:00:00Z,2026-10-25T02:30:00Z")]
    [InlineData("30 * * * *", "2026-10-24T23:45:00Z", "2026-10-25T00:30:00Z,2026-10-25T01:30:00Z,2026-10-25T02:30:00Z")]
    public void Next_ClocksGoBack_RunsOnceOrGoesOn(string expression, string after, string expected) => Follow(expression, after, expected);

    [Fact]
    public void Next_EveryHourThroughAYear_ComesEveryHour()
    {
        var instant = At("2026-01-01T00:00:00Z");
        for (var hour = 1; hour <= 24 * 365; hour++)
        {
            instant = CronSchedule.Next("0 * * * *", "America/New_York", instant).ShouldNotBeNull();
            instant.ShouldBe(At("2026-01-01T00:00:00Z").AddHours(hour));
        }
    }

    [Fact]
    public void Next_EveryNightThroughThirtyYears_ComesOnceADay()
    {
        var instant = At("2026-01-01T12:00:00Z");
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        for (var day = 0; day < 365 * 30; day++)
        {
            var next = CronSchedule.Next("30 2 * * *", "America/New_York", instant).ShouldNotBeNull();
            (TimeZoneInfo.ConvertTime(next, zone).Date - TimeZoneInfo.ConvertTime(instant, zone).Date).Days.ShouldBe(1);
            instant = next;
        }
    }

    [Fact]
    public void Next_UnknownZone_SaysHowToWriteIt() =>
        Should.Throw<FormatException>(() => Next("0 9 * * *", "Rome", "2026-01-01T00:00:00Z")).Message.ShouldContain("Europe/Rome");

    private static void Follow(string expression, string after, string expected)
    {
        var instant = At(after);
        foreach (var next in expected.Split(','))
        {
            instant = CronSchedule.Next(expression, "Europe/Rome", instant).ShouldNotBeNull();
            instant.ShouldBe(At(next));
        }
    }

    private static DateTimeOffset? Next(string expression, string? zone, string after) => CronSchedule.Next(expression, zone, At(after));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
