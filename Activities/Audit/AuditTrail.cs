using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Audit;

/// <summary>What happened, in an append-only chain: each row carries the hash of the one before, so that a change anywhere is found.</summary>
public static class AuditTrail
{
    // Stored name: what writers on a shared database hold while they append.
    private const long EndOfChain = 7001;

    private const string Columns = """
        seq, at, kind, request_id, task_id, actor, actor_name, on_behalf_of, action, outcome, channel, address, revision, comment, detail, salt, previous_hash, hash
        """;

    // The last parameter is what each row hashes to; the database knows what it follows.
    private const string AppendSql = $"""
        INSERT INTO audit ({Columns})
        WITH RECURSIVE chain (n, seq, previous_hash, hash) AS (
            SELECT 0, COALESCE(MAX(seq), 0), '', COALESCE(MAX(hash), '') FROM (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1) AS tail
            UNION ALL
            SELECT n + 1, seq + 1, hash, ENCODE(SHA256(CONVERT_TO(hash || '/' || (seq + 1) || '/' || ($16)[n + 1], 'UTF8')), 'hex') FROM chain WHERE n < CARDINALITY($16)
        )
        SELECT c.seq, r.at, r.kind, r.request_id, r.task_id, r.actor, r.actor_name, r.on_behalf_of, r.action, r.outcome, r.channel, r.address, r.revision, r.comment, r.detail, r.salt,
               c.previous_hash, c.hash
        FROM   chain AS c JOIN UNNEST($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) WITH ORDINALITY
               AS r (at, kind, request_id, task_id, actor, actor_name, on_behalf_of, action, outcome, channel, address, revision, comment, detail, salt, n) ON r.n = c.n
        ORDER  BY c.seq
        """;

    /// <summary>Appends to the chain, in the transaction that did what it tells.</summary>
    /// <remarks>On a shared database all writers contend for the end of the chain: the row is written with the commit, so that each holds it for an instant only.</remarks>
    public static Task AppendAsync(Transaction transaction, AuditEntry entry, CancellationToken ct)
    {
        // Whatever happens to a request stands here: a comment, a hand-over, a decision, before and beside what its run does.
        if (entry.RequestId is { } requestId) transaction.Announce(new Change.Instance(requestId));
        // To the millisecond, as it is stored: the hash must come out the same when it is read.
        entry = entry with { At = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds()), Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        if (transaction.Dialect == Dialect.Sqlite) return AppendToFileAsync(transaction, entry, ct);

        var content = ContentHashOf(entry);
        // Taken first, so that the next statement sees the row of whoever held it before.
        transaction.LockAtCommit(EndOfChain);
        transaction.DeferRowToCommit(
            AppendSql,
            [
                entry.At, entry.Kind, entry.RequestId, entry.TaskId, entry.Actor, entry.ActorName, entry.OnBehalfOf, entry.Action, entry.Outcome, entry.Channel, entry.Address,
                entry.Revision, entry.Comment, entry.Detail, entry.Salt, content,
            ]);
        return Task.CompletedTask;
    }

    private static async Task AppendToFileAsync(Transaction transaction, AuditEntry entry, CancellationToken ct)
    {
        // One writer: whatever this transaction has appended is still the end.
        var end = transaction.Remembered<ChainEnd>() ?? await transaction.FirstAsync<ChainEnd>("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", null, ct) ?? new ChainEnd();
        var row = entry with { Seq = end.Seq + 1, PreviousHash = end.Hash };
        var hash = HashOf(row);
        transaction.Remember(new ChainEnd { Seq = row.Seq, Hash = hash });
        const string sql = $"""
            INSERT INTO audit ({Columns})
            VALUES (@Seq, @At, @Kind, @RequestId, @TaskId, @Actor, @ActorName, @OnBehalfOf, @Action, @Outcome, @Channel, @Address, @Revision, @Comment, @Detail, @Salt, @PreviousHash, @hash)
            """;
        await transaction.ExecuteAsync(
            sql,
            new
            {
                row.Seq, row.At, row.Kind, row.RequestId, row.TaskId, row.Actor, row.ActorName, row.OnBehalfOf, row.Action, row.Outcome, row.Channel, row.Address,
                row.Revision, row.Comment, row.Detail, row.Salt, row.PreviousHash, hash,
            },
            ct);
    }

    /// <summary>What happened to a request, oldest first.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> OfRequestAsync(Database database, string requestId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<AuditEntry>(new CommandDefinition(
            $"SELECT {Columns} FROM audit WHERE request_id = @requestId ORDER BY seq", new { requestId }, cancellationToken: ct))).AsList();
    }

    /// <summary>Walks the whole chain.</summary>
    /// <returns>How many rows hold, and the first that does not (null: all do).</returns>
    public static async Task<(long Verified, string? Broken)> VerifyAsync(Database database, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var erasures = await AuditErasures.ReadAsync(reader, ct);
        var (expected, previous) = (1L, "");
        await foreach (var row in reader.QueryUnbufferedAsync<AuditEntry>($"SELECT {Columns} FROM audit ORDER BY seq").WithCancellation(ct))
        {
            if (row.Seq != expected) return (expected - 1, $"Row {expected} is missing: the next one is row {row.Seq}.");
            if (row.PreviousHash != previous) return (expected - 1, $"Row {row.Seq} does not follow the row before it.");
            // What was erased no longer hashes to what the chain says; what it hashed to was kept.
            var holds = erasures.OriginalOf(row.Seq, ContentHashOf(row)) is { } original
                ? ChainHash(row, original) == row.Hash || original == row.Hash
                : !erasures.Names(row.Seq) && (HashOf(row) == row.Hash || FirstHashOf(row) == row.Hash);
            if (!holds) return (expected - 1, $"Row {row.Seq} was changed after it was written.");
            erasures.Told(row);
            (expected, previous) = (expected + 1, row.Hash);
        }

        return (expected - 1, erasures.Problem());
    }

    /// <summary>Replaces a person's data in these rows, as <see cref="AuditErasures"/> explains, and tells of it at the end of the chain.</summary>
    /// <param name="replace">Gives the row without that data.</param>
    /// <param name="told">The row that tells: who erased, when, through what.</param>
    /// <returns>How many rows were changed.</returns>
    internal static async Task<int> EraseAsync(Transaction transaction, IReadOnlyList<long> seqs, Func<AuditEntry, AuditEntry> replace, AuditEntry told, CancellationToken ct)
    {
        var erasure = Guid.CreateVersion7().ToString();
        var erased = new List<AuditErasure>();
        foreach (var seq in seqs.Order())
        {
            var row = await transaction.FirstAsync<AuditEntry>($"SELECT {Columns} FROM audit WHERE seq = @seq", new { seq }, ct);
            if (row is null || replace(row) is var after && after == row) continue;
            after = after with { Salt = null };
            // Rows of the first version of the program have no content hash of their own: the chain's stands for it.
            var before = HashOf(row) == row.Hash || await AuditErasures.IsErasedAsync(transaction, seq, ct) ? ContentHashOf(row) : row.Hash;
            var step = new AuditErasure { Seq = seq, Erasure = erasure, BeforeHash = before, AfterHash = ContentHashOf(after) };
            await transaction.ExecuteAsync("INSERT INTO audit_erasures (seq, erasure, before_hash, after_hash, applied) VALUES (@Seq, @Erasure, @BeforeHash, @AfterHash, 0)", step, ct);
            await transaction.ExecuteAsync(
                """
                UPDATE audit SET actor = @Actor, actor_name = @ActorName, on_behalf_of = @OnBehalfOf, address = @Address, comment = @Comment, detail = @Detail, salt = NULL
                WHERE  seq = @Seq
                """,
                new { after.Actor, after.ActorName, after.OnBehalfOf, after.Address, after.Comment, after.Detail, after.Seq },
                ct);
            erased.Add(step);
        }

        await transaction.ExecuteAsync("UPDATE audit_erasures SET applied = 1 WHERE erasure = @erasure", new { erasure }, ct);
        await AppendAsync(transaction, told with { Kind = AuditKinds.Erased, Action = erasure, Revision = AuditErasures.DigestOf(erased) }, ct);
        return erased.Count;
    }

    private static string HashOf(AuditEntry row) => ChainHash(row, ContentHashOf(row));

    private static string ChainHash(AuditEntry row, string content) => Sha256($"{row.PreviousHash}/{row.Seq}/{content}");

    // An array, not an object: the order is part of what is hashed, names may be added later.
    private static string ContentHashOf(AuditEntry row)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(row.At.ToUnixTimeMilliseconds());
            ReadOnlySpan<string?> texts =
            [
                row.Kind, row.RequestId, row.TaskId, row.Actor, row.ActorName, row.OnBehalfOf, row.Action, row.Outcome, row.Channel, row.Address, row.Revision, row.Comment, row.Detail,
            ];
            foreach (var text in texts) writer.WriteStringValue(text);
            // Rows from before there was a salt, and erased ones, have none.
            if (row.Salt is not null) writer.WriteStringValue(row.Salt);
            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(json.WrittenSpan));
    }

    // Of rows that were written before the database itself could make the hash.
    private static string FirstHashOf(AuditEntry row) => Sha256(JsonSerializer.Serialize(new object?[]
    {
        row.PreviousHash, row.Seq, row.At.ToUnixTimeMilliseconds(), row.Kind, row.RequestId, row.TaskId, row.Actor, row.ActorName, row.OnBehalfOf,
        row.Action, row.Outcome, row.Channel, row.Address, row.Revision, row.Comment, row.Detail,
    }));

    private sealed class ChainEnd
    {
        public long Seq { get; init; }

        public string Hash { get; init; } = "";
    }

    internal static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>One row of the trail.</summary>
public sealed record AuditEntry
{
    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="AuditKinds"/>.</summary>
    public string Kind { get; init; } = "";

    public string? RequestId { get; init; }

    public string? TaskId { get; init; }

    /// <summary>A person's id or an address; null: the system.</summary>
    public string? Actor { get; init; }

    public string? ActorName { get; init; }

    public string? OnBehalfOf { get; init; }

    public string? Action { get; init; }

    public string? Outcome { get; init; }

    /// <summary>app, email, telegram, api, timer or rule.</summary>
    public string? Channel { get; init; }

    /// <summary>The network address that the decision came from.</summary>
    public string? Address { get; init; }

    /// <summary>What was shown to the one who decided.</summary>
    public string? Revision { get; init; }

    public string? Comment { get; init; }

    /// <summary>What else a reader of the timeline wants to know: the task's title, who was asked.</summary>
    public string? Detail { get; init; }

    /// <summary>Random; null in rows of earlier versions of the program and where a person's data was erased.</summary>
    public string? Salt { get; init; }

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";
}

/// <summary>What an audit row tells. Stored names.</summary>
public static class AuditKinds
{
    public const string Submitted = "submitted";
    public const string Asked = "asked";
    public const string Reminded = "reminded";
    public const string Escalated = "escalated";
    public const string Decided = "decided";
    public const string Expired = "expired";
    public const string Notified = "notified";
    public const string Booked = "booked";
    public const string Withdrawn = "withdrawn";
    public const string Closed = "closed";
    public const string Failed = "failed";

    public const string Reassigned = "reassigned";

    /// <summary>Somebody who was asked has left the company; who is asked instead.</summary>
    public const string Left = "left";
    public const string Undone = "undone";

    /// <summary>A decision that one person took counts at another step where they are asked, too.</summary>
    public const string Counted = "counted";
    public const string Commented = "commented";

    /// <summary>The requester submitted the request again, changed.</summary>
    public const string Resubmitted = "resubmitted";

    /// <summary>The requester took an undecided request back to change it.</summary>
    public const string Recalled = "recalled";

    /// <summary>Something did not go as the process says, and how it went on: nobody could be asked, so the fallback was.</summary>
    public const string Incident = "incident";

    public const string SubstituteNamed = "substitute-named";
    public const string SubstituteEnded = "substitute-ended";

    /// <summary>A Telegram account was linked to a person, or the link was ended.</summary>
    public const string TelegramLinked = "telegram-linked";
    public const string TelegramUnlinked = "telegram-unlinked";

    /// <summary>The tasks of a role are put to a Telegram group, or are not any more.</summary>
    public const string TelegramGroupLinked = "telegram-group-linked";
    public const string TelegramGroupUnlinked = "telegram-group-unlinked";

    /// <summary>A person's data was replaced in earlier rows: the action names the erasure, the revision is its digest.</summary>
    public const string Erased = "erased";

    /// <summary>Somebody with the right to mend runs changed this one from outside.</summary>
    public const string Altered = "altered";

    /// <summary>Somebody who has an approver's link says that they are not that approver.</summary>
    public const string Reported = "reported";
}
