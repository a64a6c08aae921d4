using System.Text;

namespace Workflows.Activities.Approvals;

/// <summary>Actions on one line each, as people write them in a list of texts: <c>Reject: Not yet -> Rejected (danger, comment)</c>.</summary>
/// <remarks>Only the name must be there. What is left out is what the product knows of the name: Approve, Reject and RequestChanges have their own styles and outcomes. Stored format.</remarks>
internal static class TaskActionText
{
    private const string Arrow = " -> ";
    private const string Comment = "comment";

    private static readonly string[] Styles = ["primary", "danger", "neutral"];

    /// <exception cref="FormatException">There is no name.</exception>
    public static TaskAction Parse(string text)
    {
        var (rest, words) = Words(text.Trim());
        var (before, outcome) = rest.LastIndexOf(Arrow, StringComparison.Ordinal) is > 0 and var arrow ? (rest[..arrow], rest[(arrow + Arrow.Length)..].Trim()) : (rest, "");
        var (name, label) = before.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (before[..colon].Trim(), before[(colon + 1)..].Trim()) : (before.Trim(), "");
        if (name.Length == 0) throw new FormatException($"'{text}' has no name. Write an action as Name, or as Name: Label -> Outcome (primary, danger or neutral, comment).");
        var known = TaskAction.Known(name);
        return new TaskAction(
            name,
            label.Length == 0 ? null : label,
            outcome.Length == 0 ? known.Outcome : outcome,
            words?.FirstOrDefault(Styles.Contains) ?? known.Style,
            words?.Contains(Comment) ?? known.NeedsComment);
    }

    /// <returns>Null for an action that cannot be told this way.</returns>
    public static string? Write(TaskAction action)
    {
        var known = TaskAction.Known(action.Name);
        var text = new StringBuilder(action.Name);
        if (action.Label is not null) text.Append(": ").Append(action.Label);
        // A label may look like an outcome or a style itself; then both are written out behind it.
        var isClear = action.Label is null || (!action.Label.Contains(Arrow, StringComparison.Ordinal) && Words(action.Label).Found is null);
        if (!isClear || action.Outcome != known.Outcome) text.Append(Arrow).Append(action.Outcome);
        if (!isClear || action.Style != known.Style || action.NeedsComment != known.NeedsComment) text.Append(" (").Append(action.Style).Append(action.NeedsComment ? $", {Comment})" : ")");
        return Parse(text.ToString()) == action ? text.ToString() : null;
    }

    /// <summary>The words in the brackets at the end, when they are all ones that mean something here; null without.</summary>
    private static (string Before, IReadOnlyList<string>? Found) Words(string text)
    {
        if (!text.EndsWith(')') || text.LastIndexOf('(') is not (> 0 and var open)) return (text, null);
        var words = text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        return words.All(word => word == Comment || Styles.Contains(word)) ? (text[..open].TrimEnd(), words) : (text, null);
    }
}
