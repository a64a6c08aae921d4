using System.Runtime.CompilerServices;

namespace Workflows.Engine.Expressions.JavaScript.Syntax;

/// <summary>Recursive descent over the tokens of a script, straight to nodes that run. Names are resolved when the whole text is read.</summary>
internal sealed partial class ScriptParser
{
    // Deeper nesting is no program a person wrote; the CLR stack has to carry parsing and evaluation.
    private const int MaxNesting = 400;

    // Tokens per step charged to a loop iteration or a call.
    private const int TokensPerStep = 8;

    private static readonly HashSet<string> Reserved =
    [
        "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends", "false", "finally", "for",
        "function", "if", "import", "in", "instanceof", "new", "null", "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
        "yield", "let", "static", "implements", "interface", "package", "private", "protected", "public", "await", "eval", "arguments",
    ];

    private static readonly Dictionary<string, string> Unavailable = new()
    {
        ["class"] = "Classes are not available.",
        ["this"] = "'this' is not available.",
        ["super"] = "'super' is not available.",
        ["import"] = "'import' is not available.",
        ["export"] = "'export' is not available.",
        ["with"] = "'with' is not available.",
        ["debugger"] = "'debugger' is not available.",
        ["yield"] = "Generators are not available.",
        ["await"] = "'await' is not available: nothing here is asynchronous, use the value directly.",
        ["eval"] = "'eval' is not available.",
        ["arguments"] = "'arguments' is not available; use a rest parameter.",
    };

    private readonly string text;
    private readonly ScriptToken[] tokens;
    private readonly List<IdentifierNode> identifiers = [];
    private readonly List<(FunctionNode Node, ScriptScope Scope)> functions = [];
    private readonly ScriptScope top;
    private ScriptScope scope;
    private int current;
    private int depth;
    private int loopDepth;
    private int switchDepth;
    private List<string> labels = [];
    private readonly List<string> pendingLabels = [];

    private ScriptParser(string text, ScriptToken[] tokens)
    {
        this.text = text;
        this.tokens = tokens;
        top = scope = new ScriptScope(parent: null, new FunctionScope(parent: null));
    }

    private ref readonly ScriptToken Token => ref tokens[current];

    public static ScriptProgram Parse(string text)
    {
        var all = ScriptLexer.Tokenize(text);
        if (!all[0].Is("{"))
            return new ScriptParser(text, all).ParseProgram();
        // An object literal written as the whole text: what its author means, though JavaScript would see a block.
        try
        {
            return new ScriptParser(text, all).ParseExpressionProgram();
        }
        catch (ScriptSyntaxException asExpression)
        {
            try
            {
                return new ScriptParser(text, all).ParseProgram();
            }
            catch (ScriptSyntaxException asProgram) when ((asExpression.Line, asExpression.Column).CompareTo((asProgram.Line, asProgram.Column)) > 0)
            {
                throw asExpression;
            }
        }
    }

    private ScriptProgram ParseExpressionProgram()
    {
        var expression = ParseExpression();
        while (TrySkip(";"))
        {
        }
        if (Token.Kind != TokenKind.End)
            throw Unexpected();
        return Complete([new ExpressionStatement(expression)]);
    }

    private ScriptProgram ParseProgram()
    {
        var statements = new List<StatementNode>();
        while (Token.Kind != TokenKind.End)
            statements.Add(ParseStatement());
        return Complete([.. statements]);
    }

    private ScriptProgram Complete(StatementNode[] statements)
    {
        var bound = new List<(IdentifierNode Node, ScriptVariable Variable)>();
        var free = new List<IdentifierNode>();
        foreach (var identifier in identifiers)
        {
            if (identifier.Bind() is { } variable)
            {
                bound.Add((identifier, variable));
            }
            else if (identifier.IsHost)
            {
                free.Add(identifier);
            }
        }
        foreach (var (node, variable) in bound)
            node.Place(variable);
        foreach (var (node, body) in functions)
            node.Complete(body);
        return new ScriptProgram(statements, BlockSetup.For(top), top.Function, References(free));
    }

    private List<ScriptReference> References(List<IdentifierNode> free)
    {
        var ordered = free.OrderBy(name => name.Position).ToList();
        return
        [
            .. ordered.Zip(
                TextPosition.OfAll(text, ordered.Select(name => name.Position)),
                (name, place) => new ScriptReference(name.Name, place.Line, place.Column, name.IsCalled, name.Member, name.FirstArgument)),
        ];
    }

    private void Enter()
    {
        if (++depth > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error("The script is nested too deeply.");
    }

    private void Leave() => depth--;

    private ScriptScope OpenScope() => scope = new ScriptScope(scope, scope.Function);

    private void CloseScope() => scope = scope.Parent!;

    private ScriptToken Take() => tokens[current++];

    private bool TrySkip(string punctuator)
    {
        if (!Token.Is(punctuator))
            return false;
        current++;
        return true;
    }

    private bool TrySkipName(string name)
    {
        if (!Token.IsName(name))
            return false;
        current++;
        return true;
    }

    private void Expect(string punctuator)
    {
        if (!TrySkip(punctuator))
            throw Error($"Expected '{punctuator}' instead of {Describe(Token)}.");
    }

    private void ExpectName(string name)
    {
        if (!TrySkipName(name))
            throw Error($"Expected '{name}' instead of {Describe(Token)}.");
    }

    /// <summary>A statement ends with a semicolon, before a closing brace, at the end, or with its line.</summary>
    private void EndStatement()
    {
        if (!TrySkip(";") && !Token.Is("}") && Token.Kind != TokenKind.End && !Token.AfterNewline)
            throw Unexpected();
    }

    private int CostSince(int firstToken) => 1 + ((current - firstToken) / TokensPerStep);

    private string TakeBindingName()
    {
        if (Token.Kind != TokenKind.Name)
            throw Unexpected();
        if (Reserved.Contains(Token.Text))
            throw ReservedWord();
        return Take().Text;
    }

    private ScriptSyntaxException ReservedWord() =>
        Error(Unavailable.TryGetValue(Token.Text, out var message) ? message : $"Unexpected word '{Token.Text}'.");

    private ScriptSyntaxException Unexpected() => Error($"Unexpected {Describe(Token)}.");

    private ScriptSyntaxException Error(string message) => TextPosition.Error(text, Token.Start, message);

    private ScriptSyntaxException ErrorAt(int offset, string message) => TextPosition.Error(text, offset, message);

    private static string Describe(ScriptToken token) => token.Kind switch
    {
        TokenKind.End => "end of the script",
        TokenKind.String => "string",
        TokenKind.Template => "template literal",
        TokenKind.RegExp => "regular expression",
        TokenKind.Number => $"number {token.Text}",
        _ => $"'{token.Text}'",
    };
}
