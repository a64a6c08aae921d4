using System.Globalization;

namespace Workflows.Stress;

/// <summary>What is done and what is broken, all of it drawn from the seed: the same seed is the same plan.</summary>
/// <param name="Seconds">For how long things break; afterwards everything is left to come to rest.</param>
internal sealed record Plan(int Seed, TimeSpan Seconds, int Nodes, int Clients)
{
    /// <summary>The lives of a node, one after the other, without end.</summary>
    public IEnumerable<Life> LivesOf(int node)
    {
        var random = new Random(HashCode(node));
        for (var number = 0; ; number++)
        {
            // Small counts hit what a start writes, large ones the work of all.
            var count = random.Next(4) == 0 ? random.Next(1, 8) : random.Next(8, 120);
            var point = random.Next(2) == 0 ? "before-commit" : "after-commit";
            var cut = random.Next(1, count + 1);
            var faults = random.Next(4) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"cut@after-commit:{cut},cut@before-commit:{cut + 3},kill@{point}:{count}");
            // The clock of a node may be wrong, and be another one after every start: it goes back, too.
            var shift = TimeSpan.FromSeconds(random.Next(-4, 5));
            yield return new Life(faults, TimeSpan.FromSeconds(4 + (random.NextDouble() * 12)), shift);
        }
    }

    /// <summary>When connections to the database are cut, and whether all of them or the listening ones only.</summary>
    public IEnumerable<(TimeSpan After, bool OnlyListeners)> Cuts()
    {
        var random = new Random(HashCode(-1));
        while (true) yield return (TimeSpan.FromSeconds(2 + (random.NextDouble() * 5)), random.Next(4) == 0);
    }

    public Random RandomOf(int client) => new(HashCode(1000 + client));

    private int HashCode(int part) => unchecked((Seed * 7919) + (part * 104_729));
}

/// <summary>One start of a node and how it ends.</summary>
/// <param name="Faults">See FaultPoint of the engine; null: it dies at a moment of its own.</param>
/// <param name="Longest">After which it is killed wherever it is.</param>
internal sealed record Life(string? Faults, TimeSpan Longest, TimeSpan ClockShift);
