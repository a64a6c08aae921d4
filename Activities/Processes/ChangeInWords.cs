namespace Workflows.Activities.Processes;

/// <summary>One difference between two versions of a process, as people read it.</summary>
/// <param name="Kind">Stored name, such as valueChanged, activityAdded, connectionChanged or layoutChanged.</param>
/// <param name="ActivityId">The activity to mark; null for the process itself.</param>
/// <param name="Path">JSON path, in the later version; in the earlier one for what was removed.</param>
/// <param name="Subject">What changed about it, by its label: an input, a variable, an outcome.</param>
/// <param name="Before">What it was, readable; null when there was nothing.</param>
/// <param name="After">What it is now.</param>
/// <param name="Sentence">The whole of it in one line.</param>
/// <param name="Lines">For long texts: the lines that went and came, with one unchanged line around them. Empty otherwise.</param>
public sealed record ChangeInWords(string Kind, string? ActivityId, string? ActivityName, string Path, string? Subject, string? Before, string? After, string Sentence, IReadOnlyList<ChangedLine> Lines);

/// <param name="Op">-, + or a blank for an unchanged line.</param>
public sealed record ChangedLine(string Op, string Text);
