using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
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
/// <param name="IsMine">The viewer is one of them.</param>
public sealed record OpenStep(string TaskId, string Step, string Title, IReadOnlyList<string> People, bool IsMine, DateTimeOffset Since, DateTimeOffset? DueAt);

/// <param name="ProcessName">In the viewer's language.</param>
/// <param name="Facts">What was submitted, as label and value in the viewer's language.</param>
/// <param name="WaitingFor">The names of those who may decide now.</param>
public sealed record RequestDetail(
    string Id, string Reference, string Process, int Version, string Title, string Status, string? Outcome, string? Reason, string RequesterId, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt,
    DateTimeOffset? ArchivedAt, string RequesterName, string ProcessName, JsonElement Inputs, IReadOnlyList<MailFact> Facts, IReadOnlyList<string> WaitingFor, IReadOnlyList<OpenStep> OpenSteps, IReadOnlyList<TimelineEntry> Timeline)
    : RequestSummary(Id, Reference, Process, Version, Title, Status, Outcome, Reason, RequesterId, CreatedAt, ClosedAt, ArchivedAt);

/// <summary>One thing that happened.</summary>
/// <param name="Kind">submitted, asked, reminded, escalated, decided, expired, notified, booked, withdrawn, closed or failed.</param>
/// <param name="Channel">app, email, telegram, api or timer; null for what the process did by itself.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string? By, string? ByName, string? Action, string? Outcome, string? Channel, string? Comment, string? Detail);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record RequestPage(IReadOnlyList<RequestSummary> Items, string? Next);

public static class RequestEndpoints
{
    public static IEndpointRouteBuilder MapRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/requests").WithTags("Requests").RequireAuthorization();
        group.MapPost("/", Submit).WithName("submitRequest")
            .WithSummary("Submits a request. The same Idempotency-Key gives the same request, however often it is sent.");
        group.MapGet("/", List).WithName("myRequests").WithSummary("My requests, newest first.");
        group.MapGet("/{id}", Show).WithName("request").WithSummary("A request, by id or reference, with its timeline.");
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

    private static ProblemHttpResult Refused(SubmitResult.Refused refused)
    {
        // A reason that begins with a field, as in "lastDay: ...", is shown at that field.
        var field = refused.Reason.Split(':') is [{ Length: > 0 } name, _, ..] && name.All(char.IsLetterOrDigit) ? name : "process";
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
public sealed class RequestViews(Database database, RequestService requests, TaskStore tasks, DefinitionLookup definitions, PeopleDirectory people, VisiblePeople visible)
{
    public static RequestSummary Summary(RequestRow row) => new(
        row.Id, row.Reference, row.Process, row.Version, row.Title, row.Status, row.Outcome, row.Reason, row.RequesterId, row.CreatedAt, row.ClosedAt, row.ArchivedAt);

    /// <summary>The request when it is the viewer's own, that of somebody the viewer may see, or one that the viewer was asked to decide; null otherwise.</summary>
    public async Task<RequestRow?> FindVisibleAsync(string idOrReference, string viewerId, CancellationToken ct)
    {
        if (await requests.FindAsync(idOrReference, ct) is not { } request) return null;
        if (visible.CanSee(viewerId, request.RequesterId)) return request;
        return (await tasks.OfRequestAsync(request.Id, ct)).Any(task => task.Approvers.Any(approver => approver.Approver == viewerId)) ? request : null;
    }

    public async Task<RequestDetail> DetailAsync(RequestRow row, string viewerId, CancellationToken ct)
    {
        var open = (await tasks.OfRequestAsync(row.Id, ct)).Where(task => task.Status == "open").ToList();
        var language = people.Find(viewerId)?.Language ?? "en";
        var definition = definitions.FindVersion(row.Process, row.Version) ?? definitions.FindLatest(row.Process);
        var form = definition is null ? null : RequestForm.Of(definition);
        var timeline = (await AuditTrail.OfRequestAsync(database, row.Id, ct)).Select(entry => new TimelineEntry(
            entry.At, entry.Kind, entry.Actor, entry.ActorName, entry.Action, entry.Outcome, entry.Channel, entry.Comment, entry.Detail));
        return new RequestDetail(
            row.Id, row.Reference, row.Process, row.Version, row.Title, row.Status, row.Outcome, row.Reason, row.RequesterId, row.CreatedAt, row.ClosedAt,
            row.ArchivedAt,
            people.Find(row.RequesterId)?.Name ?? row.RequesterId,
            form?.Title(language) ?? definition?.Name ?? row.Process,
            JsonDocument.Parse(row.Inputs).RootElement,
            definition is null || form is null ? [] : FactsOf(definition, form, row, language),
            [.. open.SelectMany(NamesOf).Distinct()],
            [.. open.Select(task => new OpenStep(
                task.Id, task.ActivityName, task.Title, [.. NamesOf(task)], task.Approvers.Any(approver => approver.Approver == viewerId), task.OpenedAt, task.DueAt))],
            [.. timeline]);
    }

    private IEnumerable<string> NamesOf(TaskView task) => task.Approvers.Select(approver => people.Find(approver.Approver)?.Name ?? approver.Approver);

    private static IReadOnlyList<MailFact> FactsOf(WorkflowDefinition definition, RequestForm form, RequestRow row, string language)
    {
        var inputs = WorkflowInputs.Convert(definition, JsonValues.FromJson(JsonNode.Parse(row.Inputs)) as ObjectValue ?? []);
        return [.. form.Facts(inputs, language).Select(fact => new MailFact(fact.Label, fact.Value))];
    }
}
