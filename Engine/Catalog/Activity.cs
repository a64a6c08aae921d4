using System.Text.Json;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Catalog;

/// <summary>What an activity type does. One object per node of a definition, shared by all runs: it holds bound inputs and no state of a run.</summary>
public abstract class Activity
{
    /// <summary>The node of the definition that this object belongs to.</summary>
    public ActivityNode Node { get; internal set; } = null!;

    /// <summary>Runs when the activity is reached. It may complete, schedule children or wait; what it asks of the outside, it returns as effects.</summary>
    public abstract void Execute(ActivityContext context);

    /// <summary>A child that this activity scheduled has completed.</summary>
    public virtual void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes)
    {
    }

    /// <summary>This execution is cancelled: the place to take back what it asked of the outside.</summary>
    public virtual void OnCanceled(ActivityContext context)
    {
    }

    /// <summary>A child was cancelled from elsewhere (an alteration, a join).</summary>
    public virtual void OnChildCanceled(ActivityContext context, ActivityContext child)
    {
    }

    /// <summary>A signal from below passes by.</summary>
    /// <returns>True: it stops here.</returns>
    public virtual bool OnSignal(ActivityContext context, Signal signal) => false;

    /// <summary>The outcomes that this activity can leave by as its definition has it; null: those of its type, or only known when it runs.</summary>
    public virtual IReadOnlyList<string>? OutcomesHere() => null;

    /// <summary>Whether a run can stop here and wait: a loop through it is no endless loop.</summary>
    public virtual bool MayWait => false;

    /// <summary>Reads the parts of the document that are neither inputs, outputs nor children (<c>cases</c>, <c>connections</c>). Problems are reported, not thrown.</summary>
    public virtual void Bind(ActivityBinding binding)
    {
    }

    /// <summary>Writes what <see cref="ActivityContext.State"/> holds, so that it outlives the wait.</summary>
    public virtual void WriteState(Utf8JsonWriter writer, object state) =>
        throw new NotSupportedException($"{GetType().Name} keeps state and does not say how to save it.");

    /// <inheritdoc cref="WriteState"/>
    public virtual object ReadState(JsonElement json) =>
        throw new NotSupportedException($"{GetType().Name} keeps state and does not say how to read it.");
}

/// <summary>An activity that is done when <see cref="Activity.Execute"/> returns, unless it chose to wait.</summary>
public abstract class CodeActivity : Activity;

/// <summary>Something said upwards from an activity to those that contain it.</summary>
public abstract record Signal(ActivityContext Sender);

/// <summary>Leave the innermost loop.</summary>
public sealed record BreakSignal(ActivityContext Sender) : Signal(Sender);

/// <summary>Complete the nearest composite with these outcomes.</summary>
public sealed record CompleteCompositeSignal(ActivityContext Sender, Outcomes Outcomes) : Signal(Sender);
