namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A time taken apart: month 0-11, weekday 0 is Sunday.</summary>
internal readonly record struct DateParts(double Year, int Month, int Day, int Hour, int Minute, int Second, int Millisecond, int Weekday);

/// <summary>ECMAScript's calendar: proleptic Gregorian, from 271821 BC to 275760 AD, further than .NET's dates reach.</summary>
internal static class DateMath
{
    public const double Day = 86_400_000;

    public static DateParts Split(double time)
    {
        var days = Math.Floor(time / Day);
        var rest = (int)(time - (days * Day));
        var (year, month, day) = FromDays((long)days);
        var weekday = (int)((((long)days + 4) % 7 + 7) % 7);
        return new DateParts(year, month, day, rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000, weekday);
    }

    /// <summary>Parts may lie outside their ranges: month 12 is January of the next year.</summary>
    public static double Make(double year, double month, double day, double hour = 0, double minute = 0, double second = 0, double millisecond = 0)
    {
        if (!double.IsFinite(year + month + day + hour + minute + second + millisecond))
            return double.NaN;
        (year, month, day) = (Math.Truncate(year), Math.Truncate(month), Math.Truncate(day));
        var fullYear = year + Math.Floor(month / 12);
        if (Math.Abs(fullYear) > 400_000)
            return double.NaN;
        var monthOfYear = (int)(((month % 12) + 12) % 12);
        var days = ToDays((long)fullYear, monthOfYear) + day - 1;
        return (days * Day) + (Math.Truncate(hour) * 3_600_000) + (Math.Truncate(minute) * 60_000) + (Math.Truncate(second) * 1000) + Math.Truncate(millisecond);
    }

    // Days since 1970, by counting years from March on: the leap day then is a year's last.
    private static double ToDays(long year, int month)
    {
        var y = month <= 1 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = ((153 * (month + (month > 1 ? -2 : 10))) + 2) / 5;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146097) + dayOfEra - 719468;
    }

    private static (double Year, int Month, int Day) FromDays(long days)
    {
        days += 719468;
        var era = (days >= 0 ? days : days - 146096) / 146097;
        var dayOfEra = days - (era * 146097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(shifted < 10 ? shifted + 2 : shifted - 10);
        return (yearOfEra + (era * 400) + (month <= 1 ? 1 : 0), month, (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1));
    }
}
