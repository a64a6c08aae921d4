using System.Buffers;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>Upper and lower case as Unicode has it; .NET maps single characters only, so the few that become several are added.</summary>
internal static class CaseMapping
{
    private static readonly SearchValues<char> Expanding = SearchValues.Create("ßŉǰΐΰﬀﬁﬂﬃﬄ");

    public static string ToUpper(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper.AsSpan().IndexOfAny(Expanding) < 0
            ? upper
            : new StringBuilder(upper)
                .Replace("ß", "SS").Replace("ŉ", "ʼN").Replace("ǰ", "J̌").Replace("ΐ", "Ϊ́").Replace("ΰ", "Ϋ́")
                .Replace("ﬀ", "FF").Replace("ﬁ", "FI").Replace("ﬂ", "FL").Replace("ﬃ", "FFI").Replace("ﬄ", "FFL").ToString();
    }

    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant().Replace("İ", "i̇", StringComparison.Ordinal);
        return lower.Contains('σ') ? WithFinalSigmas(text, lower) : lower;
    }

    // A capital sigma at the end of a word has a lower case of its own.
    private static string WithFinalSigmas(string text, string lower)
    {
        if (!text.Contains('Σ') || text.Length != lower.Length)
            return lower;
        var result = new StringBuilder(lower);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'Σ' && i > 0 && char.IsLetter(text[i - 1]) && !(i + 1 < text.Length && char.IsLetter(text[i + 1])))
                result[i] = 'ς';
        }
        return result.ToString();
    }
}
