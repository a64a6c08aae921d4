using Dapper;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>Mails that collect tasks: which tasks each has, and what its link leads to.</summary>
public sealed class Digests(Database database, TaskStore tasks, TaskRights rights, TimeProvider time)
{
    /// <summary>How long a digest's link works: over a weekend. Each task in it still ends at its own time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>The most tasks in one mail; the app has the rest.</summary>
    public const int Most = 50;

    /// <summary>What somebody may decide now, oldest first, at most <see cref="Most"/>.</summary>
    public async Task<IReadOnlyList<TaskView>> OpenForAsync(Person person, CancellationToken ct)
    {
        var found = new List<TaskView>();
        (DateTimeOffset, string)? after = null;
        while (found.Count < Most)
        {
            var page = await tasks.OpenForAsync(person.Id, TaskFilter.All, after, Most, ct);
            foreach (var task in page)
            {
                if (await rights.OfAsync(task, person.Id, ct) is not null && (task.DueAt is not { } due || due > time.GetUtcNow())) found.Add(task);
            }

            if (page.Count < Most) break;
            after = (page[^1].OpenedAt, page[^1].Id);
        }

        return found.Count > Most ? found[..Most] : found;
    }

    /// <summary>What a link leads to: the digest with its tasks as they are now, in the order in which they were opened.</summary>
    /// <returns>Null for a link that never was, was reported, or is over: nobody can tell which.</returns>
    public async Task<DigestView?> FindAsync(string token, CancellationToken ct)
    {
        var hash = ActionTokens.HashOf(token);
        DigestRow? row;
        List<string> ids;
        await using (var reader = database.OpenReader())
        {
            row = await reader.QueryFirstOrDefaultAsync<DigestRow>(new CommandDefinition("SELECT id, person_id, expires_at FROM digests WHERE hash = @hash", new { hash }, cancellationToken: ct));
            ids = (await reader.QueryAsync<string>(new CommandDefinition("SELECT task_id FROM digest_tasks WHERE digest_id = @id", new { id = row?.Id ?? "" }, cancellationToken: ct))).AsList();
        }

        if (row is null || row.ExpiresAt <= time.GetUtcNow()) return null;
        return new DigestView(row.Id, row.PersonId, row.ExpiresAt, [.. (await tasks.FindAllAsync(ids, ct)).OrderBy(task => task.OpenedAt).ThenBy(task => task.Id, StringComparer.Ordinal)]);
    }

    /// <returns>False when this digest was written before.</returns>
    internal async Task<bool> AddAsync(Transaction transaction, string id, string hash, string personId, IReadOnlyList<TaskView> open, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var added = await transaction.ExecuteAsync(
            "INSERT INTO digests (id, hash, person_id, created_at, expires_at) VALUES (@id, @hash, @personId, @now, @expiresAt) ON CONFLICT (id) DO NOTHING",
            new { id, hash, personId, now, expiresAt = now + Lifetime },
            ct);
        if (added == 0) return false;
        foreach (var task in open) transaction.Defer("INSERT INTO digest_tasks (digest_id, task_id) VALUES (@id, @taskId)", new { id, taskId = task.Id });
        // Links of a month ago lead nowhere any more.
        transaction.Defer("DELETE FROM digests WHERE person_id = @personId AND expires_at < @longAgo", new { personId, longAgo = now - TimeSpan.FromDays(30) });
        return true;
    }

    /// <summary>"This is not me": voids the link, and writes it into the trail of every request in it.</summary>
    public Task ReportAsync(DigestView digest, string holder, string? address, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            // The row count is the answer: pressed twice, it is reported once.
            if (await transaction.ExecuteAsync("DELETE FROM digests WHERE id = @Id", new { digest.Id }, ct) == 0) return;
            foreach (var task in digest.Tasks)
            {
                await AuditTrail.AppendAsync(
                    transaction,
                    new AuditEntry
                    {
                        At = time.GetUtcNow(), Kind = AuditKinds.Reported, RequestId = task.InstanceId, TaskId = task.Id, Actor = digest.PersonId, ActorName = holder, Channel = ChannelNames.Email,
                        Address = address, Detail = $"{task.ActivityName}: whoever has the link of {holder} says that they are somebody else",
                    },
                    ct);
            }
        },
        ct);

    private sealed class DigestRow
    {
        public string Id { get; init; } = "";

        public string PersonId { get; init; } = "";

        public DateTimeOffset ExpiresAt { get; init; }
    }
}

/// <summary>A digest as its link shows it.</summary>
public sealed record DigestView(string Id, string PersonId, DateTimeOffset ExpiresAt, IReadOnlyList<TaskView> Tasks);
