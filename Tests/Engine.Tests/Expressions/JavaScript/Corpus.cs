namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>The listed expressions: one program a line, lines with # are headings.</summary>
internal static class Corpus
{
    public static IReadOnlyList<string> Expressions { get; } =
        [.. File.ReadAllLines(Node.DataFile("expressions.txt")).Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))];
}
