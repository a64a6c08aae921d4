using System.Text;
using System.Text.RegularExpressions;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Methods of strings that search, split and replace.</summary>
internal static class StringSearch
{
    public static readonly Dictionary<string, Native> All = new()
    {
        ["includes"] = (run, self, args) => JsNumber.Box(IndexOf(run, (string)self!, Needle(run, args), From(run, self, args)) >= 0),
        ["indexOf"] = (run, self, args) => JsNumber.Box(IndexOf(run, (string)self!, Coerce.ToText(run, args.At(0)), From(run, self, args))),
        ["lastIndexOf"] = LastIndexOf,
        ["startsWith"] = (run, self, args) => JsNumber.Box(StartsWith(run, (string)self!, Needle(run, args), From(run, self, args))),
        ["endsWith"] = EndsWith,
        ["split"] = Split,
        ["search"] = (run, self, args) => JsNumber.Box(RegExpMethods.Find(run, ToRegExp(run, args.At(0), ""), (string)self!, 0)?.Index ?? -1),
        ["match"] = Match,
        ["matchAll"] = MatchAll,
        ["replace"] = (run, self, args) => Replace(run, (string)self!, args.At(0), args.At(1), all: false),
        ["replaceAll"] = (run, self, args) => Replace(run, (string)self!, args.At(0), args.At(1), all: true),
    };

    private static int From(ScriptRun run, object? self, ReadOnlySpan<object?> args) =>
        args.Length < 2 ? 0 : (int)Math.Clamp(Coerce.ToInteger(run, args[1]), 0, ((string)self!).Length);

    private static string Needle(ScriptRun run, ReadOnlySpan<object?> args) => args.At(0) is ScriptRegExp
        ? throw run.TypeError("First argument must not be a regular expression")
        : Coerce.ToText(run, args.At(0));

    private static int IndexOf(ScriptRun run, string text, string needle, int from)
    {
        run.Charge(1 + ((text.Length - from) >> 5));
        return text.IndexOf(needle, from, StringComparison.Ordinal);
    }

    private static bool StartsWith(ScriptRun run, string text, string needle, int from)
    {
        run.Charge(1 + (needle.Length >> 6));
        return text.AsSpan(from).StartsWith(needle, StringComparison.Ordinal);
    }

    private static object? EndsWith(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var needle = Needle(run, args);
        run.Charge(1 + (needle.Length >> 6));
        var end = args.At(1) is Undefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, args.At(1)), 0, text.Length);
        return JsNumber.Box(text.AsSpan(0, end).EndsWith(needle, StringComparison.Ordinal));
    }

    private static object? LastIndexOf(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var needle = Coerce.ToText(run, args.At(0));
        var from = Coerce.ToNumber(run, args.At(1));
        var start = double.IsNaN(from) ? text.Length : Math.Clamp(Math.Truncate(from), 0, text.Length);
        run.Charge(1 + (text.Length >> 5));
        var end = (int)Math.Min(start + needle.Length, text.Length);
        return JsNumber.Box(text.AsSpan(0, end).LastIndexOf(needle, StringComparison.Ordinal));
    }

    private static object? Split(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var limit = args.At(1) is Undefined ? uint.MaxValue : Coerce.ToUint32(run, args.At(1));
        var parts = run.NewList(0);
        if (limit == 0)
            return parts;
        if (args.At(0) is ScriptRegExp regExp)
            return SplitByRegExp(run, text, regExp, limit, parts);
        if (args.At(0) is Undefined)
            return Add(run, parts, text);
        var separator = Coerce.ToText(run, args.At(0));
        run.Charge(1 + (text.Length >> 5));
        if (separator.Length == 0)
        {
            for (var i = 0; i < text.Length && parts.Count < limit; i++)
                Add(run, parts, Members.OneChar(text[i]));
            return parts;
        }
        var start = 0;
        while (parts.Count < limit)
        {
            var end = text.IndexOf(separator, start, StringComparison.Ordinal);
            Add(run, parts, run.Slice(text, start, (end < 0 ? text.Length : end) - start));
            if (end < 0)
                break;
            start = end + separator.Length;
        }
        return parts;
    }

    private static List<object?> Add(ScriptRun run, List<object?> list, object? item)
    {
        run.Charge(1);
        run.Append(list, item);
        return list;
    }

    private static List<object?> SplitByRegExp(ScriptRun run, string text, ScriptRegExp regExp, uint limit, List<object?> parts)
    {
        if (text.Length == 0)
            return RegExpMethods.Find(run, regExp, text, 0) is null ? Add(run, parts, text) : parts;
        var start = 0;
        var from = 0;
        while (from < text.Length && RegExpMethods.Find(run, regExp, text, from) is { } match && match.Index < text.Length)
        {
            var end = match.Index + match.Length;
            if (match.Length == 0 && match.Index == start)
            {
                from = RegExpMethods.Advance(regExp, text, from);
                // An empty match right after a separator splits nothing; the next one may.
                if (from <= match.Index)
                    from = match.Index + 1;
                continue;
            }
            Add(run, parts, run.Slice(text, start, match.Index - start));
            if (parts.Count >= limit)
                return parts;
            start = end;
            for (var group = 1; group <= regExp.Program.GroupCount; group++)
            {
                Add(run, parts, RegExpMethods.Group(run, match, group));
                if (parts.Count >= limit)
                    return parts;
            }
            from = match.Length == 0 ? RegExpMethods.Advance(regExp, text, end) : end;
        }
        return Add(run, parts, run.Slice(text, start, text.Length - start));
    }

    private static ScriptRegExp ToRegExp(ScriptRun run, object? value, string flags) =>
        value as ScriptRegExp ?? RegExpMethods.Create(run, value is Undefined ? "" : Coerce.ToText(run, value), flags);

    private static object? Match(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var regExp = ToRegExp(run, args.At(0), "");
        if (!regExp.Global)
            return RegExpMethods.Exec(run, regExp, text) is { } found ? RegExpMethods.ToArray(run, regExp, found.Match, text) : null;
        var matches = RegExpMethods.FindAll(run, regExp, text);
        if (matches.Count == 0)
            return null;
        var list = run.NewList(matches.Count);
        foreach (var match in matches)
            list.Add(RegExpMethods.Text(run, match));
        return list;
    }

    private static object? MatchAll(ScriptRun run, object? self, ReadOnlySpan<object?> args)
    {
        var text = (string)self!;
        var regExp = ToRegExp(run, args.At(0), "g");
        if (!regExp.Global)
            throw run.TypeError("String.prototype.matchAll called with a non-global RegExp argument");
        var own = new ScriptRegExp(regExp.Program, regExp.Regex) { LastIndex = regExp.LastIndex };
        return new ScriptIterator("RegExp String Iterator", Matches(run, own, text));
    }

    private static IEnumerator<object?> Matches(ScriptRun run, ScriptRegExp regExp, string text)
    {
        while (RegExpMethods.Exec(run, regExp, text) is { } found)
        {
            if (found.Match.Length == 0)
                regExp.LastIndex = RegExpMethods.Advance(regExp, text, found.Match.Index);
            yield return RegExpMethods.ToArray(run, regExp, found.Match, text);
        }
    }

    private static string Replace(ScriptRun run, string text, object? pattern, object? replacement, bool all)
    {
        if (pattern is ScriptRegExp regExp)
            return ReplaceByRegExp(run, text, regExp, replacement, all);
        var needle = Coerce.ToText(run, pattern);
        var template = replacement is ScriptFunction ? null : Coerce.ToText(run, replacement);
        var result = new BoundedText(run);
        var done = 0;
        var from = 0;
        while (from <= text.Length)
        {
            run.Charge(1 + ((text.Length - from) >> 6));
            var index = text.IndexOf(needle, from, StringComparison.Ordinal);
            if (index < 0)
                break;
            result.Append(text.AsSpan(done, index - done));
            if (template is null)
                result.Append(Coerce.ToText(run, ((ScriptFunction)replacement!).Call(run, [needle, JsNumber.Box(index), text])));
            else
                ReplacementTemplate.Append(result, template, text, index, needle.Length, groups: null, names: null);
            done = index + needle.Length;
            if (!all)
                break;
            from = needle.Length == 0 ? index + 1 : done;
        }
        result.Append(text.AsSpan(done));
        return result.ToString();
    }

    private static string ReplaceByRegExp(ScriptRun run, string text, ScriptRegExp regExp, object? replacement, bool all)
    {
        if (all && !regExp.Global)
            throw run.TypeError("replaceAll must be called with a global RegExp");
        var template = replacement is ScriptFunction ? null : Coerce.ToText(run, replacement);
        List<Match> matches = regExp.Global
            ? RegExpMethods.FindAll(run, regExp, text)
            : RegExpMethods.Exec(run, regExp, text) is { } found ? [found.Match] : [];
        var result = new BoundedText(run);
        var done = 0;
        foreach (var match in matches)
        {
            run.Charge(1);
            result.Append(text.AsSpan(done, match.Index - done));
            if (template is null)
                result.Append(Coerce.ToText(run, ((ScriptFunction)replacement!).Call(run, CallbackArguments(run, regExp.Program, match, text))));
            else
                ReplacementTemplate.Append(result, template, text, match.Index, match.Length, match, regExp.Program);
            done = match.Index + match.Length;
        }
        result.Append(text.AsSpan(done));
        return result.ToString();
    }

    private static object?[] CallbackArguments(ScriptRun run, RegExpProgram program, Match match, string text)
    {
        var arguments = new List<object?>(program.GroupCount + 4);
        for (var i = 0; i <= program.GroupCount; i++)
            arguments.Add(RegExpMethods.Group(run, match, i));
        arguments.Add(JsNumber.Box(match.Index));
        arguments.Add(text);
        if (program.GroupNames.Count > 0)
            arguments.Add(RegExpMethods.NamedGroups(program, number => RegExpMethods.Group(run, match, number)));
        return [.. arguments];
    }
}

/// <summary>Builds a text within the limits of the run.</summary>
internal sealed class BoundedText(ScriptRun run)
{
    private readonly StringBuilder text = new();

    public int Length => text.Length;

    public BoundedText Append(ReadOnlySpan<char> part)
    {
        if ((long)text.Length + part.Length > run.Limits.MaxStringLength)
            run.ReserveString((long)text.Length + part.Length);
        run.Allocate(part.Length * 2L);
        text.Append(part);
        return this;
    }

    public BoundedText Append(char c) => Append([c]);

    public void Truncate(int length) => text.Length = length;

    public override string ToString()
    {
        run.ReserveString(text.Length);
        return text.ToString();
    }
}

/// <summary><c>$&amp;</c>, <c>$1</c>, <c>$&lt;name&gt;</c> ... in the second argument of <c>replace</c>.</summary>
internal static class ReplacementTemplate
{
    public static void Append(BoundedText result, string template, string text, int index, int length, Match? groups, RegExpProgram? names)
    {
        var i = 0;
        while (i < template.Length)
        {
            var dollar = template.IndexOf('$', i);
            if (dollar < 0 || dollar + 1 >= template.Length)
            {
                result.Append(template.AsSpan(i));
                return;
            }
            result.Append(template.AsSpan(i, dollar - i));
            i = dollar + AppendReference(result, template.AsSpan(dollar), text, index, length, groups, names);
        }
    }

    /// <summary>Writes what a dollar sign stands for; returns how many characters of the template it took.</summary>
    private static int AppendReference(BoundedText result, ReadOnlySpan<char> reference, string text, int index, int length, Match? groups, RegExpProgram? names)
    {
        switch (reference[1])
        {
            case '$':
                result.Append('$');
                return 2;
            case '&':
                result.Append(text.AsSpan(index, length));
                return 2;
            case '`':
                result.Append(text.AsSpan(0, index));
                return 2;
            case '\'':
                result.Append(text.AsSpan(index + length));
                return 2;
            case '<' when names is { GroupNames.Count: > 0 } && reference.IndexOf('>') is var end && end > 0:
                var name = reference[2..end].ToString();
                foreach (var (known, number) in names.GroupNames)
                {
                    if (known == name)
                        result.Append(groups!.Groups[number].ValueSpan);
                }
                return end + 1;
            case >= '0' and <= '9' when names is not null:
                var digits = reference.Length > 2 && char.IsAsciiDigit(reference[2]) && Number(reference[1..3]) is var two && two >= 1 && two <= names.GroupCount ? 2 : 1;
                var group = Number(reference.Slice(1, digits));
                if (group < 1 || group > names.GroupCount)
                    break;
                result.Append(groups!.Groups[group].ValueSpan);
                return digits + 1;
        }
        result.Append('$');
        return 1;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
