using System.Text.RegularExpressions;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Matching, and the members of regular expressions.</summary>
internal static class RegExpMethods
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["test"] = (run, self, args) => JsNumber.Box(Exec(run, (ScriptRegExp)self!, Coerce.ToText(run, args.At(0))) is not null),
        ["exec"] = (run, self, args) => Exec(run, (ScriptRegExp)self!, Coerce.ToText(run, args.At(0))) is { } match ? ToArray(run, (ScriptRegExp)self!, match.Match, match.Input) : null,
    };

    public static ScriptRegExp Create(ScriptRun run, string source, string flags)
    {
        // Translating costs far more than a step.
        run.Charge(200 + source.Length);
        try
        {
            var program = RegExpProgram.Translate(source, flags);
            return new ScriptRegExp(program, program.Compile(run.Limits.RegexTimeout));
        }
        catch (RegExpSyntaxException exception)
        {
            throw run.Error("SyntaxError", $"Invalid regular expression: {exception.Message}");
        }
    }

    public static bool TryGetMember(ScriptRegExp regExp, string name, out object? value)
    {
        value = name switch
        {
            "source" => regExp.Program.Source,
            "flags" => regExp.Program.Flags,
            "lastIndex" => JsNumber.Box(regExp.LastIndex),
            "global" => JsNumber.Box(regExp.Global),
            "ignoreCase" => JsNumber.Box(regExp.Program.Has('i')),
            "multiline" => JsNumber.Box(regExp.Program.Has('m')),
            "dotAll" => JsNumber.Box(regExp.Program.Has('s')),
            "unicode" => JsNumber.Box(regExp.Unicode),
            "sticky" => JsNumber.Box(regExp.Sticky),
            "hasIndices" => JsNumber.Box(regExp.Program.Has('d')),
            _ => Undefined.Value,
        };
        return value is not Undefined;
    }

    /// <summary>One match from <c>lastIndex</c> (global and sticky expressions) or from the start; null when there is none.</summary>
    public static (Match Match, string Input)? Exec(ScriptRun run, ScriptRegExp regExp, string input)
    {
        var remembers = regExp.Global || regExp.Sticky;
        var start = remembers ? regExp.LastIndex : 0;
        var match = start >= 0 && start <= input.Length ? Find(run, regExp, input, (int)start) : null;
        if (remembers)
            regExp.LastIndex = match is null ? 0 : match.Index + match.Length;
        return match is null ? null : (match, input);
    }

    public static Match? Find(ScriptRun run, ScriptRegExp regExp, string input, int start)
    {
        var match = run.Match(input.Length, () => regExp.Regex.Match(input, start));
        return match.Success ? match : null;
    }

    /// <summary>All matches from the start, as <c>match</c> and <c>replace</c> with the global flag see them.</summary>
    public static List<Match> FindAll(ScriptRun run, ScriptRegExp regExp, string input)
    {
        var matches = new List<Match>();
        var start = 0;
        while (start <= input.Length && Find(run, regExp, input, start) is { } match)
        {
            run.ReserveEntries(matches.Count + 1, 1, bytesEach: 200);
            matches.Add(match);
            start = match.Length == 0 ? Advance(regExp, input, match.Index) : match.Index + match.Length;
        }
        regExp.LastIndex = 0;
        return matches;
    }

    /// <summary>Past an empty match: one character further, which is two units for a surrogate pair with the u flag.</summary>
    public static int Advance(ScriptRegExp regExp, string input, int index) =>
        regExp.Unicode && index + 1 < input.Length && char.IsSurrogatePair(input, index) ? index + 2 : index + 1;

    public static object? Group(ScriptRun run, Match match, int number)
    {
        var group = match.Groups[number];
        return group.Success ? Text(run, group) : Undefined.Value;
    }

    public static string Text(ScriptRun run, Capture capture)
    {
        run.ReserveString(capture.Length);
        return capture.Value;
    }

    public static ScriptMatch ToArray(ScriptRun run, ScriptRegExp regExp, Match match, string input)
    {
        var program = regExp.Program;
        run.ReserveEntries(program.GroupCount + 1, program.GroupCount + 4);
        var result = new ScriptMatch(program.GroupCount + 1)
        {
            Index = match.Index,
            Input = input,
            Groups = NamedGroups(program, number => Group(run, match, number)),
            Indices = program.Has('d') ? AllIndices(program, match) : Undefined.Value,
        };
        for (var i = 0; i <= program.GroupCount; i++)
            result.Add(Group(run, match, i));
        return result;
    }

    public static object? NamedGroups(RegExpProgram program, Func<int, object?> value)
    {
        if (program.GroupNames.Count == 0)
            return Undefined.Value;
        var groups = new OrderedDictionary<string, object?>();
        foreach (var (name, number) in program.GroupNames)
            groups[name] = value(number);
        return groups;
    }

    private static ScriptMatch AllIndices(RegExpProgram program, Match match)
    {
        var result = new ScriptMatch(program.GroupCount + 1) { Index = 0, Input = "", Groups = NamedGroups(program, number => Span(match.Groups[number])) };
        for (var i = 0; i <= program.GroupCount; i++)
            result.Add(Span(match.Groups[i]));
        return result;
    }

    private static object Span(Group group) => group.Success
        ? new List<object?> { JsNumber.Box(group.Index), JsNumber.Box(group.Index + group.Length) }
        : Undefined.Value;
}
