using System.Runtime.InteropServices;
using Workflows.Engine.Definitions;

namespace Workflows.Engine.Execution;

/// <content>What the burst writes down of what happens.</content>
public sealed partial class Burst
{
    private readonly JournalBuffer<JournalLine> _journal = new();

    // What lines point to. Most activities complete by Done and give no values, so it stays short.
    private readonly List<object> _details = [Outcomes.Done];

    /// <summary>What happened to activities in this burst, in order.</summary>
    public IEnumerable<JournalEntry> Journal
    {
        get
        {
            var sequence = FirstSequence;
            foreach (var line in _journal) yield return EntryOf(line, sequence++);
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
        // The activities of another definition have indexes of their own.
        if (context.Composite is not null) detail = new Inside(context.Node, parent.NodeIdOf(context.Node), detail);
        _journal.Add(new JournalLine(Services.Time.GetUtcNow().UtcTicks, context.Node.Index, parent.Id, context.Id, DetailOf(detail), what));
    }

    private int DetailOf(object? detail)
    {
        if (detail is null) return JournalLine.NoDetail;
        if (detail == Outcomes.Done) return 0;
        if (_details[^1] != detail) _details.Add(detail);
        return _details.Count - 1;
    }

    private JournalEntry EntryOf(JournalLine line, long sequence)
    {
        var detail = line.Detail == JournalLine.NoDetail ? null : _details[line.Detail];
        var inside = detail as Inside;
        if (inside is not null) detail = inside.Detail;
        var node = inside?.Node ?? Definition.Nodes[line.NodeIndex];
        return new JournalEntry(
            sequence,
            line.ContextId,
            line.ParentId,
            node.Id,
            inside?.NodeId ?? node.NodeId,
            node.Type,
            line.Event,
            new DateTimeOffset(line.UtcTicks, TimeSpan.Zero),
            detail as ObjectValue,
            detail is Completion completion ? node.Log.Filter(completion.Outputs, isOutput: true) : null,
            detail as Outcomes ?? (detail as Completion)?.Outcomes,
            detail as string);
    }

    /// <summary>
    /// Small, because every activity leaves two of them, and without references: a long burst keeps many, which the collector then neither follows nor copies, and what has completed
    /// can be collected while the burst goes on.
    /// </summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct JournalLine(long UtcTicks, int NodeIndex, int ParentId, int ContextId, int Detail, JournalEvent Event)
    {
        public const int NoDetail = -1;
    }

    private sealed record Completion(Outcomes? Outcomes, ObjectValue Outputs);

    /// <summary>What happened to an activity of a workflow that is used as an activity.</summary>
    private sealed record Inside(ActivityNode Node, string NodeId, object? Detail);
}
