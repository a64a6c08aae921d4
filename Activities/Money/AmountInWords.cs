using System.Globalization;

namespace Workflows.Activities.Money;

/// <summary>An amount as it is written on forms, so that nobody adds a digit: one hundred and twenty-three euro and 45/100.</summary>
/// <remarks>Own tables: Humanizer asks for cultures, and there are none where globalization is invariant.</remarks>
public static class AmountInWords
{
    private static readonly string[] EnglishUnits =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] EnglishTens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Units = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];

    private static readonly Dictionary<string, (string English, string Indonesian)> Currencies = new()
    {
        ["EUR"] = ("euro", "euro"),
        ["USD"] = ("US dollars", "dolar Amerika Serikat"),
        ["IDR"] = ("rupiah", "rupiah"),
        ["GBP"] = ("pounds sterling", "pound sterling"),
        ["CHF"] = ("Swiss francs", "franc Swiss"),
        ["JPY"] = ("yen", "yen"),
        ["SGD"] = ("Singapore dollars", "dolar Singapura"),
        ["INR"] = ("rupees", "rupee"),
    };

    public static string Of(decimal amount, string currency, string language)
    {
        var rounded = Amounts.Round(Math.Abs(amount), currency);
        var whole = (long)decimal.Truncate(rounded);
        var decimals = Amounts.DecimalsOf(currency);
        var hundred = decimals switch { 0 => 1m, 3 => 1000m, _ => 100m };
        var fraction = (long)((rounded - whole) * hundred);
        var isIndonesian = language == "id";
        var name = Currencies.TryGetValue(currency, out var names) ? isIndonesian ? names.Indonesian : names.English : currency;
        var words = isIndonesian ? Indonesian(whole) : English(whole);
        var minus = amount < 0 ? "minus " : "";
        var cents = decimals == 0 || fraction == 0 ? "" : $" {(isIndonesian ? "dan" : "and")} {fraction.ToString(new string('0', decimals), CultureInfo.InvariantCulture)}/{hundred}";
        var text = $"{minus}{words} {name}{cents}";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string English(long number) => number switch
    {
        < 20 => EnglishUnits[number],
        < 100 => EnglishTens[number / 10] + (number % 10 == 0 ? "" : "-" + EnglishUnits[number % 10]),
        < 1_000 => $"{EnglishUnits[number / 100]} hundred{And(number % 100)}",
        < 1_000_000 => $"{English(number / 1_000)} thousand{Then(number % 1_000)}",
        < 1_000_000_000 => $"{English(number / 1_000_000)} million{Then(number % 1_000_000)}",
        < 1_000_000_000_000 => $"{English(number / 1_000_000_000)} billion{Then(number % 1_000_000_000)}",
        _ => $"{English(number / 1_000_000_000_000)} trillion{Then(number % 1_000_000_000_000)}",
    };

    private static string And(long rest) => rest == 0 ? "" : " and " + English(rest);

    private static string Then(long rest) => rest == 0 ? "" : rest < 100 ? And(rest) : " " + English(rest);

    // se- stands for one before ten, a hundred and a thousand, not before a million.
    private static string Indonesian(long number) => number switch
    {
        < 12 => Units[number],
        < 20 => $"{Units[number - 10]} belas",
        < 100 => $"{Units[number / 10]} puluh{Rest(number % 10)}",
        < 200 => $"seratus{Rest(number - 100)}",
        < 1_000 => $"{Units[number / 100]} ratus{Rest(number % 100)}",
        < 2_000 => $"seribu{Rest(number - 1_000)}",
        < 1_000_000 => $"{Indonesian(number / 1_000)} ribu{Rest(number % 1_000)}",
        < 1_000_000_000 => $"{Indonesian(number / 1_000_000)} juta{Rest(number % 1_000_000)}",
        < 1_000_000_000_000 => $"{Indonesian(number / 1_000_000_000)} miliar{Rest(number % 1_000_000_000)}",
        _ => $"{Indonesian(number / 1_000_000_000_000)} triliun{Rest(number % 1_000_000_000_000)}",
    };

    private static string Rest(long number) => number == 0 ? "" : " " + Indonesian(number);
}
