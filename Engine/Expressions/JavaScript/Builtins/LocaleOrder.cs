namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>The order of <c>localeCompare</c>: as readers expect it, after Unicode's root collation for the Latin script. The process runs without ICU, which would know more.</summary>
/// <remarks>Letters decide first, without case and accents; then accents; then case, small before capital.</remarks>
internal static class LocaleOrder
{
    private const string BeforeLetters = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";

    public static int Compare(string left, string right)
    {
        (left, right) = (LatinMarks.Decompose(left), LatinMarks.Decompose(right));
        var order = CompareBy(left, right, Letter, skipsMarks: true);
        if (order == 0)
            order = CompareBy(left, right, Mark, skipsMarks: false);
        return order != 0 ? order : CompareBy(left, right, Case, skipsMarks: true);
    }

    private static int CompareBy(string left, string right, Func<char, int> rank, bool skipsMarks)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (skipsMarks && i < left.Length && LatinMarks.IsMark(left[i]))
                i++;
            while (skipsMarks && j < right.Length && LatinMarks.IsMark(right[j]))
                j++;
            if (i >= left.Length || j >= right.Length)
                return (left.Length - i).CompareTo(right.Length - j);
            var order = rank(left[i++]).CompareTo(rank(right[j++]));
            if (order != 0)
                return order;
        }
    }

    private static int Letter(char c)
    {
        var place = BeforeLetters.IndexOf(c, StringComparison.Ordinal);
        return place >= 0 ? place : BeforeLetters.Length + char.ToLowerInvariant(c);
    }

    private static int Mark(char c) => LatinMarks.IsMark(c) ? c : 0;

    private static int Case(char c) => char.IsUpper(c) ? 1 : 0;
}
