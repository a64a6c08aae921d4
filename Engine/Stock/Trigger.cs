using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Stock;

/// <summary>An activity that can start a workflow, and waits when it stands inside one.</summary>
public abstract class Trigger : Activity
{
    public override bool MayWait => true;

    /// <summary>The stimuli that start a published workflow through this activity. Asked once, when it is published.</summary>
    /// <exception cref="FormatException">An input does not make sense; the message is shown to the publisher.</exception>
    public abstract IEnumerable<TriggerPayload> Triggers(ActivityContext context);
}

/// <param name="Name">The stimulus.</param>
/// <param name="Payload">What it must carry.</param>
public sealed record TriggerPayload(string Name, object? Payload)
{
    /// <summary>For triggers that a timer fires: when first.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What to tell a publisher when another process has this trigger already; null: any number may share it.</summary>
    public string? WhenClaimed { get; init; }
}
