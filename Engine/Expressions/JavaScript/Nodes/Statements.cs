using System.Runtime.ExceptionServices;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}

/// <summary>A statement, ready to run. Statements keep the script's completion value in <see cref="Frame.Result"/> as <c>eval</c> would.</summary>
internal abstract class StatementNode
{
    public abstract Flow Execute(Frame frame);
}

internal sealed class ExpressionStatement(ScriptNode expression) : StatementNode
{
    public ScriptNode Expression => expression;

    public override Flow Execute(Frame frame)
    {
        frame.Result = expression.Evaluate(frame);
        return Flow.Next;
    }
}

internal sealed class EmptyStatement : StatementNode
{
    public override Flow Execute(Frame frame) => Flow.Next;
}

/// <summary><c>let a = 1, { b } = c;</c> A missing initializer is null: <c>let</c> then starts as undefined, <c>var</c> keeps what it has.</summary>
internal sealed class DeclarationStatement((ReferenceNode Target, ScriptNode? Value)[] declarations, bool isVar) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        foreach (var (target, value) in declarations)
        {
            if (value is not null)
                target.AssignFrom(frame, value);
            else if (!isVar)
                target.Assign(frame, Undefined.Value);
        }
        return Flow.Next;
    }
}

internal sealed class BlockStatement(StatementNode[] statements, BlockSetup? setup) : StatementNode
{
    public StatementNode[] Statements => statements;

    public override Flow Execute(Frame frame)
    {
        setup?.Enter(frame);
        foreach (var statement in statements)
        {
            var flow = statement.Execute(frame);
            if (flow != Flow.Next)
                return flow;
        }
        return Flow.Next;
    }
}

internal sealed class IfStatement(ScriptNode condition, StatementNode whenTrue, StatementNode? whenFalse) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        frame.Result = Undefined.Value;
        if (condition.Test(frame))
            return whenTrue.Execute(frame);
        return whenFalse?.Execute(frame) ?? Flow.Next;
    }
}

internal sealed class ReturnStatement(ScriptNode? value) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        frame.Result = value is null ? Undefined.Value : value.Evaluate(frame);
        return Flow.Return;
    }
}

internal sealed class JumpStatement(Flow flow, string? label) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        frame.Label = label;
        return flow;
    }
}

/// <summary>A labelled statement; loops look at their own labels for <c>continue</c>.</summary>
internal sealed class LabeledStatement(string label, StatementNode body) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        var flow = body.Execute(frame);
        if (flow != Flow.Break || frame.Label != label)
            return flow;
        frame.Label = null;
        return Flow.Next;
    }
}

internal sealed class ThrowStatement(ScriptNode value, int position) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        var thrown = value.Evaluate(frame);
        frame.Run.Position = position;
        throw frame.Run.Throw(thrown);
    }
}

/// <summary><c>try</c>. Limits and the host's own exceptions pass through: neither <c>catch</c> nor <c>finally</c> sees them.</summary>
internal sealed class TryStatement(StatementNode body, ReferenceNode? error, BlockSetup? catchSetup, StatementNode? handler, StatementNode? final) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        var run = frame.Run;
        var depth = run.Depth;
        frame.Result = Undefined.Value;
        Flow flow;
        ScriptException? pending = null;
        try
        {
            flow = body.Execute(frame);
        }
        catch (ScriptException exception) when (exception.CatchableIn == run)
        {
            run.Depth = depth;
            (flow, pending) = handler is null ? (Flow.Next, exception) : Handle(frame, exception, depth);
        }
        if (final is not null)
        {
            var (result, label) = (frame.Result, frame.Label);
            var finalFlow = final.Execute(frame);
            if (finalFlow != Flow.Next)
                return finalFlow;
            (frame.Result, frame.Label) = (result, label);
        }
        if (pending is not null)
            ExceptionDispatchInfo.Throw(pending);
        return flow;
    }

    private (Flow Flow, ScriptException? Pending) Handle(Frame frame, ScriptException exception, int depth)
    {
        try
        {
            frame.Result = Undefined.Value;
            catchSetup?.Enter(frame);
            error?.Assign(frame, exception.Thrown);
            return (handler!.Execute(frame), null);
        }
        catch (ScriptException second) when (final is not null && second.CatchableIn == frame.Run)
        {
            frame.Run.Depth = depth;
            return (Flow.Next, second);
        }
    }
}

/// <summary>One <c>case</c>; the test of <c>default</c> is null.</summary>
internal sealed record SwitchCase(ScriptNode? Test, StatementNode[] Body);

internal sealed class SwitchStatement(ScriptNode subject, SwitchCase[] cases, BlockSetup? setup) : StatementNode
{
    public override Flow Execute(Frame frame)
    {
        var value = subject.Evaluate(frame);
        frame.Result = Undefined.Value;
        setup?.Enter(frame);
        var start = Array.FindIndex(cases, c => c.Test is not null && Operators.StrictEquals(frame.Run, value, c.Test.Evaluate(frame)));
        if (start < 0)
            start = Array.FindIndex(cases, c => c.Test is null);
        for (var i = start; i >= 0 && i < cases.Length; i++)
        {
            foreach (var statement in cases[i].Body)
            {
                var flow = statement.Execute(frame);
                if (flow == Flow.Break && frame.Label is null)
                    return Flow.Next;
                if (flow != Flow.Next)
                    return flow;
            }
        }
        return Flow.Next;
    }
}
