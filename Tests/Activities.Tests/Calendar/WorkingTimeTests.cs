using System.Text.Json;
using Workflows.Activities.Calendar;

namespace Workflows.Activities.Tests.Calendar;

public sealed class WorkingTimeTests
{
    [Theory]
    [InlineData("1d", "1d")]
    [InlineData("2d 4h", "2d 4h")]
    [InlineData("2d4h", "2d 4h")]
    [InlineData("4h", "4h")]
    [InlineData("30m", "30m")]
    [InlineData("90m", "1h 30m")]
    [InlineData("36h", "36h")]
    [InlineData("10s", "10s")]
    [InlineData("P1D", "1d")]
    [InlineData("PT4H", "4h")]
    [InlineData("P2DT4H30M", "2d 4h 30m")]
    [InlineData("1.00:00:00", "1d")]
    [InlineData("2.04:30:00", "2d 4h 30m")]
    [InlineData("04:00:00", "4h")]
    [InlineData("1 working day", "1d")]
    [InlineData("2 Working Days and 4 hours", "2d 4h")]
    [InlineData("2 hari kerja dan 4 jam", "2d 4h")]
    [InlineData(" 3 days ", "3d")]
    [InlineData("0d", "0m")]
    public void TryParse_WrittenForm_GivesCanonicalText(string text, string canonical)
    {
        WorkingTime.TryParse(text, out var value, out var error).ShouldBeTrue(error);

        value.ToString().ShouldBe(canonical);
        WorkingTime.Parse(canonical).ShouldBe(value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("and")]
    [InlineData("1")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("1d 2d")]
    [InlineData("1w")]
    [InlineData("P1M")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("25:00:00")]
    [InlineData("1d later")]
    [InlineData("99999999999d")]
    [InlineData("10001d")]
    public void TryParse_AnythingElse_SaysWhatIsExpected(string? text)
    {
        WorkingTime.TryParse(text, out _, out var error).ShouldBeFalse();

        error.ShouldBe($"'{text}' is not an amount of working time. Write days, hours and minutes, for example 2d, 4h or 1d 30m.");
    }

    [Theory]
    [InlineData("1d", "1 working day", "1 hari kerja")]
    [InlineData("2d", "2 working days", "2 hari kerja")]
    [InlineData("2d 4h", "2 working days and 4 hours", "2 hari kerja dan 4 jam")]
    [InlineData("1h 30m", "1 working hour and 30 minutes", "1 jam kerja dan 30 menit")]
    [InlineData("1d 1h 1m", "1 working day, 1 hour and 1 minute", "1 hari kerja, 1 jam dan 1 menit")]
    [InlineData("0m", "0 working minutes", "0 menit kerja")]
    public void ToText_EachLanguage_ReadsBackAsTheSame(string text, string english, string indonesian)
    {
        var value = WorkingTime.Parse(text);

        value.ToText("en").ShouldBe(english);
        value.ToText("id").ShouldBe(indonesian);
        WorkingTime.Parse(english).ShouldBe(value);
        WorkingTime.Parse(indonesian).ShouldBe(value);
    }

    [Fact]
    public void From_TimeSpanOfADayAndFourHours_IsAWorkingDayAndFourHours() => WorkingTime.From(TimeSpan.FromHours(28)).ToString().ShouldBe("1d 4h");

    [Fact]
    public void Json_RoundTrip_IsTheCanonicalText()
    {
        JsonSerializer.Serialize(WorkingTime.Parse("P2D")).ShouldBe("\"2d\"");
        JsonSerializer.Deserialize<WorkingTime>("\"2.00:00:00\"").ShouldBe(WorkingTime.FromDays(2));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<WorkingTime>("\"soon\"")).Message.ShouldContain("'soon' is not an amount of working time");
    }
}
