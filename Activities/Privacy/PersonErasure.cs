using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Privacy;

/// <summary>Replaces a person's data by a pseudonym everywhere, for good: nobody keeps which pseudonym was whose.</summary>
public sealed class PersonErasure(Database database, PeopleDirectory people, IEnumerable<PersonalData> tables, TimeProvider time)
{
    /// <summary>Erases somebody who has left and has nothing open. One transaction: all of it or nothing.</summary>
    /// <param name="personId">An id or an address.</param>
    /// <param name="by">Who orders it; null: whoever can run commands on the server.</param>
    public async Task<ErasureResult> EraseAsync(string personId, Person? by, CancellationToken ct)
    {
        await people.ReloadAsync(ct);
        if ((people.Find(personId) ?? people.FindByEmail(personId)) is not { } person) return new ErasureResult.NoSuchPerson();
        if (people.IsActive(person)) return new ErasureResult.StillHere(person.Name);
        var text = new PersonText(person, $"erased-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4))}");
        return await database.WriteAsync<ErasureResult>(
            async transaction =>
            {
                PeopleRows.Lock(transaction);
                if (await ReportsAsync(transaction, person, ct) is { Count: > 0 } reports) return new ErasureResult.HasReports(reports);
                if (await OpenAsync(transaction, person, ct) is { Count: > 0 } open) return new ErasureResult.HasOpen(open);

                var erased = new ErasedPerson(person, text, await InstancesAsync(transaction, person, ct), time.GetUtcNow());
                var own = (await transaction.QueryAsync<string>("SELECT id FROM requests WHERE requester_id = @Id", new { person.Id }, ct)).ToHashSet();
                // The trail first: it still knows the requests under the person's id.
                var told = new AuditEntry { At = erased.Now, Actor = by?.Id, ActorName = by?.Name, Channel = ChannelNames.Api, Outcome = text.Pseudonym };
                var rows = await AuditTrail.EraseAsync(transaction, await AuditRowsAsync(transaction, erased, ct), row => WithoutPerson(row, erased, own), told, ct);
                foreach (var table in tables) await table.EraseAsync(transaction, erased, ct);
                await RenameAsync(transaction, erased, ct);
                await people.RefreshAsync(transaction, ct);
                return new ErasureResult.Erased(text.Pseudonym, own.Count, rows);
            },
            ct);
    }

    private static AuditEntry WithoutPerson(AuditEntry row, ErasedPerson erased, HashSet<string> own)
    {
        var (person, text) = (erased.Person, erased.Text);
        var isActor = row.Actor == person.Id || string.Equals(row.Actor, person.Email, StringComparison.OrdinalIgnoreCase);
        var isOwn = row.RequestId is not null && own.Contains(row.RequestId);
        return row with
        {
            Actor = text.Value(row.Actor),
            ActorName = isActor && row.ActorName is not null ? text.Name : text.In(row.ActorName),
            OnBehalfOf = text.Value(row.OnBehalfOf),
            Address = isActor ? null : row.Address,
            Comment = isActor && row.Comment is not null ? PersonText.Removed : isOwn ? text.InOwn(row.Comment) : text.In(row.Comment),
            Detail = isOwn ? text.InOwn(row.Detail) : text.In(row.Detail),
        };
    }

    private static async Task<IReadOnlyList<string>> ReportsAsync(Transaction transaction, Person person, CancellationToken ct) =>
        (await transaction.QueryAsync<string>("SELECT name FROM people WHERE manager_id = @Id AND left_on IS NULL ORDER BY name LIMIT 20", new { person.Id }, ct)).ToList();

    // Failed requests go on once they are mended, so they are open too.
    private static async Task<IReadOnlyList<string>> OpenAsync(Transaction transaction, Person person, CancellationToken ct) =>
        (await transaction.QueryAsync<string>(
            """
            SELECT reference FROM requests
            WHERE  status IN ('open', 'failed')
              AND  (requester_id = @Id OR id IN (
                       SELECT t.instance_id FROM tasks t
                       WHERE  t.decided_by IN (@Id, @Email) OR t.id IN (SELECT a.task_id FROM task_approvers a WHERE a.approver IN (@Id, @Email))))
            ORDER  BY reference
            LIMIT  20
            """,
            new { person.Id, person.Email },
            ct)).ToList();

    private static async Task<IReadOnlyList<string>> InstancesAsync(Transaction transaction, Person person, CancellationToken ct) =>
        (await transaction.QueryAsync<string>(
            """
            SELECT id FROM requests WHERE requester_id = @Id
            UNION SELECT instance_id FROM tasks WHERE requester_id = @Id OR decided_by IN (@Id, @Email)
            UNION SELECT t.instance_id FROM task_approvers a JOIN tasks t ON t.id = a.task_id WHERE a.approver IN (@Id, @Email)
            UNION SELECT request_id FROM audit WHERE request_id IS NOT NULL AND (actor IN (@Id, @Email) OR on_behalf_of = @Id)
            UNION SELECT instance_id FROM outbox WHERE instance_id IS NOT NULL AND LOWER(destination) = @Email
            """,
            new { person.Id, person.Email },
            ct)).ToList();

    private static async Task<List<long>> AuditRowsAsync(Transaction transaction, ErasedPerson erased, CancellationToken ct)
    {
        var found = (await transaction.QueryAsync<long>(
            "SELECT seq FROM audit WHERE actor IN (@Id, @Email) OR on_behalf_of = @Id", new { erased.Person.Id, erased.Person.Email }, ct)).ToHashSet();
        foreach (var ids in erased.InstanceIds.Chunk(200)) found.UnionWith(await transaction.QueryAsync<long>("SELECT seq FROM audit WHERE request_id IN @ids", new { ids }, ct));
        return [.. found];
    }

    private static async Task RenameAsync(Transaction transaction, ErasedPerson erased, CancellationToken ct)
    {
        var (id, text) = (erased.Person.Id, erased.Text);
        await transaction.ExecuteAsync("DELETE FROM person_roles WHERE person_id = @id", new { id }, ct);
        await transaction.ExecuteAsync(
            """
            UPDATE people
            SET    id = @Pseudonym, name = @Name, email = @Email, manager_id = NULL, time_zone = NULL, calendar = NULL, grade = NULL, department = NULL, security_stamp = @stamp
            WHERE  id = @id
            """,
            new { text.Pseudonym, text.Name, text.Email, stamp = Guid.CreateVersion7().ToString("N"), id },
            ct);
        await transaction.ExecuteAsync("UPDATE people SET manager_id = @Pseudonym WHERE manager_id = @id", new { text.Pseudonym, id }, ct);
    }
}

/// <summary>What came of ordering an erasure; only <see cref="Erased"/> changed anything.</summary>
public abstract record ErasureResult
{
    private ErasureResult()
    {
    }

    /// <param name="Requests">The person's own.</param>
    /// <param name="AuditRows">In which the person stood.</param>
    public sealed record Erased(string Pseudonym, int Requests, int AuditRows) : ErasureResult;

    public sealed record NoSuchPerson : ErasureResult;

    /// <summary>The register does not say that the person has left.</summary>
    public sealed record StillHere(string Name) : ErasureResult;

    /// <summary>Requests that go on and have to do with the person, the first twenty references.</summary>
    public sealed record HasOpen(IReadOnlyList<string> References) : ErasureResult;

    /// <summary>Names of people whose manager the person still is.</summary>
    public sealed record HasReports(IReadOnlyList<string> Names) : ErasureResult;

    /// <summary>Why nothing was erased, and what to do; null when it was.</summary>
    public string? Refusal(string asked) => this switch
    {
        NoSuchPerson => $"There is nobody '{asked}'. Give an id or an e-mail address of the register.",
        StillHere here => $"{here.Name} has not left. Import the day of leaving (left_on) first: only somebody who has left can be erased.",
        HasOpen open => $"There are requests that go on: {string.Join(", ", open.References)}. Finish, withdraw or cancel them first.",
        HasReports reports => $"{string.Join(", ", reports.Names)} would be without a manager. Import another manager for them first.",
        _ => null,
    };
}
