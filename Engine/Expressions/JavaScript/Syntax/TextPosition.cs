namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal static class TextPosition
{
    /// <summary>Line and column from 1; CRLF counts as one line end.</summary>
    public static (int Line, int Column) Of(string text, int offset)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < offset && i < text.Length; i++)
        {
            if (text[i] is '\n' or '\u2028' or '\u2029' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                line++;
                lineStart = i + 1;
            }
        }
        return (line, offset - lineStart + 1);
    }

    public static ScriptSyntaxException Error(string text, int offset, string message)
    {
        var (line, column) = Of(text, offset);
        return new ScriptSyntaxException(message, line, column);
    }
}
