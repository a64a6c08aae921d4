using Workflows.Activities.Channels;

namespace Workflows.Activities.Tests.Channels;

public sealed class QuietHoursTests
{
    [Theory]
    // Over midnight.
    [InlineData("22:00", "07:00", "2026-03-02T20:59Z", null)]
    [InlineData("22:00", "07:00", "2026-03-02T21:00Z", "2026-03-03T06:00Z")]
    [InlineData("22:00", "07:00", "2026-03-03T05:59Z", "2026-03-03T06:00Z")]
    [InlineData("22:00", "07:00", "2026-03-03T06:00Z", null)]
    // Within a day.
    [InlineData("12:00", "13:30", "2026-03-02T11:30Z", "2026-03-02T12:30Z")]
    [InlineData("12:00", "13:30", "2026-03-02T12:30Z", null)]
    // Clocks go forward: there is no half past two.
    [InlineData("22:00", "02:30", "2026-03-28T23:00Z", "2026-03-29T01:00Z")]
    // Clocks go back: there are two; the quiet hours end once.
    [InlineData("22:00", "02:30", "2026-10-24T22:00Z", "2026-10-25T00:30Z")]
    [InlineData("22:00", "02:30", "2026-10-25T01:15Z", "2026-10-25T01:30Z")]
    public void EndAfter_Instant_IsTheNextEndWhereThePersonIs(string from, string until, string instant, string? end)
    {
        var quiet = new QuietHours(TimeOnly.Parse(from), TimeOnly.Parse(until));
        quiet.EndAfter(DateTimeOffset.Parse(instant), TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome")).ShouldBe(end is null ? null : DateTimeOffset.Parse(end));
    }
}
