namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal enum TokenKind
{
    Name,
    Number,
    String,

    /// <summary>A piece of a template literal, up to the next <c>${</c> or the closing backtick.</summary>
    Template,
    RegExp,
    Punctuator,
    End,
}

/// <summary>A token of a script.</summary>
internal struct ScriptToken
{
    public TokenKind Kind;
    public int Start;
    public int End;

    /// <summary>A line end precedes it: a statement may end there without a semicolon.</summary>
    public bool AfterNewline;

    /// <summary>Name or punctuator as written; the value of a string or template piece; a regular expression's pattern.</summary>
    public string Text;

    public double Number;

    public string? RegExpFlags;

    /// <summary>Of an opening bracket: where its closing one is. Makes the choice between a parenthesis and an arrow function's parameters one look ahead.</summary>
    public int Match;

    /// <summary>Of a template piece: it is the last.</summary>
    public bool IsTail;

    public readonly bool Is(string punctuator) => Kind == TokenKind.Punctuator && Text == punctuator;

    public readonly bool IsName(string name) => Kind == TokenKind.Name && Text == name;
}
