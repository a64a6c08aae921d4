using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Attachments;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.Tasks;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Api.Requests;

/// <param name="Process">The id of a process, such as <c>leave</c>.</param>
/// <param name="Inputs">By field name, as the process's form says.</param>
public sealed record SubmitRequest(string? Process, JsonObject? Inputs);

/// <param name="Comment">Why, for the timeline.</param>
public sealed record WithdrawRequest(string? Comment);

/// <param name="Status">open, closed, withdrawn or failed.</param>
/// <param name="Outcome">What the process decided: Approved, Rejected, Recorded, Refused ...; null while it is open.</param>
/// <param name="ArchivedAt">When the run behind it was taken away; what was decided stays.</param>
public record RequestSummary(
    string Id, string Reference, string Process, int Version, string Title, string Status, string? Outcome, string? Reason, string RequesterId, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt,
    DateTimeOffset? ArchivedAt);

/// <summary>Something that somebody must decide now.</summary>
/// <param name="People">Their names.</param>
/// <param name="IsMine">The viewer may decide it.</param>
public sealed record OpenStep(string TaskId, string Step, string Title, IReadOnlyList<string> People, bool IsMine, DateTimeOffset Since, DateTimeOffset? DueAt);

/// <param name="ProcessName">In the viewer's language.</param>
/// <param name="Facts">What was submitted, as label and value in the viewer's language.</param>
/// <param name="WaitingFor">The names of those who may decide now.</param>
/// <param name="Edition">1 as it was submitted, one more each time it was submitted again.</param>
/// <param name="WaitsForChanges">The requester is asked to change it and submit it again.</param>
/// <param name="Steps">Every task so far, oldest first: who has it, why, and what came of it.</param>
/// <param name="RulesApplied">The rows of tables that decided instead of people.</param>
public sealed record RequestDetail(
    string Id, string Reference, string Process, int Version, string Title, string Status, string? Outcome, string? Reason, string RequesterId, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt,
    DateTimeOffset? ArchivedAt, string RequesterName, string ProcessName, JsonElement Inputs, IReadOnlyList<MailFact> Facts, IReadOnlyList<string> WaitingFor, IReadOnlyList<OpenStep> OpenSteps, IReadOnlyList<TimelineEntry> Timeline,
    int Edition, bool WaitsForChanges, IReadOnlyList<RequestStep> Steps, IReadOnlyList<AttachmentView> Attachments, IReadOnlyList<string> RulesApplied)
    : RequestSummary(Id, Reference, Process, Version, Title, Status, Outcome, Reason, RequesterId, CreatedAt, ClosedAt, ArchivedAt);

/// <summary>One thing that happened.</summary>
/// <param name="Kind">What happened, such as submitted, asked, reminded, escalated, reassigned, left, decided, undone, expired, notified, booked, withdrawn, closed, failed or incident.</param>
/// <param name="Channel">app, email, telegram, api or timer; null for what the process did by itself.</param>
/// <param name="OnBehalfOf">In whose place: a person's id.</param>
public sealed record TimelineEntry(
    DateTimeOffset At, string Kind, string? By, string? ByName, string? Action, string? Outcome, string? Channel, string? Comment, string? Detail, string? OnBehalfOf, string? OnBehalfOfName);

/// <summary>One task of a request, as whoever may see the request sees it.</summary>
/// <param name="Kind">approval or change.</param>
/// <param name="Status">open, decided, expired or withdrawn.</param>
/// <param name="Rule">The row of a table that decided; null when people decide.</param>
public sealed record RequestStep(
    string TaskId, string Kind, string Name, string? Group, string Status, string? ClosedBecause, int Edition, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, IReadOnlyList<TaskPerson> People,
    VoteView? Vote, string? Action, string? Outcome, string? DecidedBy, string? DecidedByName, string? OnBehalfOf, string? OnBehalfOfName, DateTimeOffset? DecidedAt, string? Channel, string? Comment,
    ApprovedValue? Approved, string? Rule);

/// <param name="Inputs">The whole form again, with what is different now.</param>
/// <param name="Comment">What the requester says about the change.</param>
/// <param name="Attachments">Ids of files that were uploaded to /api/attachments.</param>
public sealed record ResubmitRequest(JsonObject? Inputs, string? Comment = null, IReadOnlyList<string>? Attachments = null);

/// <param name="Text">At most 4,000 characters; may be left out where there are attachments.</param>
public sealed record CommentRequest(string? Text, IReadOnlyList<string>? Attachments = null);

public sealed record EditionView(int Edition, JsonElement Inputs, IReadOnlyList<ChangeView> Changes, string? Comment, string SubmittedBy, DateTimeOffset SubmittedAt);

/// <summary>Oldest first; a request that was never changed has one edition.</summary>
public sealed record EditionList(IReadOnlyList<EditionView> Items);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record RequestPage(IReadOnlyList<RequestSummary> Items, string? Next);

public static class RequestEndpoints
{
    /// <summary>Inputs are kept with the request and shown to whoever decides; what is larger is a document, not a form.</summary>
    public const int LargestSubmissionInBytes = 512 * 1024;

    public static IEndpointRouteBuilder MapRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/requests").WithTags("Requests").RequireAuthorization();
        group.MapPost("/", Submit).WithName("submitRequest").WithMetadata(new RequestSizeLimitAttribute(LargestSubmissionInBytes))
            .WithSummary("Submits a request. The same Idempotency-Key gives the same request, however often it is sent.");
        group.MapGet("/", List).WithName("myRequests").WithSummary("My requests, newest first.");
        group.MapGet("/{id}", Show).WithName("request").WithSummary("A request, by id or reference, with its timeline.");
        group.MapPost("/preview", Preview).WithName("previewRequest").WithSummary("Who will be asked, why, and who of them is away: the process run in memory, as things are now. Nothing is submitted.");
        group.MapPost("/{id}/resubmit", Resubmit).WithName("resubmitRequest")
            .WithSummary("Submits my request again, changed: where changes were asked for, or while it is undecided and the process takes changes. Whoever decides sees what changed.");
        group.MapGet("/{id}/editions", Editions).WithName("requestEditions").WithSummary("What was submitted first, and each time again, with what changed.");
        group.MapPost("/{id}/comments", Comment).WithName("commentOnRequest").WithSummary("Writes about a request, with files: the requester and whoever decides are told.");
        group.MapPost("/{id}/withdraw", Withdraw).WithName("withdrawRequest").WithSummary("Takes my request back while it is open.");
        return routes;
    }

    private static async Task<Results<Created<RequestDetail>, ProblemHttpResult>> Submit(
        SubmitRequest body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, ClaimsPrincipal user, RequestViews views, RequestService requests, PeopleDirectory people, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Process)) return Problems.Invalid("process", "process: name the process, for example leave. GET /api/processes lists them.");
        if (idempotencyKey is { Length: > 200 }) return Problems.Invalid("Idempotency-Key", "Idempotency-Key: use at most 200 characters.");
        var requester = people.Find(user.PersonId())!;
        switch (await requests.SubmitAsync(body.Process, body.Inputs ?? [], requester, user.Channel(), idempotencyKey, ct))
        {
            case SubmitResult.Accepted accepted:
                return TypedResults.Created($"/api/requests/{accepted.Request.Id}", await views.DetailAsync(accepted.Request, user.PersonId(), ct));
            case SubmitResult.Refused refused:
                return Refused(refused);
            case SubmitResult.KeyUsed used:
                return Problems.Of(
                    StatusCodes.Status422UnprocessableEntity, "idempotency-key-used", "This key belongs to another request.", $"Idempotency-Key: it was used for {used.Request.Reference}, which asked for something else. Use a new key.");
            case SubmitResult.Invalid invalid:
                return Problems.Invalid("Something in the form is not right.", invalid.Problems);
            default:
                return Problems.Of(StatusCodes.Status404NotFound, "no-such-process", "There is no such process.", $"process: there is no process '{body.Process}'. GET /api/processes lists them.");
        }
    }

    private static async Task<Results<Ok<RequestPage>, ProblemHttpResult>> List(
        ClaimsPrincipal user, RequestService requests, CancellationToken ct, string? after = null, int limit = 50)
    {
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var rows = await requests.OfAsync(user.PersonId(), cursor is { } c ? (c.At, c.Id) : null, size + 1, ct);
        var next = rows.Count > size ? PageCursor.Write(rows[size - 1].CreatedAt, rows[size - 1].Id) : null;
        return TypedResults.Ok(new RequestPage([.. rows.Take(size).Select(RequestViews.Summary)], next));
    }

    private static async Task<Results<Ok<RequestDetail>, ProblemHttpResult>> Show(string id, ClaimsPrincipal user, RequestViews views, CancellationToken ct) =>
        await views.FindVisibleAsync(id, user.PersonId(), ct) is { } request ? TypedResults.Ok(await views.DetailAsync(request, user.PersonId(), ct)) : NoSuchRequest(id);

    private static async Task<Results<Ok<RequestDetail>, ProblemHttpResult>> Withdraw(
        string id, WithdrawRequest? body, ClaimsPrincipal user, RequestViews views, RequestService requests, PeopleDirectory people, CancellationToken ct)
    {
        var request = await requests.FindAsync(id, ct);
        if (request is null || request.RequesterId != user.PersonId()) return NoSuchRequest(id);
        return await requests.WithdrawAsync(request, people.Find(user.PersonId())!, user.Channel(), body?.Comment, ct) switch
        {
            WithdrawResult.Withdrawn => TypedResults.Ok(await views.DetailAsync((await requests.FindAsync(id, ct))!, user.PersonId(), ct)),
            _ => Problems.Of(
                StatusCodes.Status409Conflict, "not-open", "The request is not open any more.", $"{request.Reference} is {request.Status}. Only an open request can be withdrawn."),
        };
    }

    private static Results<Ok<Forecast>, ProblemHttpResult> Preview(SubmitRequest body, ClaimsPrincipal user, ApprovalForecast forecast, PeopleDirectory people)
    {
        if (string.IsNullOrWhiteSpace(body.Process)) return Problems.Invalid("process", "process: name the process, for example leave. GET /api/processes lists them.");
        var (found, problems) = forecast.Preview(body.Process, body.Inputs ?? [], people.Find(user.PersonId())!);
        if (problems.Count > 0) return Problems.Invalid("Something in the form is not right.", problems);
        return found is null
            ? Problems.Of(StatusCodes.Status404NotFound, "no-such-process", "There is no such process.", $"process: there is no process '{body.Process}'. GET /api/processes lists them.")
            : TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<RequestDetail>, ProblemHttpResult>> Resubmit(
        string id, ResubmitRequest body, ClaimsPrincipal user, RequestViews views, RequestService requests, RequestRevisions revisions, PeopleDirectory people, CancellationToken ct)
    {
        var request = await requests.FindAsync(id, ct);
        if (request is null || request.RequesterId != user.PersonId()) return NoSuchRequest(id);
        var me = people.Find(user.PersonId())!;
        return await revisions.ResubmitAsync(request, body.Inputs ?? [], me, user.Channel(), body.Comment, body.Attachments ?? [], ct) switch
        {
            ResubmitResult.Accepted accepted => TypedResults.Ok(await views.DetailAsync(accepted.Request, user.PersonId(), ct)),
            ResubmitResult.Invalid invalid => Problems.Invalid("Something in the form is not right.", invalid.Problems),
            ResubmitResult.NotChangeable => Problems.Of(
                StatusCodes.Status409Conflict, "not-changeable", "This request cannot be changed now.", $"{request.Reference}: the process takes no changes at this point. Withdraw the request and submit it anew."),
            _ => Problems.Of(StatusCodes.Status409Conflict, "not-open", "The request is not open any more.", $"{request.Reference} is {request.Status}, or was decided just now. Only an undecided request can be changed."),
        };
    }

    private static async Task<Results<Ok<EditionList>, ProblemHttpResult>> Editions(
        string id, ClaimsPrincipal user, RequestViews views, RequestRevisions revisions, PeopleDirectory people, CancellationToken ct)
    {
        if (await views.FindVisibleAsync(id, user.PersonId(), ct) is not { } request) return NoSuchRequest(id);
        var language = people.Find(user.PersonId())!.Language;
        var rows = await revisions.EditionsAsync(request.Id, ct);
        if (rows.Count == 0) rows = [new EditionRow { Edition = 1, Inputs = request.Inputs, SubmittedBy = request.RequesterId, SubmittedAt = request.CreatedAt }];
        return TypedResults.Ok(new EditionList([
            .. rows.Select(row => new EditionView(
                row.Edition,
                JsonDocument.Parse(row.Inputs).RootElement,
                [.. row.Changes.Select(change => change.In(language) is var text ? new ChangeView(change.Field, text.Label, text.Before, text.After) : null!)],
                row.Comment,
                row.SubmittedBy,
                row.SubmittedAt)),
        ]));
    }

    private static async Task<Results<Ok<RequestDetail>, ProblemHttpResult>> Comment(
        string id, CommentRequest body, ClaimsPrincipal user, RequestViews views, RequestComments comments, PeopleDirectory people, CancellationToken ct)
    {
        if (await views.FindVisibleAsync(id, user.PersonId(), ct) is not { } request) return NoSuchRequest(id);
        var me = people.Find(user.PersonId())!;
        var problem = await comments.AddAsync(request, me, body.Text, body.Attachments ?? [], user.Channel(), ct);
        return problem is null ? TypedResults.Ok(await views.DetailAsync(request, user.PersonId(), ct)) : Problems.Invalid(problem.Value.Field, problem.Value.Message);
    }

    private static ProblemHttpResult Refused(SubmitResult.Refused refused)
    {
        // A reason that begins with a field, as in "lastDay: ..." or "lines[0].amount: ...", is shown at that field.
        var field = RequestForm.FieldOf(refused.Reason) ?? "process";
        return Problems.Of(
            StatusCodes.Status422UnprocessableEntity,
            "refused",
            "The process refuses this request.",
            refused.Reason,
            new("errors", new Dictionary<string, string[]> { [field] = [refused.Reason] }),
            new("requestId", refused.Request?.Id),
            new("reference", refused.Request?.Reference));
    }

    private static ProblemHttpResult NoSuchRequest(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-request", "There is no such request.", $"There is no request '{id}' that you may see.");
}

/// <summary>Requests as clients see them, and who may see which.</summary>
public sealed class RequestViews(
    Database database, RequestService requests, TaskStore tasks, TaskRights rights, TaskViews taskViews, AttachmentStore attachments, DefinitionLookup definitions, PeopleDirectory people, VisiblePeople visible, FormNames names)
{
    public static RequestSummary Summary(RequestRow row) => new(
        row.Id, row.Reference, row.Process, row.Version, row.Title, row.Status, row.Outcome, row.Reason, row.RequesterId, row.CreatedAt, row.ClosedAt, row.ArchivedAt);

    /// <summary>The request when it is the viewer's own, that of somebody the viewer may see, or one that the viewer was asked to decide; null otherwise.</summary>
    public async Task<RequestRow?> FindVisibleAsync(string idOrReference, string viewerId, CancellationToken ct)
    {
        if (await requests.FindAsync(idOrReference, ct) is not { } request) return null;
        if (visible.CanSee(viewerId, request.RequesterId)) return request;
        foreach (var task in await tasks.OfRequestAsync(request.Id, ct))
        {
            if (task.Approvers.Any(approver => approver.Approver == viewerId) || task.DecidedBy == viewerId) return request;
            // A substitute sees what is to be decided, for as long as it is.
            if (task.Status == "open" && await rights.OfAsync(task, viewerId, ct) is not null) return request;
        }

        return null;
    }

    public async Task<RequestDetail> DetailAsync(RequestRow row, string viewerId, CancellationToken ct)
    {
        var language = people.Find(viewerId)?.Language ?? "en";
        var definition = definitions.FindVersion(row.Process, row.Version) ?? definitions.FindLatest(row.Process);
        var form = definition is null ? null : RequestForm.Of(definition);
        var all = await tasks.OfRequestAsync(row.Id, ct);
        var open = all.Where(task => task.Status == "open").ToList();
        var openSteps = new List<OpenStep>();
        foreach (var task in open)
        {
            var isMine = task.Kind == TaskTerms.Change ? task.RequesterId == viewerId : await rights.OfAsync(task, viewerId, ct) is not null;
            openSteps.Add(new OpenStep(task.Id, task.ActivityName, task.In(language).Title, [.. NamesOf(task)], isMine, task.OpenedAt, task.DueAt));
        }

        var timeline = (await AuditTrail.OfRequestAsync(database, row.Id, ct)).Select(entry => new TimelineEntry(
            entry.At, entry.Kind, entry.Actor, entry.ActorName, entry.Action, entry.Outcome, entry.Channel, entry.Comment, entry.Detail, entry.OnBehalfOf,
            entry.OnBehalfOf is null ? null : people.Find(entry.OnBehalfOf)?.Name ?? entry.OnBehalfOf));
        return new RequestDetail(
            row.Id, row.Reference, row.Process, row.Version, row.Title, row.Status, row.Outcome, row.Reason, row.RequesterId, row.CreatedAt, row.ClosedAt,
            row.ArchivedAt,
            people.Find(row.RequesterId)?.Name ?? row.RequesterId,
            form?.Title(language) ?? definition?.Name ?? row.Process,
            JsonDocument.Parse(row.Inputs).RootElement,
            definition is null || form is null ? [] : FactsOf(definition, form, row, language),
            [.. open.SelectMany(NamesOf).Distinct()],
            openSteps,
            [.. timeline],
            all.Select(task => task.Edition).DefaultIfEmpty(1).Max(),
            open.Exists(task => task.Kind == TaskTerms.Change),
            [.. all.Select(task => StepOf(task, language))],
            [.. (await attachments.OfRequestAsync(row.Id, ct)).Select(AttachmentView.Of)],
            [.. all.Where(task => task.Channel == ChannelNames.Rule).Select(task => task.DecidedName!).Distinct()]);
    }

    private IEnumerable<string> NamesOf(TaskView task) => task.Approvers.Select(approver => people.Find(approver.Approver)?.Name ?? approver.Approver);

    private IReadOnlyList<MailFact> FactsOf(WorkflowDefinition definition, RequestForm form, RequestRow row, string language)
    {
        var inputs = WorkflowInputs.Convert(definition, JsonValues.FromJson(JsonNode.Parse(row.Inputs)) as ObjectValue ?? []);
        return [.. form.Facts(inputs, language, names.For(row.RequesterId)).Select(fact => new MailFact(fact.Label, fact.Value))];
    }

    private RequestStep StepOf(TaskView task, string language) => new(
        task.Id, task.Kind, task.ActivityName, task.Step, task.Status, task.ClosedBecause, task.Edition, task.OpenedAt, task.DueAt, taskViews.PeopleOf(task, language),
        task.Mode is null ? null : new VoteView(task.Step, task.Mode, task.Need, task.Seats), task.Action, task.Outcome, task.DecidedBy, task.DecidedName, task.OnBehalfOf, task.OnBehalfName,
        task.DecidedAt, task.Channel, task.Comment, task.Approved, task.Channel == ChannelNames.Rule ? task.DecidedName : null);
}
