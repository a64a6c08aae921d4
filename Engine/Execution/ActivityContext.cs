using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock.Composition;

namespace Workflows.Engine.Execution;

/// <summary>One execution of an activity: its place, its inputs, its variables, and all it may do.</summary>
public sealed class ActivityContext
{
    private List<VariableBlock>? _variables;
    private object?[]? _slots;

    internal ActivityContext(Burst burst, ActivityNode node, ActivityContext? parent, int id)
    {
        Burst = burst;
        Node = node;
        Parent = parent;
        Id = id;
        Composite = parent?.CompositeOfChildren;
    }

    public ActivityNode Node { get; }

    public ActivityContext? Parent { get; }

    /// <summary>Counts executions within the instance, from 1 for the workflow itself.</summary>
    public int Id { get; }

    public ActivityStatus Status { get; internal set; }

    /// <summary>A value that the scheduling parent attached.</summary>
    public string? Tag { get; internal init; }

    /// <summary>A number that a container keeps across waits, such as the position in a list.</summary>
    public int Position { get; set; }

    /// <summary>What an activity keeps across waits; see <see cref="Activity.WriteState"/>.</summary>
    public object? State { get; set; }

    /// <summary>Set by a workflow used as an activity: the definition that runs inside.</summary>
    public WorkflowDefinition? InnerDefinition { get; set; }

    public WorkflowInstance Instance => Burst.Instance;

    /// <summary>The definition that the instance runs.</summary>
    public WorkflowDefinition Definition => Burst.Definition;

    public TimeProvider Time => Burst.Services.Time;

    /// <summary>The ids of all ancestors and of this activity, through workflows used as activities.</summary>
    public string NodeId => Composite is null ? Node.NodeId : $"{Composite.NodeId}:{Node.NodeId}";

    private ActivityContext? CompositeOfChildren => InnerDefinition is null ? Composite : this;

    /// <summary>The run was started by this activity as its trigger.</summary>
    public bool IsTriggerOfRun => Composite is null && Burst.TriggerActivityId == Node.Id;

    public bool IsRunning => Status == ActivityStatus.Running;

    /// <summary>Children that are queued, running, waiting or faulted.</summary>
    public int UnfinishedChildren { get; internal set; }

    internal Burst Burst { get; }

    /// <summary>The nearest workflow-as-activity around this activity; null in the outermost workflow.</summary>
    internal ActivityContext? Composite { get; }

    internal ActivityContext? FirstChild { get; set; }

    internal ActivityContext? LastChild { get; set; }

    internal ActivityContext? NextSibling { get; set; }

    internal ActivityContext? PreviousSibling { get; set; }

    internal IReadOnlyList<VariableBlock> Variables => (IReadOnlyList<VariableBlock>?)_variables ?? [];

    internal ObjectValue? Outputs { get; private set; }

    /// <summary>The value of an input, converted to its type.</summary>
    public T? Get<T>(Input<T> input) => input.IsConstant ? input.Constant : (T?)_slots![input.Slot];

    /// <summary>Works an input out anew: for conditions that change while the activity runs.</summary>
    public T? Evaluate<T>(Input<T> input)
    {
        if (input.IsConstant) return input.Constant;
        var value = (T?)EvaluateOrThrow(input);
        (_slots ??= new object?[Node.EvaluatedInputs.Length])[input.Slot] = value;
        return value;
    }

    /// <summary>Gives a value back: to the variable or workflow output that the definition names, and to scripts that ask for it.</summary>
    public void Set<T>(Output<T> output, T? value)
    {
        RecordOutput(output.Name, value);
        if (output.Target is { } target) StoreOutput(target, value);
    }

    /// <summary>Writes to the variable with this id, or to the workflow output with this name.</summary>
    public void StoreOutput(string target, object? value)
    {
        if (FindVariable(target) is { } variable) variable.Value = ValueConverter.Convert(value, variable.Definition.Type);
        else if (Composite is { InnerDefinition: { } inner } && inner.FindOutput(target) is { } output) WorkflowDefinitionActivity.SetInnerOutput(Composite, output, value);
        else if (Composite is null && Definition.FindOutput(target) is { } declared) Instance.Output[target] = ValueConverter.Convert(value, declared.Type);
        else if (FindVariableByName(target) is { } named) named.Value = ValueConverter.Convert(value, named.Definition.Type);
    }

    /// <summary>Shows a value to scripts and the journal as an output of this activity.</summary>
    internal void RecordOutput(string name, object? value)
    {
        (Outputs ??= [])[name] = value;
        Burst.Outputs.Add(this, name, value);
    }

    /// <summary>Completes this activity by the default outcome.</summary>
    public void Complete() => Burst.Complete(this, Outcomes.Done);

    public void Complete(Outcomes outcomes) => Burst.Complete(this, outcomes);

    public void CompleteWith(params IReadOnlyList<string> outcomes) => Burst.Complete(this, Outcomes.Of(outcomes));

    /// <summary>Queues a child. It runs after what is queued already; its completion comes to <see cref="Activity.OnChildCompleted"/>.</summary>
    /// <param name="variables">Declared in the child when it is a container, else in the nearest container; one that exists in scope is overwritten.</param>
    public void Schedule(ActivityNode child, string? tag = null, IReadOnlyList<DynamicVariable>? variables = null) =>
        Burst.Schedule(this, child, tag, variables);

    /// <summary>Waits for a stimulus with this name and payload.</summary>
    /// <param name="callback">A static method of the activity class; its name is stored. Null: the activity completes on resume.</param>
    public Bookmark WaitFor(string name, object? payload, Action<ActivityContext, Resumption>? callback = null, bool autoBurn = true, bool perExecution = false) =>
        Burst.AddBookmark(this, name, payload, callback, autoBurn, perExecution, dueAt: null);

    /// <summary>Waits until an instant; a due timer resumes it once, however late.</summary>
    public Bookmark WaitUntil(DateTimeOffset dueAt, string name, Action<ActivityContext, Resumption>? callback = null) =>
        Burst.AddBookmark(this, name, new ObjectValue { ["dueAt"] = dueAt }, callback, autoBurn: true, perExecution: true, dueAt);

    /// <summary>Removes the bookmarks of this activity, or those with one name.</summary>
    public void ClearBookmarks(string? name = null) =>
        Instance.Bookmarks.RemoveAll(bookmark => bookmark.ActivityInstanceId == Id && (name is null || bookmark.Name == name));

    /// <summary>Asks for something to be written with the commit of this burst.</summary>
    public void Add(Effect effect) => Burst.Effects.Add(effect);

    /// <summary>What activities of this burst have asked to be written so far: it is not in the database yet.</summary>
    public IEnumerable<T> Added<T>()
        where T : Effect => Burst.Effects.OfType<T>();

    /// <summary>Sends a signal to this activity and all around it, until one stops it.</summary>
    public void Send(Signal signal)
    {
        for (var receiver = this; receiver is not null; receiver = receiver.Parent)
        {
            if (receiver.Node.Activity.OnSignal(receiver, signal)) return;
        }
    }

    /// <summary>Cancels this execution and all below it, and tells the parent.</summary>
    public void Cancel() => Burst.Cancel(this, tellParent: true);

    public void CancelChildren() => Burst.CancelChildren(this);

    /// <summary>Takes back the children that this activity has queued and that have not run yet.</summary>
    public void Withdraw() => Burst.Withdraw(this);

    /// <summary>The unfinished child executions, oldest first.</summary>
    public IEnumerable<ActivityContext> Children()
    {
        for (var child = FirstChild; child is not null;)
        {
            var next = child.NextSibling;
            yield return child;
            child = next;
        }
    }

    /// <summary>A service that only reads.</summary>
    public T Read<T>()
        where T : notnull => Burst.Services.Reads.GetRequiredService<T>();

    /// <summary>Prints a line, as the WriteLine activity does.</summary>
    public void WriteLine(string? text) => Burst.ConsoleLines.Add(text ?? "");

    public VariableBlock? FindVariable(string id)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._variables is null) continue;
            foreach (var block in scope._variables)
            {
                if (block.Definition.Id == id) return block;
            }
        }

        return null;
    }

    public VariableBlock? FindVariableByName(string name, StringComparison comparison = StringComparison.Ordinal)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._variables is null) continue;
            foreach (var block in scope._variables)
            {
                if (block.Definition.Name.Equals(name, comparison)) return block;
            }
        }

        return null;
    }

    /// <summary>The variables that this activity can see, innermost first.</summary>
    public IEnumerable<VariableBlock> VisibleVariables()
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (var block in scope.Variables) yield return block;
        }
    }

    public VariableBlock Declare(VariableDefinition definition)
    {
        var block = new VariableBlock(definition) { Value = CopyOf(definition.Default) };
        Declare(block);
        return block;
    }

    /// <summary>A variable made while running (a script's <c>setVariable</c>): it belongs to the workflow.</summary>
    public void DeclareInWorkflow(string name, object? value)
    {
        var scope = Composite ?? Burst.Root;
        scope.Declare(new VariableBlock(new VariableDefinition(name, name, typeof(object), Default: null, IsPersisted: true)) { Value = value });
    }

    /// <summary>An input of the workflow; inside a workflow used as an activity, of that one. Null when it was not given.</summary>
    public object? GetWorkflowInput(string name)
    {
        if (Composite is { } composite)
        {
            foreach (var block in composite.Variables)
            {
                if (block.IsInput && string.Equals(block.Definition.Name, name, StringComparison.OrdinalIgnoreCase)) return block.Value;
            }

            return null;
        }

        return TryGetInput(name, out var value) ? value : null;
    }

    internal bool TryGetInput(string name, [MaybeNullWhen(false)] out object? value)
    {
        if (Instance.Input.TryGetValue(name, out value)) return true;
        foreach (var (key, candidate) in Instance.Input)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            value = candidate;
            return true;
        }

        return false;
    }

    internal void Declare(VariableBlock block)
    {
        _variables ??= [];
        _variables.RemoveAll(existing => existing.Definition.Id == block.Definition.Id);
        _variables.Add(block);
    }

    internal void EvaluateInputs()
    {
        var inputs = Node.EvaluatedInputs;
        if (inputs.Length == 0) return;
        _slots ??= new object?[inputs.Length];
        foreach (var input in inputs)
        {
            if (input.AutoEvaluate) _slots[input.Slot] = EvaluateOrThrow(input);
        }
    }

    /// <summary>The values of the inputs that the document gives, for the journal.</summary>
    internal ObjectValue? InputValues()
    {
        if (Node.Inputs.Count == 0) return null;
        var values = new ObjectValue();
        foreach (var input in Node.Inputs) values[input.Name] = input.IsConstant ? input.ConstantValue : _slots?[input.Slot];
        return Node.Log.Filter(values, isOutput: false);
    }

    /// <summary>The node id of a child that runs, or ran, under this activity.</summary>
    internal string NodeIdOf(ActivityNode child) => CompositeOfChildren is { } composite ? $"{composite.NodeId}:{child.NodeId}" : child.NodeId;

    private object? EvaluateOrThrow(Input input)
    {
        try
        {
            return input.Evaluate(this);
        }
        catch (Exception e) when (e is not ExpressionException { InnerException: not null })
        {
            throw new ExpressionException($"Failed to evaluate activity input '{input.Name}': {e.Message}", e);
        }
    }

    // Defaults are shared by all runs; what can be changed in place is copied.
    private static object? CopyOf(object? value) => value switch
    {
        ListValue list => list.ConvertAll(CopyOf),
        ObjectValue map => new ObjectValue(map.Select(member => KeyValuePair.Create(member.Key, CopyOf(member.Value)))),
        Array array => array.Clone(),
        _ => value,
    };
}

/// <summary>A variable of one execution.</summary>
public sealed class VariableBlock(VariableDefinition definition)
{
    public VariableDefinition Definition => definition;

    public object? Value { get; set; }

    /// <summary>Declared by an input of a workflow used as an activity.</summary>
    public bool IsInput { get; init; }
}

/// <summary>A variable that a loop gives to its body.</summary>
public sealed record DynamicVariable(string Name, object? Value)
{
    /// <summary>Elsa's id: the name in camelCase, followed by Variable.</summary>
    public string Id { get; } = char.ToLowerInvariant(Name[0]) + Name[1..] + "Variable";
}

/// <summary>What ended a wait.</summary>
/// <param name="Bookmark">The bookmark that was resumed.</param>
/// <param name="Payload">What the stimulus brought: a decision, an event's payload.</param>
/// <param name="At">When the stimulus was due or taken.</param>
public sealed record Resumption(Bookmark Bookmark, object? Payload, DateTimeOffset At);
