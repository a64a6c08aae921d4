using Dapper;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>The one gate: every decision passes here, whatever the channel.</summary>
public sealed class Decisions(Database database, WorkflowRuntime runtime, TaskStore tasks, ApproverRules rules, PeopleDirectory people, TimeProvider time)
{
    /// <summary>Takes a decision if the task is open, unchanged since it was seen, and this person may decide it now. The first valid decision wins.</summary>
    /// <returns>What happened; only <see cref="DecisionResult.Recorded"/> changed anything.</returns>
    public async Task<DecisionResult> TakeAsync(Decision decision, CancellationToken ct)
    {
        var task = await tasks.FindAsync(decision.TaskId, ct);
        if (task is null) return new DecisionResult.NoSuchTask();
        if (await WhyNotDeciderAsync(task, decision, ct) is { } refusal) return refusal;
        if (task.Status != "open") return DecisionResult.Closed.Of(task);
        if (task.DueAt <= time.GetUtcNow()) return DecisionResult.Closed.Of(task with { Status = "expired" });
        if (decision.Revision is { } seen && seen != task.Revision) return new DecisionResult.Changed(task);
        if (task.Actions.FirstOrDefault(action => action.Name == decision.Action) is not { } action) return new DecisionResult.NoSuchAction(task.Actions);
        var comment = string.IsNullOrWhiteSpace(decision.Comment) ? null : decision.Comment.Trim();
        if (action.NeedsComment && comment is null) return new DecisionResult.CommentMissing(action);
        if (comment?.Length > 4000) return new DecisionResult.CommentTooLong();

        var name = people.Find(decision.DeciderId)?.Name ?? decision.DeciderId;
        var taken = new DecisionTaken(task.Id, action.Name, action.Outcome, decision.DeciderId, name, decision.Channel, comment, time.GetUtcNow());
        try
        {
            var hash = Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id));
            var burst = await runtime.ResumeAsync(
                task.InstanceId,
                instance => instance.Bookmarks.Where(bookmark => bookmark.Hash == hash),
                new ResumeWith(taken, Input: null, taken.At),
                [new RecordDecision(taken, decision, task)],
                ct);
            if (burst is not null) return new DecisionResult.Recorded((await tasks.FindAsync(task.Id, ct))!);
        }
        catch (TaskNotOpenException)
        {
            // Somebody was faster: nothing of this decision was kept.
        }
        catch (LinkNotGoodException)
        {
            return new DecisionResult.NotAnApprover();
        }

        return DecisionResult.Closed.Of((await tasks.FindAsync(task.Id, ct))!);
    }

    /// <summary>Whether this person may decide this task now: by a rule that names them today, not on their own request, not when they decided another level of it.</summary>
    public async Task<bool> MayDecideAsync(TaskView task, string personId, CancellationToken ct) =>
        await WhyNotDeciderAsync(task, new Decision { TaskId = task.Id, DeciderId = personId, Action = "", Channel = "" }, ct) is null;

    private async Task<DecisionResult?> WhyNotDeciderAsync(TaskView task, Decision decision, CancellationToken ct)
    {
        var asked = task.Approvers.Where(approver => approver.Rule == "address" && approver.Approver == decision.DeciderId).ToList();
        // An address outside has no roles to lose; the link in its mail is its right.
        if (asked.Count > 0) return decision.TokenHash is null ? new DecisionResult.NotAnApprover() : null;
        if (people.Find(decision.DeciderId) is not { } person || !people.IsActive(person)) return new DecisionResult.NotAnApprover();
        var named = rules.Resolve(task.Approvers.Select(approver => approver.Rule).Distinct(), task.RequesterId);
        if (!named.Any(approver => approver.Person.Id == decision.DeciderId)) return new DecisionResult.NotAnApprover();
        // The task was put to those who had not decided the request before; a rule alone does not bring the others in.
        if (task.Approvers.All(approver => approver.Approver != decision.DeciderId) && await HasDecidedAsync(task, decision.DeciderId, ct)) return new DecisionResult.NotAnApprover();
        return null;
    }

    private async Task<bool> HasDecidedAsync(TaskView task, string personId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM tasks WHERE instance_id = @InstanceId AND id <> @Id AND decided_by = @personId", new { task.InstanceId, task.Id, personId }, cancellationToken: ct)) > 0;
    }

    /// <summary>Closes the task with the decision, in the commit that carries the run on.</summary>
    private sealed record RecordDecision(DecisionTaken Taken, Decision Decision, TaskView Task) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            // The WHERE clause is the lock: of two people who decide at once, one changes a row.
            const string sql = """
                UPDATE tasks
                SET    status = 'decided', action = @Action, outcome = @Outcome, decided_by = @DeciderId, decided_name = @DeciderName, decided_at = @At,
                       channel = @Channel, comment = @Comment
                WHERE  id = @TaskId AND status = 'open' AND revision = @Revision
                """;
            transaction.Defer(
                sql, new { Taken.Action, Taken.Outcome, Taken.DeciderId, Taken.DeciderName, Taken.At, Taken.Channel, Taken.Comment, Taken.TaskId, Task.Revision }, changed =>
                {
                    if (changed == 0) throw new TaskNotOpenException();
                });
            // A link that was reported or ran out since the page was read carries no right any more.
            if (Decision.TokenHash is { } hash)
            {
                transaction.Defer("UPDATE action_tokens SET used_at = @At WHERE hash = @hash AND used_at IS NULL AND expires_at > @At", new { Taken.At, hash }, changed =>
                {
                    if (changed == 0) throw new LinkNotGoodException();
                });
            }

            await ((OutboxStore)context.Services.GetService(typeof(OutboxStore))!).WithdrawTopicAsync(transaction, Taken.TaskId, ct);
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
                    Action = Taken.Action,
                    Outcome = Taken.Outcome,
                    Channel = Taken.Channel,
                    Address = Decision.Address,
                    Revision = Task.Revision,
                    Comment = Taken.Comment,
                    Detail = Task.ActivityName,
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

    /// <summary>The network address, for the audit.</summary>
    public string? Address { get; init; }

    /// <summary>Of the link that was used.</summary>
    public string? TokenHash { get; init; }
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
}
