using System.Text.Json;
using Dapper;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Tasks as they are stored, for reading.</summary>
public sealed class TaskStore(Database database, PeopleDirectory people, SubstituteRegister substitutes)
{
    private const string Columns = """
        t.id, t.instance_id, t.activity_id, t.activity_name, t.title, t.body, t.facts AS facts_json, t.actions AS actions_json, t.revision, t.requester_id, t.status, t.opened_at, t.due_at,
        t.action, t.outcome, t.decided_by, t.decided_name, t.decided_at, t.channel, t.comment, r.reference, r.process, r.title AS request_title,
        COALESCE(m.kind, 'approval') AS kind, COALESCE(m.execution, 0) AS execution, COALESCE(m.edition, 1) AS edition, COALESCE(m.exclusive, 0) AS exclusive, COALESCE(m.separate, 1) AS separate,
        m.step, m.mode, COALESCE(m.need, 1) AS need, COALESCE(m.seats, 1) AS seats, m.amount, m.currency, m.lines AS lines_json, COALESCE(m.allow_less, 0) AS allow_less, m.changes AS changes_json, m.closed_because, COALESCE(m.urgent, 0) AS urgent, m.texts AS texts_json,
        n.on_behalf_of, n.on_behalf_name, n.approved AS approved_json, n.undo_until
        """;

    private const string From = "FROM tasks t LEFT JOIN requests r ON r.id = t.instance_id LEFT JOIN task_terms m ON m.task_id = t.id LEFT JOIN task_answers n ON n.task_id = t.id";

    private const string ApproverColumns = "task_id, approver, rule, asked_at";

    private readonly string _find = database.ByKey(FindSql(database));
    private readonly Together<string, TaskWithRun?> _withRuns = WithRuns(database);

    /// <summary>Null when there is none.</summary>
    public async Task<TaskView?> FindAsync(string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        await using var rows = await reader.QueryMultipleAsync(new CommandDefinition(_find, new { ids = new TextList([id]) }, cancellationToken: ct));
        return (await ReadAsync(rows)).SingleOrDefault();
    }

    /// <summary>A task and the run that waits for it; null when there is none. Whoever asks at the same time is answered together.</summary>
    internal Task<TaskWithRun?> FindWithRunAsync(string id, CancellationToken ct) => _withRuns.DoAsync(id).WaitAsync(ct);

    private static string FindSql(Database database) => $"""
        SELECT {Columns} {From} WHERE t.id {database.IsIn("ids")};
        SELECT {ApproverColumns} FROM task_approvers WHERE task_id {database.IsIn("ids")} ORDER BY asked_at, approver;
        {TaskRights.ElsewhereSql(database.IsIn("ids"))}
        """;

    private static Together<string, TaskWithRun?> WithRuns(Database database)
    {
        var sql = database.ByKey($"{FindSql(database)}; {StoredInstance.Sql} WHERE id IN (SELECT instance_id FROM tasks WHERE id {database.IsIn("ids")})");
        return new(FindAllAsync, TimeProvider.System);

        async Task<IReadOnlyList<TaskWithRun?>> FindAllAsync(IReadOnlyList<string> ids)
        {
            await using var reader = database.OpenReader();
            await using var rows = await reader.QueryMultipleAsync(sql, new { ids = new TextList([.. ids.Distinct()]) });
            var tasks = await ReadAsync(rows);
            var runs = (await rows.ReadAsync<StoredInstance>()).ToDictionary(run => run.Id);
            var found = tasks.ToDictionary(task => task.Id, task => new TaskWithRun(task, runs.GetValueOrDefault(task.InstanceId)));
            return [.. ids.Select(id => found.GetValueOrDefault(id))];
        }
    }

    private static async Task<List<TaskView>> ReadAsync(SqlMapper.GridReader rows)
    {
        var tasks = (await rows.ReadAsync<TaskView>()).AsList();
        var approvers = (await rows.ReadAsync<TaskApprover>()).ToLookup(approver => approver.TaskId);
        var elsewhere = (await rows.ReadAsync<TaskRights.Elsewhere>()).ToLookup(decided => decided.TaskId);
        return tasks.ConvertAll(task => task with { Approvers = [.. approvers[task.Id]], DecidedElsewhere = TaskRights.People(elsewhere[task.Id]) });
    }

    /// <summary>Those of some tasks that there are, in no order.</summary>
    public async Task<IReadOnlyList<TaskView>> FindAllAsync(IReadOnlyCollection<string> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await QueryAsync("WHERE t.id IN @ids", new { ids }, ct);

    /// <summary>All tasks of a request, oldest first.</summary>
    public Task<IReadOnlyList<TaskView>> OfRequestAsync(string instanceId, CancellationToken ct) =>
        QueryAsync("WHERE t.instance_id = @instanceId ORDER BY t.opened_at, t.id", new { instanceId }, ct);

    /// <summary>The open tasks that were put to a person or to a role that the person has, oldest first. Whether each may still be decided, the gate knows.</summary>
    /// <param name="after">The last task of the page before.</param>
    public Task<IReadOnlyList<TaskView>> OpenForAsync(string personId, TaskFilter filter, (DateTimeOffset OpenedAt, string Id)? after, int limit, CancellationToken ct) =>
        QueryAsync(
            """
            WHERE t.status = 'open'
              AND EXISTS (SELECT 1 FROM task_approvers a WHERE a.task_id = t.id AND (a.approver IN @people OR a.rule IN @rules))
              AND (@Process IS NULL OR r.process = @Process)
              AND (@DueBefore IS NULL OR t.due_at < @DueBefore)
              AND (@RequesterId IS NULL OR t.requester_id = @RequesterId)
              AND (@text IS NULL OR LOWER(t.title) LIKE @text OR LOWER(r.reference) LIKE @text)
              AND (@afterId IS NULL OR t.opened_at > @afterAt OR (t.opened_at = @afterAt AND t.id > @afterId))
            ORDER BY t.opened_at, t.id
            LIMIT @limit
            """,
            new
            {
                people = substitutes.PrincipalsOf(personId).Append(personId).ToArray(),
                rules = RulesOf(personId),
                filter.Process,
                filter.DueBefore,
                filter.RequesterId,
                text = filter.Text is null ? null : $"%{filter.Text.Trim().ToLowerInvariant()}%",
                afterAt = after?.OpenedAt,
                afterId = after?.Id,
                limit,
            },
            ct);

    /// <summary>What somebody has decided, newest first.</summary>
    /// <param name="before">The last task of the page before.</param>
    public Task<IReadOnlyList<TaskView>> DecidedByAsync(string personId, (DateTimeOffset DecidedAt, string Id)? before, int limit, CancellationToken ct) =>
        QueryAsync(
            """
            WHERE t.status = 'decided' AND (t.decided_by = @personId OR n.on_behalf_of = @personId)
              AND (@beforeId IS NULL OR t.decided_at < @beforeAt OR (t.decided_at = @beforeAt AND t.id < @beforeId))
            ORDER BY t.decided_at DESC, t.id DESC
            LIMIT @limit
            """,
            new { personId, beforeAt = before?.DecidedAt, beforeId = before?.Id, limit },
            ct);

    private string[] RulesOf(string personId) =>
        [.. people.Find(personId)?.Roles.Select(role => "role:" + role) ?? [], .. people.GroupsOf(personId).Select(group => "group:" + group)];

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
            $"SELECT {Columns} {From} {condition}", parameters, cancellationToken: ct))).AsList();
        if (rows.Count == 0) return [];
        var approvers = (await reader.QueryAsync<TaskApprover>(new CommandDefinition(
            $"SELECT {ApproverColumns} FROM task_approvers WHERE task_id IN @ids ORDER BY asked_at, approver", new { ids = rows.ConvertAll(row => row.Id) }, cancellationToken: ct)))
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

    /// <summary>What the request is called; null when the task belongs to none.</summary>
    public string? RequestTitle { get; init; }

    /// <summary>approval, or change: the requester is asked to change the request.</summary>
    public string Kind { get; init; } = TaskTerms.Approval;

    /// <summary>The run of the activity: its tasks belong to one vote.</summary>
    public int Execution { get; init; }

    /// <summary>Of the request that is shown.</summary>
    public int Edition { get; init; } = 1;

    /// <summary>Only those who are listed may decide.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Nobody decides two steps of one request.</summary>
    public bool Separate { get; init; } = true;

    /// <summary>The group, where several decide side by side.</summary>
    public string? Step { get; init; }

    /// <summary>any, all, atLeast or sequence; null for a task that stands alone.</summary>
    public string? Mode { get; init; }

    /// <summary>How many of the group's seats must approve.</summary>
    public int Need { get; init; } = 1;

    public int Seats { get; init; } = 1;

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public bool AllowLess { get; init; }

    /// <summary>Messages about it wait for no quiet hours and no digest.</summary>
    public bool Urgent { get; init; }

    /// <summary>changed, settled, counted, escalated; null: by its own decision, its time, or the request's withdrawal.</summary>
    public string? ClosedBecause { get; init; }

    /// <summary>The person whose substitute decided.</summary>
    public string? OnBehalfOf { get; init; }

    public string? OnBehalfName { get; init; }

    /// <summary>Until when the decision may be taken back; null: not any more.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    public IReadOnlyList<ApprovalLine> Lines => TaskTerms.Read<ApprovalLine>(LinesJson);

    /// <summary>What changed in the request since it was shown last.</summary>
    public IReadOnlyList<RequestChange> Changes => TaskTerms.Read<RequestChange>(ChangesJson);

    public ApprovedValue? Approved => ApprovedValue.FromJson(ApprovedJson);

    public TaskTerms Terms => new()
    {
        Kind = Kind, Execution = Execution, Edition = Edition, Exclusive = Exclusive, Separate = Separate, Step = Step, Mode = Mode, Need = Need, Seats = Seats, Amount = Amount, Currency = Currency, Lines = Lines, AllowLess = AllowLess,
        Changes = Changes, Urgent = Urgent, Texts = TaskText.Read(TextsJson),
    };

    /// <summary>The task as a reader of this language reads it.</summary>
    public TaskView In(string language) => TaskText.Read(TextsJson).GetValueOrDefault(language) is { } text ? this with { Title = text.Title, Body = text.Body } : this;

    /// <summary>The task as it was opened: what channels ask.</summary>
    public ApprovalTask ToTask() => new()
    {
        Id = Id, InstanceId = InstanceId, ActivityId = ActivityId, ActivityName = ActivityName, Title = Title, Body = Body, Facts = Facts, Actions = Actions, RequesterId = RequesterId, OpenedAt = OpenedAt,
        DueAt = DueAt, Terms = Terms,
    };

    public IReadOnlyList<TaskApprover> Approvers { get; init; } = [];

    /// <summary>Who decided where it separates duties: see <see cref="TaskRights"/>. Null where the task was read for a list.</summary>
    internal IReadOnlySet<string>? DecidedElsewhere { get; init; }

    public IReadOnlyList<TaskAction> Actions => TaskAction.FromJson(ActionsJson);

    public IReadOnlyList<MailFact> Facts => JsonSerializer.Deserialize<List<MailFact>>(FactsJson, JsonSerializerOptions.Web) ?? [];

    internal string ActionsJson { get; init; } = "[]";

    internal string FactsJson { get; init; } = "[]";

    internal string? LinesJson { get; init; }

    internal string? ChangesJson { get; init; }

    internal string? TextsJson { get; init; }

    internal string? ApprovedJson { get; init; }
}

/// <summary>Which open tasks; what is null does not matter.</summary>
/// <param name="Text">Part of the title or the reference.</param>
public sealed record TaskFilter(string? Process = null, string? RequesterId = null, string? Text = null, DateTimeOffset? DueBefore = null)
{
    public static TaskFilter All { get; } = new();
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
/// <param name="Hash">Null for a task of a digest, whose link stays good for the others.</param>
/// <param name="Revision">What the mail showed.</param>
public sealed record TokenView(string? Hash, TaskView Task, string Approver, string Revision, DateTimeOffset ExpiresAt);

/// <param name="Run">Null when it was removed meanwhile.</param>
internal sealed record TaskWithRun(TaskView Task, StoredInstance? Run);
