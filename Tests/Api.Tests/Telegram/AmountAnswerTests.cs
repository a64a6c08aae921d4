using Workflows.Activities.Approvals;
using Workflows.Api.Telegram;

namespace Workflows.Api.Tests.Telegram;

public sealed class AmountAnswerTests
{
    [Theory]
    [InlineData("80", 80)]
    [InlineData("80.50", 80.5)]
    [InlineData("1,080.50 EUR", 1080.5)]
    [InlineData("0", 0)]
    public void Read_OneAmount_IsThat(string text, decimal expected)
    {
        TelegramAnswers.Read(text, new TaskTerms { Amount = 2000, Currency = "EUR", AllowLess = true }, "en", out var approved).ShouldBeNull();

        approved.Amount.ShouldBe(expected);
    }

    [Theory]
    [InlineData("250.000", 250000)]
    [InlineData("1.250.000,50 IDR", 1250000.5)]
    [InlineData("250,50", 250.5)]
    [InlineData("250.50", 250.5)]
    public void Read_InIndonesian_IsAsItWasShown(string text, decimal expected)
    {
        TelegramAnswers.Read(text, new TaskTerms { Amount = 2_000_000, Currency = "IDR", AllowLess = true }, "id", out var approved).ShouldBeNull();

        approved.Amount.ShouldBe(expected);
    }

    [Theory]
    [InlineData("all of it", "not an amount")]
    [InlineData("1,08", "not an amount")]
    [InlineData("-1", "from 0 to 2,000.00 EUR")]
    [InlineData("2000.01", "from 0 to 2,000.00 EUR")]
    public void Read_NoSuchAmount_SaysWhatToWrite(string text, string problem) =>
        TelegramAnswers.Read(text, new TaskTerms { Amount = 2000, Currency = "EUR", AllowLess = true }, "en", out _).ShouldNotBeNull().ShouldContain(problem);

    [Theory]
    [InlineData("2 = 80")]
    [InlineData("2: 80.00")]
    [InlineData("2. 80")]
    [InlineData("2 80 EUR")]
    public void Read_OneLineOfSeveral_NamesItById(string text)
    {
        TelegramAnswers.Read(text, Claim(), "en", out var approved).ShouldBeNull();

        approved.Lines.ShouldBe(new Dictionary<string, decimal> { ["hotel"] = 80 });
    }

    [Fact]
    public void Read_TwoLines_TakesBoth()
    {
        TelegramAnswers.Read("1=0\n2=80", Claim(), "en", out var approved).ShouldBeNull();

        approved.Lines.ShouldBe(new Dictionary<string, decimal> { ["train"] = 0, ["hotel"] = 80 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("3 = 1", "The lines are 1 to 2.")]
    [InlineData("80", "not an amount")]
    [InlineData("2 = much", "not an amount")]
    [InlineData("2 = 121", "from 0 to 120.00 EUR")]
    [InlineData(";", "not an amount")]
    public void Read_WrongLine_SaysWhatToWrite(string text, string problem) => TelegramAnswers.Read(text, Claim(), "en", out _).ShouldNotBeNull().ShouldContain(problem);

    private static TaskTerms Claim() => new() { Currency = "EUR", AllowLess = true, Lines = [new ApprovalLine("train", "Train", 45.5m), new ApprovalLine("hotel", "Hotel", 120)] };
}
