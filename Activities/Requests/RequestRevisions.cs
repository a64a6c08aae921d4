using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Activities.Approvals;
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

/// <summary>Submits a request again, changed: after an approver asked for it, or because the requester takes it back while it is undecided. Every edition is kept.</summary>
public sealed class RequestRevisions(Database database, WorkflowRuntime runtime, DefinitionLookup definitions, RequestService requests, TaskStore tasks, AttachmentStore attachments, PeopleDirectory people, SealedInputs sealing, FormNames names)
{
    /// <param name="comment">What the requester says about the change; needed where nothing was changed.</param>
    public async Task<ResubmitResult> ResubmitAsync(RequestRow request, JsonObject inputs, Person by, string channel, string? comment, IReadOnlyList<string> files, CancellationToken ct)
    {
        if (request.Status != "open") return new ResubmitResult.NotOpen();
        if (definitions.FindVersion(request.Process, request.Version) is not { } definition || RequestForm.Of(definition) is not { } form) return new ResubmitResult.NotOpen();
        var (values, problems) = PersonFields.Read(form, inputs, by, people);
        if (problems.Count > 0) return new ResubmitResult.Invalid(problems);
        var before = JsonValues.FromJson(JsonNode.Parse(request.Inputs)) as ObjectValue ?? [];
        var (secrets, unsealed) = sealing.Seal(form, request.Id, values, before);
        if (unsealed.Count > 0) return new ResubmitResult.Invalid(unsealed);
        // What the form named before belongs to the request already.
        files = [.. files.Concat(form.FilesIn(values).Except(form.FilesIn(before))).Distinct()];
        if (await attachments.ProblemAsync(files, by.Id, ct) is { } problem) return Invalid("attachments", problem);
        var changes = RequestChange.Between(form, before, values, names.For(request.RequesterId));
        comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        if (comment?.Length > 4000) return Invalid("comment", "comment: use at most 4,000 characters.");
        if (changes.Count == 0 && comment is null && files.Count == 0) return Invalid("inputs", "inputs: nothing is different. Change what is asked for, or say in a comment why it stays.");

        if (await TryAsync() is { } done) return done;
        if (await RecallAsync(request, definition, by, channel, ct) is { } refused) return refused;
        return await TryAsync() ?? new ResubmitResult.NotOpen();

        async Task<ResubmitResult?> TryAsync()
        {
            // What the new edition leaves out is empty now.
            var given = new ObjectValue();
            foreach (var field in form.Fields) given[field.Name] = values.GetValueOrDefault(field.Name);
            var hash = Burst.HashOf(RequestChanges.Stimulus, payload: null);
            var burst = await runtime.ResumeAsync(
                request.Id,
                instance => instance.Bookmarks.Where(bookmark => bookmark.Hash == hash).Take(1),
                new ResumeWith(new Resubmitted(changes), given),
                [new RecordEdition(request, values, changes, by, channel, comment, files), .. secrets],
                ct);
            return burst is null ? null : new ResubmitResult.Accepted((await requests.FindAsync(request.Id, ct))!);
        }
    }

    /// <summary>All editions of a request, oldest first; one that was never changed has none.</summary>
    public async Task<IReadOnlyList<EditionRow>> EditionsAsync(string requestId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<EditionRow>(new CommandDefinition(
            "SELECT edition, inputs, changes AS changes_json, comment, submitted_by, submitted_at FROM request_editions WHERE request_id = @requestId ORDER BY edition", new { requestId }, cancellationToken: ct))).AsList();
    }

    /// <summary>Takes an undecided request back, where the process has drawn what follows.</summary>
    /// <returns>Why not; null when the request waits to be changed now.</returns>
    private async Task<ResubmitResult?> RecallAsync(RequestRow request, WorkflowDefinition definition, Person by, string channel, CancellationToken ct)
    {
        var open = (await tasks.OfRequestAsync(request.Id, ct)).Where(task => task is { Status: "open", Kind: TaskTerms.Approval }).ToList();
        if (open.Count == 0) return new ResubmitResult.NotOpen();
        if (open.Select(task => (task.ActivityId, task.Execution)).Distinct().Count() > 1 || !LeadsToChanges(definition, open[0].ActivityId)) return new ResubmitResult.NotChangeable();
        var hashes = open.ConvertAll(task => Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id)));
        var burst = await runtime.ResumeAsync(
            request.Id, instance => instance.Bookmarks.Where(bookmark => hashes.Contains(bookmark.Hash)).Take(1), new ResumeWith(new RequestRecalled(by.Id)), [new RecordRecall(request.Id, by, channel)], ct);
        return burst is null ? new ResubmitResult.NotOpen() : null;
    }

    private static bool LeadsToChanges(WorkflowDefinition definition, string activityId) =>
        definition.FindNode(activityId) is { Parent: { } flowchart } && flowchart.Json["connections"] is JsonArray connections
        && connections.OfType<JsonObject>().Any(connection =>
            connection["source"]?["activity"]?.ToString() == activityId && connection["source"]?["port"]?.ToString() == TaskAction.RequestChanges.Outcome
            && connection["target"]?["activity"]?.ToString() is { } target && definition.FindNode(target)?.Activity is RequestChanges);

    private static ResubmitResult.Invalid Invalid(string field, string message) => new(new Dictionary<string, string[]> { [field] = [message] });

    private sealed record RecordEdition(RequestRow Request, ObjectValue Inputs, IReadOnlyList<RequestChange> Changes, Person By, string Channel, string? Comment, IReadOnlyList<string> Files) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            const string insert = """
                INSERT INTO request_editions (request_id, edition, inputs, changes, comment, submitted_by, submitted_at)
                VALUES (@Id, @edition, @inputs, @changes, @Comment, @by, @at)
                ON CONFLICT (request_id, edition) DO NOTHING
                """;
            // The burst has counted on already: this is the edition that begins.
            var edition = RequestEdition.Of(context.Instance);
            if (edition == 2) await transaction.ExecuteAsync(insert, new { Request.Id, edition = 1, inputs = Request.Inputs, changes = "[]", Comment = (string?)null, by = Request.RequesterId, at = Request.CreatedAt }, ct);
            var inputs = JsonValues.ToJson(Inputs);
            await transaction.ExecuteAsync(insert, new { Request.Id, edition, inputs, changes = JsonSerializer.Serialize(Changes, TaskTerms.Json), Comment, by = By.Id, at = context.Now }, ct);
            await transaction.ExecuteAsync("UPDATE requests SET inputs = @inputs WHERE id = @Id", new { Request.Id, inputs }, ct);
            await AttachmentStore.AttachAsync(transaction, Files, Request.Id, taskId: null, By.Id, ct);
            await AuditTrail.AppendAsync(
                transaction,
                new AuditEntry
                {
                    At = context.Now, Kind = AuditKinds.Resubmitted, RequestId = Request.Id, Actor = By.Id, ActorName = By.Name, Channel = Channel, Comment = Comment,
                    Detail = string.Join("; ", Changes.Select(change => $"{change.En.Label}: {change.En.Before} → {change.En.After}")),
                },
                ct);
        }
    }

    private sealed record RecordRecall(string RequestId, Person By, string Channel) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => AuditTrail.AppendAsync(
            transaction, new AuditEntry { At = context.Now, Kind = AuditKinds.Recalled, RequestId = RequestId, Actor = By.Id, ActorName = By.Name, Channel = Channel }, ct);
    }
}

/// <summary>One edition of a request.</summary>
public sealed record EditionRow
{
    public int Edition { get; init; }

    /// <summary>JSON text.</summary>
    public string Inputs { get; init; } = "{}";

    public string? Comment { get; init; }

    public string SubmittedBy { get; init; } = "";

    public DateTimeOffset SubmittedAt { get; init; }

    public IReadOnlyList<RequestChange> Changes => TaskTerms.Read<RequestChange>(ChangesJson);

    internal string ChangesJson { get; init; } = "[]";
}

/// <summary>What came of submitting a request again; only <see cref="Accepted"/> changed anything.</summary>
public abstract record ResubmitResult
{
    public sealed record Accepted(RequestRow Request) : ResubmitResult;

    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Problems) : ResubmitResult;

    /// <summary>It is decided, withdrawn, or waits for nothing that a change could answer.</summary>
    public sealed record NotOpen : ResubmitResult;

    /// <summary>The process has not drawn what follows a change at this point.</summary>
    public sealed record NotChangeable : ResubmitResult;
}
