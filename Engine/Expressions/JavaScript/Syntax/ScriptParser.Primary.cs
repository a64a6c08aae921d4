namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScriptParser
{
    private ScriptNode ParsePrimary()
    {
        var token = Token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                current++;
                return new ConstantNode(JsNumber.Box(token.Number), token.Start);
            case TokenKind.String:
                current++;
                return new ConstantNode(token.Text, token.Start);
            case TokenKind.Template when text[token.Start] == '`':
                return ParseTemplate();
            case TokenKind.RegExp:
                return ParseRegExp();
            case TokenKind.Name:
                return ParseName();
            case TokenKind.Punctuator when token.Text == "(":
                var inner = ParseParenthesized();
                if (inner is LogicalNode)
                    parenthesized.Add(inner);
                return inner;
            case TokenKind.Punctuator when token.Text == "[":
                return ParseArray();
            case TokenKind.Punctuator when token.Text == "{":
                return ParseObject();
            default:
                throw Unexpected();
        }
    }

    private ScriptNode ParseName()
    {
        var token = Token;
        switch (token.Text)
        {
            case "true" or "false":
                current++;
                return new ConstantNode(JsNumber.Box(token.Text == "true"), token.Start);
            case "null":
                current++;
                return new ConstantNode(null, token.Start);
            case "undefined":
                current++;
                return new ConstantNode(Undefined.Value, token.Start);
            case "function":
                return ParseFunctionExpression();
            case "new":
                return ParseNew();
            case "async" when IsAsyncFunction():
                throw Error("Async functions are not available.");
        }
        if (Reserved.Contains(token.Text))
            throw ReservedWord();
        current++;
        return Refer(token.Text, token.Start);
    }

    private bool IsAsyncFunction()
    {
        var next = tokens[current + 1];
        return !next.AfterNewline && (next.Kind == TokenKind.Name || (next.Is("(") && tokens[next.Match + 1].Is("=>")));
    }

    private TemplateNode ParseTemplate()
    {
        var start = Token.Start;
        var texts = new List<string>();
        var values = new List<ScriptNode>();
        while (true)
        {
            var piece = Take();
            texts.Add(piece.Text);
            if (piece.IsTail)
                return new TemplateNode([.. texts], [.. values], start);
            values.Add(ParseExpression());
            if (Token.Kind != TokenKind.Template || text[Token.Start] == '`')
                throw Unexpected();
        }
    }

    private RegExpNode ParseRegExp()
    {
        var token = Take();
        try
        {
            return new RegExpNode(RegExpProgram.Translate(token.Text, token.RegExpFlags!), token.Start);
        }
        catch (RegExpSyntaxException exception)
        {
            throw ErrorAt(token.Start, $"Invalid regular expression: {exception.Message}");
        }
    }

    private ArrayNode ParseArray()
    {
        var start = Take().Start;
        var elements = new List<ScriptNode>();
        while (!TrySkip("]"))
        {
            if (Token.Is(","))
            {
                elements.Add(new ConstantNode(Undefined.Value, Token.Start));
                current++;
                continue;
            }
            elements.Add(ParseSpreadable());
            if (!Token.Is("]"))
                Expect(",");
        }
        return new ArrayNode([.. elements], start);
    }

    private ObjectNode ParseObject()
    {
        var start = Take().Start;
        var members = new List<ObjectMember>();
        while (!TrySkip("}"))
        {
            members.Add(ParseObjectMember());
            if (!Token.Is("}"))
                Expect(",");
        }
        return new ObjectNode([.. members], start);
    }

    private ObjectMember ParseObjectMember()
    {
        if (TrySkip("..."))
            return new ObjectMember(Name: null, Key: null, ParseAssignment());
        if (Token.Is("*"))
            throw Error("Generators are not available.");
        var token = Token;
        var next = tokens[current + 1];
        if (token.Kind == TokenKind.Name && (next.Is(",") || next.Is("}")))
            return new ObjectMember(CheckMemberName(token), Key: null, Refer(TakeBindingName(), token.Start));
        if (token.Kind == TokenKind.Name && !next.Is(":") && !next.Is("("))
        {
            throw token.Text switch
            {
                "get" or "set" => Error("Getters and setters are not available."),
                "async" => Error("Async functions are not available."),
                _ => UnexpectedAfter(),
            };
        }
        var (name, key) = ParseMemberName();
        if (Token.Is("("))
            return new ObjectMember(name, key, ParseFunctionRest(token.Start, name ?? "", ownName: null));
        Expect(":");
        if (name is not null)
            CheckMemberName(token);
        var value = ParseAssignment();
        if (value is FunctionNode { Name.Length: 0 } function && name is not null)
            function.Name = name;
        return new ObjectMember(name, key, value);
    }

    private ScriptSyntaxException UnexpectedAfter()
    {
        current++;
        return Unexpected();
    }

    // In JavaScript { __proto__: x } sets the prototype instead of a member.
    private string CheckMemberName(ScriptToken token) =>
        token.Text == "__proto__" ? throw ErrorAt(token.Start, "'__proto__' cannot be set.") : token.Text;

    /// <summary>The name of a member in an object literal or pattern: literal, or a computed key.</summary>
    private (string? Name, ScriptNode? Key) ParseMemberName()
    {
        var token = Token;
        switch (token.Kind)
        {
            case TokenKind.Name or TokenKind.String:
                current++;
                return (token.Text, null);
            case TokenKind.Number:
                current++;
                return (NumberText.Of(token.Number), null);
            case TokenKind.Punctuator when token.Text == "[":
                current++;
                var key = ParseAssignment();
                Expect("]");
                return (null, key);
            default:
                throw Unexpected();
        }
    }
}
