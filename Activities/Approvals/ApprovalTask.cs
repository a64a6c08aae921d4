using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Something that one of several people must decide.</summary>
public sealed record ApprovalTask
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityName { get; init; }

    public required string Title { get; init; }

    public required string Body { get; init; }

    /// <summary>Label and value of what is shown, in the language of the process.</summary>
    public required IReadOnlyList<MailFact> Facts { get; init; }

    public required IReadOnlyList<TaskAction> Actions { get; init; }

    public string? RequesterId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public TaskTerms Terms { get; init; } = new();

    private string? SameAs { get; init; }

    /// <summary>The task as it is put to a reader of this language. Its revision stays: whoever decides decides the same.</summary>
    public ApprovalTask In(string language) => Terms.Texts.GetValueOrDefault(language) is { } text ? this with { Title = text.Title, Body = text.Body, SameAs = Revision } : this;

    /// <summary>The task with its revision worked out once for all who ask for it.</summary>
    internal ApprovalTask WithRevision() => this with { SameAs = Revision };

    /// <summary>The hash of everything that is shown: a decision says which it saw.</summary>
    public string Revision => SameAs ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonValues.ToJson(
        Terms.LinesJson is null && Terms.Amount is null ? new ListValue { Title, Body, FactsJson, TaskAction.ToJson(Actions) } : new ListValue { Title, Body, FactsJson, TaskAction.ToJson(Actions), Terms.Amount, Terms.LinesJson }))))[..16];

    public string FactsJson => JsonValues.ToJson(new ListValue(Facts.Select(fact => new ObjectValue { ["label"] = fact.Label, ["value"] = fact.Value })));
}

/// <summary>Somebody who is asked: a person or an address, by which rule, with the message that asks.</summary>
/// <param name="Approver">A person's id, or an address.</param>
/// <param name="Message">Null: they are listed and not written to, because somebody acts for them or no channel reaches them.</param>
/// <param name="IsActedFor">Somebody acts for them, who is asked instead.</param>
public sealed record AskedApprover(string Approver, string Name, string Rule, ChannelMessage? Message, bool IsActedFor = false);

/// <summary>Opens a task: everybody asked gets a message of their own.</summary>
public sealed record OpenTask(ApprovalTask Task, IReadOnlyList<AskedApprover> Asked) : Effect
{
    // Worked out where the run is, and not again and again while everybody waits for the writer.
    private readonly string _facts = Task.FactsJson;
    private readonly string _actions = TaskAction.ToJson(Task.Actions);
    private readonly string _revision = Task.Revision;

    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO tasks (id, instance_id, activity_id, activity_name, title, body, facts, actions, revision, requester_id, status, opened_at, due_at)
            VALUES (@Id, @InstanceId, @ActivityId, @ActivityName, @Title, @Body, @facts, @actions, @revision, @RequesterId, 'open', @OpenedAt, @DueAt)
            """;
        transaction.Defer(
            sql,
            new
            {
                Task.Id, Task.InstanceId, Task.ActivityId, Task.ActivityName, Task.Title, Task.Body, facts = _facts, actions = _actions, revision = _revision, Task.RequesterId, Task.OpenedAt, Task.DueAt,
            });
        TaskWriter.Terms(transaction, Task.Id, Task.Terms);
        await TaskWriter.AskAsync(transaction, Task.Id, _revision, Asked, context, ct);
        var step = Task.Terms.Step is { } group ? $"{Task.ActivityName}, {group}" : Task.ActivityName;
        await TaskWriter.TellAsync(transaction, Task.InstanceId, Task.Id, AuditKinds.Asked, $"{step}: {string.Join(", ", Asked.Select(asked => asked.Name))}", context, ct);
    }
}

/// <summary>Asks again (a reminder), or asks more people (an escalation).</summary>
public sealed record AskAgain(string InstanceId, string TaskId, string Revision, string AuditKind, IReadOnlyList<AskedApprover> Asked) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        await TaskWriter.AskAsync(transaction, TaskId, Revision, Asked, context, ct);
        await TaskWriter.TellAsync(transaction, InstanceId, TaskId, AuditKind, string.Join(", ", Asked.Select(asked => asked.Name)), context, ct);
    }
}

/// <summary>Closes a task that nobody decided: it disappears, and its links say so. Messages about it that have not gone out yet stay at home.</summary>
/// <param name="Status">Stored name: expired or withdrawn.</param>
/// <param name="Because">Stored name: changed, settled, counted; null: its time ran out, or the request was withdrawn.</param>
/// <param name="Outcome">What comes of a time that ran out, where the process decides then.</param>
public sealed record CloseTask(string InstanceId, string TaskId, string Status, string? Because = null, string? Outcome = null) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var changed = await transaction.ExecuteAsync(
            "UPDATE tasks SET status = @Status, decided_at = @Now WHERE id = @TaskId AND status = @open", new { Status, context.Now, TaskId, open = "open" }, ct);
        if (changed == 0) return;
        await TaskWriter.TurnAsync(transaction, context, new TaskTurn(TaskId, Status == "expired" ? TaskTurnKind.Expired : TaskTurnKind.Withdrawn, context.Now), ct);
        if (Because is not null) await transaction.ExecuteAsync("UPDATE task_terms SET closed_because = @Because WHERE task_id = @TaskId", new { Because, TaskId }, ct);
        if (Status != "expired") return;
        await AuditTrail.AppendAsync(
            transaction, new AuditEntry { At = context.Now, Kind = AuditKinds.Expired, RequestId = InstanceId, TaskId = TaskId, Channel = ChannelNames.Timer, Outcome = Outcome }, ct);
    }
}

internal static class TaskWriter
{
    public static async Task AskAsync(Transaction transaction, string taskId, string revision, IReadOnlyList<AskedApprover> asked, EffectContext context, CancellationToken ct)
    {
        var outbox = context.Services.GetRequiredService<OutboxStore>();
        foreach (var approver in asked)
        {
            transaction.Defer(
                """
                INSERT INTO task_approvers (task_id, approver, rule, asked_at) VALUES (@taskId, @Approver, @Rule, @Now)
                ON CONFLICT (task_id, approver) DO NOTHING
                """,
                new { taskId, approver.Approver, approver.Rule, context.Now });
            if (approver.Message is not { } asking) continue;
            if (asking.TokenHash is { } hash)
            {
                transaction.Defer(
                    "INSERT INTO action_tokens (hash, task_id, approver, revision, expires_at) VALUES (@hash, @taskId, @Approver, @revision, @TokenExpiresAt)",
                    new { hash, taskId, approver.Approver, revision, asking.TokenExpiresAt });
            }

            await outbox.EnqueueAsync(transaction, asking.Message, ct);
        }
    }

    /// <summary>Takes a task from somebody and from whoever acts for them. Their links stop working.</summary>
    /// <returns>Who had it.</returns>
    public static async Task<IReadOnlyList<string>> TakeFromAsync(Transaction transaction, string taskId, string personId, CancellationToken ct)
    {
        var acting = ApproverRules.ForPrincipal(personId, "%");
        await transaction.ExecuteAsync(
            "DELETE FROM action_tokens WHERE task_id = @taskId AND used_at IS NULL AND approver IN (SELECT approver FROM task_approvers WHERE task_id = @taskId AND (approver = @personId OR rule LIKE @acting))",
            new { taskId, personId, acting },
            ct);
        return [.. await transaction.QueryAsync<string>(
            "DELETE FROM task_approvers WHERE task_id = @taskId AND (approver = @personId OR rule LIKE @acting) RETURNING approver", new { taskId, personId, acting }, ct)];
    }

    /// <summary>Takes back what still waits to be sent about a task, and lets every channel change what has arrived.</summary>
    public static async Task TurnAsync(Transaction transaction, EffectContext context, TaskTurn turn, CancellationToken ct)
    {
        var router = context.Services.GetRequiredService<ChannelRouter>();
        if (turn.PersonId is { } id) OutboxStore.WithdrawTopic(transaction, turn.TaskId, router.DestinationsOf(id));
        else if (turn.Kind != TaskTurnKind.Reopened) OutboxStore.WithdrawTopic(transaction, turn.TaskId);
        await router.WriteTurnAsync(transaction, turn, ct);
    }

    public static void Terms(Transaction transaction, string taskId, TaskTerms terms) => transaction.Defer(
        """
        INSERT INTO task_terms (task_id, kind, execution, edition, exclusive, separate, step, mode, need, seats, amount, currency, lines, allow_less, changes, urgent, texts)
        VALUES (@taskId, @Kind, @Execution, @Edition, @exclusive, @separate, @Step, @Mode, @Need, @Seats, @Amount, @Currency, @LinesJson, @allowLess, @ChangesJson, @urgent, @TextsJson)
        ON CONFLICT (task_id) DO NOTHING
        """,
        new
        {
            taskId, terms.Kind, terms.Execution, terms.Edition, exclusive = terms.Exclusive ? 1 : 0, separate = terms.Separate ? 1 : 0, terms.Step, terms.Mode, terms.Need, terms.Seats, terms.Amount, terms.Currency, terms.LinesJson,
            allowLess = terms.AllowLess ? 1 : 0, terms.ChangesJson, urgent = terms.Urgent ? 1 : 0, terms.TextsJson,
        });

    public static Task TellAsync(Transaction transaction, string instanceId, string taskId, string kind, string? detail, EffectContext context, CancellationToken ct) =>
        AuditTrail.AppendAsync(
            transaction, new AuditEntry { At = context.Now, Kind = kind, RequestId = instanceId, TaskId = taskId, Channel = kind == AuditKinds.Asked ? null : ChannelNames.Timer, Detail = detail }, ct);
}
