using Workflows.Activities.Approvals;
using Workflows.Activities.Leave;
using Workflows.Activities.People;

namespace Workflows.Api.Tasks;

/// <summary>Tasks as clients see them.</summary>
public sealed class TaskViews(PeopleDirectory people, ApproverRules rules, TaskRights rights, Absences absences, TimeProvider time)
{
    public async Task<TaskDetail> DetailAsync(TaskView task, string viewerId, CancellationToken ct)
    {
        var viewer = people.Find(viewerId);
        var language = viewer?.Language ?? "en";
        task = task.In(language);
        var right = await rights.OfAsync(task, viewerId, ct);
        var own = task.Approvers.FirstOrDefault(approver => approver.Approver == viewerId)?.Rule;
        var rule = right?.OnBehalfOf is { } principal ? ApproverRules.ForPrincipal(principal.Id, right.Rule) : own ?? right?.Rule ?? (task.Approvers is [var first, ..] ? first.Rule : null);
        return new TaskDetail(
            task.Id,
            task.Reference is null ? null : task.InstanceId,
            task.Reference,
            task.Process,
            task.ActivityName,
            task.Title,
            task.Body,
            task.Facts,
            [.. task.Actions.Select(action => new TaskActionView(action.Name, action.LabelIn(language), action.Style, action.NeedsComment))],
            task.Revision,
            task.Status,
            task.RequesterId,
            task.RequesterId is null ? null : people.Find(task.RequesterId)?.Name,
            viewer is null || rule is null || rule == "address" ? null : rules.Why(rule, viewer, task.RequesterId),
            task.OpenedAt,
            task.DueAt,
            task.Action,
            task.DecidedBy,
            task.DecidedName,
            task.DecidedAt,
            task.Channel,
            task.Comment,
            task.Kind,
            task.Edition,
            right?.OnBehalfOf?.Id,
            right?.OnBehalfOf?.Name,
            PeopleOf(task, language),
            [.. task.Changes.Select(change => change.In(language) is var text ? new ChangeView(change.Field, text.Label, text.Before, text.After) : null!)],
            task.Amount is null && task.Lines.Count == 0 ? null : new AmountView(task.Amount ?? task.Lines.Sum(line => line.Amount), task.Currency, task.Lines, task.AllowLess),
            task.Mode is null ? null : new VoteView(task.Step, task.Mode, task.Need, task.Seats),
            task.Approved,
            task.OnBehalfOf,
            task.OnBehalfName,
            task.ClosedBecause,
            task.DecidedBy == viewerId && task.UndoUntil > time.GetUtcNow() ? task.UndoUntil : null,
            task.Urgent);
    }

    /// <summary>Everybody who was asked, each with the reason, in a language.</summary>
    public IReadOnlyList<TaskPerson> PeopleOf(TaskView task, string language) =>
    [
        .. from row in task.Approvers
           let person = people.Find(row.Approver)
           let principal = ApproverRules.PrincipalIn(row.Rule)?.Principal
           select new TaskPerson(
               row.Approver,
               person?.Name ?? row.Approver,
               row.Rule is "address" or ApproverRules.Requester ? "" : rules.WhyOf(row.Rule, language, task.RequesterId),
               person is null || task.Status != "open" ? null : absences.AwayUntil(person),
               principal,
               principal is null ? null : people.Find(principal)?.Name),
    ];
}
