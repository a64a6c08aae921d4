using System.Text.Json;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Every program gives what Node gives: the same value, or an error of the same class.</summary>
public sealed class DifferentialTests
{
    private const int GeneratedPrograms = 6_000;
    private const int Seed = 20260314;

    [Fact]
    public void Run_ListedExpressions_GiveWhatNodeGives()
    {
        var programs = Corpus.Expressions;
        programs.Count.ShouldBeGreaterThanOrEqualTo(600);
        Compare(programs);
    }

    [Fact]
    public void Run_GeneratedPrograms_GiveWhatNodeGives() =>
        Compare([.. Enumerable.Range(0, GeneratedPrograms).Select(i => new ProgramGenerator(Seed + i).Next())]);

    [Fact]
    public void Run_IntendedDifferences_AreStillDifferencesAndAsListed()
    {
        var differences = JsonSerializer.Deserialize<List<Difference>>(File.ReadAllText(Node.DataFile("differences.json")), JsonSerializerOptions.Web)!;
        var node = Node.Evaluate([.. differences.Select(difference => difference.Text)]);
        var wrong = new List<string>();
        foreach (var (difference, theirs) in differences.Zip(node))
        {
            difference.Reason.ShouldNotBeNullOrWhiteSpace();
            var ours = ValueText.Of(difference.Text);
            if (ours != difference.Ours)
                wrong.Add($"{difference.Text}\n  listed: {difference.Ours}\n  ours:   {ours}");
            if (ours == theirs)
                wrong.Add($"{difference.Text}\n  no longer differs: {ours}");
        }
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    private static void Compare(IReadOnlyList<string> programs)
    {
        var node = Node.Evaluate(programs);
        var wrong = new List<string>();
        foreach (var (program, theirs) in programs.Zip(node))
        {
            var ours = ValueText.Of(program);
            // What Node refuses for its size is a RangeError there and a limit here.
            if (ours != theirs && !(ours == "throws limit" && theirs == "throws RangeError"))
                wrong.Add($"{program}\n  node: {theirs}\n  ours: {ours}");
        }
        wrong.ShouldBeEmpty($"{wrong.Count} of {programs.Count} programs differ:\n{string.Join('\n', wrong.Take(100))}");
    }

    private sealed record Difference(string Text, string Ours, string Reason);
}
