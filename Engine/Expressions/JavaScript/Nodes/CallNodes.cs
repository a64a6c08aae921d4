namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The arguments of a call.</summary>
internal sealed class ArgumentList(ScriptNode[] nodes)
{
    private readonly bool hasSpread = nodes.Any(node => node is SpreadNode);

    public object?[] Evaluate(Frame frame)
    {
        if (nodes.Length == 0)
            return ScriptRun.NoArguments;
        if (hasSpread)
            return [.. SpreadNode.EvaluateList(frame, nodes)];
        var values = new object?[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            values[i] = nodes[i].Evaluate(frame);
        return values;
    }
}

/// <summary><c>callee(...)</c> where the callee is any expression but a member.</summary>
internal sealed class CallNode(ScriptNode callee, ArgumentList arguments, bool isOptional, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Charge(1);
        if (callee is IdentifierNode { IsHost: true } name)
            return CallHost(frame, name);
        var function = callee.Evaluate(frame);
        if (Chain.Ends(function, isOptional))
            return Markers.ChainEnd;
        var values = arguments.Evaluate(frame);
        run.Position = Position;
        return function is ScriptFunction callable ? callable.Call(run, values) : throw run.TypeError($"{Describe.Node(callee)} is not a function");
    }

    private object? CallHost(Frame frame, IdentifierNode name)
    {
        var run = frame.Run;
        var values = run.ToHost(arguments.Evaluate(frame));
        run.Position = Position;
        if (run.Host.TryCall(name.Name, values, out var result))
            return ScriptValues.FromHost(result);
        var function = name.Evaluate(frame);
        if (Chain.Ends(function, isOptional))
            return Markers.ChainEnd;
        return function is ScriptFunction callable ? callable.Call(run, values) : throw run.TypeError($"{name.Name} is not a function");
    }
}

/// <summary><c>target.name(...)</c>: a function held by the target, or a built-in method of its kind.</summary>
internal sealed class MethodCallNode(ScriptNode target, string name, bool isOptionalMember, ArgumentList arguments, bool isOptionalCall, int position) : ScriptNode(position)
{
    private readonly Native?[] methods = MethodTable.Named(name);

    public override object? Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Charge(1);
        var self = target.Evaluate(frame);
        if (Chain.Ends(self, isOptionalMember))
            return Markers.ChainEnd;
        run.Position = Position;
        if (!MemberCalls.HasOwnMembers(self) || !Members.TryGetOwn(run, self, name, out var own))
        {
            if (MethodTable.Select(methods, self) is { } method)
            {
                var values = arguments.Evaluate(frame);
                run.Position = Position;
                return method(run, self, values);
            }
            own = Members.Get(run, self, name);
        }
        return MemberCalls.Call(frame, own, arguments, isOptionalCall, Position, target, name);
    }
}

/// <summary><c>target[key](...)</c>.</summary>
internal sealed class IndexCallNode(IndexNode callee, ArgumentList arguments, bool isOptionalCall, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        frame.Run.Charge(1);
        var function = callee.Evaluate(frame);
        return ReferenceEquals(function, Markers.ChainEnd)
            ? function
            : MemberCalls.Call(frame, function, arguments, isOptionalCall, Position, callee.Target, "[...]");
    }
}

/// <summary><c>new Date(...)</c>: built-in constructors only.</summary>
internal sealed class NewNode(ScriptNode callee, ArgumentList arguments, int position) : ScriptNode(position)
{
    public override object? Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Charge(1);
        var constructor = callee.Evaluate(frame);
        var values = arguments.Evaluate(frame);
        run.Position = Position;
        if (constructor is NativeFunction { Construct: { } construct })
            return construct(run, Undefined.Value, values);
        throw run.TypeError(constructor is Closure ? "Functions of a script cannot be used with 'new'" : $"{Describe.Node(callee)} is not a constructor");
    }
}

internal static class MemberCalls
{
    /// <summary>Only these can hold functions of their own; strings, arrays ... go straight to their methods.</summary>
    public static bool HasOwnMembers(object? self) => self is OrderedDictionary<string, object?> or ScriptNamespace or NativeFunction or ScriptHostObject;

    public static object? Call(Frame frame, object? function, ArgumentList arguments, bool isOptional, int position, ScriptNode target, string name)
    {
        if (Chain.Ends(function, isOptional))
            return Markers.ChainEnd;
        var values = arguments.Evaluate(frame);
        frame.Run.Position = position;
        return function is ScriptFunction callable
            ? callable.Call(frame.Run, values)
            : throw frame.Run.TypeError($"{Describe.Node(target)}.{name} is not a function");
    }
}

/// <summary>Names the part of a script an error is about.</summary>
internal static class Describe
{
    public static string Node(ScriptNode node) => node switch
    {
        IdentifierNode name => name.Name,
        MemberNode { Target: IdentifierNode or MemberNode } member => $"{Node(member.Target)}.{member.Name}",
        _ => "(intermediate value)",
    };
}
