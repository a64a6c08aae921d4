namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScriptParser
{
    private const int PowerPrecedence = 12;

    private static readonly Dictionary<string, (int Precedence, BinaryOperator Operator)> BinaryOperators = new()
    {
        ["|"] = (4, BinaryOperator.BitOr),
        ["^"] = (5, BinaryOperator.BitXor),
        ["&"] = (6, BinaryOperator.BitAnd),
        ["=="] = (7, BinaryOperator.Equal),
        ["!="] = (7, BinaryOperator.NotEqual),
        ["==="] = (7, BinaryOperator.StrictEqual),
        ["!=="] = (7, BinaryOperator.StrictNotEqual),
        ["<"] = (8, BinaryOperator.Less),
        [">"] = (8, BinaryOperator.Greater),
        ["<="] = (8, BinaryOperator.LessOrEqual),
        [">="] = (8, BinaryOperator.GreaterOrEqual),
        ["in"] = (8, BinaryOperator.In),
        ["instanceof"] = (8, BinaryOperator.InstanceOf),
        ["<<"] = (9, BinaryOperator.ShiftLeft),
        [">>"] = (9, BinaryOperator.ShiftRight),
        [">>>"] = (9, BinaryOperator.ShiftRightUnsigned),
        ["+"] = (10, BinaryOperator.Add),
        ["-"] = (10, BinaryOperator.Subtract),
        ["*"] = (11, BinaryOperator.Multiply),
        ["/"] = (11, BinaryOperator.Divide),
        ["%"] = (11, BinaryOperator.Remainder),
        ["**"] = (PowerPrecedence, BinaryOperator.Power),
    };

    private static readonly Dictionary<string, (int Precedence, LogicalOperator Operator)> LogicalOperators = new()
    {
        ["??"] = (1, LogicalOperator.Coalesce),
        ["||"] = (2, LogicalOperator.Or),
        ["&&"] = (3, LogicalOperator.And),
    };

    private static readonly Dictionary<string, UnaryOperator> UnaryOperators = new()
    {
        ["!"] = UnaryOperator.Not,
        ["-"] = UnaryOperator.Negate,
        ["+"] = UnaryOperator.Plus,
        ["~"] = UnaryOperator.BitNot,
        ["void"] = UnaryOperator.Void,
        ["typeof"] = UnaryOperator.TypeOf,
    };

    // a ?? (b || c) is allowed, a ?? b || c is not.
    private readonly HashSet<ScriptNode> parenthesized = [];

    private ScriptNode ParseExpression(bool allowIn = true)
    {
        var first = ParseAssignment(allowIn);
        if (!Token.Is(","))
            return first;
        var operands = new List<ScriptNode> { first };
        while (TrySkip(","))
            operands.Add(ParseAssignment(allowIn));
        return new CommaNode([.. operands]);
    }

    private ScriptNode ParseAssignment(bool allowIn = true)
    {
        Enter();
        var node = ParseAssignmentCore(allowIn);
        Leave();
        return node;
    }

    private ScriptNode ParseAssignmentCore(bool allowIn)
    {
        if (IsArrowFunction())
            return ParseArrowFunction();
        if ((Token.Is("[") || Token.Is("{")) && tokens[Token.Match + 1].Is("="))
        {
            var pattern = ParsePattern(ParseAssignmentTarget, kind: null);
            Expect("=");
            return new AssignmentNode(pattern, ParseAssignment(allowIn));
        }
        var start = Token.Start;
        var left = ParseConditional(allowIn);
        if (Token.Kind != TokenKind.Punctuator || !Token.Text.EndsWith('=') || BinaryOperators.ContainsKey(Token.Text))
            return left;
        var op = Take().Text;
        if (left is not ReferenceNode target)
            throw ErrorAt(start, "This cannot be assigned to.");
        var value = ParseAssignment(allowIn);
        if (op == "=")
            return new AssignmentNode(target, NameFunction(target, value));
        Modification modification = LogicalOperators.TryGetValue(op[..^1], out var logical)
            ? new LogicalModification(logical.Operator, value)
            : new CompoundModification(BinaryOperators[op[..^1]].Operator, value);
        return new ModificationNode(target, modification);
    }

    private ScriptNode ParseConditional(bool allowIn)
    {
        var condition = ParseBinary(1, allowIn);
        if (!TrySkip("?"))
            return condition;
        var whenTrue = ParseAssignment();
        Expect(":");
        return new ConditionalNode(condition, whenTrue, ParseAssignment(allowIn));
    }

    private ScriptNode ParseBinary(int minimum, bool allowIn)
    {
        Enter();
        var startsUnary = Token.Kind is TokenKind.Punctuator or TokenKind.Name && (UnaryOperators.ContainsKey(Token.Text) || Token.IsName("delete"));
        var left = ParseUnary();
        List<(BinaryOperator, ScriptNode, int)>? chain = null;
        while (Token.Kind is TokenKind.Punctuator or TokenKind.Name)
        {
            var token = Token;
            if (LogicalOperators.TryGetValue(token.Text, out var logical) && logical.Precedence >= minimum)
            {
                current++;
                left = JoinLogical(logical.Operator, Fold(left, ref chain), ParseBinary(logical.Precedence + 1, allowIn), token.Start);
                continue;
            }
            if (!BinaryOperators.TryGetValue(token.Text, out var binary) || binary.Precedence < minimum || (token.Text == "in" && !allowIn))
                break;
            current++;
            var isPower = binary.Precedence == PowerPrecedence;
            if (isPower && startsUnary)
                throw ErrorAt(token.Start, "An operand of ** with a sign needs parentheses.");
            (chain ??= []).Add((binary.Operator, ParseBinary(isPower ? PowerPrecedence : binary.Precedence + 1, allowIn), token.Start));
            startsUnary = false;
        }
        Leave();
        return Fold(left, ref chain);
    }

    private static ScriptNode Fold(ScriptNode left, ref List<(BinaryOperator Operator, ScriptNode Operand, int Position)>? chain)
    {
        var links = chain;
        chain = null;
        return links switch
        {
            null => left,
            [var only] => new BinaryNode(only.Operator, left, only.Operand, only.Position),
            _ => new BinaryChainNode(left, [.. links]),
        };
    }

    private LogicalNode JoinLogical(LogicalOperator op, ScriptNode left, ScriptNode right, int position)
    {
        if (IsMixed(op, left) || IsMixed(op, right))
            throw ErrorAt(position, "?? together with || or && needs parentheses.");
        if (left is LogicalNode chain && chain.Operator == op && !parenthesized.Contains(left))
        {
            chain.Append(right);
            return chain;
        }
        return new LogicalNode(op, left, right);
    }

    private bool IsMixed(LogicalOperator op, ScriptNode operand) => operand is LogicalNode logical
        && (op == LogicalOperator.Coalesce) != (logical.Operator == LogicalOperator.Coalesce) && !parenthesized.Contains(operand);

    private ScriptNode ParseUnary()
    {
        var token = Token;
        if (token.Kind is not (TokenKind.Punctuator or TokenKind.Name))
            return ParsePostfixStep();
        Enter();
        ScriptNode node;
        if (UnaryOperators.TryGetValue(token.Text, out var op))
        {
            current++;
            var operand = ParseUnary();
            node = op == UnaryOperator.Negate && operand is ConstantNode { Value: double number }
                ? new ConstantNode(JsNumber.Box(-number), token.Start)
                : new UnaryNode(op, operand, token.Start);
        }
        else if (token.Is("++") || token.Is("--"))
        {
            current++;
            node = new ModificationNode(AsTarget(ParseUnary(), token.Start), new StepModification(token.Is("++") ? 1 : -1, isPrefix: true));
        }
        else if (token.IsName("delete"))
        {
            current++;
            var operand = ParseUnary();
            if (operand is IdentifierNode)
                throw ErrorAt(token.Start, "A variable cannot be deleted.");
            node = new DeleteNode(operand, token.Start);
        }
        else
        {
            node = ParsePostfixStep();
        }
        Leave();
        return node;
    }

    private ScriptNode ParsePostfixStep()
    {
        var start = Token.Start;
        var node = ParsePostfix();
        if (Token.AfterNewline || !(Token.Is("++") || Token.Is("--")))
            return node;
        var delta = Take().Text == "++" ? 1 : -1;
        return new ModificationNode(AsTarget(node, start), new StepModification(delta, isPrefix: false));
    }

    private ReferenceNode AsTarget(ScriptNode node, int start) => node as ReferenceNode ?? throw ErrorAt(start, "This cannot be assigned to.");

    /// <summary>Members, indexes and calls behind an operand.</summary>
    private ScriptNode ParsePostfix()
    {
        var outerDepth = depth;
        var node = ParsePrimary();
        var hasOptional = false;
        while (true)
        {
            var token = Token;
            var isOptional = TrySkip("?.");
            hasOptional |= isOptional;
            if (Token.Is("("))
                node = ParseCall(node, isOptional);
            else if (Token.Is("["))
                node = ParseIndex(node, isOptional);
            else if (isOptional || TrySkip("."))
                node = ParseMember(node, isOptional);
            else if (token.Kind == TokenKind.Template && text[token.Start] == '`')
                throw Error("Tagged templates are not available.");
            else
                break;
            // A chain nests to the left: each link is a level.
            Enter();
        }
        depth = outerDepth;
        return hasOptional ? new OptionalChainNode(node) : node;
    }

    private MemberNode ParseMember(ScriptNode target, bool isOptional)
    {
        if (Token.Kind != TokenKind.Name)
            throw Error($"Expected a member name instead of {Describe(Token)}.");
        var name = Take();
        if (target is IdentifierNode identifier)
            identifier.Member ??= name.Text;
        return new MemberNode(target, name.Text, isOptional, name.Start);
    }

    private IndexNode ParseIndex(ScriptNode target, bool isOptional)
    {
        var start = Take().Start;
        var key = ParseExpression();
        Expect("]");
        if (target is IdentifierNode identifier && key is ConstantNode { Value: string name })
            identifier.Member ??= name;
        return new IndexNode(target, key, isOptional, start);
    }

    private ScriptNode ParseCall(ScriptNode callee, bool isOptional)
    {
        var start = callee.Position;
        var nodes = ParseArguments();
        var arguments = new ArgumentList(nodes);
        switch (callee)
        {
            case IdentifierNode identifier:
                identifier.IsCalled = true;
                identifier.FirstArgument ??= nodes is [ConstantNode { Value: string first }, ..] ? first : null;
                return new CallNode(callee, arguments, isOptional, start);
            case MemberNode member:
                return new MethodCallNode(member.Target, member.Name, member.IsOptional, arguments, isOptional, start);
            case IndexNode index:
                return new IndexCallNode(index, arguments, isOptional, start);
            default:
                return new CallNode(callee, arguments, isOptional, start);
        }
    }

    private ScriptNode[] ParseArguments()
    {
        Expect("(");
        var nodes = new List<ScriptNode>();
        while (!TrySkip(")"))
        {
            nodes.Add(ParseSpreadable());
            if (!Token.Is(")"))
                Expect(",");
        }
        return [.. nodes];
    }

    private ScriptNode ParseSpreadable() => TrySkip("...") ? new SpreadNode(ParseAssignment()) : ParseAssignment();

    private NewNode ParseNew()
    {
        var start = Take().Start;
        if (Token.Is("."))
            throw Error("'new.target' is not available.");
        if (Token.IsName("new"))
            throw Error("'new' of a 'new' is not available.");
        var callee = ParsePrimary();
        while (TrySkip("."))
            callee = ParseMember(callee, isOptional: false);
        var arguments = Token.Is("(") ? ParseArguments() : [];
        return new NewNode(callee, new ArgumentList(arguments), start);
    }
}
