namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>What all loops share: each iteration is charged, and <c>break</c> and <c>continue</c> end here when they mean this loop.</summary>
/// <param name="cost">What one iteration is charged: grows with the size of the body.</param>
internal abstract class LoopStatement(StatementNode body, string[] labels, int cost) : StatementNode
{
    /// <summary>One iteration; true when the loop is over, and <paramref name="flow"/> is how.</summary>
    protected bool RunBody(Frame frame, out Flow flow)
    {
        frame.Run.Charge(cost);
        flow = body.Execute(frame);
        if (flow == Flow.Next)
            return false;
        if (flow == Flow.Return)
            return true;
        var label = frame.Label;
        var mine = label is null || Array.IndexOf(labels, label) >= 0;
        if (!mine)
            return true;
        frame.Label = null;
        if (flow == Flow.Continue)
        {
            flow = Flow.Next;
            return false;
        }
        flow = Flow.Next;
        return true;
    }
}

internal sealed class WhileStatement(ScriptNode condition, StatementNode body, bool testsFirst, string[] labels, int cost) : LoopStatement(body, labels, cost)
{
    public override Flow Execute(Frame frame)
    {
        frame.Result = Undefined.Value;
        if (testsFirst && !condition.Test(frame))
            return Flow.Next;
        do
        {
            if (RunBody(frame, out var flow))
                return flow;
        }
        while (condition.Test(frame));
        return Flow.Next;
    }
}

internal sealed class ForStatement(StatementNode? start, ScriptNode? condition, ScriptNode? step, StatementNode body, BlockSetup? setup, string[] labels, int cost) : LoopStatement(body, labels, cost)
{
    public override Flow Execute(Frame frame)
    {
        setup?.Enter(frame);
        start?.Execute(frame);
        frame.Result = Undefined.Value;
        while (condition?.Test(frame) ?? true)
        {
            if (RunBody(frame, out var flow))
                return flow;
            setup?.CopyCells(frame);
            step?.Evaluate(frame);
        }
        return Flow.Next;
    }
}

internal sealed class ForOfStatement(ReferenceNode target, ScriptNode source, StatementNode body, BlockSetup? setup, string[] labels, int cost) : LoopStatement(body, labels, cost)
{
    public override Flow Execute(Frame frame)
    {
        setup?.Enter(frame);
        var values = source.Evaluate(frame);
        frame.Result = Undefined.Value;
        frame.Run.Position = source.Position;
        var iteration = Iteration.Start(frame.Run, values);
        while (iteration.TryNext(frame.Run, out var item))
        {
            setup?.Enter(frame);
            target.Assign(frame, item);
            if (RunBody(frame, out var flow))
                return flow;
        }
        return Flow.Next;
    }
}

internal sealed class ForInStatement(ReferenceNode target, ScriptNode source, StatementNode body, BlockSetup? setup, string[] labels, int cost) : LoopStatement(body, labels, cost)
{
    public override Flow Execute(Frame frame)
    {
        setup?.Enter(frame);
        var values = source.Evaluate(frame);
        frame.Result = Undefined.Value;
        foreach (var name in Members.Keys(frame.Run, values))
        {
            // Deleted on the way: not visited.
            if (!Members.TryGetOwn(frame.Run, values, name, out _))
                continue;
            setup?.Enter(frame);
            target.Assign(frame, name);
            if (RunBody(frame, out var flow))
                return flow;
        }
        return Flow.Next;
    }
}
