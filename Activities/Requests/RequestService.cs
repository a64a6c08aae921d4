using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Activities.Attachments;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>Submits, shows and withdraws requests.</summary>
public sealed class RequestService(Database database, WorkflowRuntime runtime, DefinitionLookup definitions, PeopleDirectory people, SealedInputs sealing, AttachmentStore attachments, TimeProvider time)
{
    private const string Columns = "id, reference, process, version, requester_id, title, status, outcome, reason, inputs, created_at, closed_at, archived_at";

    private readonly ReferenceNumbers _references = new(database, time);

    /// <summary>Starts a process for a person.</summary>
    /// <param name="idempotencyKey">The same key of the same person gives the same request, however often it is sent.</param>
    public async Task<SubmitResult> SubmitAsync(string process, JsonObject inputs, Person requester, string channel, string? idempotencyKey, CancellationToken ct)
    {
        var definition = definitions.FindPublished(process);
        if (definition is null || RequestForm.Of(definition) is not { } form) return new SubmitResult.NoSuchProcess();
        var (values, problems) = PersonFields.Read(form, inputs, requester, people);
        if (problems.Count > 0) return new SubmitResult.Invalid(problems);

        var id = idempotencyKey is null ? Guid.CreateVersion7().ToString() : IdOf(requester.Id, idempotencyKey);
        var (secrets, unsealed) = sealing.Seal(form, id, values, before: null);
        if (unsealed.Count > 0) return new SubmitResult.Invalid(unsealed);
        if (idempotencyKey is not null && await FindAsync(id, ct) is { } before)
            return before.Process == process && before.Inputs == JsonValues.ToJson(values) ? Result(before) : new SubmitResult.KeyUsed(before);
        var files = form.FilesIn(values);
        if (await attachments.ProblemAsync(files, requester.Id, ct) is { } problem) return new SubmitResult.Invalid(new Dictionary<string, string[]> { ["attachments"] = [problem] });
        var request = new RequestInfo(id, await NextReferenceAsync(form.ReferencePrefix, people.TodayOf(requester).Year, ct), requester.Id);
        var started = await runtime.StartAsync(
            new StartWorkflow { InstanceId = id, DefinitionId = process, Input = values, Properties = request.ToProperties() },
            [new OpenRequest(request, process, requester.Name, values, channel), .. secrets, new AttachFiles(id, files, requester.Id)],
            ct);
        return started.Outcome switch
        {
            StartOutcome.Started => Result(RowOf(request, started.Instance!, RequestState.Of(request, started.Instance!), values)),
            StartOutcome.AlreadyStarted => Result((await FindAsync(id, ct))!),
            StartOutcome.NotActivated => new SubmitResult.Refused(null, "This process allows one request at a time, and one is open."),
            _ => new SubmitResult.NoSuchProcess(),
        };
    }

    /// <summary>Takes a request back while it is open: its tasks disappear and their links say so.</summary>
    public async Task<WithdrawResult> WithdrawAsync(RequestRow request, Person by, string channel, string? comment, CancellationToken ct)
    {
        var burst = await runtime.CancelAsync(request.Id, [new RecordWithdrawal(request.Id, by, channel, comment)], ct);
        return burst is null ? WithdrawResult.NotOpen : WithdrawResult.Withdrawn;
    }

    /// <summary>By id or reference; null when there is none.</summary>
    public async Task<RequestRow?> FindAsync(string idOrReference, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<RequestRow>(new CommandDefinition(
            $"SELECT {Columns} FROM requests WHERE id = @idOrReference OR reference = @idOrReference", new { idOrReference }, cancellationToken: ct));
    }

    /// <summary>A person's requests, newest first.</summary>
    /// <param name="before">The last request of the page before.</param>
    public async Task<IReadOnlyList<RequestRow>> OfAsync(string requesterId, (DateTimeOffset CreatedAt, string Id)? before, int limit, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var sql = $"""
            SELECT {Columns} FROM requests
            WHERE  requester_id = @requesterId AND (@beforeId IS NULL OR created_at < @beforeAt OR (created_at = @beforeAt AND id < @beforeId))
            ORDER BY created_at DESC, id DESC
            LIMIT @limit
            """;
        return (await reader.QueryAsync<RequestRow>(new CommandDefinition(
            sql, new { requesterId, beforeAt = before?.CreatedAt, beforeId = before?.Id, limit }, cancellationToken: ct))).AsList();
    }

    // As it was stored a moment ago.
    private static RequestRow RowOf(RequestInfo request, WorkflowInstance instance, RequestState state, ObjectValue inputs) => new()
    {
        Id = request.Id, Reference = request.Reference, Process = instance.DefinitionId, Version = instance.Version, RequesterId = request.RequesterId, Title = state.Title, Status = state.Status,
        Outcome = state.Outcome, Reason = state.Reason, Inputs = JsonValues.ToJson(inputs), CreatedAt = Stored(instance.CreatedAt), ClosedAt = state.ClosedAt is { } closed ? Stored(closed) : null,
    };

    private static DateTimeOffset Stored(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static SubmitResult Result(RequestRow request) =>
        request is { Status: "closed", Outcome: "Refused" } ? new SubmitResult.Refused(request, request.Reason ?? "The process refused it.") : new SubmitResult.Accepted(request);

    private async Task<string> NextReferenceAsync(string prefix, int year, CancellationToken ct)
    {
        var number = await _references.NextAsync(prefix, year, ct);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{number:00000}");
    }

    private static string IdOf(string requesterId, string key) =>
        new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{requesterId}\n{key}")).AsSpan(0, 16)).ToString();

    private sealed record OpenRequest(RequestInfo Request, string Process, string RequesterName, ObjectValue Inputs, string Channel) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            const string sql = """
                INSERT INTO requests (id, reference, process, version, requester_id, title, status, outcome, reason, inputs, created_at, closed_at)
                VALUES (@Id, @Reference, @Process, @Version, @RequesterId, @Title, @Status, @Outcome, @Reason, @inputs, @CreatedAt, @ClosedAt)
                ON CONFLICT (id) DO NOTHING
                """;
            var state = RequestState.Of(Request, context.Instance);
            // A request that is there already has its instance too, and then this start is no start: the commit of the instance finds that out.
            transaction.Defer(
                sql,
                new
                {
                    Request.Id, Request.Reference, Process, context.Instance.Version, Request.RequesterId, state.Title, state.Status, state.Outcome, state.Reason, inputs = JsonValues.ToJson(Inputs),
                    context.Instance.CreatedAt, state.ClosedAt,
                });
            await AuditTrail.AppendAsync(
                transaction,
                new AuditEntry { At = context.Instance.CreatedAt, Kind = AuditKinds.Submitted, RequestId = Request.Id, Actor = Request.RequesterId, ActorName = RequesterName, Channel = Channel },
                ct);
        }
    }

    private sealed record RecordWithdrawal(string RequestId, Person By, string Channel, string? Comment) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => AuditTrail.AppendAsync(
            transaction,
            new AuditEntry { At = context.Now, Kind = AuditKinds.Withdrawn, RequestId = RequestId, Actor = By.Id, ActorName = By.Name, Channel = Channel, Comment = Comment },
            ct);
    }
}

/// <summary>A request as it is stored.</summary>
public sealed record RequestRow
{
    public string Id { get; init; } = "";

    public string Reference { get; init; } = "";

    public string Process { get; init; } = "";

    public int Version { get; init; }

    public string RequesterId { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>open, closed, withdrawn or failed.</summary>
    public string Status { get; init; } = "";

    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    /// <summary>JSON text.</summary>
    public string Inputs { get; init; } = "{}";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>When its run was taken away; null while it is there.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}

public abstract record SubmitResult
{
    public sealed record Accepted(RequestRow Request) : SubmitResult;

    /// <summary>The process itself said no at once; the refused request is kept.</summary>
    public sealed record Refused(RequestRow? Request, string Reason) : SubmitResult;

    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Problems) : SubmitResult;

    public sealed record NoSuchProcess : SubmitResult;

    /// <summary>The idempotency key belongs to another request of this person.</summary>
    public sealed record KeyUsed(RequestRow Request) : SubmitResult;
}

public enum WithdrawResult
{
    Withdrawn,
    NotOpen,
}
