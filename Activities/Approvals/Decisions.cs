using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>The one gate: every decision passes here, whatever the channel.</summary>
public sealed class Decisions(WorkflowRuntime runtime, TaskStore tasks, TaskRights rights, PeopleDirectory people, Attachments.AttachmentStore attachments, TimeProvider time)
{
    /// <summary>Takes a decision if the task is open, unchanged since it was seen, and this person may decide it now. The first valid decision wins.</summary>
    /// <returns>What happened; only <see cref="DecisionResult.Recorded"/> changed anything.</returns>
    public async Task<DecisionResult> TakeAsync(Decision decision, CancellationToken ct)
    {
        if (await tasks.FindWithRunAsync(decision.TaskId, ct) is not var (task, run)) return new DecisionResult.NoSuchTask();
        var (refusal, right) = await RightAsync(task, decision, ct);
        if (refusal is not null) return refusal;
        if (task.Status != "open") return DecisionResult.Closed.Of(task);
        if (task.DueAt <= time.GetUtcNow()) return DecisionResult.Closed.Of(task with { Status = "expired" });
        if (decision.Revision is { } seen && seen != task.Revision) return new DecisionResult.Changed(task);
        if (task.Actions.FirstOrDefault(action => action.Name == decision.Action) is not { } action) return new DecisionResult.NoSuchAction(task.Actions);
        var comment = string.IsNullOrWhiteSpace(decision.Comment) ? null : decision.Comment.Trim();
        if (action.NeedsComment && comment is null) return new DecisionResult.CommentMissing(action);
        if (comment?.Length > 4000) return new DecisionResult.CommentTooLong();
        ApprovedValue? approved = null;
        if (action.Outcome == "Approved")
        {
            if (ApprovedValue.Check(decision.Approved, task.Terms, out approved) is { } wrong) return new DecisionResult.WrongValue(wrong.Field, wrong.Message);
            // Less than was asked for is a no to the rest: it wants a reason, too.
            if (approved is not null && comment is null && IsLess(approved, ApprovedValue.Full(task.Terms)!)) return new DecisionResult.CommentMissing(action);
        }
        else if (decision.Approved is not null)
        {
            return new DecisionResult.WrongValue("approved", $"approved: '{action.Name}' approves nothing. Leave approved out.");
        }

        if (await attachments.ProblemAsync(decision.Attachments, decision.DeciderId, ct) is { } problem) return new DecisionResult.WrongValue("attachments", problem);

        var name = people.Find(decision.DeciderId)?.Name ?? decision.DeciderId;
        var taken = new DecisionTaken(task.Id, action.Name, action.Outcome, decision.DeciderId, name, decision.Channel, comment, time.GetUtcNow())
        {
            OnBehalfOf = right?.OnBehalfOf?.Id,
            OnBehalfName = right?.OnBehalfOf?.Name,
            Approved = approved,
        };
        try
        {
            var hash = Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id));
            var burst = await runtime.ResumeAsync(
                task.InstanceId,
                waiting => waiting.Bookmarks.Where(bookmark => bookmark.Hash == hash),
                new ResumeWith(taken, Input: null, taken.At),
                [new RecordDecision(taken, decision, task)],
                ct,
                run);
            if (burst is not null) return new DecisionResult.Recorded(AfterDecision(task, taken, burst));
        }
        catch (TaskNotOpenException)
        {
            // Somebody was faster, or the same person at another step: nothing of this decision was kept.
        }
        catch (LinkNotGoodException)
        {
            return new DecisionResult.NotAnApprover();
        }

        var now = (await tasks.FindAsync(task.Id, ct))!;
        return now.Status == "open" ? new DecisionResult.NotAnApprover() : DecisionResult.Closed.Of(now);
    }

    /// <summary>Takes a decision back within its minute, while nothing further has happened.</summary>
    public async Task<UndoResult> UndoAsync(string taskId, Person by, string channel, string? address, CancellationToken ct)
    {
        if (await tasks.FindAsync(taskId, ct) is not { } task) return UndoResult.NoSuchTask;
        if (task.DecidedBy != by.Id) return task.Approvers.Any(row => row.Approver == by.Id) ? UndoResult.NotYours : UndoResult.NoSuchTask;
        if (task.UndoUntil is not { } until || until <= time.GetUtcNow()) return UndoResult.TooLate;
        try
        {
            var hash = Burst.HashOf(DecisionTaken.UndoStimulus, DecisionTaken.PayloadFor(task.Id));
            var burst = await runtime.ResumeAsync(
                task.InstanceId,
                instance => instance.Bookmarks.Where(bookmark => bookmark.Hash == hash),
                new ResumeWith(task.Id, Input: null, time.GetUtcNow()),
                [new TakeBack(task, by.Id, by.Name, channel, address)],
                ct);
            return burst is null ? UndoResult.TooLate : UndoResult.Undone;
        }
        catch (TooLateToUndoException)
        {
            return UndoResult.TooLate;
        }
    }

    /// <summary>Whether this person may decide this task now: by a rule that names them today or for somebody whose substitute they are, not on their own request, not when they decided another step of it.</summary>
    public async Task<bool> MayDecideAsync(TaskView task, string personId, CancellationToken ct) => await rights.OfAsync(task, personId, ct) is not null;

    private async Task<(DecisionResult? Refusal, TaskRight? Right)> RightAsync(TaskView task, Decision decision, CancellationToken ct)
    {
        // An address outside has no roles to lose; the link in its mail is its right. That of a person ends when they leave.
        if (task.Approvers.Any(approver => approver.Rule == "address" && approver.Approver == decision.DeciderId))
            return (decision.TokenHash is null || people.FindByEmail(decision.DeciderId) is { } known && !people.IsActive(known) ? new DecisionResult.NotAnApprover() : null, null);
        // Who decided already is told so, and not that they may not decide twice.
        if (task.Status == "decided" && task.DecidedBy == decision.DeciderId && people.Find(decision.DeciderId) is { } decider && people.IsActive(decider)) return (DecisionResult.Closed.Of(task), null);
        var right = await rights.OfAsync(task, decision.DeciderId, ct);
        return (right is null ? new DecisionResult.NotAnApprover() : null, right);
    }

    private static bool IsLess(ApprovedValue approved, ApprovedValue asked) =>
        approved.Amount < asked.Amount || (approved.Lines?.Any(line => line.Value < asked.Lines![line.Key]) ?? false);

    /// <summary>The task as this commit has stored it; nothing needs to be read again.</summary>
    private static TaskView AfterDecision(TaskView task, DecisionTaken taken, Burst burst) => task with
    {
        RequestTitle = task.RequestTitle is null ? null : burst.Instance.Name ?? task.Reference,
        Status = "decided",
        Action = taken.Action,
        Outcome = taken.Outcome,
        DecidedBy = taken.DeciderId,
        DecidedName = taken.DeciderName,
        DecidedAt = Stored(taken.At),
        Channel = taken.Channel,
        Comment = taken.Comment,
        OnBehalfOf = taken.OnBehalfOf,
        OnBehalfName = taken.OnBehalfName,
        ApprovedJson = taken.Approved?.ToJson(),
        UndoUntil = burst.Effects.OfType<AllowUndo>().LastOrDefault(undo => undo.TaskId == task.Id) is { } undo ? Stored(undo.Until) : null,
    };

    // To the millisecond.
    private static DateTimeOffset Stored(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    /// <summary>Closes the task with the decision, in the commit that carries the run on.</summary>
    private sealed record RecordDecision(DecisionTaken Taken, Decision Decision, TaskView Task) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            // The WHERE clause is the lock: of two people who decide at once, one changes a row; so does one person at two steps.
            // @open as a parameter: see ADR 0003, "Why a status is a parameter".
            const string sql = $"""
                UPDATE tasks
                SET    status = 'decided', action = @Action, outcome = @Outcome, decided_by = @DeciderId, decided_name = @DeciderName, decided_at = @At,
                       channel = @Channel, comment = @Comment
                WHERE  id = @TaskId AND status = @open AND revision = @Revision
                  AND  (@separate = 0 OR NOT EXISTS (SELECT 1 FROM ({TaskRights.ElsewhereOfKnownSql}) e WHERE e.decided_by IN (@DeciderId, @OnBehalfOf) OR e.on_behalf_of IN (@DeciderId, @OnBehalfOf)))
                """;
            transaction.DeferGuard(
                sql,
                new
                {
                    Taken.Action, Taken.Outcome, Taken.DeciderId, Taken.DeciderName, Taken.At, Taken.Channel, Taken.Comment, Taken.TaskId, open = "open", Task.Revision,
                    OnBehalfOf = Taken.OnBehalfOf ?? Taken.DeciderId, separate = Task.Separate ? 1 : 0, Task.InstanceId, Task.ActivityId, Task.Edition, Task.Execution,
                },
                () => new TaskNotOpenException());
            // A link that was reported or ran out since the page was read carries no right any more.
            if (Decision.TokenHash is { } hash)
            {
                transaction.DeferGuard(
                    "UPDATE action_tokens SET used_at = @At WHERE hash = @hash AND used_at IS NULL AND expires_at > @At", new { Taken.At, hash }, () => new LinkNotGoodException());
            }

            if (Taken.OnBehalfOf is not null || Taken.Approved is not null)
            {
                transaction.Defer(
                    "INSERT INTO task_answers (task_id, on_behalf_of, on_behalf_name, approved) VALUES (@TaskId, @OnBehalfOf, @OnBehalfName, @approved) ON CONFLICT (task_id) DO NOTHING",
                    new { Taken.TaskId, Taken.OnBehalfOf, Taken.OnBehalfName, approved = Taken.Approved?.ToJson() });
            }

            await Attachments.AttachmentStore.AttachAsync(transaction, Decision.Attachments, Task.InstanceId, Task.Id, Taken.DeciderId, ct);
            await TaskWriter.TurnAsync(transaction, context, new TaskTurn(Taken.TaskId, TaskTurnKind.Decided, Taken.At), ct);
            await AuditTrail.AppendAsync(
                transaction,
                new AuditEntry
                {
                    At = Taken.At,
                    Kind = AuditKinds.Decided,
                    RequestId = Task.InstanceId,
                    TaskId = Task.Id,
                    Actor = Taken.DeciderId,
                    ActorName = Taken.DeciderName,
                    OnBehalfOf = Taken.OnBehalfOf,
                    Action = Taken.Action,
                    Outcome = Taken.Outcome,
                    Channel = Taken.Channel,
                    Address = Decision.Address,
                    Revision = Task.Revision,
                    Comment = Taken.Comment,
                    Detail = Taken.Approved is { Amount: { } amount } && Task.AllowLess ? $"{Task.ActivityName}: {amount:0.##}{(Task.Currency is null ? "" : " " + Task.Currency)}" : Task.ActivityName,
                },
                ct);
        }
    }

    private sealed class TaskNotOpenException : Exception;

    private sealed class LinkNotGoodException : Exception;
}

/// <summary>What somebody decided, as a channel brings it.</summary>
public sealed record Decision
{
    public required string TaskId { get; init; }

    /// <summary>The name of the chosen action.</summary>
    public required string Action { get; init; }

    /// <summary>A person's id; the address for somebody outside who holds a link.</summary>
    public required string DeciderId { get; init; }

    /// <summary>app, email, telegram or api.</summary>
    public required string Channel { get; init; }

    public string? Comment { get; init; }

    /// <summary>The revision that was shown; null: the channel shows the task at the moment of deciding.</summary>
    public string? Revision { get; init; }

    /// <summary>Less than is asked for, where the process allows it; null: all of it.</summary>
    public ApprovedValue? Approved { get; init; }

    /// <summary>The ids of files that the decider has uploaded for this.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>The network address, for the audit.</summary>
    public string? Address { get; init; }

    /// <summary>Of the link that was used.</summary>
    public string? TokenHash { get; init; }
}

/// <summary>What came of taking a decision back; only <see cref="Undone"/> changed anything.</summary>
public enum UndoResult
{
    Undone,
    NoSuchTask,

    /// <summary>Somebody else decided.</summary>
    NotYours,

    /// <summary>Its time is over, or something further has happened.</summary>
    TooLate,
}

/// <summary>What came of a decision.</summary>
public abstract record DecisionResult
{
    public sealed record Recorded(TaskView Task) : DecisionResult;

    /// <summary>The task is not open any more: decided by somebody, expired, or withdrawn.</summary>
    public sealed record Closed(TaskView Task) : DecisionResult
    {
        public static Closed Of(TaskView task) => new(task);
    }

    /// <summary>What is asked has changed since this person saw it.</summary>
    public sealed record Changed(TaskView Task) : DecisionResult;

    public sealed record NoSuchTask : DecisionResult;

    public sealed record NotAnApprover : DecisionResult;

    public sealed record NoSuchAction(IReadOnlyList<TaskAction> Actions) : DecisionResult;

    public sealed record CommentMissing(TaskAction Action) : DecisionResult;

    public sealed record CommentTooLong : DecisionResult;

    /// <summary>What was to be approved, or a file, will not do.</summary>
    public sealed record WrongValue(string Field, string Message) : DecisionResult;
}
