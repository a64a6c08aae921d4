namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class ScriptParser
{
    /// <summary>An arrow function, recognised by looking past its parameters.</summary>
    private bool IsArrowFunction()
    {
        if (Token.Kind == TokenKind.Name)
            return tokens[current + 1].Is("=>") && !Reserved.Contains(Token.Text);
        return Token.Is("(") && tokens[Token.Match + 1].Is("=>");
    }

    private FunctionNode ParseArrowFunction()
    {
        var first = current;
        var start = Token.Start;
        var outer = OpenFunction();
        Parameters parameters;
        if (Token.Kind == TokenKind.Name)
        {
            var name = Take();
            parameters = new Parameters([Declare(name.Text, name.Start, VariableKind.Parameter, initialize: true)], Rest: null, Length: 1);
        }
        else
        {
            parameters = ParseParameters();
        }
        if (Token.AfterNewline)
            throw Unexpected();
        Expect("=>");
        var node = MakeFunction(start, parameters);
        if (Token.Is("{"))
            node.Body = ParseBraces();
        else
            node.ExpressionBody = ParseAssignment();
        return CloseFunction(node, first, outer);
    }

    private FunctionNode ParseFunctionExpression()
    {
        var start = Take().Start;
        if (Token.Is("*"))
            throw Error("Generators are not available.");
        var name = Token.Kind == TokenKind.Name ? TakeBindingName() : null;
        return ParseFunctionRest(start, name ?? "", ownName: name);
    }

    /// <summary>Parameters and body of a function or method.</summary>
    /// <param name="ownName">The name a function expression knows itself by.</param>
    private FunctionNode ParseFunctionRest(int start, string name, string? ownName)
    {
        var first = current;
        var outer = OpenFunction();
        if (!Token.Is("("))
            throw Unexpected();
        var parameters = ParseParameters();
        var node = MakeFunction(start, parameters);
        node.Name = name;
        if (ownName is not null && scope.TryDeclare(ownName, VariableKind.Function))
        {
            var self = new IdentifierNode(ownName, start, scope);
            identifiers.Add(self);
            scope.Functions.Add((self, node));
        }
        node.Body = ParseBraces();
        return CloseFunction(node, first, outer);
    }

    private FunctionNode MakeFunction(int start, Parameters parameters) =>
        new(start, scope.Function) { Parameters = parameters.Targets, Rest = parameters.Rest, Length = parameters.Length };

    private OuterState OpenFunction()
    {
        var outer = new OuterState(loopDepth, switchDepth, labels);
        (loopDepth, switchDepth, labels) = (0, 0, []);
        scope = new ScriptScope(scope, new FunctionScope(scope.Function));
        return outer;
    }

    private FunctionNode CloseFunction(FunctionNode node, int first, OuterState outer)
    {
        node.End = tokens[current - 1].End;
        node.Cost = CostSince(first);
        functions.Add((node, scope));
        (loopDepth, switchDepth, labels) = (outer.LoopDepth, outer.SwitchDepth, outer.Labels);
        CloseScope();
        return node;
    }

    private Parameters ParseParameters()
    {
        Expect("(");
        var targets = new List<ReferenceNode>();
        ReferenceNode? rest = null;
        var length = -1;
        while (!TrySkip(")"))
        {
            if (rest is not null)
                throw Error("A rest parameter has to be the last.");
            if (TrySkip("..."))
            {
                rest = ParseBindingTarget(VariableKind.Parameter);
            }
            else
            {
                var target = ParseBindingElement(VariableKind.Parameter);
                if (target is DefaultTarget && length < 0)
                    length = targets.Count;
                targets.Add(target);
            }
            if (!Token.Is(")"))
                Expect(",");
        }
        return new Parameters([.. targets], rest, length < 0 ? targets.Count : length);
    }

    private ReferenceNode ParseBindingElement(VariableKind kind)
    {
        var target = ParseBindingTarget(kind);
        return TrySkip("=") ? new DefaultTarget(target, NameFunction(target, ParseAssignment())) : target;
    }

    /// <summary>A declared name or a pattern of them.</summary>
    private ReferenceNode ParseBindingTarget(VariableKind kind)
    {
        if (Token.Is("[") || Token.Is("{"))
            return ParsePattern(() => ParseBindingTarget(kind), kind);
        var start = Token.Start;
        return Declare(TakeBindingName(), start, kind, initialize: true);
    }

    /// <summary>The left side of an assignment or the head of a loop: a variable, a member or a pattern of them.</summary>
    private ReferenceNode ParseAssignmentTarget()
    {
        if (Token.Is("[") || Token.Is("{"))
            return ParsePattern(ParseAssignmentTarget, kind: null);
        var start = Token.Start;
        return ParsePostfix() as ReferenceNode ?? throw ErrorAt(start, "This cannot be assigned to.");
    }

    private ReferenceNode ParsePattern(Func<ReferenceNode> parseTarget, VariableKind? kind)
    {
        Enter();
        ReferenceNode pattern = Token.Is("[") ? ParseArrayPattern(parseTarget) : ParseObjectPattern(parseTarget, kind);
        Leave();
        return pattern;
    }

    private ArrayPattern ParseArrayPattern(Func<ReferenceNode> parseTarget)
    {
        var start = Take().Start;
        var targets = new List<ReferenceNode?>();
        ReferenceNode? rest = null;
        while (!TrySkip("]"))
        {
            if (rest is not null)
                throw Error("A rest element has to be the last.");
            if (TrySkip(","))
            {
                targets.Add(null);
                continue;
            }
            if (TrySkip("..."))
                rest = parseTarget();
            else
                targets.Add(WithDefault(parseTarget()));
            if (!Token.Is("]"))
                Expect(",");
        }
        return new ArrayPattern([.. targets], rest, start);
    }

    private ObjectPattern ParseObjectPattern(Func<ReferenceNode> parseTarget, VariableKind? kind)
    {
        var start = Take().Start;
        var members = new List<PatternMember>();
        ReferenceNode? rest = null;
        while (!TrySkip("}"))
        {
            if (rest is not null)
                throw Error("A rest element has to be the last.");
            if (TrySkip("..."))
                rest = parseTarget();
            else
                members.Add(ParsePatternMember(parseTarget, kind));
            if (!Token.Is("}"))
                Expect(",");
        }
        return new ObjectPattern([.. members], rest, start);
    }

    private PatternMember ParsePatternMember(Func<ReferenceNode> parseTarget, VariableKind? kind)
    {
        var isShorthand = Token.Kind == TokenKind.Name && !tokens[current + 1].Is(":");
        if (isShorthand)
        {
            var start = Token.Start;
            var name = TakeBindingName();
            ReferenceNode target = kind is { } declared ? Declare(name, start, declared, initialize: true) : Refer(name, start);
            return new PatternMember(name, Key: null, WithDefault(target));
        }
        var (literal, key) = ParseMemberName();
        Expect(":");
        return new PatternMember(literal, key, WithDefault(parseTarget()));
    }

    private ReferenceNode WithDefault(ReferenceNode target) =>
        TrySkip("=") ? new DefaultTarget(target, NameFunction(target, ParseAssignment())) : target;

    /// <summary>Declares a name in the current block; a var in the function.</summary>
    private IdentifierNode Declare(string name, int start, VariableKind kind)
    {
        if (!scope.TryDeclare(name, kind))
            throw ErrorAt(start, $"'{name}' is already declared.");
        return Refer(name, start);
    }

    private ReferenceNode Declare(string name, int start, VariableKind kind, bool initialize)
    {
        var node = Declare(name, start, kind);
        return initialize ? new DeclarationNode(node) : node;
    }

    private IdentifierNode Refer(string name, int start)
    {
        var node = new IdentifierNode(name, start, scope);
        identifiers.Add(node);
        return node;
    }

    /// <summary><c>const f = () => 1</c> names the function f.</summary>
    private static ScriptNode NameFunction(ReferenceNode target, ScriptNode value)
    {
        if (value is FunctionNode { Name.Length: 0 } function && target is (DeclarationNode or IdentifierNode))
            function.Name = target is DeclarationNode declaration ? declaration.Name.Name : ((IdentifierNode)target).Name;
        return value;
    }

    private readonly record struct Parameters(ReferenceNode[] Targets, ReferenceNode? Rest, int Length);

    private readonly record struct OuterState(int LoopDepth, int SwitchDepth, List<string> Labels);
}
