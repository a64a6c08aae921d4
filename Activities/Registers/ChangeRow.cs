using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Registers;

/// <summary>Changes some columns of a register row. Every change leaves a row of history that names the request.</summary>
[Activity("Registers.ChangeRow", Category = "Registers", DisplayName = "Change register row", Description = "Change some columns of a row: a booking's status, a project's date.", Kind = ActivityKind.Action)]
public sealed class ChangeRow : CodeActivity
{
    [Input("Which register.", OptionsFrom = "registers", IsRequired = true)]
    public Input<string> Register { get; init; } = new();

    [Input("The id of the row.", IsRequired = true)]
    public Input<string> Row { get; init; } = new();

    [Input("The columns and what is in them now.", UiHint = UiHints.Dictionary, IsRequired = true)]
    public Input<ObjectValue> Values { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var register = context.Read<RegisterCatalog>().Get(context.Get(Register) ?? "");
        var id = context.Get(Row) ?? "";
        if (context.FindRow(register.Name, id) is null) throw new InvalidOperationException($"Row: there is no '{id}' among the {register.Name}.");
        context.Add(new SaveRow(RequestInfo.Of(context.Instance), register.Name, id, context.Get(Values) ?? []));
    }
}
