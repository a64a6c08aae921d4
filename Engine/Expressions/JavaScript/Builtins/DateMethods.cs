namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods of dates that read. Local time is UTC.</summary>
internal static class DateMethods
{
    public static readonly Dictionary<string, Native> All = Build();

    private static Dictionary<string, Native> Build()
    {
        var methods = new Dictionary<string, Native>
        {
            ["getTime"] = (_, self, _) => ((ScriptDate)self!).Time,
            ["valueOf"] = (_, self, _) => ((ScriptDate)self!).Time,
            ["getTimezoneOffset"] = (_, self, _) => double.IsNaN(((ScriptDate)self!).Time) ? JsNumber.NaN : JsNumber.Zero,
            ["getYear"] = (_, self, _) => double.IsNaN(((ScriptDate)self!).Time) ? JsNumber.NaN : JsNumber.Box(DateMath.Split(((ScriptDate)self!).Time).Year - 1900),
            ["toISOString"] = (run, self, _) => Iso(run, (ScriptDate)self!),
            ["toJSON"] = (_, self, _) => double.IsNaN(((ScriptDate)self!).Time) ? null : DateText.Iso(((ScriptDate)self!).Time),
            ["toString"] = (_, self, _) => DateText.Full(((ScriptDate)self!).Time),
            ["toDateString"] = (_, self, _) => DateText.DateOnly(((ScriptDate)self!).Time),
            ["toTimeString"] = (_, self, _) => DateText.TimeOnly(((ScriptDate)self!).Time),
            ["toUTCString"] = (_, self, _) => DateText.Utc(((ScriptDate)self!).Time),
            ["toGMTString"] = (_, self, _) => DateText.Utc(((ScriptDate)self!).Time),
            ["toLocaleDateString"] = (run, self, args) => Locale(run, self, args, DateText.LocaleDate),
            ["toLocaleTimeString"] = (run, self, args) => Locale(run, self, args, DateText.LocaleTime),
            ["toLocaleString"] = (run, self, args) => Locale(run, self, args, DateText.Locale),
        };
        Add("FullYear", parts => parts.Year);
        Add("Month", parts => parts.Month);
        Add("Date", parts => parts.Day);
        Add("Day", parts => parts.Weekday);
        Add("Hours", parts => parts.Hour);
        Add("Minutes", parts => parts.Minute);
        Add("Seconds", parts => parts.Second);
        Add("Milliseconds", parts => parts.Millisecond);
        return methods;

        void Add(string name, Func<DateParts, double> part)
        {
            Native get = (_, self, _) => double.IsNaN(((ScriptDate)self!).Time) ? JsNumber.NaN : JsNumber.Box(part(DateMath.Split(((ScriptDate)self!).Time)));
            methods.Add("get" + name, get);
            methods.Add("getUTC" + name, get);
        }
    }

    private static string Iso(ScriptRun run, ScriptDate date) =>
        double.IsNaN(date.Time) ? throw run.RangeError("Invalid time value") : DateText.Iso(date.Time);

    // Options would change the text; ignoring them silently would be worse than saying so.
    private static string Locale(ScriptRun run, object? self, ReadOnlySpan<object?> args, Func<double, string> format) =>
        args.At(1) is Undefined || (args.At(1) is OrderedDictionary<string, object?> options && options.All(option => option.Key == "timeZone" && option.Value is "UTC"))
            ? format(((ScriptDate)self!).Time)
            : throw run.TypeError("Formatting options are not available; dates are written as in en-US, in UTC");
}

/// <summary>Methods of dates that write.</summary>
internal static class DateSetters
{
    public static readonly Dictionary<string, Native> All = Build();

    private enum Part
    {
        Year,
        Month,
        Day,
        Hour,
        Minute,
        Second,
        Millisecond,
    }

    private static Dictionary<string, Native> Build()
    {
        var methods = new Dictionary<string, Native> { ["setTime"] = SetTime };
        Add("FullYear", Part.Year, 3);
        Add("Month", Part.Month, 2);
        Add("Date", Part.Day, 1);
        Add("Hours", Part.Hour, 4);
        Add("Minutes", Part.Minute, 3);
        Add("Seconds", Part.Second, 2);
        Add("Milliseconds", Part.Millisecond, 1);
        return methods;

        void Add(string name, Part first, int most)
        {
            Native set = (run, self, args) => Set(run, (ScriptDate)self!, first, most, args);
            methods.Add("set" + name, set);
            methods.Add("setUTC" + name, set);
        }
    }

    private static object? SetTime(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var date = (ScriptDate)self!;
        date.Time = ScriptDate.Clip(Coerce.ToNumber(run, args.At(0)));
        return date.Time;
    }

    private static object Set(ScriptRun run, ScriptDate date, Part first, int most, ReadOnlySpan<object?> args)
    {
        // An invalid date becomes valid only by a year.
        var old = DateMath.Split(double.IsNaN(date.Time) ? 0 : date.Time);
        Span<double> parts = [old.Year, old.Month, old.Day, old.Hour, old.Minute, old.Second, old.Millisecond];
        for (var i = 0; i < most && (i < args.Length || i == 0); i++)
            parts[(int)first + i] = Coerce.ToNumber(run, args.At(i));
        date.Time = double.IsNaN(date.Time) && first != Part.Year
            ? double.NaN
            : ScriptDate.Clip(DateMath.Make(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]));
        return date.Time;
    }
}
