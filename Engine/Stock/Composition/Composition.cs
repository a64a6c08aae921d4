using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Composition;

[Activity("Elsa.Complete", Category = "Composition", Description = "Completes the workflow (or the workflow used as an activity) with outcomes.", IsTerminal = true)]
public sealed class Complete : Activity
{
    [Input("One outcome or a list.", UiHint = UiHints.OutcomePicker)]
    public Input<object> Outcomes { get; init; } = new("Done");

    public override void Execute(ActivityContext context)
    {
        var outcomes = context.Get(Outcomes) switch
        {
            null or "" => ["Done"],
            string text when text.TrimStart().StartsWith('[') && JsonValues.TryParse(text, out var parsed) && parsed is ListValue list => list.ConvertAll(ValueConverter.ToText),
            string text => [text],
            var value => ValueConverter.To<List<string>>(value) ?? ["Done"],
        };
        context.Send(new CompleteCompositeSignal(context, Execution.Outcomes.Of(outcomes)));
    }
}

[Activity("Elsa.SetOutput", Category = "Composition", DisplayName = "Set Output", Description = "Sets an output of the workflow.")]
public sealed class SetOutput : CodeActivity
{
    [Input("The name of the output.", UiHint = UiHints.OutputPicker)]
    public Input<string> OutputName { get; init; } = new();

    [Input("The value.")]
    public Input<object> OutputValue { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var name = context.Get(OutputName) ?? "";
        var value = context.Get(OutputValue);
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            // The nearest workflow-as-activity that declares the output takes it.
            if (scope.InnerDefinition?.FindOutput(name) is not { } declared) continue;
            WorkflowDefinitionActivity.SetInnerOutput(scope, declared, value);
            return;
        }

        var type = context.Definition.FindOutput(name)?.Type;
        context.Instance.Output[name] = type is null ? value : ValueConverter.Convert(value, type);
    }
}
