using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflows.Activities.Money;

/// <summary>Money to the smallest unit of its currency: rounding, splitting without losing a cent, and how it reads.</summary>
public static partial class Amounts
{
    // ISO 4217: currencies whose smallest unit is not a hundredth.
    private static readonly HashSet<string> Whole = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];
    private static readonly HashSet<string> Thousandths = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    public static int DecimalsOf(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    public static bool IsExact(decimal amount, string currency) => amount == Round(amount, currency);

    /// <summary>Commercially: half a cent goes away from zero.</summary>
    public static decimal Round(decimal amount, string currency) => Math.Round(amount, DecimalsOf(currency), MidpointRounding.AwayFromZero);

    /// <summary>With all its decimals, so that 12.5 and 12.50 are stored alike.</summary>
    public static decimal Scaled(decimal amount, string currency) => Round(amount, currency) + new decimal(0, 0, 0, false, (byte)DecimalsOf(currency));

    /// <summary>Divides an amount by weights, with the largest remainder: each part is what its weight gives, rounded down, and the units that are left go to the parts that lost most.</summary>
    /// <param name="amount">Exact in its currency; what is below zero is divided the same way.</param>
    /// <param name="weights">Not negative, and not all zero. Of two equal remainders the earlier part gets the unit.</param>
    /// <returns>One part for each weight; they sum to the amount.</returns>
    public static IReadOnlyList<decimal> Split(decimal amount, IReadOnlyList<decimal> weights, string currency)
    {
        if (!IsExact(amount, currency)) throw new ArgumentException($"{amount} has more decimals than {currency} has.", nameof(amount));
        var sum = weights.Sum();
        if (weights.Any(weight => weight < 0) || sum <= 0) throw new ArgumentException("Weights are not negative, and one is more than zero.", nameof(weights));
        var unit = new decimal(1, 0, 0, false, (byte)DecimalsOf(currency));
        var units = Math.Abs(amount) / unit;
        var exact = weights.Select(weight => units * weight / sum).ToList();
        var parts = exact.ConvertAll(decimal.Floor);
        var left = (int)(units - parts.Sum());
        foreach (var index in Enumerable.Range(0, parts.Count).OrderByDescending(index => exact[index] - parts[index]).ThenBy(index => index).Take(left)) parts[index]++;
        return parts.ConvertAll(part => Math.Sign(amount) * part * unit);
    }

    /// <summary>1,250.50 EUR; in Indonesian 1.250,50 EUR.</summary>
    public static string Text(decimal amount, string currency, string language) => $"{Number(amount, currency, language)} {currency}";

    /// <summary>1,250.50; in Indonesian 1.250,50.</summary>
    public static string Number(decimal amount, string currency, string language) => Number(Round(amount, currency), DecimalsOf(currency), language);

    /// <summary>12.5 %; in Indonesian 12,5 %.</summary>
    public static string Percent(decimal percent, string language)
    {
        var text = percent.ToString("0.####", CultureInfo.InvariantCulture);
        return $"{(language == "id" ? text.Replace('.', ',') : text)} %";
    }

    /// <summary>A number whose currency is not known, or that is no money: with the decimals that it has.</summary>
    /// <param name="least">So many decimals at least.</param>
    public static string Number(decimal number, string language, int least = 0) => Number(number, Math.Max(number.Scale, least), language);

    private static string Number(decimal number, int decimals, string language)
    {
        var text = number.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return language == "id" ? text.Replace(',', '\u0001').Replace('.', ',').Replace('\u0001', '.') : text;
    }

    /// <summary>Reads what somebody wrote: with or without its currency, and with marks between thousands as they are shown: 1,250.50, in Indonesian 1.250,50.</summary>
    /// <remarks>In Indonesian 250.000 is a quarter of a million; 250.50 is read as a point, because no three digits follow.</remarks>
    public static bool TryRead(string text, string? currency, string language, out decimal amount)
    {
        var bare = text.Trim();
        if (currency is not null && bare.EndsWith(currency, StringComparison.OrdinalIgnoreCase)) bare = bare[..^currency.Length].TrimEnd();
        if (language == "id" && AsInIndonesia().IsMatch(bare)) bare = bare.Replace(".", "").Replace(',', '.');
        else if (WithCommas().IsMatch(bare)) bare = bare.Replace(",", "");
        return decimal.TryParse(bare, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out amount);
    }

    [GeneratedRegex(@"^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WithCommas();

    [GeneratedRegex(@"^([0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+,[0-9]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AsInIndonesia();
}
