using System.Globalization;
using System.Text;

namespace Workflows.Engine.Expressions.JavaScript.Syntax;

/// <summary>Splits a script into tokens, all at once: brackets are matched on the way.</summary>
internal sealed class ScriptLexer
{
    // Longest first: the first that fits is the token.
    private static readonly string[] Punctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
        "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".",
    ];

    // After these words an operand follows, so that a slash begins a regular expression.
    private static readonly HashSet<string> OperatorWords =
        ["return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else"];

    // Looking up a name costs one step, however often a loop does it.
    private const int MaxNameLength = 500;

    private readonly string text;
    private readonly List<ScriptToken> tokens = [];
    private readonly Stack<int> open = new();
    private int position;
    private int lastClosed;
    private bool afterNewline;

    private ScriptLexer(string text) => this.text = text;

    private char Current => position < text.Length ? text[position] : '\0';

    private char Next => position + 1 < text.Length ? text[position + 1] : '\0';

    public static ScriptToken[] Tokenize(string text)
    {
        var lexer = new ScriptLexer(text);
        lexer.Run();
        return [.. lexer.tokens];
    }

    private void Run()
    {
        while (true)
        {
            SkipBlanks();
            if (position >= text.Length)
                break;
            ReadToken();
        }
        if (open.TryPop(out var unclosed))
            throw Error(tokens[unclosed].Start, tokens[unclosed].Kind == TokenKind.Template ? "The template literal is not closed." : $"'{tokens[unclosed].Text}' is not closed.");
        Add(TokenKind.End, position, "end of the script");
    }

    private void ReadToken()
    {
        var c = Current;
        if (char.IsAsciiLetter(c) || c is '_' or '$' || (c > 127 && IsNameStart(c)))
            ReadName();
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Next)))
            ReadNumber();
        else if (c is '"' or '\'')
            ReadString(c);
        else if (c == '`')
            ReadTemplate(position);
        else if (c == '}' && open.TryPeek(out var opener) && tokens[opener].Kind == TokenKind.Template)
            ReadTemplate(position);
        else if (c == '/' && RegExpAllowed())
            ReadRegExp();
        else
            ReadPunctuator();
    }

    private void SkipBlanks()
    {
        afterNewline = false;
        while (position < text.Length)
        {
            var c = text[position];
            if (c is '\n' or '\r' or '\u2028' or '\u2029')
            {
                afterNewline = true;
                position++;
            }
            else if (Coerce.IsWhitespace(c))
            {
                position++;
            }
            else if (c == '/' && Next == '/')
            {
                while (position < text.Length && text[position] is not ('\n' or '\r' or '\u2028' or '\u2029'))
                    position++;
            }
            else if (c == '/' && Next == '*')
            {
                var end = text.IndexOf("*/", position + 2, StringComparison.Ordinal);
                if (end < 0)
                    throw Error(position, "The comment is not closed.");
                afterNewline |= text.AsSpan(position, end - position).IndexOfAny("\n\r\u2028\u2029") >= 0;
                position = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    private void ReadName()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '$' || (text[position] > 127 && IsNamePart(text[position]))))
            position++;
        if (Current == '\\')
            throw Error(position, "Escapes in names are not available here.");
        if (position - start > MaxNameLength)
            throw Error(start, $"A name is longer than {MaxNameLength} characters.");
        Add(TokenKind.Name, start, text[start..position]);
    }

    private void ReadNumber()
    {
        var start = position;
        var radix = Current == '0' ? Next switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 10 } : 10;
        double value;
        if (radix != 10)
        {
            position += 2;
            var digits = Digits(char.IsAsciiHexDigit);
            value = Coerce.ParseRadix(digits, radix, out var used);
            if (used == 0 || used != digits.Length)
                throw Error(start, "The number is not valid.");
        }
        else
        {
            var literal = new StringBuilder(Digits(char.IsAsciiDigit));
            if (literal.Length > 1 && literal[0] == '0')
                throw Error(start, "A number cannot begin with 0; octal numbers are written 0o17.");
            if (Current == '.')
            {
                position++;
                literal.Append('.').Append(Digits(char.IsAsciiDigit));
            }
            if (Current is 'e' or 'E')
            {
                literal.Append('e');
                position++;
                if (Current is '+' or '-')
                    literal.Append(text[position++]);
                if (!char.IsAsciiDigit(Current))
                    throw Error(start, "The number's exponent is missing.");
                literal.Append(Digits(char.IsAsciiDigit));
            }
            value = double.Parse(literal.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        if (Current == 'n')
            throw Error(start, "BigInt is not available; numbers are doubles.");
        if (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '$')
            throw Error(position, "A name cannot follow a number directly.");
        Add(TokenKind.Number, start, text[start..position]);
        Last().Number = value;
    }

    private string Digits(Func<char, bool> isDigit)
    {
        var start = position;
        while (isDigit(Current) || (Current == '_' && position > start && text[position - 1] != '_' && isDigit(Next)))
            position++;
        return text[start..position].Replace("_", "", StringComparison.Ordinal);
    }

    private void ReadString(char quote)
    {
        var start = position++;
        var value = new StringBuilder();
        while (Current != quote || position >= text.Length)
        {
            if (position >= text.Length || Current is '\n' or '\r')
                throw Error(start, "The string is not closed.");
            if (Current == '\\')
                EscapeSequence.Read(text, ref position, value);
            else
                value.Append(text[position++]);
        }
        position++;
        Add(TokenKind.String, start, value.ToString());
    }

    /// <summary>Reads from a backtick, or from the brace that ends a substitution, to the next substitution or the end.</summary>
    private void ReadTemplate(int start)
    {
        if (Current == '}')
            open.Pop();
        position++;
        var value = new StringBuilder();
        while (true)
        {
            if (position >= text.Length)
                throw Error(start, "The template literal is not closed.");
            if (Current == '`' || (Current == '$' && Next == '{'))
                break;
            if (Current == '\\')
                EscapeSequence.Read(text, ref position, value);
            else if (Current == '\r')
                position += AppendLineFeed(value);
            else
                value.Append(text[position++]);
        }
        var isTail = Current == '`';
        position += isTail ? 1 : 2;
        Add(TokenKind.Template, start, value.ToString());
        Last().IsTail = isTail;
        if (!isTail)
            open.Push(tokens.Count - 1);
    }

    private int AppendLineFeed(StringBuilder value)
    {
        value.Append('\n');
        return Next == '\n' ? 2 : 1;
    }

    private void ReadRegExp()
    {
        var start = position++;
        var inClass = false;
        while (Current != '/' || inClass)
        {
            if (position >= text.Length || Current is '\n' or '\r' or '\u2028' or '\u2029')
                throw Error(start, "The regular expression is not closed.");
            if (Current == '\\')
                position++;
            else if (Current == '[')
                inClass = true;
            else if (Current == ']')
                inClass = false;
            position++;
        }
        var pattern = text[(start + 1)..position++];
        var flags = position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '$')
            position++;
        Add(TokenKind.RegExp, start, pattern);
        Last().RegExpFlags = text[flags..position];
    }

    private void ReadPunctuator()
    {
        foreach (var punctuator in Punctuators)
        {
            if (string.CompareOrdinal(text, position, punctuator, 0, punctuator.Length) != 0)
                continue;
            // In a?.5:b the question mark stands alone.
            if (punctuator == "?." && position + 2 < text.Length && char.IsAsciiDigit(text[position + 2]))
                continue;
            var start = position;
            if (punctuator is ")" or "]" or "}")
                Close(punctuator);
            position += punctuator.Length;
            Add(TokenKind.Punctuator, start, punctuator);
            if (punctuator is "(" or "[" or "{")
                open.Push(tokens.Count - 1);
            return;
        }
        throw Error(position, Current switch
        {
            '#' => "Private names are not available.",
            '@' => "Decorators are not available.",
            _ => $"Unexpected character '{Current}'.",
        });
    }

    private void Close(string punctuator)
    {
        var expected = punctuator switch { ")" => "(", "]" => "[", _ => "{" };
        if (!open.TryPop(out var opener) || !tokens[opener].Is(expected))
            throw Error(position, $"Unexpected '{punctuator}'.");
        var token = tokens[opener];
        token.Match = tokens.Count;
        tokens[opener] = token;
        lastClosed = opener;
    }

    private bool RegExpAllowed()
    {
        if (tokens.Count == 0)
            return true;
        var previous = tokens[^1];
        return previous.Kind switch
        {
            TokenKind.Name => OperatorWords.Contains(previous.Text),
            TokenKind.Punctuator when previous.Text == ")" => BeforeOpener() is { Kind: TokenKind.Name, Text: "if" or "while" or "for" },
            TokenKind.Punctuator when previous.Text == "}" => ClosesBlock(),
            TokenKind.Punctuator => previous.Text is not ("]" or "++" or "--"),
            TokenKind.Template => !previous.IsTail,
            _ => false,
        };
    }

    // After a block a statement begins, after an object literal an operator follows. What stands before the brace tells them apart well enough.
    private bool ClosesBlock() => BeforeOpener() is not { } before
        || before.Is(")") || before.Is(";") || before.Is("{") || before.Is("}") || before.Is("=>")
        || before is { Kind: TokenKind.Name, Text: "else" or "try" or "finally" or "do" };

    private ScriptToken? BeforeOpener() => lastClosed > 0 ? tokens[lastClosed - 1] : null;

    private void Add(TokenKind kind, int start, string value) =>
        tokens.Add(new ScriptToken { Kind = kind, Start = start, End = position, AfterNewline = afterNewline, Text = value });

    private ref ScriptToken Last() => ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tokens)[^1];

    private ScriptSyntaxException Error(int offset, string message) => TextPosition.Error(text, offset, message);

    private static bool IsNameStart(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsNamePart(char c) => IsNameStart(c) || c is '\u200c' or '\u200d'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
}
