using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Requests;

/// <summary>Says how a request ends: the outcome that lists show, and why.</summary>
[Activity("Requests.SetResult", Category = "Requests", DisplayName = "Set result", Description = "The outcome of the request, and why.")]
public sealed class SetResult : CodeActivity
{
    [Input("The outcome, such as Approved.", IsRequired = true)]
    public Input<string> Outcome { get; init; } = new();

    [Input("Why; the requester reads it.", UiHint = UiHints.MultiLine)]
    public Input<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        context.StoreOutput("outcome", context.Get(Outcome));
        context.StoreOutput("reason", context.Get(Reason) is { Length: > 0 } reason ? reason : null);
    }
}
