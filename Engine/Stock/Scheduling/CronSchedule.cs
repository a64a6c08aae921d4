using Quartz;

namespace Workflows.Engine.Stock.Scheduling;

/// <summary>Cron expressions as Elsa takes them: seconds first, or five fields without seconds.</summary>
internal static class CronSchedule
{
    private const string Prefix = "Error when parsing cron expression: The given cron expression has an invalid format.";

    private static readonly Field[] Fields =
    [
        new("Seconds", 0, 59, []),
        new("Minutes", 0, 59, []),
        new("Hours", 0, 23, []),
        new("Days", 1, 31, []),
        new("Months", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        new("Days of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    /// <summary>The next time after an instant, in UTC; null when there is none.</summary>
    /// <param name="timeZone">An IANA name; null or empty is UTC.</param>
    /// <remarks>
    /// When clocks go forward, a time of day that is left out comes at the first instant after the gap. When they go back, a time of day comes once, at its first
    /// occurrence; what runs every so often (a star, a range or a step in hours, minutes or seconds) goes on through the hour that comes twice.
    /// </remarks>
    /// <exception cref="FormatException">The expression does not parse, or there is no such time zone.</exception>
    public static DateTimeOffset? Next(string expression, string? timeZone, DateTimeOffset after)
    {
        var fields = FieldsOf(expression);
        if (string.IsNullOrWhiteSpace(timeZone)) return NextOnClock(fields, after);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone.Trim(), out var zone)) throw new FormatException($"'{timeZone}' is not a time zone. Write its IANA name, for example Europe/Rome.");
        // The clock is the wall's, written down as if it were UTC.
        var isRepeating = fields.Take(3).Any(field => field.AsSpan().IndexOfAny("*-/") >= 0);
        return new WallClock(zone, wall => NextOnClock(fields, wall)).Next(after, isRepeating);
    }

    private static DateTimeOffset? NextOnClock(string[] fields, DateTimeOffset after)
    {
        try
        {
            // Quartz takes one of the two day fields; where both say something, both must hold.
            string[] daysOfWeek = [.. fields[..3], "?", fields[4], string.Join(',', fields[5].Split(',').Select(DayOfWeek))];
            if (fields[3] is "*" or "?") return Quartz(fields[5] is "*" or "?" ? [.. fields[..3], "*", fields[4], "?"] : daysOfWeek).GetNextValidTimeAfter(after);
            var byDate = Quartz([.. fields[..5], "?"]);
            return fields[5] is "*" or "?" ? byDate.GetNextValidTimeAfter(after) : NextOfBoth(byDate, Quartz(daysOfWeek), after);
        }
        catch (FormatException e)
        {
            throw new FormatException($"Error when parsing cron expression: {e.Message}", e);
        }
    }

    private static string[] FieldsOf(string expression)
    {
        var fields = expression.Trim() switch
        {
            "@yearly" or "@annually" => "0 0 0 1 1 *",
            "@monthly" => "0 0 0 1 * *",
            "@weekly" => "0 0 0 * * 0",
            "@daily" or "@midnight" => "0 0 0 * * *",
            "@hourly" => "0 0 * * * *",
            "@every_minute" => "0 * * * * *",
            "@every_second" => "* * * * * *",
            var written => written,
        };
        var parts = fields.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 5) parts = ["0", .. parts];
        // Elsa's words for what is wrong, so that its users find what they know.
        foreach (var (part, field) in parts.Zip(Fields))
        {
            foreach (var item in part.Split(',')) CheckItem(field, item);
        }

        return parts.Length == 6 ? parts : throw new FormatException($"{Prefix} It has {parts.Length} fields; write seconds, minutes, hours, day of month, month and day of week.");
    }

    private static void CheckItem(Field field, string item)
    {
        var steps = item.Split('/');
        if (steps.Length > 2) throw field.Invalid();
        if (steps.Length == 2 && !(int.TryParse(steps[1], out var step) && step >= 1 && step <= field.Last)) throw new FormatException($"{Prefix} {field.Name}: Step must be a number between 1 and {field.Last} (all inclusive).");
        var range = steps[0];
        // Last, nearest weekday and nth weekday are checked by Quartz.
        var isSpecial = range is "*" or "?" or "L" or "LW" || (field.First == 1 && field.Last == 31 && (range.StartsWith("L-", StringComparison.Ordinal) || range.EndsWith('W'))) || (field.Last == 7 && (range.Contains('#') || range.EndsWith('L')));
        if (isSpecial) return;
        var ends = range.Split('-');
        if (ends.Length > 2 || ends.Any(end => !field.Takes(end))) throw field.Invalid();
    }

    private static CronExpression Quartz(string[] fields) => new(string.Join(' ', fields), TimeZoneInfo.Utc);

    private static DateTimeOffset? NextOfBoth(CronExpression byDate, CronExpression byDayOfWeek, DateTimeOffset after)
    {
        // A date falls on every day of the week within 28 years or never.
        var end = after.AddYears(30);
        for (var next = byDate.GetNextValidTimeAfter(after); next is not null && next < end;)
        {
            if (byDayOfWeek.IsSatisfiedBy(next.Value)) return next;
            // The rest of that day is no better.
            var day = new DateTimeOffset(next.Value.UtcDateTime.Date, TimeSpan.Zero);
            next = byDate.GetNextValidTimeAfter(day.AddDays(1).AddSeconds(-1));
        }

        return null;
    }

    // Quartz counts the days of a week from 1.
    private static string DayOfWeek(string item)
    {
        var steps = item.Split('/', 2);
        var rest = steps.Length > 1 ? "/" + steps[1] : "";
        if (steps[0] is "*" or "?" or "L") return item;
        if (steps[0] == "0-7") return "*" + rest;
        var (range, suffix) = steps[0] switch
        {
            var last when last.EndsWith('L') => (last[..^1], "L"),
            var nth when nth.Contains('#') => (nth[..nth.IndexOf('#')], nth[nth.IndexOf('#')..]),
            var plain => (plain, ""),
        };
        return string.Join('-', range.Split('-').Select(day => int.TryParse(day, out var number) ? ((number % 7) + 1).ToString() : day.ToUpperInvariant())) + suffix + rest;
    }

    private sealed record Field(string Name, int First, int Last, string[] Names)
    {
        public bool Takes(string end) => (int.TryParse(end, out var number) && number >= First && number <= Last) || Names.Contains(end, StringComparer.OrdinalIgnoreCase);

        public FormatException Invalid() => new($"{Prefix} {Name}: Value must be a number between {First} and {Last} (all inclusive).");
    }
}
