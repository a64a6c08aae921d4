using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Tasks;

public static class TaskEndpoints
{
    private const int MostAtOnce = 100;

    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tasks").WithTags("Tasks").RequireAuthorization();
        group.MapGet("/", List).WithName("myTasks").WithSummary("What is mine to decide now, also as somebody's substitute, and my own requests that wait to be changed; oldest first.");
        group.MapGet("/counts", Counts).WithName("taskCounts").WithSummary("How much is mine to decide now.");
        group.MapGet("/decided", Decided).WithName("decidedTasks").WithSummary("What I decided, or my substitute for me; newest first.");
        group.MapGet("/{id}", Show).WithName("task").WithSummary("A task that was put to me.");
        group.MapGet("/{id}/chain", Chain).WithName("taskChain").WithSummary("Who is asked after this task, if it is approved: the process run in memory, as things are now.");
        group.MapPost("/{id}/decision", Decide).WithName("decideTask").WithSummary("Decides a task. The first valid decision wins; later ones are told who decided.");
        group.MapPost("/decisions", DecideSeveral).WithName("decideTasks").WithSummary("Decides several tasks, each on its own: one that fails does not hold up the rest.");
        group.MapPost("/{id}/undo", Undo).WithName("undoDecision").WithSummary("Takes my decision back within its minute, while nothing further has happened.");
        group.MapPost("/{id}/reassign", Reassign).WithName("reassignTask").WithSummary("Gives a task to somebody else, with a reason: mine, or as an administrator anybody's.");
        return routes;
    }

    /// <param name="process">Only of this process.</param>
    /// <param name="requester">Only requests of this person.</param>
    /// <param name="search">Part of the title or the reference.</param>
    /// <param name="dueBefore">Only what is over by then.</param>
    private static async Task<Results<Ok<TaskPage>, ProblemHttpResult>> List(
        ClaimsPrincipal user, TaskStore tasks, TaskRights rights, TaskViews views, CancellationToken ct,
        string? process = null, string? requester = null, string? search = null, DateTimeOffset? dueBefore = null, string? after = null, int limit = 50)
    {
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var me = user.PersonId();
        var filter = new TaskFilter(process, requester, string.IsNullOrWhiteSpace(search) ? null : search, dueBefore);
        var found = await tasks.OpenForAsync(me, filter, cursor is { } c ? (c.At, c.Id) : null, size + 1, ct);
        var next = found.Count > size ? PageCursor.Write(found[size - 1].OpenedAt, found[size - 1].Id) : null;
        var mine = new List<TaskDetail>();
        foreach (var task in found.Take(size))
        {
            if (await task.IsForAsync(me, rights, ct)) mine.Add(await views.DetailAsync(task, me, ct));
        }

        return TypedResults.Ok(new TaskPage(mine, next));
    }

    private static async Task<Ok<TaskCounts>> Counts(ClaimsPrincipal user, TaskStore tasks, TaskRights rights, TimeProvider time, CancellationToken ct)
    {
        var (me, mine) = (user.PersonId(), new List<TaskView>());
        (DateTimeOffset, string)? after = null;
        while (true)
        {
            var page = await tasks.OpenForAsync(me, TaskFilter.All, after, PageCursor.LargestPage, ct);
            foreach (var task in page)
            {
                if (await task.IsForAsync(me, rights, ct)) mine.Add(task);
            }

            if (page.Count < PageCursor.LargestPage) break;
            after = (page[^1].OpenedAt, page[^1].Id);
        }

        var toDecide = mine.Where(task => task.Kind == TaskTerms.Approval).ToList();
        var soon = time.GetUtcNow() + TimeSpan.FromHours(24);
        return TypedResults.Ok(new TaskCounts(
            toDecide.Count,
            toDecide.Count(task => task.DueAt <= soon),
            mine.Count - toDecide.Count,
            [.. toDecide.GroupBy(task => task.Process).Select(group => new ProcessCount(group.Key, group.Count())).OrderByDescending(count => count.Count).ThenBy(count => count.Process, StringComparer.Ordinal)]));
    }

    private static async Task<Results<Ok<TaskPage>, ProblemHttpResult>> Decided(ClaimsPrincipal user, TaskStore tasks, TaskViews views, CancellationToken ct, string? after = null, int limit = 50)
    {
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var me = user.PersonId();
        var found = await tasks.DecidedByAsync(me, cursor is { } c ? (c.At, c.Id) : null, size + 1, ct);
        var items = new List<TaskDetail>();
        foreach (var task in found.Take(size)) items.Add(await views.DetailAsync(task, me, ct));
        return TypedResults.Ok(new TaskPage(items, found.Count > size ? PageCursor.Write(found[size - 1].DecidedAt!.Value, found[size - 1].Id) : null));
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Show(string id, ClaimsPrincipal user, TaskStore tasks, TaskRights rights, TaskViews views, CancellationToken ct) =>
        await FindAsync(id, user.PersonId(), tasks, rights, ct) is { } task ? TypedResults.Ok(await views.DetailAsync(task, user.PersonId(), ct)) : NoSuchTask(id);

    private static async Task<Results<Ok<Forecast>, ProblemHttpResult>> Chain(
        string id, ClaimsPrincipal user, TaskStore tasks, TaskRights rights, ApprovalForecast forecast, PeopleDirectory people, CancellationToken ct)
    {
        if (await FindAsync(id, user.PersonId(), tasks, rights, ct) is not { } task) return NoSuchTask(id);
        return TypedResults.Ok(task.Status == "open" ? await forecast.AfterAsync(task.InstanceId, people.Find(user.PersonId())!.Language, ct) : new Forecast([], [], null, null));
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Decide(
        string id, DecideRequest body, ClaimsPrincipal user, HttpContext http, Decisions decisions, TaskViews views, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.Action)) return Problems.Invalid("action", "action: say which action you choose. The task lists its actions.");
        var me = user.PersonId();
        var decision = new Decision
        {
            TaskId = id,
            Action = body.Action,
            DeciderId = me,
            Channel = user.Channel(),
            Comment = body.Comment,
            Revision = body.Revision,
            Approved = body.Approved,
            Attachments = body.Attachments ?? [],
            Address = http.Connection.RemoteIpAddress?.ToString(),
        };
        var result = await decisions.TakeAsync(decision, ct);
        return result is DecisionResult.Recorded recorded ? TypedResults.Ok(await views.DetailAsync(recorded.Task, me, ct)) : TaskProblems.Of(id, body.Action, result);
    }

    private static async Task<Results<Ok<BulkResults>, ProblemHttpResult>> DecideSeveral(
        BulkDecideRequest body, ClaimsPrincipal user, HttpContext http, Decisions decisions, TaskViews views, CancellationToken ct)
    {
        if (body.Decisions is not { Count: > 0 and <= MostAtOnce } wanted) return Problems.Invalid("decisions", $"decisions: give 1 to {MostAtOnce} of them, each with id and action.");
        var results = new List<BulkResult>();
        foreach (var one in wanted)
        {
            // Each is a decision of its own: its own commit, its own audit row, its own refusal.
            var answer = await Decide(one.Id ?? "", new DecideRequest(one.Action, one.Comment, one.Revision), user, http, decisions, views, ct);
            results.Add(answer.Result is Ok<TaskDetail> done
                ? new BulkResult(one.Id!, StatusCodes.Status200OK, null, done.Value)
                : answer.Result is ProblemHttpResult problem ? new BulkResult(one.Id ?? "", problem.StatusCode, problem.ProblemDetails.Detail, null) : throw new InvalidOperationException("A decision gave no answer."));
        }

        return TypedResults.Ok(new BulkResults(results));
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Undo(
        string id, ClaimsPrincipal user, HttpContext http, TaskStore tasks, Decisions decisions, PeopleDirectory people, TaskViews views, CancellationToken ct)
    {
        var me = people.Find(user.PersonId())!;
        return await decisions.UndoAsync(id, me, user.Channel(), http.Connection.RemoteIpAddress?.ToString(), ct) switch
        {
            UndoResult.Undone => TypedResults.Ok(await views.DetailAsync((await tasks.FindAsync(id, ct))!, me.Id, ct)),
            UndoResult.NotYours => Problems.Of(StatusCodes.Status409Conflict, "not-your-decision", "This is not your decision.", "Only whoever decided can take it back."),
            UndoResult.TooLate => Problems.Of(
                StatusCodes.Status409Conflict, "too-late-to-undo", "This decision stays.", "A decision can be taken back for a minute, and only while nothing further has happened. Write a comment on the request instead."),
            _ => NoSuchTask(id),
        };
    }

    private static async Task<Results<Ok<TaskDetail>, ProblemHttpResult>> Reassign(
        string id, ReassignRequest body, ClaimsPrincipal user, HttpContext http, TaskHandOver handOver, PeopleDirectory people, Rights allRights, TaskViews views, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body.To)) return Problems.Invalid("to", "to: say who is to decide instead, by their id.");
        var me = people.Find(user.PersonId())!;
        var isAdministrator = allRights.Of(me.Roles).Contains(Right.InstancesManage);
        var to = (people.Find(body.To) ?? people.FindByEmail(body.To))?.Id ?? body.To;
        return await handOver.MoveAsync(id, body.From, to, body.Reason ?? "", me, isAdministrator, user.Channel(), http.Connection.RemoteIpAddress?.ToString(), ct) switch
        {
            HandOverResult.Moved moved => TypedResults.Ok(await views.DetailAsync(moved.Task, me.Id, ct)),
            HandOverResult.Closed closed => TaskProblems.Closed(closed.Task),
            HandOverResult.Wrong wrong => Problems.Invalid(wrong.Field, wrong.Message),
            _ => NoSuchTask(id),
        };
    }

    private static async Task<TaskView?> FindAsync(string id, string me, TaskStore tasks, TaskRights rights, CancellationToken ct) =>
        await tasks.FindAsync(id, ct) is { } task
        && (task.DecidedBy == me || task.OnBehalfOf == me || task.Approvers.Any(approver => approver.Approver == me) || await task.IsForAsync(me, rights, ct))
            ? task
            : null;

    private static ProblemHttpResult NoSuchTask(string id) => TaskProblems.NoSuchTask(id);
}
