using System.Text.Json;
using Dapper;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Tasks as they are stored, for reading.</summary>
public sealed class TaskStore(Database database, PeopleDirectory people)
{
    private const string Columns = """
        t.id, t.instance_id, t.activity_id, t.activity_name, t.title, t.body, t.facts AS facts_json, t.actions AS actions_json, t.revision, t.requester_id, t.status, t.opened_at, t.due_at,
        t.action, t.outcome, t.decided_by, t.decided_name, t.decided_at, t.channel, t.comment, r.reference, r.process
        """;

    /// <summary>Null when there is none.</summary>
    public async Task<TaskView?> FindAsync(string id, CancellationToken ct) =>
        await QueryAsync("WHERE t.id = @id", new { id }, ct) is [var task, ..] ? task : null;

    /// <summary>All tasks of a request, oldest first.</summary>
    public Task<IReadOnlyList<TaskView>> OfRequestAsync(string instanceId, CancellationToken ct) =>
        QueryAsync("WHERE t.instance_id = @instanceId ORDER BY t.opened_at, t.id", new { instanceId }, ct);

    /// <summary>The open tasks that were put to a person or to a role that the person has, oldest first. Whether each may still be decided, the gate knows.</summary>
    /// <param name="after">The last task of the page before.</param>
    public Task<IReadOnlyList<TaskView>> OpenForAsync(string personId, (DateTimeOffset OpenedAt, string Id)? after, int limit, CancellationToken ct) =>
        QueryAsync(
            """
            WHERE t.status = 'open'
              AND EXISTS (SELECT 1 FROM task_approvers a WHERE a.task_id = t.id AND (a.approver = @personId OR a.rule IN @roles))
              AND (@afterId IS NULL OR t.opened_at > @afterAt OR (t.opened_at = @afterAt AND t.id > @afterId))
            ORDER BY t.opened_at, t.id
            LIMIT @limit
            """,
            new { personId, roles = people.Find(personId)?.Roles.Select(role => "role:" + role).ToArray() ?? [], afterAt = after?.OpenedAt, afterId = after?.Id, limit },
            ct);

    /// <summary>What a link leads to; null for a token that nobody was given.</summary>
    public async Task<TokenView?> FindTokenAsync(string token, CancellationToken ct)
    {
        var hash = ActionTokens.HashOf(token);
        await using var reader = database.OpenReader();
        var row = await reader.QueryFirstOrDefaultAsync<TokenRow>(new CommandDefinition(
            "SELECT hash, task_id, approver, revision, expires_at, used_at FROM action_tokens WHERE hash = @hash", new { hash }, cancellationToken: ct));
        return row is not null && await FindAsync(row.TaskId, ct) is { } task ? new TokenView(hash, task, row.Approver, row.Revision, row.ExpiresAt) : null;
    }

    private async Task<IReadOnlyList<TaskView>> QueryAsync(string condition, object parameters, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var rows = (await reader.QueryAsync<TaskView>(new CommandDefinition(
            $"SELECT {Columns} FROM tasks t LEFT JOIN requests r ON r.id = t.instance_id {condition}", parameters, cancellationToken: ct))).AsList();
        if (rows.Count == 0) return [];
        var approvers = (await reader.QueryAsync<TaskApprover>(new CommandDefinition(
            "SELECT task_id, approver, rule, asked_at FROM task_approvers WHERE task_id IN @ids ORDER BY asked_at, approver", new { ids = rows.ConvertAll(row => row.Id) }, cancellationToken: ct)))
            .ToLookup(approver => approver.TaskId);
        return rows.ConvertAll(row => row with { Approvers = [.. approvers[row.Id]] });
    }

    private sealed class TokenRow
    {
        public string TaskId { get; init; } = "";

        public string Approver { get; init; } = "";

        public string Revision { get; init; } = "";

        public DateTimeOffset ExpiresAt { get; init; }
    }
}

/// <summary>A task as it is stored now.</summary>
public sealed record TaskView
{
    public string Id { get; init; } = "";

    public string InstanceId { get; init; } = "";

    public string ActivityId { get; init; } = "";

    public string ActivityName { get; init; } = "";

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    public string Revision { get; init; } = "";

    public string? RequesterId { get; init; }

    /// <summary>open, decided, expired or withdrawn.</summary>
    public string Status { get; init; } = "";

    public DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? Action { get; init; }

    public string? Outcome { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedName { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Channel { get; init; }

    public string? Comment { get; init; }

    /// <summary>Null when the task belongs to no request.</summary>
    public string? Reference { get; init; }

    public string? Process { get; init; }

    public IReadOnlyList<TaskApprover> Approvers { get; init; } = [];

    public IReadOnlyList<TaskAction> Actions => TaskAction.FromJson(ActionsJson);

    public IReadOnlyList<MailFact> Facts => JsonSerializer.Deserialize<List<MailFact>>(FactsJson, JsonSerializerOptions.Web) ?? [];

    internal string ActionsJson { get; init; } = "[]";

    internal string FactsJson { get; init; } = "[]";
}

/// <summary>Somebody who was asked.</summary>
public sealed record TaskApprover
{
    public string TaskId { get; init; } = "";

    /// <summary>A person's id, or an address.</summary>
    public string Approver { get; init; } = "";

    public string Rule { get; init; } = "";

    public DateTimeOffset AskedAt { get; init; }
}

/// <summary>A link that somebody was given, and its task as it is now.</summary>
/// <param name="Revision">What the mail showed.</param>
public sealed record TokenView(string Hash, TaskView Task, string Approver, string Revision, DateTimeOffset ExpiresAt);
