using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflows.Activities.Calendar;

/// <summary>The written forms of <see cref="WorkingTime"/>.</summary>
internal static partial class WorkingTimeText
{
    private static readonly string[] FillWords = ["working", "kerja", "and", "dan"];

    /// <summary>Days and time, not yet checked for size; null when the text is in none of the forms.</summary>
    public static (long Days, TimeSpan Time)? Read(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > 100) return null;
        if (IsoDuration().Match(trimmed) is { Success: true } iso) return Sum(Amounts(iso));
        if (ClockDuration().Match(trimmed) is { Success: true } clock) return Sum(Amounts(clock));
        return ReadWords(trimmed);
    }

    public static string Canonical(WorkingTime value)
    {
        var parts = Parts(value).Select(part => part.Amount.ToString(CultureInfo.InvariantCulture) + part.Unit).ToList();
        return parts.Count == 0 ? "0m" : string.Join(' ', parts);
    }

    public static string Readable(WorkingTime value, string language)
    {
        var indonesian = language == "id";
        var parts = Parts(value).DefaultIfEmpty((Amount: 0, Unit: 'm')).Select((part, index) => (part.Amount, part.Unit, First: index == 0));
        // Only the first unit says that it is working time: "2 working days and 4 hours".
        var texts = indonesian
            ? parts.Select(part => $"{part.Amount} {Indonesian(part.Unit)}{(part.First ? " kerja" : "")}").ToList()
            : parts.Select(part => $"{part.Amount} {(part.First ? "working " : "")}{English(part.Unit)}{(part.Amount == 1 ? "" : "s")}").ToList();
        var and = indonesian ? " dan " : " and ";
        return texts.Count == 1 ? texts[0] : string.Join(", ", texts[..^1]) + and + texts[^1];
    }

    private static IEnumerable<(long Amount, char Unit)> Parts(WorkingTime value)
    {
        if (value.Days > 0) yield return (value.Days, 'd');
        if (value.Time.TotalHours >= 1) yield return ((long)value.Time.TotalHours, 'h');
        if (value.Time.Minutes > 0) yield return (value.Time.Minutes, 'm');
        if (value.Time.Seconds > 0) yield return (value.Time.Seconds, 's');
    }

    private static (long Days, TimeSpan Time)? ReadWords(string text)
    {
        if (!Words().IsMatch(text)) return null;

        var amounts = new Dictionary<char, long>();
        foreach (Match match in AmountAndUnit().Matches(text))
        {
            if (!long.TryParse(match.Groups["amount"].ValueSpan, CultureInfo.InvariantCulture, out var amount)) return null;
            if (Unit(match.Groups["unit"].Value) is not { } unit || !amounts.TryAdd(unit, amount)) return null;
        }

        var rest = AmountAndUnit().Replace(text, " ").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return amounts.Count > 0 && rest.All(word => FillWords.Contains(word.ToLowerInvariant())) ? Sum(amounts) : null;
    }

    private static Dictionary<char, long> Amounts(Match match) =>
        match.Groups.Values.Where(group => group.Success && group.Name.Length == 1 && char.IsLetter(group.Name[0]))
            .ToDictionary(group => group.Name[0], group => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture));

    private static (long Days, TimeSpan Time)? Sum(Dictionary<char, long> amounts)
    {
        // Nine digits of any unit fit; more is nobody's deadline.
        if (amounts.Count == 0 || amounts.Values.Any(amount => amount > 999_999_999)) return null;
        var seconds = (amounts.GetValueOrDefault('h') * 3600) + (amounts.GetValueOrDefault('m') * 60) + amounts.GetValueOrDefault('s');
        return (amounts.GetValueOrDefault('d'), TimeSpan.FromSeconds(seconds));
    }

    private static char? Unit(string word) => word.ToLowerInvariant() switch
    {
        "d" or "day" or "days" or "hari" => 'd',
        "h" or "hour" or "hours" or "jam" => 'h',
        "m" or "min" or "minute" or "minutes" or "menit" => 'm',
        "s" or "sec" or "second" or "seconds" or "detik" => 's',
        _ => null,
    };

    private static string English(char unit) => unit switch { 'd' => "day", 'h' => "hour", 'm' => "minute", _ => "second" };

    private static string Indonesian(char unit) => unit switch { 'd' => "hari", 'h' => "jam", 'm' => "menit", _ => "detik" };

    // ISO 8601 without years, months and weeks, whose working time nobody can tell.
    [GeneratedRegex(@"^P(?=.)((?<d>\d{1,9})D)?(T(?=.)((?<h>\d{1,9})H)?((?<m>\d{1,9})M)?((?<s>\d{1,9})S)?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsoDuration();

    // .NET's TimeSpan, as Elsa writes it: [days.]hours:minutes:seconds.
    [GeneratedRegex(@"^((?<d>\d{1,9})\.)?(?<h>[01]\d|2[0-3]):(?<m>[0-5]\d):(?<s>[0-5]\d)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClockDuration();

    [GeneratedRegex(@"^[0-9a-z ,]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<![0-9])(?<amount>\d{1,9}) ?((working|kerja) )?(?<unit>[a-z]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AmountAndUnit();
}
