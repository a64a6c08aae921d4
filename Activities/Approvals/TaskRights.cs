using System.Collections.Frozen;
using Dapper;
using Workflows.Activities.People;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Who may decide a task now. Every channel and every list asks here.</summary>
public sealed class TaskRights(Database database, ApproverRules rules, SubstituteRegister substitutes, PeopleDirectory people)
{
    /// <summary>By what right somebody may decide a task: one of its approvers today, or the substitute of one; never the requester, nor - unless the process says so - somebody who decided another step.</summary>
    /// <returns>Null when they may not.</returns>
    public async Task<TaskRight?> OfAsync(TaskView task, string personId, CancellationToken ct)
    {
        if (task.Kind != TaskTerms.Approval) return null;
        if (people.Find(personId) is not { } person || !people.IsActive(person) || person.Id == task.RequesterId) return null;
        // Rows of addresses name nobody: their link is their right.
        var rows = task.Approvers.Where(row => row.Rule != "address").ToList();
        IReadOnlySet<string> decided = task.Separate ? task.DecidedElsewhere ?? await ElsewhereAsync(task.Id, ct) : FrozenSet<string>.Empty;
        if (decided.Contains(personId)) return null;
        if (rows.FirstOrDefault(row => row.Approver == personId && ApproverRules.PrincipalIn(row.Rule) is null && rules.Names(row.Rule, personId, task.RequesterId)) is { } own) return new TaskRight(own.Rule, null);
        if (!task.Exclusive && ByRule(rows, personId, task.RequesterId) is { } rule) return new TaskRight(rule, null);
        // The principal's right, exercised by whoever acts for them now; the principal must still have it.
        foreach (var row in rows.Where(row => ApproverRules.PrincipalIn(row.Rule) is null && row.Approver != personId))
        {
            if (decided.Contains(row.Approver) || people.Find(row.Approver) is not { } principal || !rules.Names(row.Rule, principal.Id, task.RequesterId)) continue;
            if (substitutes.ActingFor(principal, task.Process, Excluded(task, decided))?.Id == personId) return new TaskRight(row.Rule, principal);
        }

        return null;
    }

    /// <summary>Whether the task is in somebody's hands, directly or as a substitute: they may hand it over.</summary>
    public async Task<string?> HolderForAsync(TaskView task, string personId, CancellationToken ct)
    {
        if (task.Approvers.Any(row => row.Approver == personId && ApproverRules.PrincipalIn(row.Rule) is null)) return personId;
        return await OfAsync(task, personId, ct) is { } right ? right.OnBehalfOf?.Id ?? personId : null;
    }

    /// <summary>Everybody who may decide the task now.</summary>
    public async Task<IReadOnlyList<(Person Person, TaskRight Right)>> AllAsync(TaskView task, CancellationToken ct)
    {
        var found = new List<(Person, TaskRight)>();
        foreach (var row in task.Approvers)
        {
            if (people.Find(row.Approver) is { } person && await OfAsync(task, person.Id, ct) is { } right) found.Add((person, right));
        }

        return found;
    }

    private string? ByRule(IEnumerable<TaskApprover> rows, string personId, string? requesterId) =>
        rows.Select(row => row.Rule).Distinct()
            .FirstOrDefault(rule => !ApproverRules.IsPick(rule) && ApproverRules.PrincipalIn(rule) is null && ApproverRules.HandOverIn(rule) is null && rules.Names(rule, personId, requesterId));

    private static List<string> Excluded(TaskView task, IEnumerable<string> decided) => [.. decided, .. task.RequesterId is { } requester ? (string[])[requester] : []];

    /// <summary>Who decided this edition at another step or another seat of the same vote, themselves or through a substitute.</summary>
    private async Task<IReadOnlySet<string>> ElsewhereAsync(string taskId, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return People(await reader.QueryAsync<Elsewhere>(new CommandDefinition(ElsewhereSql("= @TaskId"), new { TaskId = taskId }, cancellationToken: ct)));
    }

    internal static IReadOnlySet<string> People(IEnumerable<Elsewhere> rows) => rows.SelectMany(row => new[] { row.DecidedBy, row.OnBehalfOf }).OfType<string>().ToHashSet();

    /// <summary>Decisions that separate duties: of the same request in the same edition, at another activity or in the same vote. An earlier round of the same step does not count.</summary>
    /// <param name="isAsked">What follows the id of the task that is asked for.</param>
    internal static string ElsewhereSql(string isAsked) => $"""
        SELECT t.id AS task_id, o.decided_by, oa.on_behalf_of
        FROM   tasks t LEFT JOIN task_terms m ON m.task_id = t.id
        JOIN   tasks o ON o.instance_id = t.instance_id
        LEFT JOIN task_terms om ON om.task_id = o.id LEFT JOIN task_answers oa ON oa.task_id = o.id
        WHERE  t.id {isAsked} AND o.id <> t.id AND o.status = 'decided' AND o.decided_by IS NOT NULL AND COALESCE(om.edition, 1) = COALESCE(m.edition, 1)
          AND  (o.activity_id <> t.activity_id OR COALESCE(om.execution, 0) = COALESCE(m.execution, 0))
        """;

    /// <summary>The same for a task that was read: what it is looked up by does not change.</summary>
    internal const string ElsewhereOfKnownSql = """
        SELECT o.decided_by, oa.on_behalf_of
        FROM   tasks o LEFT JOIN task_terms om ON om.task_id = o.id LEFT JOIN task_answers oa ON oa.task_id = o.id
        WHERE  o.instance_id = @InstanceId AND o.id <> @TaskId AND o.status = 'decided' AND o.decided_by IS NOT NULL AND COALESCE(om.edition, 1) = @Edition
          AND  (o.activity_id <> @ActivityId OR COALESCE(om.execution, 0) = @Execution)
        """;

    internal sealed class Elsewhere
    {
        public string TaskId { get; init; } = "";

        public string? DecidedBy { get; init; }

        public string? OnBehalfOf { get; init; }
    }
}

/// <param name="Rule">The rule that names the person, or the one in whose place they act.</param>
/// <param name="OnBehalfOf">In whose place they act; null: their own.</param>
public sealed record TaskRight(string Rule, Person? OnBehalfOf);
