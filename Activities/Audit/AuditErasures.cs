using System.Data.Common;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Audit;

/// <summary>What was taken out of the trail, so that its chain can still be checked.</summary>
/// <remarks>
/// The chain holds hashes, not texts. When a person's data is replaced in a row, the hash of the content before and after is kept; the salt, without which nobody
/// can try names against the hash, goes with the data. Every erasure ends with a row in the chain that carries the digest of its steps: so erased rows are as
/// guarded as all others, and an erasure that nobody ordered is found.
/// </remarks>
internal sealed class AuditErasures
{
    private readonly ILookup<long, AuditErasure> _bySeq;
    private readonly Dictionary<string, List<AuditErasure>> _byErasure;
    private readonly HashSet<string> _told = [];
    private string? _problem;

    private AuditErasures(List<AuditErasure> steps)
    {
        _bySeq = steps.ToLookup(step => step.Seq);
        _byErasure = steps.GroupBy(step => step.Erasure).ToDictionary(group => group.Key, group => group.ToList());
    }

    public static async Task<AuditErasures> ReadAsync(DbConnection reader, CancellationToken ct) => new((await reader.QueryAsync<AuditErasure>(new CommandDefinition(
        "SELECT seq, erasure, before_hash, after_hash FROM audit_erasures ORDER BY erasure, seq", cancellationToken: ct))).AsList());

    public static async Task<bool> IsErasedAsync(Transaction transaction, long seq, CancellationToken ct) =>
        await transaction.FirstAsync<long>("SELECT COUNT(*) FROM audit_erasures WHERE seq = @seq", new { seq }, ct) > 0;

    public static string DigestOf(IEnumerable<AuditErasure> steps) =>
        AuditTrail.Sha256(string.Join('\n', steps.OrderBy(step => step.Seq).Select(step => $"{step.Seq} {step.BeforeHash} {step.AfterHash}")));

    public bool Names(long seq) => _bySeq.Contains(seq);

    /// <summary>What the row's content hashed to before its first erasure; null when it was not erased, or its steps do not lead to what it hashes to now.</summary>
    public string? OriginalOf(long seq, string now)
    {
        string? first = null;
        string? last = null;
        foreach (var step in _bySeq[seq])
        {
            if (last is not null && step.BeforeHash != last) return null;
            first ??= step.BeforeHash;
            last = step.AfterHash;
        }

        return last == now ? first : null;
    }

    /// <summary>Compares what a row of the chain tells of an erasure with its steps.</summary>
    public void Told(AuditEntry row)
    {
        if (row.Kind != AuditKinds.Erased || row.Action is null) return;
        _told.Add(row.Action);
        if (DigestOf(_byErasure.GetValueOrDefault(row.Action) ?? []) != row.Revision) _problem ??= $"The rows that were erased are not those of which row {row.Seq} tells.";
    }

    /// <summary>What does not fit, after the whole chain was walked; null when all does.</summary>
    public string? Problem() => _problem ?? (_byErasure.Keys.FirstOrDefault(erasure => !_told.Contains(erasure)) is { } untold
        ? $"Row {_byErasure[untold][0].Seq} was erased, and no row tells of it."
        : null);
}

/// <summary>One row of the trail in one erasure.</summary>
internal sealed record AuditErasure
{
    public long Seq { get; init; }

    public string Erasure { get; init; } = "";

    public string BeforeHash { get; init; } = "";

    public string AfterHash { get; init; } = "";
}
