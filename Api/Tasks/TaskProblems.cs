using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Approvals;
using Workflows.Api.Hosting;

namespace Workflows.Api.Tasks;

/// <summary>Why a task was not decided, for clients.</summary>
internal static class TaskProblems
{
    public static ProblemHttpResult Of(string id, string action, DecisionResult result) => result switch
    {
        DecisionResult.Closed closed => Closed(closed.Task),
        DecisionResult.Changed => Problems.Of(StatusCodes.Status409Conflict, "task-changed", "The task has changed since you saw it.", "revision: read the task again and decide on what it shows now."),
        DecisionResult.NoSuchAction actions => Problems.Invalid("action", $"action: '{action}' cannot be chosen. Choose one of: {string.Join(", ", actions.Actions.Select(known => known.Name))}."),
        DecisionResult.CommentMissing { Action.Outcome: "Approved" } => Problems.Invalid("comment", "comment: you approve less than is asked for. Say why."),
        DecisionResult.CommentMissing missing => Problems.Invalid("comment", $"comment: '{missing.Action.Name}' needs a comment. Say why."),
        DecisionResult.CommentTooLong => Problems.Invalid("comment", "comment: use at most 4,000 characters."),
        DecisionResult.WrongValue wrong => Problems.Invalid(wrong.Field, wrong.Message),
        // One answer for both: ids do not leak.
        DecisionResult.NoSuchTask or DecisionResult.NotAnApprover => NoSuchTask(id),
        var other => throw new InvalidOperationException($"A decision ended as {other.GetType().Name}."),
    };

    public static ProblemHttpResult Closed(TaskView task) => Problems.Of(
        StatusCodes.Status409Conflict,
        task.Status == "decided" ? "already-decided" : "task-closed",
        task.Status == "decided" ? "Somebody has decided this already." : "This task is not open any more.",
        (task.Status, task.ClosedBecause) switch
        {
            ("decided", _) => $"{task.DecidedName} chose {task.Action} at {task.DecidedAt:yyyy-MM-dd HH:mm} UTC.",
            ("expired", _) => "Its time ran out before anybody decided.",
            (_, "changed") => "The request was changed. Whoever decides is asked again about what it says now.",
            (_, "settled") => "Enough others have answered, so this answer is not needed any more.",
            (_, "counted") => "The same person's decision at another step counts here, too.",
            _ => "The request was withdrawn, or another step made it needless.",
        },
        // Not "status": that member is the HTTP status of every problem.
        new("taskStatus", task.Status),
        new("closedBecause", task.ClosedBecause),
        new("decidedBy", task.DecidedBy),
        new("decidedByName", task.DecidedName),
        new("decidedAt", task.DecidedAt),
        new("action", task.Action));

    public static ProblemHttpResult NoSuchTask(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-task", "There is no such task.", $"There is no task '{id}' for you.");
}
