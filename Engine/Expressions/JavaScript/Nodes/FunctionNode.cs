using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A function as written: evaluating it makes a <see cref="Closure"/>.</summary>
internal sealed class FunctionNode(int start, FunctionScope scope) : ScriptNode(start)
{
    private ScriptVariable[] parameters = [];
    private (bool FromSlot, int Index)[] captures = [];

    public string Name { get; set; } = "";

    /// <summary>Where the text of the function ends.</summary>
    public int End { get; set; }

    public required ReferenceNode[] Parameters { get; init; }

    public ReferenceNode? Rest { get; init; }

    /// <summary>How many parameters come before the first with a default.</summary>
    public int Length { get; init; }

    /// <summary>What one call is charged: the size of the function, so that a long body is no cheap step.</summary>
    public int Cost { get; set; }

    public ScriptNode? ExpressionBody { get; set; }

    public StatementNode[] Body { get; set; } = [];

    public BlockSetup? Setup { get; private set; }

    public int SlotCount => scope.SlotCount;

    /// <summary>Called when all names of the script are resolved.</summary>
    public void Complete(ScriptScope body)
    {
        Setup = BlockSetup.For(body);
        parameters = [.. body.Variables.Where(variable => variable.Kind == VariableKind.Parameter)];
        captures = [.. scope.Captures];
    }

    public override object? Evaluate(Frame frame)
    {
        frame.Run.Allocate(64);
        var cells = captures.Length == 0 ? [] : new Cell[captures.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = captures[i].FromSlot ? (Cell)frame.Slots[captures[i].Index]! : frame.Captures[captures[i].Index];
        return new Closure(this, cells);
    }

    public void BindParameters(Frame frame, ReadOnlySpan<object?> arguments)
    {
        foreach (var parameter in parameters)
            frame.Slots[parameter.Slot] = parameter.Captured ? new Cell(Markers.Uninitialized) : Markers.Uninitialized;
        Setup?.Enter(frame);
        for (var i = 0; i < Parameters.Length; i++)
            Parameters[i].Assign(frame, arguments.At(i));
        if (Rest is null)
            return;
        var rest = frame.Run.NewList(Math.Max(0, arguments.Length - Parameters.Length));
        for (var i = Parameters.Length; i < arguments.Length; i++)
            rest.Add(arguments[i]);
        Rest.Assign(frame, rest);
    }
}

/// <summary>A function of the script, with the variables around it.</summary>
internal sealed class Closure(FunctionNode node, Cell[] captures) : ScriptFunction(node.Name)
{
    internal override int ParameterCount => node.Length;

    public string Source(ScriptRun run) => run.Source(node.Position, node.End);

    internal override object? Call(ScriptRun run, ReadOnlySpan<object?> arguments)
    {
        run.Charge(node.Cost);
        run.Enter();
        var frame = new Frame(run, node.SlotCount, captures);
        node.BindParameters(frame, arguments);
        object? result = Undefined.Value;
        if (node.ExpressionBody is not null)
        {
            result = node.ExpressionBody.Evaluate(frame);
        }
        else
        {
            foreach (var statement in node.Body)
            {
                if (statement.Execute(frame) != Flow.Return)
                    continue;
                result = frame.Result;
                break;
            }
        }
        run.Leave();
        return result;
    }
}
