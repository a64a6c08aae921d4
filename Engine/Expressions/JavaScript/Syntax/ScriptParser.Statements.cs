namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScriptParser
{
    private StatementNode ParseStatement()
    {
        Enter();
        var statement = ParseStatementCore();
        Leave();
        return statement;
    }

    private StatementNode ParseStatementCore()
    {
        var token = Token;
        if (token.Is("{"))
            return ParseBlock();
        if (TrySkip(";"))
            return new EmptyStatement();
        if (token.Kind != TokenKind.Name)
            return ParseExpressionStatement();
        switch (token.Text)
        {
            case "const" or "let" or "var":
                var declaration = ParseDeclaration();
                EndStatement();
                return declaration;
            case "function":
                return ParseFunctionDeclaration();
            case "if":
                return ParseIf();
            case "for":
                return ParseFor();
            case "while":
                return ParseWhile();
            case "do":
                return ParseDoWhile();
            case "switch":
                return ParseSwitch();
            case "try":
                return ParseTry();
            case "return":
                return ParseReturn();
            case "throw":
                return ParseThrow();
            case "break" or "continue":
                return ParseJump();
            case "async" when tokens[current + 1].IsName("function") && !tokens[current + 1].AfterNewline:
                throw Error("Async functions are not available.");
        }
        if (tokens[current + 1].Is(":") && !Reserved.Contains(token.Text))
            return ParseLabeled();
        return ParseExpressionStatement();
    }

    private ExpressionStatement ParseExpressionStatement()
    {
        var expression = ParseExpression();
        EndStatement();
        return new ExpressionStatement(expression);
    }

    private BlockStatement ParseBlock()
    {
        var block = OpenScope();
        var statements = ParseBraces();
        CloseScope();
        return new BlockStatement(statements, BlockSetup.For(block));
    }

    private StatementNode[] ParseBraces()
    {
        Expect("{");
        var statements = new List<StatementNode>();
        while (!TrySkip("}"))
            statements.Add(ParseStatement());
        return [.. statements];
    }

    /// <summary>The body of <c>if</c>, a loop or a label: a statement, but no declaration.</summary>
    private StatementNode ParseBody()
    {
        if (Token.IsName("const") || Token.IsName("let") || Token.IsName("function"))
            throw Error($"'{Token.Text}' needs a block here.");
        return ParseStatement();
    }

    private DeclarationStatement ParseDeclaration(bool inForHead = false)
    {
        var kind = TakeDeclarationKind();
        var declarations = new List<(ReferenceNode, ScriptNode?)>();
        do
        {
            var isPattern = Token.Is("[") || Token.Is("{");
            var target = ParseBindingTarget(kind);
            ScriptNode? value = null;
            if (TrySkip("="))
                value = NameFunction(target, ParseAssignment(allowIn: !inForHead));
            else if (kind == VariableKind.Const || isPattern)
                throw Error("A value is missing in the declaration.");
            declarations.Add((target, value));
        }
        while (TrySkip(","));
        return new DeclarationStatement([.. declarations], kind == VariableKind.Var);
    }

    private VariableKind TakeDeclarationKind() => Take().Text switch
    {
        "const" => VariableKind.Const,
        "let" => VariableKind.Let,
        _ => VariableKind.Var,
    };

    private EmptyStatement ParseFunctionDeclaration()
    {
        var start = Take().Start;
        if (Token.Is("*"))
            throw Error("Generators are not available.");
        var name = Token;
        var nameNode = Declare(TakeBindingName(), name.Start, VariableKind.Function);
        var function = ParseFunctionRest(start, name.Text, ownName: null);
        scope.Functions.Add((nameNode, function));
        return new EmptyStatement();
    }

    private IfStatement ParseIf()
    {
        Take();
        var condition = ParseParenthesized();
        var whenTrue = ParseBody();
        var whenFalse = TrySkipName("else") ? ParseBody() : null;
        return new IfStatement(condition, whenTrue, whenFalse);
    }

    private WhileStatement ParseWhile()
    {
        var first = current;
        var own = TakeLabels();
        Take();
        var condition = ParseParenthesized();
        var body = ParseLoopBody();
        return new WhileStatement(condition, body, testsFirst: true, own, CostSince(first));
    }

    private WhileStatement ParseDoWhile()
    {
        var first = current;
        var own = TakeLabels();
        Take();
        var body = ParseLoopBody();
        ExpectName("while");
        var condition = ParseParenthesized();
        TrySkip(";");
        return new WhileStatement(condition, body, testsFirst: false, own, CostSince(first));
    }

    private StatementNode ParseFor()
    {
        var first = current;
        var own = TakeLabels();
        Take();
        if (Token.IsName("await"))
            throw ReservedWord();
        Expect("(");
        var block = OpenScope();
        StatementNode statement;
        if (IsForEachHead(out var isDeclaration))
        {
            var target = isDeclaration ? ParseBindingTarget(TakeDeclarationKind()) : ParseAssignmentTarget();
            var isOf = Take().Text == "of";
            var source = isOf ? ParseAssignment() : ParseExpression();
            Expect(")");
            var body = ParseLoopBody();
            var setup = BlockSetup.For(block);
            statement = isOf
                ? new ForOfStatement(target, source, body, setup, own, CostSince(first))
                : new ForInStatement(target, source, body, setup, own, CostSince(first));
        }
        else
        {
            statement = ParseClassicFor(block, first, own);
        }
        CloseScope();
        return statement;
    }

    private ForStatement ParseClassicFor(ScriptScope block, int first, string[] own)
    {
        StatementNode? start = null;
        if (Token.IsName("const") || Token.IsName("let") || Token.IsName("var"))
            start = ParseDeclaration(inForHead: true);
        else if (!Token.Is(";"))
            start = new ExpressionStatement(ParseExpression(allowIn: false));
        Expect(";");
        var condition = Token.Is(";") ? null : ParseExpression();
        Expect(";");
        var step = Token.Is(")") ? null : ParseExpression();
        Expect(")");
        var body = ParseLoopBody();
        return new ForStatement(start, condition, step, body, BlockSetup.For(block), own, CostSince(first));
    }

    /// <summary>Looks over the loop's variable, which may be a pattern, for <c>of</c> or <c>in</c>.</summary>
    private bool IsForEachHead(out bool isDeclaration)
    {
        isDeclaration = Token.IsName("const") || Token.IsName("let") || Token.IsName("var");
        var i = isDeclaration ? current + 1 : current;
        if (tokens[i].Is("[") || tokens[i].Is("{"))
        {
            i = tokens[i].Match + 1;
        }
        else if (tokens[i].Kind == TokenKind.Name)
        {
            i++;
            while (!isDeclaration && (tokens[i].Is(".") || tokens[i].Is("[")))
                i = tokens[i].Is(".") ? Math.Min(i + 2, tokens.Length - 1) : tokens[i].Match + 1;
        }
        return tokens[i].IsName("of") || tokens[i].IsName("in");
    }

    private StatementNode ParseLoopBody()
    {
        loopDepth++;
        var body = ParseBody();
        loopDepth--;
        return body;
    }

    private SwitchStatement ParseSwitch()
    {
        Take();
        var subject = ParseParenthesized();
        Expect("{");
        var block = OpenScope();
        switchDepth++;
        var cases = new List<SwitchCase>();
        while (!TrySkip("}"))
        {
            ScriptNode? test = null;
            if (TrySkipName("default"))
            {
                if (cases.Exists(c => c.Test is null))
                    throw Error("A switch has one 'default'.");
            }
            else
            {
                ExpectName("case");
                test = ParseExpression();
            }
            Expect(":");
            var body = new List<StatementNode>();
            while (!Token.Is("}") && !Token.IsName("case") && !Token.IsName("default"))
                body.Add(ParseStatement());
            cases.Add(new SwitchCase(test, [.. body]));
        }
        switchDepth--;
        CloseScope();
        return new SwitchStatement(subject, [.. cases], BlockSetup.For(block));
    }

    private TryStatement ParseTry()
    {
        Take();
        var body = ParseBlock();
        ReferenceNode? error = null;
        BlockSetup? setup = null;
        StatementNode? handler = null;
        if (TrySkipName("catch"))
        {
            var block = OpenScope();
            if (TrySkip("("))
            {
                error = ParseBindingTarget(VariableKind.Let);
                Expect(")");
            }
            handler = ParseBlock();
            setup = BlockSetup.For(block);
            CloseScope();
        }
        var final = TrySkipName("finally") ? ParseBlock() : null;
        if (handler is null && final is null)
            throw Error("'try' needs 'catch' or 'finally'.");
        return new TryStatement(body, error, setup, handler, final);
    }

    private ReturnStatement ParseReturn()
    {
        Take();
        var hasValue = !Token.Is(";") && !Token.Is("}") && Token.Kind != TokenKind.End && !Token.AfterNewline;
        var value = hasValue ? ParseExpression() : null;
        EndStatement();
        return new ReturnStatement(value);
    }

    private ThrowStatement ParseThrow()
    {
        var position = Take().Start;
        if (Token.AfterNewline)
            throw Error("The value to throw has to be on the same line.");
        var value = ParseExpression();
        EndStatement();
        return new ThrowStatement(value, position);
    }

    private JumpStatement ParseJump()
    {
        var word = Take();
        string? label = null;
        if (Token.Kind == TokenKind.Name && !Token.AfterNewline && !Reserved.Contains(Token.Text))
        {
            label = Token.Text;
            if (!labels.Contains(label))
                throw Error($"There is no label '{label}' here.");
            current++;
        }
        else if (loopDepth == 0 && (word.Text == "continue" || switchDepth == 0))
        {
            throw ErrorAt(word.Start, $"'{word.Text}' is not inside a loop.");
        }
        EndStatement();
        return new JumpStatement(word.Text == "break" ? Flow.Break : Flow.Continue, label);
    }

    private LabeledStatement ParseLabeled()
    {
        var label = Take().Text;
        Expect(":");
        if (labels.Contains(label))
            throw Error($"The label '{label}' is used twice.");
        labels.Add(label);
        pendingLabels.Add(label);
        if (!Token.IsName("for") && !Token.IsName("while") && !Token.IsName("do") && !tokens[Math.Min(current + 1, tokens.Length - 1)].Is(":"))
            pendingLabels.Clear();
        var body = ParseBody();
        pendingLabels.Clear();
        labels.Remove(label);
        return new LabeledStatement(label, body);
    }

    /// <summary>The labels right before a loop: <c>continue</c> with one of them means this loop.</summary>
    private string[] TakeLabels()
    {
        string[] own = [.. pendingLabels];
        pendingLabels.Clear();
        return own;
    }

    private ScriptNode ParseParenthesized()
    {
        Expect("(");
        var expression = ParseExpression();
        Expect(")");
        return expression;
    }
}
