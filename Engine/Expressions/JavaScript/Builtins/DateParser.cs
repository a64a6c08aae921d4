using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Reads dates: ISO 8601 as ECMAScript has it, and the looser forms that browsers and Node read, where a time without zone is UTC.</summary>
internal static partial class DateParser
{
    private const int MaxLength = 100;


    /// <summary>Milliseconds since 1970; NaN when the text is no date.</summary>
    public static double Parse(string text)
    {
        if (text.Length > MaxLength)
            return double.NaN;
        var iso = Iso().Match(text);
        return ScriptDate.Clip(iso.Success ? FromIso(iso) : FromWords(text));
    }

    private static double FromIso(Match match)
    {
        var yearText = match.Groups["year"].Value;
        if (yearText == "-000000")
            return double.NaN;
        var month = Number(match, "month", 1);
        var day = Number(match, "day", 1);
        var hour = Number(match, "hour", 0);
        var minute = Number(match, "minute", 0);
        var second = Number(match, "second", 0);
        var fraction = match.Groups["fraction"].Value;
        var millisecond = fraction.Length == 0 ? 0 : Math.Floor(double.Parse("0." + fraction, CultureInfo.InvariantCulture) * 1000);
        var isMidnight = hour == 24 && minute == 0 && second == 0 && millisecond == 0;
        if (month is < 1 or > 12 || day is < 1 or > 31 || (hour > 23 && !isMidnight) || minute > 59 || second > 59)
            return double.NaN;
        var offset = 0d;
        if (match.Groups["sign"].Success)
        {
            var (zoneHour, zoneMinute) = (Number(match, "zoneHour", 0), Number(match, "zoneMinute", 0));
            if (zoneHour > 23 || zoneMinute > 59)
                return double.NaN;
            offset = ((zoneHour * 60) + zoneMinute) * (match.Groups["sign"].Value == "-" ? -1 : 1);
        }
        return DateMath.Make(double.Parse(yearText, CultureInfo.InvariantCulture), month - 1, day, hour, minute, second, millisecond) - (offset * 60_000);
    }

    private static double Number(Match match, string group, double whenMissing) =>
        match.Groups[group].Success ? double.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : whenMissing;

    /// <summary>"Jan 15, 2024 10:00 PM", "15 January 2024", "1/15/2024", "Mon, 15 Jan 2024 10:00:00 GMT+0200 (CEST)" ...</summary>
    private static double FromWords(string text)
    {
        var numbers = new List<double>();
        var month = -1;
        var time = new List<double>();
        double? offset = null;
        int? halfDay = null;
        foreach (Match token in Tokens().Matches(text))
        {
            if (token.Groups["time"].Success)
            {
                if (time.Count > 0)
                    return double.NaN;
                foreach (var part in token.Value.Split(':'))
                    time.Add(double.Parse(part, CultureInfo.InvariantCulture));
            }
            else if (token.Groups["zone"].Success && (time.Count > 0 || offset is not null))
            {
                offset = Zone(token.Value);
            }
            else if (token.Groups["number"].Success)
            {
                numbers.Add(double.Parse(token.Groups["number"].ValueSpan, CultureInfo.InvariantCulture));
            }
            else if (token.Groups["word"].Success && !TryWord(token.Value, ref month, ref offset, ref halfDay))
            {
                return double.NaN;
            }
            else if (token.Groups["other"].Success)
            {
                return double.NaN;
            }
        }
        return Combine(numbers, month, time, offset, halfDay);
    }

    private static double Combine(List<double> numbers, int month, List<double> time, double? offset, int? halfDay)
    {
        double year;
        double day;
        if (month >= 0)
        {
            if (numbers.Count is < 1 or > 2)
                return double.NaN;
            day = numbers[0];
            // V8 takes 2001 when there is no year.
            year = numbers.Count == 2 ? numbers[1] : 2001;
            if (day > 31)
                (day, year) = (numbers.Count == 2 ? numbers[1] : 1, numbers[0]);
        }
        else if (numbers.Count == 3)
        {
            var yearFirst = numbers[0] > 31;
            (year, month, day) = yearFirst ? (numbers[0], (int)numbers[1] - 1, numbers[2]) : (numbers[2], (int)numbers[0] - 1, numbers[1]);
        }
        else if (numbers.Count == 2 && numbers[0] is >= 1 and <= 12)
        {
            (year, month, day) = (2001, (int)numbers[0] - 1, numbers[1]);
        }
        else
        {
            return double.NaN;
        }
        if (month is < 0 or > 11 || day is < 1 or > 31 || year != Math.Floor(year))
            return double.NaN;
        if (year < 50)
            year += 2000;
        else if (year < 100)
            year += 1900;
        var hour = time.Count > 0 ? time[0] : 0;
        var minute = time.Count > 1 ? time[1] : 0;
        var second = time.Count > 2 ? time[2] : 0;
        if (halfDay is not null)
        {
            if (hour is < 1 or > 12)
                return double.NaN;
            hour = (hour % 12) + halfDay.Value;
        }
        if (hour > 24 || minute > 59 || second >= 60)
            return double.NaN;
        return DateMath.Make(year, month, day, hour, minute, Math.Floor(second), Math.Floor((second % 1) * 1000)) - ((offset ?? 0) * 60_000);
    }

    private static bool TryWord(string word, ref int month, ref double? offset, ref int? halfDay)
    {
        var prefix = word.Length >= 3 ? word[..3] : word;
        var known = Array.FindIndex(DateText.Months, name => name.Equals(prefix, StringComparison.OrdinalIgnoreCase));
        if (known >= 0)
            month = known;
        else if (word.ToUpperInvariant() is "GMT" or "UTC" or "Z" or "UT")
            offset = 0;
        else if (word.ToUpperInvariant() is "AM" or "PM")
            halfDay = word[0] is 'a' or 'A' ? 0 : 12;
        else
            return Array.Exists(DateText.Weekdays, name => name.Equals(prefix, StringComparison.OrdinalIgnoreCase)) || TryZoneName(word, ref offset);
        return true;
    }

    private static bool TryZoneName(string word, ref double? offset)
    {
        double? hours = word.ToUpperInvariant() switch { "T" => 0, "EST" => -5, "EDT" => -4, "CST" => -6, "CDT" => -5, "MST" => -7, "MDT" => -6, "PST" => -8, "PDT" => -7, _ => null };
        if (hours is null)
            return false;
        if (word.Length > 1)
            offset = hours * 60;
        return true;
    }

    private static double Zone(string text)
    {
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var value = int.Parse(digits, CultureInfo.InvariantCulture);
        var minutes = digits.Length <= 2 ? value * 60 : (value / 100 * 60) + (value % 100);
        return text[0] == '-' ? -minutes : minutes;
    }

    [GeneratedRegex(@"^(?<year>\d{4}|[+-]\d{6})(-(?<month>\d\d)(-(?<day>\d\d))?)?(T(?<hour>\d\d):(?<minute>\d\d)(:(?<second>\d\d)([.,](?<fraction>\d{1,9}))?)?(Z|(?<sign>[+-])(?<zoneHour>\d\d):?(?<zoneMinute>\d\d))?)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();

    // Text in parentheses is a remark: (Coordinated Universal Time).
    [GeneratedRegex(@"\([^()]*\)|(?<time>\d{1,2}:\d{1,2}(:\d{1,2}(\.\d+)?)?)|(?<zone>[+-]\d\d:?\d\d(?!\d))|(?<number>\d{1,9})|(?<word>[A-Za-z]+\.?)|[\s,/.\-]+|(?<other>.)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
