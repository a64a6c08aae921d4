using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Reminders, escalation and the end of the time.</summary>
public sealed partial class RequestApproval
{
    private static TimeLimit? LimitOf(ActivityContext context, Input<string> input)
    {
        if (context.Get(input) is not { Length: > 0 } text) return null;
        return TimeLimit.TryParse(text, out var limit, out var error) ? limit : throw new FormatException($"{input.Name}: {error}");
    }

    private ReminderPlan PlanOf(ActivityContext context) =>
        ReminderPlan.TryParse(context.Get(RemindAfter), out var plan, out var error) ? plan : throw new FormatException($"{RemindAfter.Name}: {error}");

    private void SetTimers(ActivityContext context, ApprovalState state, DateTimeOffset from)
    {
        var plan = PlanOf(context);
        foreach (var time in plan.Times(from, state.Due, context)) context.WaitUntil(time, "Approvals.Remind", OnRemind);
        if (plan.Every?.After(from, context) is { } first && (state.Due is null || first < state.Due)) context.WaitUntil(first, "Approvals.RemindAgain", OnRemindAgain);
        if (LimitOf(context, EscalateAfter)?.After(from, context) is { } escalate && !state.IsEscalated) context.WaitUntil(escalate, "Approvals.Escalate", OnEscalate);
        if (state.Due is { } due) context.WaitUntil(due, "Approvals.Expire", OnExpired);
    }

    // Stored name.
    private static void OnRemind(ActivityContext context, Resumption resumption) => ((RequestApproval)context.Node.Activity).Remind(context, (ApprovalState)context.State!);

    // Stored name.
    private static void OnRemindAgain(ActivityContext context, Resumption resumption)
    {
        var (activity, state) = ((RequestApproval)context.Node.Activity, (ApprovalState)context.State!);
        activity.Remind(context, state);
        if (activity.PlanOf(context).Every?.After(resumption.At, context) is { } next && (state.Due is null || next < state.Due)) context.WaitUntil(next, "Approvals.RemindAgain", OnRemindAgain);
    }

    // Stored name.
    private static void OnEscalate(ActivityContext context, Resumption resumption)
    {
        var (activity, state) = ((RequestApproval)context.Node.Activity, (ApprovalState)context.State!);
        if (IsOver(context, state)) return;
        foreach (var seat in state.Ballot.Open.ToList())
        {
            var more = activity.Higher(context, seat).Where(approver => !seat.Holders.Exists(holder => holder.Id == approver.Person.Id)).ToList();
            if (more.Count > 0) activity.AskAgain(context, state, seat, more, "escalated", AuditKinds.Escalated);
        }
    }

    // Stored name.
    private static void OnExpired(ActivityContext context, Resumption resumption)
    {
        var (activity, state) = ((RequestApproval)context.Node.Activity, (ApprovalState)context.State!);
        if (state.HeldUntil is { } held)
        {
            // Decided in time; only when the decision is taken back has the time run out.
            context.WaitUntil(DateTimeOffset.FromUnixTimeMilliseconds(held) + TimeSpan.FromSeconds(1), "Approvals.Expire", OnExpired);
            return;
        }

        activity.End(context, state);
    }

    /// <summary>Where nobody was there to remind in time, the end is due as well: who is asked now could not answer any more.</summary>
    private static bool IsOver(ActivityContext context, ApprovalState state) => state.Due is { } due && due <= context.Time.GetUtcNow();

    private void End(ActivityContext context, ApprovalState state)
    {
        var end = context.Get(AtEnd);
        if (end == ApprovalEnd.Escalate && !state.IsEscalated && EscalateAll(context, state)) return;
        var outcome = end switch { ApprovalEnd.Approve => "Approved", ApprovalEnd.Reject => "Rejected", _ => "Expired" };
        Close(context, state, "expired", because: null, outcome);
        context.Set(Decisions, AnswersOf(state, [.. state.Ballot.Seats.Where(seat => seat.At is not null).OrderBy(seat => seat.At)]));
        if (outcome == "Approved") SetApproved(context, ApprovedValue.Full(state.Terms));
        context.CompleteWith(outcome);
    }

    /// <summary>Gives every open seat to those it escalates to, for the same time once more.</summary>
    /// <returns>False when there is nobody to give them to.</returns>
    private bool EscalateAll(ActivityContext context, ApprovalState state)
    {
        var open = state.Ballot.Open.Select(seat => (Seat: seat, Higher: Higher(context, seat))).ToList();
        if (open.Count == 0 || open.Exists(pair => pair.Higher.Count == 0)) return false;
        Close(context, state, "expired", "escalated");
        context.ClearBookmarks();
        var now = context.Time.GetUtcNow();
        state.IsEscalated = true;
        state.DueAt = LimitOf(context, DecideWithin)?.After(now, context).ToUnixTimeMilliseconds();
        foreach (var (seat, higher) in open)
        {
            seat.Holders.Clear();
            Ask(context, state, seat, higher, "escalated");
        }

        SetTimers(context, state, now);
        return true;
    }

    /// <summary>Whom a seat escalates to.</summary>
    private List<Approver> Higher(ActivityContext context, Seat seat)
    {
        var choice = ChoiceFor(context);
        var rules = (context.Get(EscalateTo) ?? []).SelectMany(rule => rule.Trim() == ApproverRules.ManagerOfApprover
            ? seat.Holders.Where(holder => ApproverRules.PrincipalIn(holder.Rule) is null).Select(holder => ApproverRules.ManagerOfPerson(holder.Id))
            : [rule]);
        return [.. choice.Resolve([.. rules.Distinct()])];
    }

    private void Remind(ActivityContext context, ApprovalState state)
    {
        if (IsOver(context, state)) return;
        foreach (var seat in state.Ballot.Open.ToList()) AskAgain(context, state, seat, Current(context, state, seat), "reminder", AuditKinds.Reminded);
    }

    /// <summary>Who is to be asked at a seat now: those who hold it and still may, or whom the rules name today.</summary>
    private IReadOnlyList<Approver> Current(ActivityContext context, ApprovalState state, Seat seat)
    {
        var (people, rules, requester) = (context.Read<PeopleDirectory>(), context.Read<ApproverRules>(), RequestInfo.Of(context.Instance)?.RequesterId);
        var holders = seat.Holders
            .Where(holder => ApproverRules.PrincipalIn(holder.Rule) is null && rules.Names(holder.Rule, holder.Id, requester))
            .Select(holder => new Approver(people.Find(holder.Id)!, holder.Rule))
            .ToList();
        var group = state.Ballot.GroupOf(seat);
        if (seat.IsBound || state.IsEscalated)
            return holders.Count > 0 ? holders : InsteadOf(context, group, seat);
        var named = group.Mode == nameof(ApprovalMode.Sequence) ? [seat.Rule!] : GroupsOf(context).FirstOrDefault(given => given.Name == group.Name)?.Approvers ?? [];
        var picks = named.Where(ApproverRules.IsPick).ToList();
        // Whom a pick chose keeps the task while they may: another turn would give it to somebody else.
        if (picks.Count > 0 && holders.Exists(holder => picks.Contains(holder.Rule))) named = [.. named.Except(picks)];
        return [.. holders.Concat(holders.Count > 0 ? ChoiceFor(context).Resolve(named) : ChoiceFor(context).Choose(named, context.Get(Fallback) ?? [], StepName(group.Name))).DistinctBy(approver => approver.Person.Id)];
    }

    /// <summary>Who sits at a seat of somebody who may not decide any more: whom the same rule names today and who has no seat beside it; where there is nobody, those of the fallback.</summary>
    private IReadOnlyList<Approver> InsteadOf(ActivityContext context, BallotGroup group, Seat seat)
    {
        var rules = seat.Holders.Select(holder => holder.Rule).Where(rule => ApproverRules.PrincipalIn(rule) is null && ApproverRules.HandOverIn(rule) is null).Distinct().ToList();
        var seated = group.Seats.Where(other => other != seat).SelectMany(other => other.Holders).Select(holder => holder.Id).ToHashSet();
        if (ChoiceFor(context).Resolve(rules).Where(approver => !seated.Contains(approver.Person.Id)).ToList() is { Count: > 0 } named) return named;
        var names = seat.Holders.Select(holder => context.Read<PeopleDirectory>().Find(holder.Id)?.Name ?? holder.Id);
        return ChoiceFor(context).Instead(context.Get(Fallback) ?? [], StepName(group.Name), $"{string.Join(", ", names)} may not decide any more", seated);
    }

    private void AskAgain(ActivityContext context, ApprovalState state, Seat seat, IReadOnlyList<Approver> approvers, string occasion, string auditKind)
    {
        var task = state.TaskOf(context, seat);
        context.Add(new AskAgain(task.InstanceId, task.Id, task.Revision, auditKind, Invite(context, task, seat, approvers, occasion)));
    }

    /// <summary>After an undo: a time that ran out meanwhile has run out.</summary>
    private void CatchUp(ActivityContext context, ApprovalState state)
    {
        if (state.Due is not { } due) return;
        context.ClearBookmarks("Approvals.Expire");
        context.WaitUntil(due, "Approvals.Expire", OnExpired);
    }
}
