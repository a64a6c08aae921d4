using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Privacy;

/// <summary>Requests, tasks, mails and runs. The person's own runs are archived at once; in those of others the person is replaced.</summary>
public sealed class RequestData(DefinitionLookup definitions, RunArchive archive, SubstituteRegister substitutes) : PersonalData
{
    public override async Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var own = (await transaction.QueryAsync<RequestRow>(
            "SELECT id, process, version, title, reason, inputs FROM requests WHERE requester_id = @Id", new { person.Person.Id }, ct)).ToList();
        foreach (var chunk in own.Select(request => request.Id).Chunk(100)) await archive.ArchiveAsync(transaction, chunk, person.Now, ct);
        foreach (var request in own) WriteOwn(transaction, request, person);
        var ownIds = own.Select(request => request.Id).ToHashSet();
        foreach (var id in person.InstanceIds)
        {
            if (!ownIds.Contains(id)) await WriteOthersAsync(transaction, id, person, ct);
            await WriteTasksAsync(transaction, id, ownIds.Contains(id), person, ct);
        }

        transaction.Defer("UPDATE task_approvers SET rule = @Pseudonym WHERE rule = @Id", new { person.Text.Pseudonym, person.Person.Id });
        transaction.Defer("UPDATE task_approvers SET approver = @Pseudonym WHERE approver IN (@Id, @Email)", new { person.Text.Pseudonym, person.Person.Id, person.Person.Email });
        transaction.Defer("DELETE FROM action_tokens WHERE approver IN (@Id, @Email)", new { person.Person.Id, person.Person.Email });
        await WriteMailsAsync(transaction, person, ct);
        await WriteApprovalsAsync(transaction, own, person, ct);
        transaction.Defer("UPDATE leave_register SET person_id = @Pseudonym, department = NULL WHERE person_id = @Id", new { person.Text.Pseudonym, person.Person.Id });
        transaction.Defer("DELETE FROM leave_entitlements WHERE person_id = @Id", new { person.Person.Id });
        transaction.Defer("UPDATE definitions SET created_by = @Pseudonym WHERE created_by = @Id", new { person.Text.Pseudonym, person.Person.Id });
        transaction.Defer("UPDATE publications SET published_by = @Pseudonym WHERE published_by = @Id", new { person.Text.Pseudonym, person.Person.Id });
    }

    private void WriteOwn(Transaction transaction, RequestRow request, ErasedPerson person)
    {
        transaction.Defer(
            "UPDATE requests SET requester_id = @Pseudonym, title = @title, reason = @reason, inputs = @inputs WHERE id = @Id",
            new
            {
                person.Text.Pseudonym,
                title = person.Text.InOwn(request.Title),
                reason = person.Text.InOwn(request.Reason),
                inputs = InputsOf(request, person.Text),
                request.Id,
            });
    }

    /// <summary>Days, numbers and what was chosen from a list stay, for the figures; what the person wrote goes.</summary>
    private string InputsOf(RequestRow request, PersonText text)
    {
        var definition = definitions.FindVersion(request.Process, request.Version) ?? definitions.FindLatest(request.Process);
        var form = definition is null ? null : RequestForm.Of(definition);
        if (JsonNode.Parse(request.Inputs) is not JsonObject inputs) return "{}";
        foreach (var (name, value) in inputs.ToList())
        {
            var field = form?.Fields.FirstOrDefault(field => field.Name == name);
            if (field is { IsDay: true } or { Options.Count: > 0 } || value is null) continue;
            inputs[name] = JsonNode.Parse(text.Json(value.ToJsonString(), _ => PersonText.Removed));
        }

        return inputs.ToJsonString();
    }

    private static async Task WriteOthersAsync(Transaction transaction, string id, ErasedPerson person, CancellationToken ct)
    {
        var text = person.Text;
        var request = await transaction.FirstAsync<RequestRow>("SELECT id, title, reason, inputs FROM requests WHERE id = @id", new { id }, ct);
        if (request is not null)
        {
            transaction.Defer(
                "UPDATE requests SET title = @title, reason = @reason, inputs = @inputs WHERE id = @id",
                new { title = text.In(request.Title), reason = text.In(request.Reason), inputs = text.Json(request.Inputs), id });
        }

        var runs = (await transaction.QueryAsync<RunRow>(
            "SELECT id, name, state AS bytes FROM instances WHERE (id = @id OR parent_instance_id = @id) AND status = 'Finished'", new { id }, ct)).ToList();
        foreach (var run in runs)
        {
            transaction.Defer("UPDATE instances SET name = @name, state = @state WHERE id = @Id", new { name = text.In(run.Name), state = Bytes(text, run.Bytes), run.Id });
            var bursts = (await transaction.QueryAsync<BurstRow>("SELECT burst, entries AS bytes FROM journal WHERE instance_id = @Id", new { run.Id }, ct)).ToList();
            foreach (var burst in bursts)
                transaction.Defer("UPDATE journal SET entries = @entries WHERE instance_id = @Id AND burst = @Burst", new { entries = Bytes(text, burst.Bytes), run.Id, burst.Burst });
        }
    }

    private static async Task WriteTasksAsync(Transaction transaction, string instanceId, bool isOwn, ErasedPerson person, CancellationToken ct)
    {
        var text = person.Text;
        var tasks = (await transaction.QueryAsync<TaskRow>(
            "SELECT id, title, body, facts, requester_id, decided_by, decided_name, comment FROM tasks WHERE instance_id = @instanceId", new { instanceId }, ct)).ToList();
        foreach (var task in tasks)
        {
            var isDecider = task.DecidedBy == person.Person.Id || string.Equals(task.DecidedBy, person.Person.Email, StringComparison.OrdinalIgnoreCase);
            Func<string?, string?> replace = isOwn ? text.InOwn : text.In;
            transaction.Defer(
                """
                UPDATE tasks
                SET    title = @title, body = @body, facts = @facts, requester_id = @requester, decided_by = @decider, decided_name = @name, comment = @comment
                WHERE  id = @Id
                """,
                new
                {
                    title = replace(task.Title),
                    body = replace(task.Body),
                    facts = text.Json(task.Facts, value => replace(value)!),
                    requester = text.Value(task.RequesterId),
                    decider = text.Value(task.DecidedBy),
                    name = isDecider ? text.Name : text.In(task.DecidedName),
                    comment = isDecider && task.Comment is not null ? PersonText.Removed : replace(task.Comment),
                    task.Id,
                });
        }
    }

    /// <summary>Editions, attachments, answers and substitutions. What the person wrote or sent goes; that something was there stays in the trail.</summary>
    private async Task WriteApprovalsAsync(Transaction transaction, List<RequestRow> own, ErasedPerson person, CancellationToken ct)
    {
        var (text, id) = (person.Text, person.Person.Id);
        foreach (var request in own)
        {
            transaction.Defer("DELETE FROM attachments WHERE request_id = @Id", new { request.Id });
            var editions = (await transaction.QueryAsync<EditionRow>("SELECT edition, inputs FROM request_editions WHERE request_id = @Id", new { request.Id }, ct)).ToList();
            foreach (var edition in editions)
            {
                transaction.Defer(
                    "UPDATE request_editions SET inputs = @inputs, changes = '[]', comment = NULL WHERE request_id = @Id AND edition = @Edition",
                    new { inputs = InputsOf(request with { Inputs = edition.Inputs }, text), request.Id, edition.Edition });
            }
        }

        transaction.Defer("UPDATE request_editions SET submitted_by = @Pseudonym WHERE submitted_by = @id", new { text.Pseudonym, id });
        transaction.Defer("DELETE FROM attachments WHERE uploaded_by = @id", new { id });
        transaction.Defer("UPDATE task_answers SET on_behalf_of = @Pseudonym, on_behalf_name = @Name WHERE on_behalf_of = @id", new { text.Pseudonym, text.Name, id });
        foreach (var chunk in person.InstanceIds.Chunk(200))
            transaction.Defer("UPDATE task_terms SET changes = NULL, lines = NULL, texts = NULL WHERE task_id IN (SELECT id FROM tasks WHERE instance_id IN @chunk)", new { chunk });
        transaction.Defer("DELETE FROM substitutions WHERE person_id = @id OR substitute_id = @id", new { id });
        transaction.Defer("UPDATE substitutions SET created_by = @Pseudonym WHERE created_by = @id", new { text.Pseudonym, id });
        await substitutes.RefreshAsync(transaction, ct);
        await substitutes.RefreshAsync(transaction, ct);
        transaction.Defer("DELETE FROM people_group_members WHERE person_id = @id", new { id });
        transaction.Defer("UPDATE departments SET head_id = NULL WHERE head_id = @id", new { id });
        transaction.Defer("DELETE FROM rotations WHERE person_id = @id", new { id });
    }

    private static async Task WriteMailsAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var text = person.Text;
        var mails = (await transaction.QueryAsync<MailRow>(
            "SELECT id, destination, subject FROM outbox WHERE LOWER(destination) = @Email", new { person.Person.Email }, ct)).ToList();
        foreach (var chunk in person.InstanceIds.Chunk(200))
            mails.AddRange(await transaction.QueryAsync<MailRow>("SELECT id, destination, subject FROM outbox WHERE instance_id IN @chunk", new { chunk }, ct));
        foreach (var mail in mails.DistinctBy(mail => mail.Id))
        {
            var isTheirs = string.Equals(mail.Destination, person.Person.Email, StringComparison.OrdinalIgnoreCase);
            // Ids of mails name the receiver. What they said goes: all of it is about ended requests.
            transaction.Defer(
                """
                UPDATE outbox
                SET    id = @newId, destination = @destination, subject = @subject, payload = '', last_error = @error,
                       status = CASE WHEN status IN ('waiting', 'parked') THEN 'withdrawn' ELSE status END, claimed_until = NULL, claimed_by = NULL
                WHERE  id = @Id
                """,
                new
                {
                    newId = isTheirs ? $"erased-{Guid.CreateVersion7()}" : mail.Id,
                    destination = isTheirs ? text.Email : mail.Destination,
                    subject = text.In(mail.Subject),
                    error = (string?)null,
                    mail.Id,
                });
        }
    }

    private static byte[] Bytes(PersonText text, byte[] json) => Encoding.UTF8.GetBytes(text.Json(Encoding.UTF8.GetString(json)));

    private sealed class RunRow
    {
        public string Id { get; init; } = "";

        public string? Name { get; init; }

        public byte[] Bytes { get; init; } = [];
    }

    private sealed class BurstRow
    {
        public long Burst { get; init; }

        public byte[] Bytes { get; init; } = [];
    }

    private sealed class TaskRow
    {
        public string Id { get; init; } = "";

        public string Title { get; init; } = "";

        public string Body { get; init; } = "";

        public string Facts { get; init; } = "[]";

        public string? RequesterId { get; init; }

        public string? DecidedBy { get; init; }

        public string? DecidedName { get; init; }

        public string? Comment { get; init; }
    }

    private sealed class EditionRow
    {
        public int Edition { get; init; }

        public string Inputs { get; init; } = "{}";
    }

    private sealed class MailRow
    {
        public string Id { get; init; } = "";

        public string Destination { get; init; } = "";

        public string? Subject { get; init; }
    }
}
