using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Tasks;

/// <param name="Action">The name of one of the task's actions.</param>
/// <param name="Revision">The task's revision that was shown; a changed task is not decided unseen.</param>
public sealed record DecideRequest(string? Action, string? Comment, string? Revision);

public sealed record TaskActionView(string Name, string Label, string Style, bool NeedsComment);

/// <param name="Why">The rule that put the task to the viewer, in words.</param>
public sealed record TaskDetail(
    string Id, string? RequestId, string? Reference, string? Process, string Step, string Title, string Body, IReadOnlyList<MailFact> Facts, IReadOnlyList<TaskActionView> Actions, string Revision,
    string Status, string? RequesterId, string? RequesterName, string? Why, DateTimeOffset OpenedAt, DateTimeOffset? DueAt,
    string? Action, string? DecidedBy, string? DecidedByName, DateTimeOffset? DecidedAt, string? Channel, string? Comment);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record TaskPage(IReadOnlyList<TaskDetail> Items, string? Next);

public static class TaskEndpoints
{
    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tasks").WithTags("Tasks").RequireAuthorization();
        group.MapGet("/", List).WithName("myTasks").WithSummary("What is mine to decide now, oldest first.");
        group.MapGet("/{id}", Show).WithName("task").WithSummary("A task that was put to me.");
        group.MapPost("/{id}/decision", Decide).WithName("decideTask").WithSummary("Decides a task. The first valid decision wins; later ones are told who decided.");
        return routes;
    }

    private static async Task<Results<Ok<TaskPage>, ProblemHttpResult>> List(
        ClaimsPrincipal user, TaskStore tasks, Decisions decisions, TaskViews views, CancellationToken ct, string? after = null, int limit = 50)
    {
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var me = user.PersonId();
        var found = await tasks.OpenForAsync(me, cursor is { } c ? (c.At, c.Id) : null, size + 1, ct);
        var next = found.Count > size ? PageCursor.Write(found[size - 1].OpenedAt, found[size - 1].Id) : null;
        var mine = new List<TaskDetail>();
        foreach (var task in found.Take(size))
        {
            if (await decisions.MayDecideAsync(task, me, ct)) mine.Add(views.Detail(task, me));
        }

        return TypedResults.Ok(new TaskPage(mine, next));
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Show(string id, ClaimsPrincipal user, TaskStore tasks, Decisions decisions, TaskViews views, CancellationToken ct)
    {
        var (task, me) = (await tasks.FindAsync(id, ct), user.PersonId());
        if (task is null) return NoSuchTask(id);
        var wasAsked = task.Approvers.Any(approver => approver.Approver == me) || await decisions.MayDecideAsync(task, me, ct);
        return wasAsked ? TypedResults.Ok(views.Detail(task, me)) : NoSuchTask(id);
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Decide(
        string id, DecideRequest body, ClaimsPrincipal user, HttpContext http, Decisions decisions, TaskViews views, CancellationToken ct)
    {
        var me = user.PersonId();
        if (string.IsNullOrWhiteSpace(body.Action)) return Problems.Invalid("action", "action: say which action you choose. The task lists its actions.");
        var decision = new Decision
        {
            TaskId = id,
            Action = body.Action,
            DeciderId = me,
            Channel = user.Channel(),
            Comment = body.Comment,
            Revision = body.Revision,
            Address = http.Connection.RemoteIpAddress?.ToString(),
        };
        return await decisions.TakeAsync(decision, ct) switch
        {
            DecisionResult.Recorded recorded => TypedResults.Ok(views.Detail(recorded.Task, me)),
            DecisionResult.Closed closed => Closed(closed.Task),
            DecisionResult.Changed => Problems.Of(StatusCodes.Status409Conflict, "task-changed", "The task has changed since you saw it.", "revision: read the task again and decide on what it shows now."),
            DecisionResult.NoSuchAction actions => Problems.Invalid("action", $"action: '{body.Action}' cannot be chosen. Choose one of: {string.Join(", ", actions.Actions.Select(action => action.Name))}."),
            DecisionResult.CommentMissing missing => Problems.Invalid("comment", $"comment: '{missing.Action.Name}' needs a comment. Say why."),
            DecisionResult.CommentTooLong => Problems.Invalid("comment", "comment: use at most 4,000 characters."),
            // One answer for both: ids do not leak.
            DecisionResult.NoSuchTask or DecisionResult.NotAnApprover => NoSuchTask(id),
            var other => throw new InvalidOperationException($"A decision ended as {other.GetType().Name}."),
        };
    }

    private static ProblemHttpResult Closed(TaskView task) => Problems.Of(
        StatusCodes.Status409Conflict,
        task.Status == "decided" ? "already-decided" : "task-closed",
        task.Status == "decided" ? "Somebody has decided this already." : "This task is not open any more.",
        task.Status switch
        {
            "decided" => $"{task.DecidedName} chose {task.Action} at {task.DecidedAt:yyyy-MM-dd HH:mm} UTC.",
            "expired" => "Its time ran out before anybody decided.",
            _ => "The request was withdrawn, or another step made it needless.",
        },
        // Not "status": that member is the HTTP status of every problem.
        new("taskStatus", task.Status),
        new("decidedBy", task.DecidedBy),
        new("decidedByName", task.DecidedName),
        new("decidedAt", task.DecidedAt),
        new("action", task.Action));

    private static ProblemHttpResult NoSuchTask(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-task", "There is no such task.", $"There is no task '{id}' for you.");
}

/// <summary>Tasks as clients see them.</summary>
public sealed class TaskViews(PeopleDirectory people, ApproverRules rules)
{
    public TaskDetail Detail(TaskView task, string viewerId)
    {
        var viewer = people.Find(viewerId);
        var rule = task.Approvers.FirstOrDefault(approver => approver.Approver == viewerId)?.Rule ?? (task.Approvers is [var first, ..] ? first.Rule : null);
        return new TaskDetail(
            task.Id,
            task.Reference is null ? null : task.InstanceId,
            task.Reference,
            task.Process,
            task.ActivityName,
            task.Title,
            task.Body,
            task.Facts,
            [.. task.Actions.Select(action => new TaskActionView(action.Name, action.LabelIn(viewer?.Language ?? "en"), action.Style, action.NeedsComment))],
            task.Revision,
            task.Status,
            task.RequesterId,
            task.RequesterId is null ? null : people.Find(task.RequesterId)?.Name,
            viewer is null || rule is null ? null : rules.Why(rule, viewer, task.RequesterId),
            task.OpenedAt,
            task.DueAt,
            task.Action,
            task.DecidedBy,
            task.DecidedName,
            task.DecidedAt,
            task.Channel,
            task.Comment);
    }
}
