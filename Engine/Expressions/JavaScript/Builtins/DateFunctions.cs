namespace Workflows.Engine.Expressions.JavaScript;

/// <summary><c>Date</c> itself: making dates, and its functions.</summary>
internal static class DateFunctions
{
    public static readonly Dictionary<string, object?> Statics = new()
    {
        ["now"] = new NativeFunction("now", (run, _, _) => Now(run)),
        ["parse"] = new NativeFunction("parse", (run, _, args) => DateParser.Parse(Coerce.ToText(run, args.At(0))), 1),
        ["UTC"] = new NativeFunction("UTC", (run, _, args) => ScriptDate.Clip(FromParts(run, args)), 7),
    };

    public static object? Call(ScriptRun run, object? self, ReadOnlySpan<object?> args) => DateText.Full(Now(run));

    public static object? Create(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        run.Allocate(40);
        if (args.IsEmpty)
            return new ScriptDate(Now(run));
        if (args.Length > 1)
            return new ScriptDate(FromParts(run, args));
        if (args[0] is ScriptDate other)
            return new ScriptDate(other.Time);
        return Coerce.ToPrimitive(run, args[0]) switch
        {
            string text => new ScriptDate(DateParser.Parse(text)),
            var value => new ScriptDate(Coerce.ToNumber(run, value)),
        };
    }

    private static double Now(ScriptRun run) => run.Host.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private static double FromParts(ScriptRun run, ReadOnlySpan<object?> args)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var i = 0; i < args.Length && i < parts.Length; i++)
            parts[i] = Coerce.ToNumber(run, args[i]);
        var year = Math.Truncate(parts[0]);
        if (year is >= 0 and <= 99)
            year += 1900;
        return DateMath.Make(year, parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }
}
