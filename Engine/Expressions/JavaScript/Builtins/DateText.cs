namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Dates as text. All times are UTC; texts for people are as in en-US.</summary>
internal static class DateText
{
    public const string Invalid = "Invalid Date";

    public static readonly string[] Weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    public static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static string Full(double time) => double.IsNaN(time) ? Invalid : $"{DateOnly(time)} {TimeOnly(time)}";

    public static string DateOnly(double time) => double.IsNaN(time) ? Invalid
        : DateMath.Split(time) is var p ? $"{Weekdays[p.Weekday]} {Months[p.Month]} {p.Day:00} {Year(p.Year)}" : "";

    public static string TimeOnly(double time) => double.IsNaN(time) ? Invalid
        : DateMath.Split(time) is var p ? $"{p.Hour:00}:{p.Minute:00}:{p.Second:00} GMT+0000 (Coordinated Universal Time)" : "";

    public static string Utc(double time) => double.IsNaN(time) ? Invalid
        : DateMath.Split(time) is var p ? $"{Weekdays[p.Weekday]}, {p.Day:00} {Months[p.Month]} {Year(p.Year)} {p.Hour:00}:{p.Minute:00}:{p.Second:00} GMT" : "";

    public static string LocaleDate(double time) => double.IsNaN(time) ? Invalid
        : DateMath.Split(time) is var p ? $"{p.Month + 1}/{p.Day}/{p.Year}" : "";

    public static string LocaleTime(double time) => double.IsNaN(time) ? Invalid
        : DateMath.Split(time) is var p ? $"{(p.Hour + 11) % 12 + 1}:{p.Minute:00}:{p.Second:00} {(p.Hour < 12 ? "AM" : "PM")}" : "";

    public static string Locale(double time) => double.IsNaN(time) ? Invalid : $"{LocaleDate(time)}, {LocaleTime(time)}";

    /// <summary>As <c>toISOString</c>; the time is not NaN.</summary>
    public static string Iso(double time)
    {
        var p = DateMath.Split(time);
        var year = p.Year is >= 0 and <= 9999 ? $"{(int)p.Year:0000}" : $"{(p.Year < 0 ? '-' : '+')}{Math.Abs((int)p.Year):000000}";
        return $"{year}-{p.Month + 1:00}-{p.Day:00}T{p.Hour:00}:{p.Minute:00}:{p.Second:00}.{p.Millisecond:000}Z";
    }

    private static string Year(double year) => year < 0 ? $"-{Math.Abs((int)year):000000}" : $"{(int)year:0000}";
}
