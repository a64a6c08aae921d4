using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Primitives;

[Activity("Elsa.WriteLine", Category = "Console", DisplayName = "Write Line", Description = "Writes a line of text to the log.")]
public sealed class WriteLine : CodeActivity
{
    [Input("The text; nothing writes an empty line.")]
    public Input<string> Text { get; init; } = new("");

    public override void Execute(ActivityContext context) => context.WriteLine(context.Get(Text));
}

[Activity("Elsa.SetVariable", Category = "Primitives", DisplayName = "Set Variable", Description = "Gives a variable a value.")]
public sealed class SetVariable : CodeActivity
{
    [Raw("The variable.", UiHint = UiHints.VariablePicker)]
    public JsonObject? Variable { get; init; }

    [Input("The value; it is converted to the type of the variable.")]
    public Input<object> Value { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var (id, name) = (Variable?["id"]?.ToString(), Variable?["name"]?.ToString());
        var block = id is null ? (name is null ? null : context.FindVariableByName(name)) : context.FindVariable(id);
        if (block is null) throw new InvalidOperationException($"Variable '{id ?? name}' not found.");
        block.Value = ValueConverter.Convert(context.Get(Value), block.Definition.Type);
    }
}

[Activity("Elsa.SetName", Category = "Primitives", DisplayName = "Set Name", Description = "Names the running instance.")]
public sealed class SetName : CodeActivity
{
    [Input("The name.")]
    public Input<string> Value { get; init; } = new();

    public override void Execute(ActivityContext context) => context.Instance.Name = context.Get(Value);
}

[Activity("Elsa.Correlate", Category = "Primitives", Description = "Ties the running instance to something outside, by an id.")]
public sealed class Correlate : CodeActivity
{
    [Input("The id of what the instance is about.")]
    public Input<string> CorrelationId { get; init; } = new();

    public override void Execute(ActivityContext context) => context.Instance.CorrelationId = context.Get(CorrelationId);
}

[Activity("Elsa.Fault", Category = "Primitives", Description = "Fails on purpose, with a message.")]
public sealed class Fault : Activity
{
    [Input("A code for those who look at it.")]
    public Input<string> Code { get; init; } = new("0");

    [Input("Groups faults.")]
    public Input<string> Category { get; init; } = new("General");

    [Input("System or Business.")]
    public Input<string> FaultType { get; init; } = new("System");

    [Input("What went wrong.")]
    public Input<string> Message { get; init; } = new();

    public override void Execute(ActivityContext context) =>
        throw new WorkflowFaultException(context.Get(Code) ?? "0", context.Get(Category) ?? "General", context.Get(FaultType) ?? "System", context.Get(Message) ?? "The workflow faulted.");
}

/// <summary>A fault that a definition asked for.</summary>
public sealed class WorkflowFaultException(string code, string category, string type, string message) : Exception(message)
{
    public string Code => code;

    public string Category => category;

    public string Type => type;
}

[Activity("Elsa.Finish", Category = "Primitives", Description = "Ends the whole workflow.", IsTerminal = true)]
public sealed class Finish : Activity
{
    public override void Execute(ActivityContext context)
    {
        context.Complete();
        context.Burst.Finish();
    }
}
