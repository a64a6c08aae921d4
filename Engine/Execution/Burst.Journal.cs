using Workflows.Engine.Definitions;

namespace Workflows.Engine.Execution;

/// <content>What the burst writes down of what happens.</content>
public sealed partial class Burst
{
    private readonly JournalBuffer<JournalLine> _journal = new();

    /// <summary>What happened to activities in this burst, in order.</summary>
    public IEnumerable<JournalEntry> Journal
    {
        get
        {
            var sequence = FirstSequence;
            foreach (var line in _journal) yield return line.ToEntry(sequence++);
        }
    }

    // A million rounds of a loop tell no more than its first and last ones, and would be stored with every look at the run.
    private void ShortenJournal()
    {
        const int kept = 1000;
        _journal.KeepEnds(kept);
        if (ConsoleLines.Count > 2 * kept) ConsoleLines.RemoveRange(kept, ConsoleLines.Count - (2 * kept));
    }

    private void Log(ActivityContext context, JournalEvent what, object? detail = null)
    {
        // The workflow itself is not an activity of the document.
        if (context.Parent is not { } parent) return;
        if (what is JournalEvent.Started or JournalEvent.Resumed) detail = context.InputValues();
        else if (what is JournalEvent.Completed && context.Outputs is { } outputs) detail = new Completion((Outcomes?)detail, outputs);
        _journal.Add(new JournalLine(context.Node, parent, context.Id, what, Services.Time.GetUtcNow().UtcTicks, detail));
    }

    /// <summary>Small, because every activity leaves two of them; without the context, so that what has completed can be collected while a long burst goes on.</summary>
    private readonly record struct JournalLine(ActivityNode Node, ActivityContext Parent, int ContextId, JournalEvent Event, long UtcTicks, object? Detail)
    {
        public JournalEntry ToEntry(long sequence) => new(
            sequence,
            ContextId,
            Parent.Id,
            Node.Id,
            Parent.NodeIdOf(Node),
            Node.Type,
            Event,
            new DateTimeOffset(UtcTicks, TimeSpan.Zero),
            Detail as ObjectValue,
            Detail is Completion completion ? Node.Log.Filter(completion.Outputs, isOutput: true) : null,
            Detail as Outcomes ?? (Detail as Completion)?.Outcomes,
            Detail as string);
    }

    private sealed record Completion(Outcomes? Outcomes, ObjectValue Outputs);
}
