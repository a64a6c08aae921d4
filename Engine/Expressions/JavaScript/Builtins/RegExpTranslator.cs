using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

internal sealed record RegExpTranslation(string Pattern, int GroupCount, IReadOnlyList<(string Name, int Number)> GroupNames);

/// <summary>Rewrites a JavaScript regular expression for .NET so that it means the same.</summary>
/// <remarks>
/// RegexOptions.ECMAScript is no help: it refuses lookbehind and Unicode classes. Known difference: .NET keeps what a group captured in an earlier round of a
/// quantifier, JavaScript forgets it.
/// </remarks>
internal sealed class RegExpTranslator
{
    private const int MaxNesting = 100;

    private const string AnyChar = @"[\s\S]";
    private const string NoLineEnd = @"[^\n\r\u2028\u2029]";
    private const string SurrogatePair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly string source;
    private readonly bool multiline;
    private readonly bool dotAll;
    private readonly bool unicode;
    private readonly StringBuilder output = new();
    private readonly List<(string Name, int Number)> names = [];
    private readonly int groupCount;
    private readonly bool hasNames;
    private int position;
    private int group;
    private int nesting;

    private RegExpTranslator(string source, string flags)
    {
        this.source = source;
        multiline = flags.Contains('m');
        dotAll = flags.Contains('s');
        unicode = flags.Contains('u');
        (groupCount, hasNames) = CountGroups();
    }

    private char Current => position < source.Length ? source[position] : '\0';

    private char Next => position + 1 < source.Length ? source[position + 1] : '\0';

    public static RegExpTranslation Translate(string source, string flags)
    {
        var translator = new RegExpTranslator(source, flags);
        translator.Alternatives();
        if (translator.position < source.Length)
            throw new RegExpSyntaxException("a ')' has no '('.");
        if (translator.names.DistinctBy(n => n.Name).Count() != translator.names.Count)
            throw new RegExpSyntaxException("a group name is used twice.");
        return new RegExpTranslation(translator.output.ToString(), translator.groupCount, translator.names);
    }

    private (int Count, bool HasNames) CountGroups()
    {
        var count = 0;
        var named = false;
        var inClass = false;
        for (var i = 0; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass:
                    var isNamed = source.AsSpan(i).StartsWith("(?<", StringComparison.Ordinal) && i + 3 < source.Length && source[i + 3] is not ('=' or '!');
                    named |= isNamed;
                    if (isNamed || i + 1 >= source.Length || source[i + 1] != '?')
                        count++;
                    break;
            }
        }
        return (count, named);
    }

    private void Alternatives()
    {
        if (++nesting > MaxNesting)
            throw new RegExpSyntaxException("it is nested too deeply.");
        while (position < source.Length && Current != ')')
        {
            if (Current == '|')
            {
                output.Append('|');
                position++;
            }
            else
            {
                Term();
            }
        }
        nesting--;
    }

    private void Term()
    {
        var start = output.Length;
        var canRepeat = true;
        switch (Current)
        {
            case '^':
                position++;
                output.Append(multiline ? @"(?<=\A|[\n\r\u2028\u2029])" : @"\A");
                canRepeat = false;
                break;
            case '$':
                position++;
                output.Append(multiline ? @"(?=[\n\r\u2028\u2029]|\z)" : @"\z");
                canRepeat = false;
                break;
            case '(':
                canRepeat = Group();
                break;
            case '.':
                position++;
                output.Append(Dot());
                break;
            case '[':
                position++;
                output.Append(new RegExpClass(source, unicode).Read(ref position));
                break;
            case '\\':
                canRepeat = Escape();
                break;
            case '*' or '+' or '?':
                throw new RegExpSyntaxException("there is nothing to repeat.");
            case '{' when unicode || TryReadCount(out _):
                throw new RegExpSyntaxException("there is nothing to repeat.");
            case ']' or '}' when unicode:
                throw new RegExpSyntaxException("a bracket is not closed or not escaped.");
            default:
                Literal();
                break;
        }
        Quantifier(start, canRepeat);
    }

    private string Dot() => (dotAll, unicode) switch
    {
        (true, true) => $"(?:{SurrogatePair}|{AnyChar})",
        (true, false) => AnyChar,
        (false, true) => $"(?:{SurrogatePair}|{NoLineEnd})",
        _ => NoLineEnd,
    };

    private void Literal()
    {
        if (unicode && char.IsHighSurrogate(Current) && char.IsLowSurrogate(Next))
        {
            AppendCodePoint(char.ConvertToUtf32(Current, Next));
            position += 2;
            return;
        }
        RegExpClass.AppendChar(output, Current);
        position++;
    }

    private void AppendCodePoint(int codePoint)
    {
        if (codePoint < 0x10000)
        {
            RegExpClass.AppendChar(output, (char)codePoint);
            return;
        }
        output.Append("(?:");
        foreach (var unit in char.ConvertFromUtf32(codePoint))
            RegExpClass.AppendChar(output, unit);
        output.Append(')');
    }

    /// <summary>A group of any kind; true when a quantifier may follow.</summary>
    private bool Group()
    {
        position++;
        var canRepeat = true;
        if (Current != '?')
        {
            output.Append("(?<").Append(++group).Append('>');
        }
        else
        {
            position++;
            var rest = source.AsSpan(position);
            if (rest.StartsWith("<=", StringComparison.Ordinal) || rest.StartsWith("<!", StringComparison.Ordinal))
            {
                output.Append("(?").Append(rest[..2]);
                position += 2;
                canRepeat = false;
            }
            else if (Current is ':' or '=' or '!')
            {
                output.Append("(?").Append(Current);
                canRepeat = Current == ':' || !unicode;
                position++;
            }
            else if (Current == '<')
            {
                names.Add((ReadGroupName(), ++group));
                output.Append("(?<").Append(group).Append('>');
            }
            else
            {
                throw new RegExpSyntaxException("the group is not valid.");
            }
        }
        Alternatives();
        if (Current != ')')
            throw new RegExpSyntaxException("a '(' is not closed.");
        position++;
        output.Append(')');
        return canRepeat;
    }

    private string ReadGroupName()
    {
        var end = source.IndexOf('>', position);
        var name = end < 0 ? "" : source[(position + 1)..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))
            throw new RegExpSyntaxException("the group name is not valid.");
        position = end + 1;
        return name;
    }

    /// <summary>A backslash and what follows; true when a quantifier may come next.</summary>
    private bool Escape()
    {
        if (position + 1 >= source.Length)
            throw new RegExpSyntaxException("it ends with a backslash.");
        var c = Next;
        switch (c)
        {
            case 'b' or 'B':
                position += 2;
                output.Append(c == 'b'
                    ? "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))"
                    : "(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))");
                return false;
            case 'k' when hasNames || unicode:
                position += 2;
                if (Current != '<')
                    throw new RegExpSyntaxException("the reference is not valid.");
                AppendReference(NumberOf(ReadGroupName()));
                return true;
            case >= '1' and <= '9':
                if (TryReadReference())
                    return true;
                break;
        }
        if (RegExpClass.TryReadClassEscape(source, ref position, unicode, out var set))
        {
            output.Append('[').Append(set).Append(']');
            return true;
        }
        AppendCodePoint(RegExpClass.ReadCharEscape(source, ref position, unicode, inClass: false));
        return true;
    }

    private bool TryReadReference()
    {
        var end = position + 1;
        while (end < source.Length && char.IsAsciiDigit(source[end]) && end - position < 5)
            end++;
        var number = int.Parse(source.AsSpan((position + 1)..end), CultureInfo.InvariantCulture);
        if (number > groupCount)
            return unicode ? throw new RegExpSyntaxException("it refers to a group that does not exist.") : false;
        position = end;
        AppendReference(number);
        return true;
    }

    // A group that took no part matches the empty text in JavaScript and nothing in .NET.
    private void AppendReference(int number) =>
        output.Append("(?(").Append(number).Append(")\\k<").Append(number).Append(">|)");

    /// <summary>The number of a named group; it may come later in the text.</summary>
    private int NumberOf(string name)
    {
        var known = names.Find(n => n.Name == name);
        if (known.Name is not null)
            return known.Number;
        var ahead = new RegExpTranslator(source, unicode ? "u" : "") { position = position, group = group };
        return ahead.FindName(name) ?? throw new RegExpSyntaxException("it refers to a group that does not exist.");
    }

    private int? FindName(string name)
    {
        var inClass = false;
        for (; position < source.Length; position++)
        {
            if (Current == '\\')
                position++;
            else if (Current == '[')
                inClass = true;
            else if (Current == ']')
                inClass = false;
            else if (Current == '(' && !inClass)
            {
                var isNamed = Next == '?' && source.AsSpan(position).StartsWith("(?<", StringComparison.Ordinal) && position + 3 < source.Length && source[position + 3] is not ('=' or '!');
                if (isNamed || Next != '?')
                    group++;
                if (isNamed && source.AsSpan(position + 3).StartsWith(name + ">", StringComparison.Ordinal))
                    return group;
            }
        }
        return null;
    }

    private void Quantifier(int start, bool canRepeat)
    {
        var length = output.Length;
        switch (Current)
        {
            case '*' or '+' or '?':
                output.Append(Current);
                position++;
                break;
            case '{' when TryReadCount(out var count):
                output.Append(count);
                break;
            case '{' when unicode:
                throw new RegExpSyntaxException("the quantifier is not complete.");
            default:
                return;
        }
        if (!canRepeat)
            throw new RegExpSyntaxException("there is nothing to repeat.");
        if (Current == '?')
        {
            output.Append('?');
            position++;
        }
        // What was written may be several .NET items; together they are what is repeated.
        output.Insert(length, ')').Insert(start, "(?:");
    }

    private bool TryReadCount(out string count)
    {
        count = "";
        var end = source.IndexOf('}', position);
        if (end < 0)
            return false;
        var parts = source[(position + 1)..end].Split(',');
        if (parts.Length > 2 || parts[0].Length == 0 || !parts.All(part => part.All(char.IsAsciiDigit)))
            return false;
        var minimum = Clamp(parts[0]);
        var maximum = parts.Length == 1 ? minimum : parts[1].Length == 0 ? (int?)null : Clamp(parts[1]);
        if (maximum < minimum)
            throw new RegExpSyntaxException("the numbers of the quantifier are out of order.");
        count = parts.Length == 1 ? $"{{{minimum}}}" : $"{{{minimum},{maximum}}}";
        position = end + 1;
        return true;
    }

    private static int Clamp(string digits) => digits.TrimStart('0') is var significant && significant.Length > 9 ? int.MaxValue : significant.Length == 0 ? 0 : int.Parse(significant, CultureInfo.InvariantCulture);
}
