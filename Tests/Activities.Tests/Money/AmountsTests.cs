using Workflows.Activities.Money;

namespace Workflows.Activities.Tests.Money;

public sealed class AmountsTests
{
    [Fact]
    public void Split_AnyAmountAndWeights_SumsToTheCentAndStaysWithinOneUnit()
    {
        var random = new Random(20260302);
        for (var round = 0; round < 5_000; round++)
        {
            var currency = new[] { "EUR", "JPY", "KWD" }[random.Next(3)];
            var unit = Amounts.DecimalsOf(currency) switch { 0 => 1m, 3 => 0.001m, _ => 0.01m };
            var amount = random.Next(-5_000_000, 5_000_000) * unit;
            var weights = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(0, 10_000) / 100m).Append(0.01m).ToList();

            var parts = Amounts.Split(amount, weights, currency);

            // Plain questions: an assertion on an expression compiles it, each time.
            var sum = weights.Sum();
            var told = $"{amount} {currency} by {string.Join(' ', weights)} is {string.Join(' ', parts)}";
            parts.Sum().ShouldBe(amount, told);
            parts.All(part => Amounts.IsExact(part, currency)).ShouldBeTrue(told);
            parts.Zip(weights).All(pair => Math.Abs(pair.First - (amount * pair.Second / sum)) < unit).ShouldBeTrue(told);
            parts.Zip(weights).All(pair => pair.Second > 0 || pair.First == 0).ShouldBeTrue(told);
        }
    }

    [Theory]
    [InlineData("100.00", "1 1 1", "33.34 33.33 33.33")]
    [InlineData("-0.05", "50 50", "-0.03 -0.02")]
    [InlineData("0.01", "10 20 70", "0.00 0.00 0.01")]
    [InlineData("0", "10 90", "0.00 0.00")]
    public void Split_UnitsThatAreLeft_GoToTheLargestRemainders(string amount, string weights, string parts) =>
        string.Join(' ', Amounts.Split(decimal.Parse(amount), [.. weights.Split(' ').Select(decimal.Parse)], "EUR").Select(part => part.ToString("0.00"))).ShouldBe(parts);

    [Fact]
    public void Split_MoreDecimalsThanTheCurrency_IsRefused()
    {
        Should.Throw<ArgumentException>(() => Amounts.Split(1.005m, [1m], "EUR"));
        Should.Throw<ArgumentException>(() => Amounts.Split(1m, [0m], "EUR"));
    }

    [Fact]
    public void Text_InBothLanguages_HasTheDecimalsOfTheCurrency()
    {
        Amounts.Text(1234567.5m, "EUR", "en").ShouldBe("1,234,567.50 EUR");
        Amounts.Text(1234567.5m, "IDR", "id").ShouldBe("1.234.567,50 IDR");
        Amounts.Text(1234.5m, "JPY", "en").ShouldBe("1,235 JPY");
    }

    [Theory]
    [InlineData("2300.75", "EUR", "en", "Two thousand three hundred euro and 75/100")]
    [InlineData("21", "EUR", "en", "Twenty-one euro")]
    [InlineData("-5.05", "USD", "en", "Minus five US dollars and 05/100")]
    [InlineData("1500000", "IDR", "id", "Satu juta lima ratus ribu rupiah")]
    [InlineData("1111.10", "IDR", "id", "Seribu seratus sebelas rupiah dan 10/100")]
    [InlineData("217019", "IDR", "id", "Dua ratus tujuh belas ribu sembilan belas rupiah")]
    [InlineData("1000000000", "IDR", "id", "Satu miliar rupiah")]
    [InlineData("0.5", "EUR", "id", "Nol euro dan 50/100")]
    [InlineData("12", "XAU", "en", "Twelve XAU")]
    public void InWords_ReadsAsItIsSpoken(string amount, string currency, string language, string words) => AmountInWords.Of(decimal.Parse(amount), currency, language).ShouldBe(words);
}
