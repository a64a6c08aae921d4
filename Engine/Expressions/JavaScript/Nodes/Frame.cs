using System.Runtime.CompilerServices;
using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A variable that closures share.</summary>
internal sealed class Cell(object? value)
{
    public object? Value = value;
}

/// <summary>One call of a function, or of the script itself.</summary>
internal sealed class Frame(ScriptRun run, int slots, Cell[] captures)
{
    public readonly ScriptRun Run = run;
    public readonly object?[] Slots = slots == 0 ? [] : new object?[slots];
    public readonly Cell[] Captures = captures;

    /// <summary>What <c>return</c> gave; at the top of the script, before that, the value of the last expression statement.</summary>
    public object? Result = Undefined.Value;

    /// <summary>The label a <c>break</c> or <c>continue</c> under way names.</summary>
    public string? Label;
}

internal static class Markers
{
    /// <summary>In the slot of a <c>let</c> or <c>const</c> before its declaration ran.</summary>
    public static readonly object Uninitialized = new();

    /// <summary>Travels up an optional chain that ended early.</summary>
    public static readonly object ChainEnd = new();
}

/// <summary>Prepares a block's variables each time it is entered.</summary>
internal sealed class BlockSetup
{
    private readonly ScriptVariable[] variables;
    private readonly (IdentifierNode Name, FunctionNode Function)[] functions;

    private BlockSetup(ScriptScope scope)
    {
        variables = [.. scope.Variables.Where(variable => variable.Kind != VariableKind.Parameter)];
        functions = [.. scope.Functions];
    }

    /// <summary>Null when the block declares nothing.</summary>
    public static BlockSetup? For(ScriptScope scope) => scope.Variables.Any() ? new BlockSetup(scope) : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(Frame frame)
    {
        foreach (var variable in variables)
        {
            var value = variable.IsLexical ? Markers.Uninitialized : Undefined.Value;
            frame.Slots[variable.Slot] = variable.Captured ? new Cell(value) : value;
        }
        foreach (var (name, function) in functions)
            name.Initialize(frame, function.Evaluate(frame));
    }

    /// <summary>Gives closures made in one iteration of a <c>for</c> loop their own copy of its variables.</summary>
    public void CopyCells(Frame frame)
    {
        foreach (var variable in variables)
        {
            if (variable.Captured)
                frame.Slots[variable.Slot] = new Cell(((Cell)frame.Slots[variable.Slot]!).Value);
        }
    }
}
