using Workflows.Activities.Calendar;

namespace Workflows.Activities.People;

/// <summary>The lines of calendars.csv, holidays.csv and companies.csv, checked and put into the register's rows.</summary>
internal static class CompanyImport
{
    public static ImportCount Calendars(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => Each(file, rows, before.Calendars, after.Calendars, row =>
    {
        if (Id(row, "id") is not { } id) return null;
        if (!WorkingWeek.TryParse(row["working_week"], out var week, out var error))
        {
            row.Report("working_week", error);
            return null;
        }

        return (id, new CalendarRow { Id = id, WorkingWeek = week.Text });
    });

    /// <remarks>A calendar that is only named here has the standard week.</remarks>
    public static ImportCount Holidays(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => Each(file, rows, before.Holidays, after.Holidays, row =>
    {
        var calendar = Id(row, "calendar");
        var name = Text(row, "name");
        if (!IsoDay.TryParse(row["day"], "day", out var day, out var error)) row.Report("day", error["day: ".Length..]);
        var half = row["half"]?.ToLowerInvariant() ?? "";
        if (half is not ("" or "morning" or "afternoon")) row.Report("half", $"'{half}' is not a half of a day. Write the free half, morning or afternoon, or leave it empty.");
        if (calendar is null || name is null || error is not null) return null;

        after.Calendars.TryAdd(calendar, new CalendarRow { Id = calendar, WorkingWeek = WorkingWeek.Standard.Text });
        return ((calendar, day), new HolidayRow { Calendar = calendar, Day = day, Name = name, FreeHalf = half.Length == 0 ? null : half });
    });

    public static ImportCount Companies(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => Each(file, rows, before.Companies, after.Companies, row =>
    {
        var id = Id(row, "id");
        var name = Text(row, "name");
        var zone = row["time_zone"] ?? "";
        if (!RegisterText.IsTimeZone(zone)) row.Report("time_zone", $"'{zone}' is not a time zone. Write its IANA name, for example Europe/Rome.");
        var currency = row["currency"] ?? "";
        if (!RegisterText.IsCurrency(currency)) row.Report("currency", $"'{currency}' is not a currency. Write its three letters, for example EUR.");
        var calendar = row["calendar"] ?? (id is null ? null : before.Companies.GetValueOrDefault(id)?.Calendar);
        if (string.IsNullOrEmpty(calendar)) calendar = WorkingCalendar.Standard.Id;
        CheckCalendar(row, calendar, after);
        return id is null || name is null ? null : (id, new CompanyRow { Id = id, Name = name, TimeZone = zone, Calendar = calendar, Currency = currency });
    });

    public static void CheckCalendar(CsvRow row, string calendar, PeopleRows rows)
    {
        if (calendar == WorkingCalendar.Standard.Id || rows.Calendars.ContainsKey(calendar)) return;
        row.Report("calendar", $"there is no calendar '{calendar}'. Name one of {string.Join(", ", rows.Calendars.Keys.Append(WorkingCalendar.Standard.Id).Order(StringComparer.Ordinal))}, or add its days to holidays.csv.");
    }

    internal static ImportCount Each<TKey, TRow>(
        string file, List<CsvRow> rows, Dictionary<TKey, TRow> before, Dictionary<TKey, TRow> after, Func<CsvRow, (TKey Key, TRow Row)?> read)
        where TKey : notnull
        where TRow : class
    {
        var lines = new Dictionary<TKey, int>();
        foreach (var row in rows)
        {
            if (read(row) is not var (key, content)) continue;
            if (!lines.TryAdd(key, row.Line)) row.Report("line", $"says the same as line {lines[key]}. Keep one of them.");
            after[key] = content;
        }

        var added = lines.Keys.Count(key => !before.ContainsKey(key));
        var unchanged = lines.Keys.Count(key => Equals(before.GetValueOrDefault(key), after[key]));
        return new ImportCount(file, added, lines.Count - added - unchanged, unchanged);
    }

    internal static string? Id(CsvRow row, string column)
    {
        var text = row[column] ?? "";
        if (RegisterText.IsId(text)) return text;
        row.Report(column, $"'{text}' is not an id. Write up to 40 lower-case letters and digits, with hyphens between, for example italy.");
        return null;
    }

    private static string? Text(CsvRow row, string column)
    {
        var text = row[column] ?? "";
        if (text.Length > 0 && RegisterText.IsShort(text)) return text;
        row.Report(column, text.Length == 0 ? "is empty. Fill it in." : "is too long. Write at most 200 characters.");
        return null;
    }
}
