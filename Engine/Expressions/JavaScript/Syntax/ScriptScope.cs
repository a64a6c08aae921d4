namespace Workflows.Engine.Expressions.JavaScript.Syntax;

internal enum VariableKind
{
    Var,
    Let,
    Const,
    Function,
    Parameter,
}

/// <summary>A declared name and the slot of its function's frame that holds it.</summary>
internal sealed class ScriptVariable(string name, VariableKind kind, FunctionScope owner)
{
    public string Name { get; } = name;

    public VariableKind Kind { get; } = kind;

    public FunctionScope Owner { get; } = owner;

    public int Slot { get; } = owner.SlotCount++;

    /// <summary>An inner function uses it: the slot then holds a <see cref="Cell"/> that outlives the frame.</summary>
    public bool Captured { get; set; }

    public bool IsLexical => Kind is VariableKind.Let or VariableKind.Const;
}

/// <summary>What one function needs at run time: slots for its variables, cells of the enclosing functions.</summary>
internal sealed class FunctionScope(FunctionScope? parent)
{
    private readonly Dictionary<ScriptVariable, int> captureIndexes = [];

    public FunctionScope? Parent { get; } = parent;

    public int SlotCount { get; set; }

    /// <summary>Where a new closure finds its cells: in a slot of the enclosing frame, or among that frame's own captures.</summary>
    public List<(bool FromSlot, int Index)> Captures { get; } = [];

    public int Capture(ScriptVariable variable)
    {
        if (captureIndexes.TryGetValue(variable, out var index))
            return index;
        variable.Captured = true;
        var fromSlot = Parent == variable.Owner;
        Captures.Add((fromSlot, fromSlot ? variable.Slot : Parent!.Capture(variable)));
        index = Captures.Count - 1;
        captureIndexes.Add(variable, index);
        return index;
    }
}

/// <summary>A block: the names declared in it.</summary>
internal sealed class ScriptScope(ScriptScope? parent, FunctionScope function)
{
    private readonly Dictionary<string, ScriptVariable> variables = [];

    // A var may not hoist across a let of the same name.
    private readonly HashSet<string> hoistedThrough = [];

    public ScriptScope? Parent { get; } = parent;

    public FunctionScope Function { get; } = function;

    public bool IsFunctionScope => Parent?.Function != Function;

    /// <summary>Function declarations, made when the block is entered.</summary>
    public List<(IdentifierNode Name, FunctionNode Function)> Functions { get; } = [];

    public IEnumerable<ScriptVariable> Variables => variables.Values;

    public ScriptVariable? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.variables.TryGetValue(name, out var variable))
                return variable;
        }
        return null;
    }

    /// <summary>False when the name is taken.</summary>
    public bool TryDeclare(string name, VariableKind kind)
    {
        if (kind == VariableKind.Var)
            return TryHoist(name);
        if (variables.TryGetValue(name, out var existing))
        {
            // Functions may repeat at the top of a function; the last wins. So may parameters' names be reused by functions.
            return kind == VariableKind.Function && IsFunctionScope && !existing.IsLexical;
        }
        if (hoistedThrough.Contains(name) && !IsFunctionScope)
            return false;
        variables.Add(name, new ScriptVariable(name, kind, Function));
        return true;
    }

    public IEnumerable<ScriptVariable> CapturedVariables => variables.Values.Where(variable => variable.Captured);

    private bool TryHoist(string name)
    {
        var scope = this;
        while (!scope.IsFunctionScope)
        {
            if (scope.variables.ContainsKey(name))
                return false;
            scope.hoistedThrough.Add(name);
            scope = scope.Parent!;
        }
        if (scope.variables.TryGetValue(name, out var existing))
            return !existing.IsLexical;
        scope.variables.Add(name, new ScriptVariable(name, VariableKind.Var, scope.Function));
        return true;
    }
}
