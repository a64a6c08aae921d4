using System.Runtime.CompilerServices;
using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A name: a variable of this function or an enclosing one, a built-in, or the host's.</summary>
internal sealed class IdentifierNode(string name, int position, ScriptScope scope) : ReferenceNode(position)
{
    private enum Access
    {
        Slot,
        Cell,
        Capture,
        BuiltIn,
        Host,
    }

    private Access access = Access.Host;
    private int index;
    private bool isReadOnly;
    private object? builtIn;

    public string Name { get; } = name;

    /// <summary>Neither declared nor built in.</summary>
    public bool IsHost => access == Access.Host;

    /// <summary>The built-in it stands for, or null.</summary>
    public object? BuiltIn => builtIn;

    // For the list of free references.
    public bool IsCalled { get; set; }

    public string? Member { get; set; }

    public string? FirstArgument { get; set; }

    /// <summary>First step, when all declarations are known: finds the variable and marks it when an inner function uses it.</summary>
    public ScriptVariable? Bind()
    {
        var variable = scope.Find(Name);
        if (variable is null)
        {
            if (Globals.All.TryGetValue(Name, out builtIn))
                access = Access.BuiltIn;
            return null;
        }
        isReadOnly = variable.Kind == VariableKind.Const;
        if (variable.Owner != scope.Function)
        {
            access = Access.Capture;
            index = scope.Function.Capture(variable);
        }
        return variable;
    }

    /// <summary>Second step, when it is known which variables are captured.</summary>
    public void Place(ScriptVariable variable)
    {
        if (access == Access.Capture)
            return;
        access = variable.Captured ? Access.Cell : Access.Slot;
        index = variable.Slot;
    }

    public override object? Evaluate(Frame frame)
    {
        object? value;
        switch (access)
        {
            case Access.Slot:
                value = frame.Slots[index];
                break;
            case Access.Cell:
                value = Unsafe.As<Cell>(frame.Slots[index])!.Value;
                break;
            case Access.Capture:
                value = frame.Captures[index].Value;
                break;
            case Access.BuiltIn:
                return builtIn;
            default:
                return FromHost(frame);
        }
        return ReferenceEquals(value, Markers.Uninitialized) ? throw NotInitialized(frame) : value;
    }

    /// <summary>For <c>typeof</c>: an unknown name is undefined, not an error.</summary>
    public object? EvaluateIfKnown(Frame frame)
    {
        if (access != Access.Host)
            return Evaluate(frame);
        return frame.Run.Host.TryGetGlobal(Name, out var value) ? ScriptValues.FromHost(value) : Undefined.Value;
    }

    /// <summary>The first store, by the declaration.</summary>
    public void Initialize(Frame frame, object? value)
    {
        if (access == Access.Slot)
            frame.Slots[index] = value;
        else
            Unsafe.As<Cell>(frame.Slots[index])!.Value = value;
    }

    public override void Assign(Frame frame, object? value)
    {
        if (access is Access.Host or Access.BuiltIn)
        {
            frame.Run.Position = Position;
            throw access == Access.Host
                ? frame.Run.Error("ReferenceError", $"{Name} is not defined")
                : frame.Run.TypeError($"Assignment to built-in '{Name}'.");
        }
        Evaluate(frame);
        if (isReadOnly)
        {
            frame.Run.Position = Position;
            throw frame.Run.TypeError("Assignment to constant variable.");
        }
        switch (access)
        {
            case Access.Slot:
                frame.Slots[index] = value;
                break;
            case Access.Cell:
                Unsafe.As<Cell>(frame.Slots[index])!.Value = value;
                break;
            default:
                frame.Captures[index].Value = value;
                break;
        }
    }

    public override object? AssignFrom(Frame frame, ScriptNode value)
    {
        var result = value.Evaluate(frame);
        Assign(frame, result);
        return result;
    }

    public override object? Modify(Frame frame, Modification modification)
    {
        if (modification.Apply(frame, Evaluate(frame), out var updated, out var result))
            Assign(frame, updated);
        return result;
    }

    private object? FromHost(Frame frame)
    {
        frame.Run.Position = Position;
        return frame.Run.Host.TryGetGlobal(Name, out var value)
            ? ScriptValues.FromHost(value)
            : throw frame.Run.Error("ReferenceError", $"{Name} is not defined");
    }

    private ScriptException NotInitialized(Frame frame)
    {
        frame.Run.Position = Position;
        return frame.Run.Error("ReferenceError", $"Cannot access '{Name}' before initialization");
    }
}

/// <summary>A name where it is declared: stores the first value.</summary>
internal sealed class DeclarationNode(IdentifierNode name) : ReferenceNode(name.Position)
{
    public IdentifierNode Name { get; } = name;

    public override object? Evaluate(Frame frame) => Name.Evaluate(frame);

    public override void Assign(Frame frame, object? value) => Name.Initialize(frame, value);

    public override object? AssignFrom(Frame frame, ScriptNode value)
    {
        var result = value.Evaluate(frame);
        Name.Initialize(frame, result);
        return result;
    }

    public override object? Modify(Frame frame, Modification modification) => Name.Modify(frame, modification);
}
