using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Workflows.Activities.Calendar;

/// <summary>A stretch of working time within one day, in local time since midnight; it ends at 24:00 at the latest.</summary>
public readonly record struct WorkingSpan(TimeSpan Start, TimeSpan End)
{
    public TimeSpan Length => End - Start;
}

/// <summary>The hours worked on each day of the week. At least one day has some.</summary>
/// <remarks>Written as <c>Mon-Thu 09:00-12:30 13:30-17:30; Fri 09:00-13:00</c>; days that are not named are free.</remarks>
public sealed class WorkingWeek
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly WorkingSpan[][] _days;

    private WorkingWeek(WorkingSpan[][] days, string text)
    {
        _days = days;
        Text = text;
    }

    /// <summary>Monday to Friday, 09:00 to 17:00.</summary>
    public static WorkingWeek Standard { get; } = Parse("Mon-Fri 09:00-17:00");

    /// <summary>The week as it was written; <see cref="TryParse"/> reads it back.</summary>
    public string Text { get; }

    /// <summary>The working hours of a day of the week, in order; none on a free day.</summary>
    public IReadOnlyList<WorkingSpan> this[DayOfWeek day] => _days[(int)day];

    /// <exception cref="FormatException">The text is not a working week.</exception>
    public static WorkingWeek Parse(string text) => TryParse(text, out var week, out var error) ? week : throw new FormatException(error);

    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkingWeek? week, [NotNullWhen(false)] out string? error)
    {
        week = null;
        error = $"'{text}' is not a working week. Write the days and their hours, for example Mon-Fri 09:00-17:00; Sat 09:00-13:00.";
        var days = new WorkingSpan[7][];
        Array.Fill(days, []);
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || DaysNamed(words[0]) is not { } named || SpansIn(words[1..]) is not { } spans) return false;
            foreach (var day in named)
            {
                if (days[day].Length > 0) return false;
                days[day] = spans;
            }
        }

        if (days.All(spans => spans.Length == 0)) return false;
        week = new WorkingWeek(days, text!.Trim());
        error = null;
        return true;
    }

    private static List<int>? DaysNamed(string text)
    {
        var ends = text.Split('-');
        if (ends.Length > 2) return null;
        var first = DayNamed(ends[0]);
        var last = DayNamed(ends[^1]);
        if (first < 0 || last < 0) return null;

        var days = new List<int> { first };
        for (var day = first; day != last;) days.Add(day = (day + 1) % 7);
        return days;
    }

    private static int DayNamed(string text) => Array.FindIndex(DayNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static WorkingSpan[]? SpansIn(string[] words)
    {
        var spans = new List<WorkingSpan>();
        foreach (var word in words)
        {
            var ends = word.Split('-');
            if (ends.Length != 2 || TimeIn(ends[0]) is not { } start || TimeIn(ends[1]) is not { } end) return null;
            if (end <= start || (spans.Count > 0 && start < spans[^1].End)) return null;
            spans.Add(new WorkingSpan(start, end));
        }

        return [.. spans];
    }

    private static TimeSpan? TimeIn(string text)
    {
        if (text == "24:00") return TimeSpan.FromDays(1);
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;
    }
}
