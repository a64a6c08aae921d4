using Workflows.Activities.Calendar;

namespace Workflows.Activities.Tests.Calendar;

public sealed class IsoDayTests
{
    [Fact]
    public void TryParse_IsoDay_IsThatDay()
    {
        IsoDay.TryParse("2028-02-29", "firstDay", out var day, out var error).ShouldBeTrue();

        day.ShouldBe(new DateOnly(2028, 2, 29));
        error.ShouldBeNull();
        IsoDay.Text(day).ShouldBe("2028-02-29");
    }

    [Theory]
    [InlineData("25th Feb")]
    [InlineData("25th Feb to 27th feb")]
    [InlineData("25/02/2026")]
    [InlineData("2026-2-25")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-25T00:00:00")]
    [InlineData(" 2026-02-25")]
    [InlineData("٢٠٢٦-٠٢-٢٥")]
    public void TryParse_AnythingElse_NamesTheFieldAndTheForm(string text)
    {
        IsoDay.TryParse(text, "firstDay", out _, out var error).ShouldBeFalse();

        error.ShouldBe($"firstDay: '{text}' is not a day. Write it as year-month-day, for example 2026-02-25.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void TryParse_Nothing_SaysThatADayIsMissing(string? text)
    {
        IsoDay.TryParse(text, "lastDay", out _, out var error).ShouldBeFalse();

        error.ShouldBe("lastDay: a day is missing. Write it as year-month-day, for example 2026-02-25.");
    }
}
