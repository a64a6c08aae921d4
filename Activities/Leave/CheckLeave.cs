using Workflows.Activities.Calendar;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Leave;

/// <summary>Checks a leave request: its days, other leave at the same time, and for annual leave the balance. When it may go on, the days are kept for it while it is open.</summary>
[Activity("Leave.CheckLeave", Category = "Leave", DisplayName = "Check leave", Description = "Count the days, look for other leave at the same time, and check the balance of annual leave.")]
[Outcomes("Ok", "Refused")]
public sealed class CheckLeave : Activity
{
    [Input("The type of leave; only annual uses up the balance.", DisplayName = "Type of leave", IsRequired = true)]
    public Input<string> LeaveType { get; init; } = new("annual");

    [Input("The first day, as 2026-02-25.", DisplayName = "First day", IsRequired = true)]
    public Input<string> FirstDay { get; init; } = new();

    [Input("The last day; it counts too.", DisplayName = "Last day", IsRequired = true)]
    public Input<string> LastDay { get; init; } = new();

    [Input("The first day is taken from noon.", DisplayName = "From noon on the first day")]
    public Input<bool> FirstHalf { get; init; } = new();

    [Input("The last day is taken until noon.", DisplayName = "Until noon on the last day")]
    public Input<bool> LastHalf { get; init; } = new();

    [Input("The file of a doctor's or hospital's note.")]
    public Input<string> Note { get; init; } = new();

    [Output("Who decides leave of this type; the manager where the company's rules say nothing.")]
    public Output<ListValue> Approvers { get; init; } = new();

    [Output("The company's rules name who decides.")]
    public Output<bool> HasOwnApprovers { get; init; } = new();

    [Output("Who else of the team or department is away then, in words and the manager's language; empty when nobody is.")]
    public Output<string> AlsoAway { get; init; } = new();

    [Output("The same in each language, as en and id; nothing when nobody is away.")]
    public Output<ObjectValue> AlsoAwayTexts { get; init; } = new();

    [Output("The number of working days, in halves.")]
    public Output<decimal> Days { get; init; } = new();

    [Output("What is left of the annual leave before this request.")]
    public Output<decimal> Balance { get; init; } = new();

    [Output("Why it is refused, in the requester's language; nothing when it is not.")]
    public Output<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("Leave is checked for a request; this run has no requester.");
        var people = context.Read<PeopleDirectory>();
        var requester = people.Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var (first, last) = (Day(context, FirstDay, "firstDay"), Day(context, LastDay, "lastDay"));
        var (type, language) = (context.Get(LeaveType) ?? "annual", requester.Language);
        var span = new LeaveSpan(first, last, context.Get(FirstHalf), context.Get(LastHalf));
        if (last < first || (first == last && span is { FirstHalf: true, LastHalf: true }))
        {
            Refuse(context, LeaveTexts.NoDays(language, first, last));
            return;
        }

        var days = people.CalendarOf(requester).WorkingDays(first, last, span.FirstHalf, span.LastHalf);
        var rules = context.Read<LeaveRules>().For(requester.Id);
        var rule = rules.Of(type);
        var approvers = rule?.Values.GetValueOrDefault("approvers") as ListValue;
        context.Set(HasOwnApprovers, approvers is { Count: > 0 });
        context.Set(Approvers, approvers is { Count: > 0 } ? new ListValue(approvers) : [Approvals.ApproverRules.Manager]);
        var team = context.Read<TeamCalendar>();
        var (leave, around) = context.Read<LeaveRegister>().ReadForCheck(requester, team.TeamElsewhere(requester), span, rules, except: request.Id);
        var away = team.Away(requester, span, around);
        context.Set(AlsoAway, TeamCalendar.Tell(away, (people.ManagerOf(requester) ?? requester).Language));
        context.Set(AlsoAwayTexts, LocalText.InEach(reader => TeamCalendar.Tell(away, reader)));
        var balance = leave.Balance(on: first);
        context.Set(Days, days);
        context.Set(Balance, balance.Available);
        if (!rules.IsGiven(type)) Refuse(context, LeaveTexts.NotGiven(language, type));
        else if (days == 0) Refuse(context, LeaveTexts.NoWorkingDays(language, first, last));
        else if (leave.Overlapping(span) is { } other) Refuse(context, LeaveTexts.Overlap(language, other));
        else if (rule?.Number("most_days") is { } most && days > most) Refuse(context, LeaveTexts.TooLong(language, days, most));
        else if (rule?.Number("note_above_days") is { } without && days > without && string.IsNullOrEmpty(context.Get(Note))) Refuse(context, LeaveTexts.NoteMissing(language, without));
        else if (rules.UsesBalance(type) && days > balance.Available) Refuse(context, LeaveTexts.TooMany(language, days, balance));
        else Keep(context, new BookLeaveRow(request, span, type, days, "requested", leave.Count));
    }

    private static void Keep(ActivityContext context, BookLeaveRow row)
    {
        context.Add(row);
        context.CompleteWith("Ok");
    }

    private void Refuse(ActivityContext context, string reason)
    {
        context.Set(Reason, reason);
        context.CompleteWith("Refused");
    }

    internal static DateOnly Day(ActivityContext context, Input<string> input, string field) =>
        IsoDay.TryParse(context.Get(input), field, out var day, out var error) ? day : throw new FormatException(error);
}

/// <summary>Enters the approved (or recorded) leave of this request for good: it reduces the balance of annual leave.</summary>
[Activity("Leave.BookLeave", Category = "Leave", DisplayName = "Book leave", Description = "Enter the leave into the requester's leave register; annual leave reduces the balance.")]
public sealed class BookLeave : CodeActivity
{
    [Input("approved, or recorded for leave that nobody decides.", Options = ["approved", "recorded"])]
    public Input<string> Status { get; init; } = new("approved");

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("Leave is booked for a request; this run has no requester.");
        context.Add(new ConfirmLeave(request, context.Get(Status) == "recorded" ? "recorded" : "approved"));
    }
}

/// <summary>Enters a requested leave. Other leave of the person that was entered since the check makes the burst run again: then it may overlap, or be more than the balance.</summary>
/// <param name="Count">What the balance was worked out from.</param>
public sealed record BookLeaveRow(RequestInfo Request, LeaveSpan Span, string Type, decimal Days, string Status, LeaveCount Count) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        // Two leaves of one person at the same instant would not see each other.
        transaction.Lock($"leave:{Request.RequesterId}");
        const string sql = $"""
            INSERT INTO leave_register (request_id, reference, person_id, department, type, first_day, last_day, first_half, last_half, days, status, recorded_at)
            SELECT @Id, @Reference, @RequesterId, (SELECT p.department FROM people p WHERE p.id = @RequesterId), @Type, @FirstDay, @LastDay, @firstHalf, @lastHalf, @Days, @Status, @Now
            WHERE  NOT EXISTS (
                SELECT 1 FROM leave_register l
                WHERE  l.person_id = @RequesterId AND l.request_id <> @Id AND l.first_day <= @LastDay AND l.last_day >= @FirstDay
                  AND  NOT (l.last_day = @FirstDay AND l.last_half = 1 AND @firstHalf = 1) AND NOT (l.first_day = @LastDay AND l.first_half = 1 AND @lastHalf = 1)
                  AND  {LeaveRegister.Counts})
              AND  1 = (
                SELECT CASE WHEN COUNT(*) = @Entries AND COALESCE(SUM(CAST(l.days AS DOUBLE PRECISION)), 0) = @countedDays THEN 1 ELSE 0 END
                FROM   leave_register l
                WHERE  l.person_id = @RequesterId AND l.request_id <> @Id AND l.last_day >= @Since AND {LeaveRegister.Counts})
            ON CONFLICT (request_id) DO UPDATE
            SET   type = excluded.type, first_day = excluded.first_day, last_day = excluded.last_day, first_half = excluded.first_half, last_half = excluded.last_half,
                  days = excluded.days, recorded_at = excluded.recorded_at
            WHERE leave_register.status = 'requested'
            """;
        transaction.DeferGuard(
            sql,
            new
            {
                Request.Id, Request.Reference, Request.RequesterId, Type, Span.FirstDay, Span.LastDay, firstHalf = Span.FirstHalf ? 1 : 0, lastHalf = Span.LastHalf ? 1 : 0, Days,
                Status, context.Now, Count.Since, Count.Entries, countedDays = Count.Days,
            },
            () => new Engine.Runtime.RevisionConflictException(Request.Id));
        return Task.CompletedTask;
    }
}

/// <summary>Makes a requested leave final.</summary>
public sealed record ConfirmLeave(RequestInfo Request, string Status) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        transaction.DeferGuard(
            "UPDATE leave_register SET status = @Status, recorded_at = @Now WHERE request_id = @Id",
            new { Status, context.Now, Request.Id },
            () => new InvalidOperationException($"{Request.Reference} has no leave to book: check it first (Leave.CheckLeave)."));
        await Audit.AuditTrail.AppendAsync(
            transaction, new Audit.AuditEntry { At = context.Now, Kind = Audit.AuditKinds.Booked, RequestId = Request.Id, Outcome = Status }, ct);
    }
}
