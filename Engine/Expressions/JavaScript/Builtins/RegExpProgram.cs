using System.Text;
using System.Text.RegularExpressions;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Why a regular expression cannot be used; becomes a syntax error of the script, or a SyntaxError at run time.</summary>
internal sealed class RegExpSyntaxException(string message) : Exception(message);

/// <summary>A JavaScript regular expression, translated to .NET's syntax.</summary>
internal sealed class RegExpProgram
{
    private const int MaxLength = 5_000;

    private readonly string pattern;
    private Regex? compiled;

    private RegExpProgram(string source, string flags, RegExpTranslation translation)
    {
        Source = source.Length == 0 ? "(?:)" : EscapeSlashes(source);
        Flags = string.Concat(flags.Order());
        GroupNames = translation.GroupNames;
        GroupCount = translation.GroupCount;
        pattern = Has('y') ? $@"\G(?:{translation.Pattern})" : translation.Pattern;
    }

    public string Source { get; }

    public string Flags { get; }

    /// <summary>Capturing groups, without the whole match.</summary>
    public int GroupCount { get; }

    /// <summary>Names of groups and their numbers, in order.</summary>
    public IReadOnlyList<(string Name, int Number)> GroupNames { get; }

    public bool Has(char flag) => Flags.Contains(flag);

    public static RegExpProgram Translate(string source, string flags)
    {
        foreach (var flag in flags)
        {
            if (!"dgimsuy".Contains(flag))
                throw new RegExpSyntaxException($"the flag '{flag}' is not available.");
            if (flags.Count(other => other == flag) > 1)
                throw new RegExpSyntaxException($"the flag '{flag}' occurs twice.");
        }
        if (source.Length > MaxLength)
            throw new RegExpSyntaxException($"it is longer than {MaxLength} characters.");
        var program = new RegExpProgram(source, flags, RegExpTranslator.Translate(source, flags));
        // .NET has the last word on what can be run; better now than in the middle of a script.
        program.Compile(ScriptLimits.Default.RegexTimeout);
        return program;
    }

    // The source reads as a literal would: new RegExp("/") is /\//.
    private static string EscapeSlashes(string source)
    {
        var inClass = false;
        var result = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c == '\\' && i + 1 < source.Length)
            {
                result.Append(c).Append(source[++i]);
                continue;
            }
            inClass = c == '[' || (inClass && c != ']');
            if (c == '/' && !inClass)
                result.Append('\\');
            result.Append(c == '\n' ? "\\n" : c.ToString());
        }
        return result.ToString();
    }

    public Regex Compile(TimeSpan timeout)
    {
        var known = compiled;
        if (known is not null && known.MatchTimeout == timeout)
            return known;
        var options = RegexOptions.CultureInvariant | (Has('i') ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            return compiled = new Regex(pattern, options, timeout);
        }
        catch (ArgumentException exception)
        {
            throw new RegExpSyntaxException(exception.Message);
        }
    }
}
