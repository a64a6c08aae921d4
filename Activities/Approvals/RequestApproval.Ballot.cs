using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.Notifications;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Seats, answers, and what they come to.</summary>
public sealed partial class RequestApproval
{
    /// <summary>Gives a group its seats and asks those whose turn it is.</summary>
    private void Seat(ActivityContext context, ApprovalState state, ApprovalGroup group)
    {
        if (group.Mode == ApprovalMode.Sequence)
        {
            // Each rule is resolved when its turn comes.
            var steps = group.Approvers.Select(rule => new Seat { Rule = rule }).ToList();
            state.Ballot.Groups.Add(new BallotGroup { Name = group.Name, Mode = group.Mode.ToString(), Need = steps.Count, Seats = steps });
            return;
        }

        var approvers = ChoiceFor(context).Choose(group.Approvers, context.Get(Fallback) ?? [], StepName(group.Name));
        var seats = group.Mode == ApprovalMode.Any ? [new Seat()] : approvers.Select(_ => new Seat { IsBound = true }).ToList();
        var need = group.Need(seats.Count);
        if (need > seats.Count)
        {
            ApproverChoice.Report(context, $"{StepName(group.Name)}: {need} approvals are asked for, and only {seats.Count} {(seats.Count == 1 ? "person is" : "people are")} there to give them. All of them must approve.");
            need = seats.Count;
        }

        var added = new BallotGroup { Name = group.Name, Mode = group.Mode.ToString(), Need = need, Seats = seats };
        state.Ballot.Groups.Add(added);
        if (group.Mode == ApprovalMode.Any) Ask(context, state, seats[0], approvers);
        else foreach (var (seat, approver) in seats.Zip(approvers)) Ask(context, state, seat, [approver], others: approvers);
    }

    /// <summary>Opens the task of a seat. Where somebody of it has approved this request before and that counts, there is nothing to ask.</summary>
    private void Ask(ActivityContext context, ApprovalState state, Seat seat, IReadOnlyList<Approver> approvers, string occasion = "task", IReadOnlyList<Approver>? others = null)
    {
        if (occasion == "task" && approvers.FirstOrDefault(approver => Before(context, approver.Person.Id) is not null) is { } known && Before(context, known.Person.Id) is { } before)
        {
            seat.Take(new DecisionTaken((string)before["task"]!, "Approve", "Approved", known.Person.Id, known.Person.Name, ChannelNames.Rule, Comment: null, context.Time.GetUtcNow()) { Approved = ApprovedValue.Full(state.Terms) });
            seat.CountedFrom = (string)before["task"]!;
            context.Add(new TellCounted(context.Instance.Id, known.Person.Id, known.Person.Name, StepName(state.Ballot.GroupOf(seat).Name)));
            return;
        }

        seat.TaskId = TaskIds.Next();
        seat.Status = SeatStatus.Open;
        var task = state.TaskOf(context, seat).WithRevision();
        var asked = Invite(context, task, seat, approvers, occasion, others);
        context.Add(new OpenTask(task, asked));
        context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
    }

    /// <summary>Lists approvers and their substitutes at a seat, each with a message - except those for whom somebody acts.</summary>
    private List<AskedApprover> Invite(ActivityContext context, ApprovalTask task, Seat seat, IReadOnlyList<Approver> approvers, string occasion, IReadOnlyList<Approver>? others = null)
    {
        var (choice, questions) = (ChoiceFor(context), context.Read<TaskQuestions>());
        var asked = new List<AskedApprover>();
        foreach (var approver in approvers)
        {
            // Who decides a seat of their own beside it cannot act at this one too.
            var pair = choice.WithSubstitute(approver).Where(person => person == approver || others is null || !others.Any(other => other.Person.Id == person.Person.Id)).ToList();
            asked.RemoveAll(known => known.Approver == approver.Person.Id && known.IsActedFor);
            if (pair.Count == 1 || approvers.Any(other => other.Person.Id == pair[1].Person.Id))
            {
                if (asked.TrueForAll(known => known.Approver != approver.Person.Id)) asked.Add(questions.Ask(context, task, approver, occasion));
                continue;
            }

            asked.Add(questions.List(approver));
            if (asked.TrueForAll(known => known.Approver != pair[1].Person.Id)) asked.Add(questions.Ask(context, task, pair[1], occasion));
        }

        foreach (var holder in asked.Where(holder => !seat.Holders.Exists(known => known.Id == holder.Approver))) seat.Holders.Add(new SeatHolder(holder.Approver, holder.Rule));
        return asked;
    }

    // Stored name.
    private static void OnDecided(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestApproval)context.Node.Activity;
        var state = (ApprovalState)context.State!;
        switch (resumption.Payload)
        {
            case TaskHandedOver handed:
                activity.HandOver(context, state, handed);
                break;
            case ApproversLeft left:
                activity.Replace(context, state, left);
                break;
            case RequestRecalled recalled:
                activity.Close(context, state, "withdrawn", "changed");
                RequestChanges.Recalled(context.Instance);
                context.Set(activity.Decision, "Recall");
                context.Set(activity.DecidedBy, recalled.ById);
                context.CompleteWith(TaskAction.RequestChanges.Outcome);
                break;
            case DecisionTaken decision:
                activity.Take(context, state, decision);
                break;
            default:
                throw new InvalidOperationException($"A task was resumed with {resumption.Payload?.GetType().Name ?? "nothing"}.");
        }
    }

    private void Take(ActivityContext context, ApprovalState state, DecisionTaken decision)
    {
        var seat = state.Ballot.Find(decision.TaskId) ?? throw new InvalidOperationException($"The task '{decision.TaskId}' does not belong to '{Node.DisplayName}'.");
        seat.Take(decision);
        DecisionLog.Add(context, decision);
        // Something further has happened: what was decided before stays.
        if (context.Instance.Bookmarks.Exists(bookmark => bookmark.Name == DecisionTaken.UndoStimulus)) context.Add(new EndUndo(context.Instance.Id));
        context.ClearBookmarks(DecisionTaken.UndoStimulus);
        if (context.Get(AllowSamePerson) && seat.Status == SeatStatus.For) CountElsewhere(context, state, seat, decision);
        TellPrincipal(context, state, seat, decision);
        var open = state.Ballot.Open.ToList();
        if (Advance(context, state)) return;
        // A step that has been asked meanwhile has had its mails: that is something further.
        if (state.Held is not null || state.Ballot.Open.All(open.Contains)) OfferUndo(context, seat);
    }

    /// <summary>The seats of others where the same person sits: one decision counts for all of them.</summary>
    private void CountElsewhere(ActivityContext context, ApprovalState state, Seat decided, DecisionTaken decision)
    {
        var people = new[] { decision.DeciderId, decision.OnBehalfOf }.OfType<string>().ToList();
        foreach (var seat in state.Ballot.Open.Where(seat => seat != decided && seat.Holders.Exists(holder => people.Contains(holder.Id) && ApproverRules.PrincipalIn(holder.Rule) is null)).ToList())
        {
            seat.Take(decision);
            seat.CountedFrom = decision.TaskId;
            Unask(context, seat);
            context.Add(new CloseTask(context.Instance.Id, seat.TaskId!, "withdrawn", "counted"));
            context.Add(new TellCounted(context.Instance.Id, decision.DeciderId, decision.DeciderName, StepName(state.Ballot.GroupOf(seat).Name)));
        }
    }

    /// <summary>Opens what follows in a sequence, and leaves when the answers have come to something.</summary>
    /// <returns>True when the activity has been left.</returns>
    private bool Advance(ActivityContext context, ApprovalState state)
    {
        while (state.Ballot.Verdict() is null)
        {
            var next = state.Ballot.Groups.Where(group => group.Seats.TrueForAll(seat => seat.Status != SeatStatus.Open)).Select(group => group.Seats.Find(seat => seat.Status == SeatStatus.Queued)).FirstOrDefault(seat => seat is not null);
            if (next is null) return false;
            Ask(context, state, next, ChoiceFor(context).Choose([next.Rule!], context.Get(Fallback) ?? [], $"{StepName(state.Ballot.GroupOf(next).Name)}, step {state.Ballot.GroupOf(next).Seats.IndexOf(next) + 1}"));
        }

        var outcome = state.Ballot.Verdict()!;
        Close(context, state, "withdrawn", "settled");
        var settings = context.Read<ApprovalSettings>();
        if ((context.Get(HoldForUndo) ?? settings.HoldForUndo) && settings.Undo > TimeSpan.Zero && state.Ballot.Seats.Any(seat => seat.TaskId is not null && seat.By is not null))
        {
            state.Held = outcome;
            var until = context.Time.GetUtcNow() + settings.Undo;
            state.HeldUntil = until.ToUnixTimeMilliseconds();
            context.WaitUntil(until, "Approvals.Settle", OnSettled);
            return false;
        }

        Leave(context, state, outcome);
        return true;
    }

    // Stored name.
    private static void OnSettled(ActivityContext context, Resumption resumption)
    {
        var state = (ApprovalState)context.State!;
        context.Add(new EndUndo(context.Instance.Id));
        if (state.Held is { } outcome) ((RequestApproval)context.Node.Activity).Leave(context, state, outcome);
    }

    private void Leave(ActivityContext context, ApprovalState state, string outcome)
    {
        var answered = state.Ballot.Seats.Where(seat => seat.At is not null).OrderBy(seat => seat.At).ToList();
        var last = answered.LastOrDefault(seat => seat.Outcome == outcome) ?? answered.LastOrDefault();
        context.Set(Decision, last?.Action);
        context.Set(Comment, last?.Comment);
        context.Set(DecidedBy, last?.By);
        context.Set(DecidedByName, last?.ByName);
        context.Set(Decisions, AnswersOf(state, answered));
        if (outcome == "Approved") SetApproved(context, answered.Select(seat => seat.Approved).OfType<ApprovedValue>().Aggregate((ApprovedValue?)null, (sum, next) => sum is null ? next : sum.And(next)) ?? ApprovedValue.Full(state.Terms));
        context.CompleteWith(outcome);
    }

    private void SetApproved(ActivityContext context, ApprovedValue? approved)
    {
        context.Set(ApprovedAmount, approved?.Amount);
        if (approved?.Lines is not { } lines) return;
        var values = new ObjectValue();
        foreach (var (id, amount) in lines) values[id] = amount;
        context.Set(ApprovedLines, values);
    }

    private static ListValue AnswersOf(ApprovalState state, IReadOnlyList<Seat> answered) => new(answered.Select(seat => (object?)new ObjectValue
    {
        ["step"] = state.Ballot.GroupOf(seat).Name, ["by"] = seat.By, ["name"] = seat.ByName, ["action"] = seat.Action, ["outcome"] = seat.Outcome, ["comment"] = seat.Comment,
        ["at"] = DateTimeOffset.FromUnixTimeMilliseconds(seat.At!.Value),
    }));

    private void HandOver(ActivityContext context, ApprovalState state, TaskHandedOver handed)
    {
        var seat = state.Ballot.Find(handed.TaskId)!;
        var rule = seat.Holders.Find(holder => holder.Id == handed.FromId)?.Rule ?? ApproverRules.Requester;
        if (ApproverRules.HandOverIn(rule) is { } earlier) rule = earlier.Rule;
        var to = context.Read<PeopleDirectory>().Find(handed.ToId)!;
        seat.IsBound = true;
        seat.Holders.RemoveAll(holder => holder.Id == handed.FromId || holder.Id == handed.ToId || ApproverRules.PrincipalIn(holder.Rule)?.Principal == handed.FromId);
        var task = state.TaskOf(context, seat);
        var asked = Invite(context, task, seat, [new Approver(to, ApproverRules.HandedOver(handed.ById, rule))], "reassigned");
        context.Add(new MoveTask(task, handed.FromId, asked));
        context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
    }

    /// <summary>Takes a task from people who have left, and asks those who are to decide instead - unless others who were asked are still there.</summary>
    private void Replace(ActivityContext context, ApprovalState state, ApproversLeft left)
    {
        var seat = state.Ballot.Find(left.TaskId)!;
        var gone = seat.Holders.Where(holder => left.Approvers.Contains(holder.Id)).ToList();
        var current = Current(context, state, seat);
        seat.Holders.RemoveAll(holder => gone.Contains(holder) || left.Approvers.Contains(ApproverRules.PrincipalIn(holder.Rule)?.Principal));
        // Who had a substitute was not written to; without one they are.
        var unasked = current.Where(approver => !seat.Holders.Exists(holder => holder.Id == approver.Person.Id) || gone.Exists(holder => ApproverRules.PrincipalIn(holder.Rule)?.Principal == approver.Person.Id)).ToList();
        var task = state.TaskOf(context, seat);
        context.Add(new ReleaseTask(task, left.Approvers, Invite(context, task, seat, unasked, "left")));
        context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id), OnDecided);
    }

    private void OfferUndo(ActivityContext context, Seat seat)
    {
        var settings = context.Read<ApprovalSettings>();
        if (settings.Undo <= TimeSpan.Zero) return;
        context.WaitFor(DecisionTaken.UndoStimulus, DecisionTaken.PayloadFor(seat.TaskId!), OnUndone);
        context.Add(new AllowUndo(seat.TaskId!, context.Time.GetUtcNow() + settings.Undo));
    }

    // Stored name.
    private static void OnUndone(ActivityContext context, Resumption resumption)
    {
        var activity = (RequestApproval)context.Node.Activity;
        var state = (ApprovalState)context.State!;
        var taskId = (string)resumption.Payload!;
        DecisionLog.Remove(context.Instance, taskId);
        context.ClearBookmarks("Approvals.Settle");
        (state.Held, state.HeldUntil) = (null, null);
        // What this decision had settled is open again, too.
        foreach (var seat in state.Ballot.Seats.Where(seat => seat.TaskId == taskId || seat.CountedFrom == taskId || seat.Status == SeatStatus.Closed).ToList())
        {
            if (seat.TaskId is null) continue;
            if (seat.TaskId != taskId) context.Add(new ReopenTask(seat.TaskId));
            seat.Reopen();
            context.WaitFor(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(seat.TaskId), OnDecided);
        }

        activity.CatchUp(context, state);
    }

    /// <summary>Closes every task that still waits.</summary>
    private void Close(ActivityContext context, ApprovalState state, string status, string? because, string? outcome = null)
    {
        foreach (var seat in state.Ballot.Open.ToList())
        {
            seat.Status = SeatStatus.Closed;
            Unask(context, seat);
            context.Add(new CloseTask(context.Instance.Id, seat.TaskId!, status, because, outcome));
        }
    }

    private static void Unask(ActivityContext context, Seat seat)
    {
        var hash = Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(seat.TaskId!));
        context.Instance.Bookmarks.RemoveAll(bookmark => bookmark.Hash == hash);
    }

    /// <summary>Whoever is stood in for is kept informed.</summary>
    private void TellPrincipal(ActivityContext context, ApprovalState state, Seat seat, DecisionTaken decision)
    {
        if (decision.OnBehalfOf is not { } id || context.Read<PeopleDirectory>().Find(id) is not { } principal) return;
        var label = TaskAction.FromJson(state.Actions).First(action => action.Name == decision.Action).LabelIn(principal.Language);
        var task = state.TaskOf(context, seat);
        var message = context.Read<TaskQuestions>().Tell(
            context,
            task,
            principal,
            "decided-for",
            Texts.Get(principal.Language, "mail.subject.decided-for", decision.DeciderName, task.In(principal.Language).Title),
            Texts.Get(principal.Language, "mail.decided-for", decision.DeciderName, label),
            decision.Comment is { } comment ? new MailQuote(decision.DeciderName, comment) : null);
        context.Add(new SendNotices(context.Instance.Id, [message], principal.Name));
    }

    /// <summary>Lets the table decide, where the process has one and a row fits.</summary>
    private bool DecideByRule(ActivityContext context, ApprovalState state)
    {
        var (table, problems) = ThresholdTable.Read(context.Get(AutoDecide));
        if (problems.Count > 0) throw new FormatException($"Decide by rule: {string.Join(" ", problems)}");
        if (table.IsEmpty) return false;
        var people = context.Read<PeopleDirectory>();
        var requester = RequestInfo.Of(context.Instance) is { } request ? people.Find(request.RequesterId) : null;
        var amount = state.Terms.Amount ?? (state.Terms.Lines.Count > 0 ? state.Terms.Lines.Sum(line => line.Amount) : null);
        if (table.Apply(amount, context.Get(Category), requester, people) is not { } applied) return false;

        var outcome = applied.Approves ? "Approved" : "Rejected";
        var task = state.TaskOf(context, new Seat { TaskId = TaskIds.Next() });
        context.Add(new RecordRule(task, applied.Rule, applied.Approves ? "Approve" : "Reject", outcome));
        foreach (var reader in context.Read<ApproverRules>().Resolve(context.Get(InformAboutRules) ?? [], requester?.Id))
        {
            var language = reader.Person.Language;
            var done = Texts.Get(language, $"outcome.{outcome}");
            var message = context.Read<TaskQuestions>().Tell(
                context, task, reader.Person, "auto", Texts.Get(language, "mail.subject.auto", task.In(language).Title), Texts.Get(language, "mail.auto", applied.Rule, done), comment: null);
            context.Add(new SendNotices(context.Instance.Id, [message], reader.Person.Name));
        }

        context.Set(Decision, applied.Approves ? "Approve" : "Reject");
        context.Set(Comment, applied.Rule);
        context.Set(RuleApplied, applied.Rule);
        context.Set(DecidedByName, applied.Rule);
        if (applied.Approves) SetApproved(context, ApprovedValue.Full(state.Terms));
        context.CompleteWith(outcome);
        return true;
    }

    // Only where approving is what is asked: an approval is no answer to "is it paid?".
    private ObjectValue? Before(ActivityContext context, string personId) =>
        context.Get(AllowSamePerson) && TaskAction.FromJson(((ApprovalState)context.State!).Actions).Any(action => action.Name == "Approve") ? DecisionLog.ApprovalBy(context, personId) : null;

    private ApproverChoice ChoiceFor(ActivityContext context) => new(context, context.Get(AllowSamePerson));

    private string StepName(string? group) => group is null ? Node.DisplayName : $"{Node.DisplayName}, {group}";
}
