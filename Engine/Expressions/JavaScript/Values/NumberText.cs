using System.Globalization;
using System.Numerics;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Numbers to text as ECMAScript defines it, to the digit.</summary>
internal static class NumberText
{
    private const double TwoTo53 = 9007199254740992;

    public static string Of(double value)
    {
        if (Math.Abs(value) < TwoTo53 && value == Math.Floor(value))
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            return NotFinite(value);

        var (digits, exponent) = Shortest(Math.Abs(value));
        var sign = value < 0 ? "-" : "";
        if (exponent is > 0 and <= 21)
        {
            return digits.Length <= exponent
                ? sign + digits + new string('0', exponent - digits.Length)
                : sign + digits[..exponent] + "." + digits[exponent..];
        }
        if (exponent is > -6 and <= 0)
            return sign + "0." + new string('0', -exponent) + digits;
        return sign + Exponential(digits, exponent - 1);
    }

    public static string Fixed(double value, int fractionDigits)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        if (Math.Abs(value) >= 1e21)
            return Of(value);
        var scaled = RoundedTimesPowerOfTen(Math.Abs(value), fractionDigits).ToString(CultureInfo.InvariantCulture);
        if (fractionDigits > 0)
        {
            scaled = scaled.PadLeft(fractionDigits + 1, '0');
            scaled = $"{scaled[..^fractionDigits]}.{scaled[^fractionDigits..]}";
        }
        // -0 prints as 0, but what rounds to zero from below keeps its sign.
        return value < 0 ? "-" + scaled : scaled;
    }

    /// <summary>Fraction digits null: as many as needed.</summary>
    public static string ToExponential(double value, int? fractionDigits)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        var sign = value < 0 ? "-" : "";
        if (fractionDigits is null)
        {
            if (value == 0)
                return "0e+0";
            var (shortest, point) = Shortest(Math.Abs(value));
            return sign + Exponential(shortest, point - 1);
        }
        var (digits, exponent) = Significant(Math.Abs(value), fractionDigits.Value + 1);
        return sign + Exponential(digits, exponent);
    }

    public static string Precision(double value, int precision)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        var sign = value < 0 ? "-" : "";
        var (digits, exponent) = Significant(Math.Abs(value), precision);
        if (exponent < -6 || exponent >= precision)
            return sign + Exponential(digits, exponent);
        if (exponent == precision - 1)
            return sign + digits;
        if (exponent >= 0)
            return $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
        return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
    }

    /// <summary>Digits in another base. Fractions follow V8's algorithm: ECMAScript leaves the number of digits open.</summary>
    public static string Radix(double value, int radix)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        var negative = value < 0;
        value = Math.Abs(value);
        var whole = Math.Floor(value);
        var fraction = value - whole;
        var delta = Math.Max(0.5 * (Math.BitIncrement(value) - value), double.Epsilon);
        var fractionText = new StringBuilder();
        if (fraction >= delta)
            whole += AppendFraction(fractionText, fraction, delta, radix);

        var digits = new StringBuilder();
        while (whole / radix >= TwoTo53)
        {
            whole /= radix;
            digits.Append('0');
        }
        do
        {
            var remainder = whole % radix;
            digits.Append(Digit((int)remainder));
            whole = (whole - remainder) / radix;
        }
        while (whole > 0);
        var wholeText = digits.ToString().ToCharArray();
        Array.Reverse(wholeText);
        return (negative ? "-" : "") + new string(wholeText) + (fractionText.Length > 0 ? "." + fractionText : "");
    }

    /// <summary>Writes the fraction; returns 1 when rounding carried into the whole part.</summary>
    private static int AppendFraction(StringBuilder text, double fraction, double delta, int radix)
    {
        do
        {
            fraction *= radix;
            delta *= radix;
            var digit = (int)fraction;
            text.Append(Digit(digit));
            fraction -= digit;
            if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1) != 0)) && fraction + delta > 1)
                return Carry(text, radix);
        }
        while (fraction >= delta);
        return 0;
    }

    private static int Carry(StringBuilder text, int radix)
    {
        while (text.Length > 0)
        {
            var last = text[^1];
            text.Length--;
            var digit = last > '9' ? last - 'a' + 10 : last - '0';
            if (digit + 1 < radix)
            {
                text.Append(Digit(digit + 1));
                return 0;
            }
        }
        return 1;
    }

    private static char Digit(int digit) => (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);

    private static string NotFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}";
    }

    /// <summary>The fewest digits that read back as the same number.</summary>
    /// <returns>Digits without trailing zeros, and the position of the decimal point counted from before the first digit.</returns>
    private static (string Digits, int Point) Shortest(double value)
    {
        var roundTrip = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent;
        var mantissa = roundTrip.AsSpan();
        var mark = mantissa.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(mantissa[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }
        else
        {
            exponent = PlainExponent(mantissa);
        }
        var digits = mantissa.ToString().Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return (digits, exponent + 1);
    }

    private static int PlainExponent(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.') is var p && p < 0 ? text.Length : p;
        if (text[0] != '0')
            return point - 1;
        var zeros = text[2..].IndexOfAnyExcept('0');
        return -zeros - 1;
    }

    /// <summary>Exactly <paramref name="count"/> digits, rounded half up, and the exponent of the first.</summary>
    private static (string Digits, int Exponent) Significant(double value, int count)
    {
        if (value == 0)
            return (new string('0', count), 0);
        var exponent = Shortest(value).Point - 1;
        var digits = RoundedTimesPowerOfTen(value, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
        return digits.Length > count ? (digits[..count], exponent + 1) : (digits, exponent);
    }

    /// <summary>The exact value times 10^power, to the nearest integer, halves up.</summary>
    private static BigInteger RoundedTimesPowerOfTen(double value, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger numerator = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
            exponent++;
        else
            numerator |= 1L << 52;
        exponent -= 1075;
        var denominator = BigInteger.One;
        if (power >= 0)
            numerator *= BigInteger.Pow(10, power);
        else
            denominator = BigInteger.Pow(10, -power);
        if (exponent >= 0)
            numerator <<= exponent;
        else
            denominator <<= -exponent;
        return ((numerator << 1) + denominator) / (denominator << 1);
    }
}
