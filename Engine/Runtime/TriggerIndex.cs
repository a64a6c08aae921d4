using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock;

namespace Workflows.Engine.Runtime;

/// <summary>The stimuli that start a published definition, worked out once when it is published.</summary>
internal static class TriggerIndex
{
    public static List<StoredTrigger> Collect(WorkflowDefinition definition, BurstServices services, List<DefinitionProblem> errors)
    {
        var triggers = new List<StoredTrigger>();
        foreach (var node in definition.Nodes)
        {
            if (!node.CanStartWorkflow || node.Activity is not Trigger trigger) continue;
            try
            {
                foreach (var payload in trigger.Triggers(ContextFor(definition, node, services)))
                    triggers.Add(new StoredTrigger(node.Id, payload.Name, Burst.HashOf(payload.Name, payload.Payload), JsonValues.ToJson(payload.Payload), payload.DueAt, payload.WhenClaimed));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                errors.Add(new DefinitionProblem(node.Path, e.Message, node.Id));
            }
        }

        return triggers;
    }

    /// <summary>A context outside any run, with the workflow's variables at their defaults.</summary>
    public static ActivityContext ContextFor(WorkflowDefinition definition, ActivityNode node, BurstServices services)
    {
        var instance = new WorkflowInstance { Id = "", DefinitionId = definition.DefinitionId, DefinitionVersionId = definition.Id, Version = definition.Version };
        var burst = new Burst(definition, instance, services, depth: 0);
        burst.Root = burst.NewContext(definition.Workflow, parent: null, tag: null);
        foreach (var variable in definition.Workflow.Variables) burst.Root.Declare(variable);
        var context = burst.NewContext(node, burst.Root, tag: null);
        context.EvaluateInputs();
        return context;
    }
}

/// <param name="Payload">JSON text.</param>
/// <param name="DueAt">For timers: when first.</param>
/// <param name="WhenClaimed">See <see cref="TriggerPayload.WhenClaimed"/>.</param>
internal sealed record StoredTrigger(string ActivityId, string Name, string Hash, string Payload, DateTimeOffset? DueAt, string? WhenClaimed);
