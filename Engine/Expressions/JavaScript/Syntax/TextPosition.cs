namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal static class TextPosition
{
    /// <summary>Line and column from 1; CRLF counts as one line end.</summary>
    public static (int Line, int Column) Of(string text, int offset) => OfAll(text, [Math.Min(offset, text.Length)]).First();

    /// <summary>For many offsets of one text: they have to ascend.</summary>
    public static IEnumerable<(int Line, int Column)> OfAll(string text, IEnumerable<int> ascending)
    {
        var (line, lineStart, i) = (1, 0, 0);
        foreach (var offset in ascending)
        {
            for (; i < offset; i++)
            {
                if (EndsLine(text, i))
                    (line, lineStart) = (line + 1, i + 1);
            }
            yield return (line, offset - lineStart + 1);
        }
    }

    public static ScriptSyntaxException Error(string text, int offset, string message)
    {
        var (line, column) = Of(text, offset);
        return new ScriptSyntaxException(message, line, column);
    }

    private static bool EndsLine(string text, int i) =>
        text[i] is '\n' or '\u2028' or '\u2029' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n'));
}
