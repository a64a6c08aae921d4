using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Takes a task from one approver (and whoever acts for them) and gives it to others. The links that the first had stop working.</summary>
public sealed record MoveTask(ApprovalTask Task, string FromId, IReadOnlyList<AskedApprover> Asked) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var gone = await TaskWriter.TakeFromAsync(transaction, Task.Id, FromId, ct);
        TaskWriter.Terms(transaction, Task.Id, Task.Terms);
        await transaction.ExecuteAsync("UPDATE task_terms SET exclusive = 1 WHERE task_id = @Id", new { Task.Id }, ct);
        // What the earlier messages ask for is not theirs any more. It comes before the new ones are written, or these could be taken back too.
        foreach (var person in gone) await TaskWriter.TurnAsync(transaction, context, new TaskTurn(Task.Id, TaskTurnKind.HandedOver, context.Now, person), ct);
        await TaskWriter.AskAsync(transaction, Task.Id, Task.Revision, Asked, context, ct);
    }
}

/// <summary>Takes a task from people who have left the company, and asks others where somebody is needed. Done twice, the second time changes nothing.</summary>
public sealed record ReleaseTask(ApprovalTask Task, IReadOnlyList<string> Approvers, IReadOnlyList<AskedApprover> Asked) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var people = context.Services.GetRequiredService<PeopleDirectory>();
        var gone = new List<string>();
        foreach (var id in Approvers)
        {
            var taken = await TaskWriter.TakeFromAsync(transaction, Task.Id, id, ct);
            foreach (var person in taken) await TaskWriter.TurnAsync(transaction, context, new TaskTurn(Task.Id, TaskTurnKind.HandedOver, context.Now, person), ct);
            if (taken.Contains(id)) gone.Add((people.Find(id) ?? people.FindByEmail(id))?.Name ?? id);
        }

        await TaskWriter.AskAsync(transaction, Task.Id, Task.Revision, Asked, context, ct);
        if (gone.Count == 0) return;
        var names = string.Join(", ", gone);
        var instead = Asked.Count == 0 ? names : $"{names} to {string.Join(", ", Asked.Select(asked => asked.Name))}";
        await TaskWriter.TellAsync(transaction, Task.InstanceId, Task.Id, AuditKinds.Left, $"{Task.ActivityName}: {instead}", context, ct);
    }
}

/// <summary>Tells the timeline that one decision counts at another step, too.</summary>
public sealed record TellCounted(string InstanceId, string PersonId, string PersonName, string Step) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => AuditTrail.AppendAsync(
        transaction,
        new AuditEntry { At = context.Now, Kind = AuditKinds.Counted, RequestId = InstanceId, Actor = PersonId, ActorName = PersonName, Channel = ChannelNames.Rule, Detail = Step },
        ct);
}

/// <summary>The last decision may be taken back until then.</summary>
public sealed record AllowUndo(string TaskId, DateTimeOffset Until) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        transaction.Defer("INSERT INTO task_answers (task_id, undo_until) VALUES (@TaskId, @Until) ON CONFLICT (task_id) DO UPDATE SET undo_until = excluded.undo_until", new { TaskId, Until });
        return Task.CompletedTask;
    }
}

/// <summary>Something further has happened: no decision of the request is taken back any more.</summary>
public sealed record EndUndo(string InstanceId) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        transaction.Defer("UPDATE task_answers SET undo_until = NULL WHERE undo_until IS NOT NULL AND task_id IN (SELECT id FROM tasks WHERE instance_id = @InstanceId)", new { InstanceId });
        return Task.CompletedTask;
    }
}

/// <summary>Opens a task again that was closed because the vote was settled: the decision that settled it was taken back.</summary>
public sealed record ReopenTask(string TaskId) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        await transaction.ExecuteAsync("UPDATE tasks SET status = 'open', decided_at = NULL WHERE id = @TaskId AND status = 'withdrawn'", new { TaskId }, ct);
        await transaction.ExecuteAsync("UPDATE task_terms SET closed_because = NULL WHERE task_id = @TaskId", new { TaskId }, ct);
        await TaskWriter.TurnAsync(transaction, context, new TaskTurn(TaskId, TaskTurnKind.Reopened, context.Now), ct);
    }
}

/// <summary>Keeps what a table decided as a task that is decided already, so that the request shows it like every other decision.</summary>
/// <param name="Rule">The row of the table, as people read it.</param>
public sealed record RecordRule(ApprovalTask Task, string Rule, string Action, string Outcome) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO tasks (id, instance_id, activity_id, activity_name, title, body, facts, actions, revision, requester_id, status, opened_at, action, outcome, decided_name, decided_at, channel)
            VALUES (@Id, @InstanceId, @ActivityId, @ActivityName, @Title, @Body, @FactsJson, @actions, @Revision, @RequesterId, 'decided', @OpenedAt, @Action, @Outcome, @Rule, @Now, @channel)
            """;
        await transaction.ExecuteAsync(
            sql,
            new
            {
                Task.Id, Task.InstanceId, Task.ActivityId, Task.ActivityName, Task.Title, Task.Body, Task.FactsJson, actions = TaskAction.ToJson(Task.Actions), Task.Revision, Task.RequesterId,
                Task.OpenedAt, Action, Outcome, Rule, context.Now, channel = ChannelNames.Rule,
            },
            ct);
        TaskWriter.Terms(transaction, Task.Id, Task.Terms);
        await AuditTrail.AppendAsync(
            transaction,
            new AuditEntry
            {
                At = context.Now, Kind = AuditKinds.Decided, RequestId = Task.InstanceId, TaskId = Task.Id, ActorName = Rule, Action = Action, Outcome = Outcome, Channel = ChannelNames.Rule,
                Revision = Task.Revision, Detail = Task.ActivityName,
            },
            ct);
    }
}

/// <summary>Takes a decision back, in the commit that opens its task again. Whoever had a link can use it again.</summary>
internal sealed record TakeBack(TaskView Task, string ById, string ByName, string Channel, string? Address) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var changed = await transaction.ExecuteAsync(
            """
            UPDATE tasks SET status = 'open', action = NULL, outcome = NULL, decided_by = NULL, decided_name = NULL, decided_at = NULL, channel = NULL, comment = NULL
            WHERE  id = @Id AND status = 'decided' AND decided_by = @ById
              AND  EXISTS (SELECT 1 FROM task_answers a WHERE a.task_id = @Id AND a.undo_until > @Now)
            """,
            new { Task.Id, ById, context.Now },
            ct);
        if (changed == 0) throw new TooLateToUndoException();
        await transaction.ExecuteAsync("DELETE FROM task_answers WHERE task_id = @Id", new { Task.Id }, ct);
        await transaction.ExecuteAsync("UPDATE action_tokens SET used_at = NULL WHERE task_id = @Id", new { Task.Id }, ct);
        await TaskWriter.TurnAsync(transaction, context, new TaskTurn(Task.Id, TaskTurnKind.Reopened, context.Now), ct);
        await AuditTrail.AppendAsync(
            transaction,
            new AuditEntry
            {
                At = context.Now, Kind = AuditKinds.Undone, RequestId = Task.InstanceId, TaskId = Task.Id, Actor = ById, ActorName = ByName, Action = Task.Action, Outcome = Task.Outcome,
                Channel = Channel, Address = Address, Detail = Task.ActivityName,
            },
            ct);
    }
}

internal sealed class TooLateToUndoException : Exception;

/// <summary>Writes who handed a task to whom, and why.</summary>
internal sealed record TellHandOver(TaskView Task, string FromName, string ToName, string ById, string ByName, string? OnBehalfOf, string Channel, string? Address, string Reason) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => AuditTrail.AppendAsync(
        transaction,
        new AuditEntry
        {
            At = context.Now, Kind = AuditKinds.Reassigned, RequestId = Task.InstanceId, TaskId = Task.Id, Actor = ById, ActorName = ByName, OnBehalfOf = OnBehalfOf, Channel = Channel,
            Address = Address, Comment = Reason, Detail = $"{Task.ActivityName}: {FromName} to {ToName}",
        },
        ct);
}
