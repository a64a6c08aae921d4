using Workflows.Engine.Execution;

namespace Workflows.Engine.Runtime;

/// <summary>What a burst leaves behind, ready to be written: worked out before the commit, because a SQLite file has one writer, for whom everybody waits.</summary>
/// <param name="Journal">Null when nothing was told.</param>
internal sealed record StoredBurst(Burst Burst, byte[] State, byte[]? Journal, IReadOnlyList<StoredBurst> Children)
{
    public static StoredBurst Of(Burst burst) => new(burst, BurstState.Save(burst), InstanceStore.JournalOf(burst), [.. burst.Children.Select(Of)]);
}
