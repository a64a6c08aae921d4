namespace Workflows.Activities.Processes;

/// <summary>How two texts differ, in little room.</summary>
internal static class TextDifference
{
    private const int LongestLine = 160;
    private const int MostCells = 1_000_000;

    /// <summary>Both texts cut down to what differs, with some of what is around it.</summary>
    public static (string Before, string After) Around(string before, string after, int room)
    {
        if (before.Length <= room && after.Length <= room) return (before, after);
        var least = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < least && before[start] == after[start]) start++;
        var end = 0;
        while (end < least - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        return (Cut(before), Cut(after));

        string Cut(string text)
        {
            var from = Math.Max(0, start - (room / 4));
            var to = Math.Min(text.Length, text.Length - end + (room / 4));
            var middle = text[from..to];
            if (middle.Length > room) middle = $"{middle[..(room / 2)]} ... {middle[^(room / 2)..]}";
            return $"{(from > 0 ? "..." : "")}{middle}{(to < text.Length ? "..." : "")}";
        }
    }

    /// <summary>The lines that went and came, in order, each run of them with the unchanged line before and after.</summary>
    public static IReadOnlyList<ChangedLine> Lines(string? before, string? after)
    {
        var (old, now) = (Split(before), Split(after));
        var all = (long)old.Length * now.Length > MostCells ? [.. old.Select(line => new ChangedLine("-", line)), .. now.Select(line => new ChangedLine("+", line))] : Compare(old, now);
        var shown = new List<ChangedLine>();
        for (var i = 0; i < all.Count; i++)
        {
            var isNear = all[i].Op != " " || (i > 0 && all[i - 1].Op != " ") || (i + 1 < all.Count && all[i + 1].Op != " ");
            if (isNear) shown.Add(all[i] with { Text = all[i].Text.Length <= LongestLine ? all[i].Text : all[i].Text[..LongestLine] + "..." });
        }

        return shown;
    }

    private static string[] Split(string? text) => string.IsNullOrEmpty(text) ? [] : text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');

    // The longest common subsequence of lines, from the end.
    private static List<ChangedLine> Compare(string[] old, string[] now)
    {
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--) common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<ChangedLine>();
        var (a, b) = (0, 0);
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b])
            {
                lines.Add(new ChangedLine(" ", old[a++]));
                b++;
            }
            else if (a < old.Length && (b == now.Length || common[a + 1, b] >= common[a, b + 1]))
            {
                lines.Add(new ChangedLine("-", old[a++]));
            }
            else
            {
                lines.Add(new ChangedLine("+", now[b++]));
            }
        }

        return lines;
    }
}
