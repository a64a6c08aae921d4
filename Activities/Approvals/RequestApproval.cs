using System.Text.Json;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>Asks people to decide and waits until enough of them have; leaves by the outcome that they reached.</summary>
/// <remarks>May wait for days, across restarts and new versions. Resumed by <see cref="DecisionTaken"/> and by its own timers. Each seat of its <see cref="Ballot"/> is a task.</remarks>
[Activity("Approvals.RequestApproval", Category = "Approvals", Description = "Ask people to decide, and wait until enough of them have answered.", Kind = ActivityKind.Action)]
[Outcomes("Approved", "Rejected", "ChangesRequested", "Expired")]
public sealed partial class RequestApproval : Activity
{
    private const string Who = "Who decides";
    private const string Time = "Time";
    private const string Answers = "Answers";

    private IReadOnlyList<TaskAction>? _defaultActions;

    // In the order in which the designer shows them: what every approval needs first, what is written as JSON last.
    [Input("The question, on one line; for readers of several languages, one for each: {en: ..., id: ...}.", UiHint = UiHints.SingleLine, IsRequired = true)]
    public Input<object> Title { get; init; } = new();

    [Input("What else they should know; for readers of several languages, one for each: {en: ..., id: ...}.", UiHint = UiHints.MultiLine)]
    public Input<object> Body { get; init; } = new("");

    [Input("Who may decide: people, role:hr, group:credit-committee, manager-of-requester, manager-of-requester:2, manager-of-requester:grade:D1, managers-of-requester:2, head-of-department, least-loaded:role:finance, round-robin:role:finance.", UiHint = UiHints.MultiText, OptionsFrom = "approvers", IsRequired = true, Category = Who)]
    public Input<IReadOnlyList<string>> Approvers { get; init; } = new([ApproverRules.Manager]);

    [Input("Any: the first answer counts. All: everybody must approve. AtLeast: a number or share of them. Sequence: one rule after the other.", Category = Who)]
    public Input<ApprovalMode> Mode { get; init; } = new(ApprovalMode.Any);

    [Input("With mode AtLeast: how many must approve, such as 2 or 60%.", DisplayName = "At least", Category = Who)]
    public Input<string> AtLeast { get; init; } = new();

    [Input("What can be chosen, one line each: Name, or Name: Label -> Outcome (primary, danger or neutral, comment). Nothing: approve or reject, and ask for changes where that port is connected.", UiHint = UiHints.MultiText, Category = Answers)]
    public Input<object> Actions { get; init; } = new();

    [Input("Outcomes of your own actions, besides the usual four: each has a port.", UiHint = UiHints.DynamicOutcomes, FixedOutcomes = ["Approved", "Rejected", "ChangesRequested", "Expired"], DisplayName = "Further outcomes", Category = Answers)]
    public Input<IReadOnlyList<string>> FurtherOutcomes { get; init; } = new([]);

    [Input("Time until it is over, such as 5d, 4h, 2 working days or 3 calendar days; nothing: it waits.", DisplayName = "Decide within", Category = Time)]
    public Input<string> DecideWithin { get; init; } = new();

    [Input("When they are reminded: after a time (1d), at a share of the time (50%), again and again (every 1d); several with commas.", DisplayName = "Remind after", Category = Time)]
    public Input<string> RemindAfter { get; init; } = new();

    [Input("Time after which others are asked too, such as 2d or 4h; nothing: never.", DisplayName = "Escalate after", Category = Time)]
    public Input<string> EscalateAfter { get; init; } = new();

    [Input("Who is asked then; manager-of-approver is the next level of whoever was asked.", UiHint = UiHints.MultiText, OptionsFrom = "escalation", DisplayName = "Escalate to", Category = Time)]
    public Input<IReadOnlyList<string>> EscalateTo { get; init; } = new([ApproverRules.Manager + ":2"]);

    [Input("What happens when the time is over: it expires, is approved, is rejected, or goes to those it escalates to for the same time once more.", DisplayName = "At the end", Category = Time)]
    public Input<ApprovalEnd> AtEnd { get; init; } = new(ApprovalEnd.Expire);

    [Input("Who decides when the rules above name nobody who may.", UiHint = UiHints.MultiText, OptionsFrom = "approvers", Category = Who)]
    public Input<IReadOnlyList<string>> Fallback { get; init; } = new(["role:admin"]);

    [Input("One person may decide this request at more than one step, and then decides once: what they approved before counts here too.", DisplayName = "Allow the same person", Category = Who)]
    public Input<bool> AllowSamePerson { get; init; } = new();

    [Input("The process waits a minute before it goes on, so that the decision can be taken back. Nothing: as the server is configured.", Options = ["True", "False"], DisplayName = "Hold for undo", Category = Answers)]
    public Input<bool?> HoldForUndo { get; init; } = new();

    [Input("Messages about it wait for no quiet hours and no digest.", Category = Time)]
    public Input<bool> Urgent { get; init; } = new();

    [Input("The amount that is asked for: thresholds and approving less look at it.", Category = Answers)]
    public Input<decimal?> Amount { get; init; } = new();

    [Input("The currency of the amount, such as EUR.", Category = Answers)]
    public Input<string> Currency { get; init; } = new();

    [Input("Whoever approves may approve less than is asked for.", DisplayName = "Allow less", Category = Answers)]
    public Input<bool> AllowLess { get; init; } = new();

    [Input("The category that the table looks at.", Category = Answers)]
    public Input<string> Category { get; init; } = new();

    [Input("Who is told what a rule decided.", UiHint = UiHints.MultiText, OptionsFrom = "approvers", DisplayName = "Inform about rules", Category = Answers)]
    public Input<IReadOnlyList<string>> InformAboutRules { get; init; } = new([ApproverRules.Manager]);

    [Input("A table that decides what is small or impossible enough: [{\"rule\": \"Small\", \"upTo\": 100, \"do\": \"Approve\"}]. Columns: company, category, grade, gradeFrom, gradeUpTo, above, upTo.", UiHint = UiHints.JsonEditor, DisplayName = "Decide by rule", Category = Answers)]
    public Input<object> AutoDecide { get; init; } = new();

    [Input("Several groups that decide side by side and must all pass, instead of approvers and mode: [{\"name\": \"Finance\", \"approvers\": [\"role:finance\"], \"mode\": \"any\"}].", UiHint = UiHints.JsonEditor, Category = Who)]
    public Input<object> Groups { get; init; } = new();

    [Input("The lines that are asked for, to be approved one by one: [{\"id\": \"1\", \"label\": \"Hotel\", \"amount\": 120}].", UiHint = UiHints.JsonEditor, Category = Answers)]
    public Input<object> Lines { get; init; } = new();

    [Output("The action that was chosen; nothing when the time ran out.")]
    public Output<string> Decision { get; init; } = new();

    [Output("What was said with it.")]
    public Output<string> Comment { get; init; } = new();

    [Output("The id of who decided.")]
    public Output<string> DecidedBy { get; init; } = new();

    [Output("The name of who decided.")]
    public Output<string> DecidedByName { get; init; } = new();

    [Output("All answers: a list of step, by, name, action, outcome, comment and at.")]
    public Output<ListValue> Decisions { get; init; } = new();

    [Output("The amount that was approved, where an amount is asked for.")]
    public Output<decimal?> ApprovedAmount { get; init; } = new();

    [Output("The amounts that were approved, by line id.")]
    public Output<ObjectValue> ApprovedLines { get; init; } = new();

    [Output("The row of the table that decided; nothing when people did.")]
    public Output<string> RuleApplied { get; init; } = new();

    public override IReadOnlyList<string>? OutcomesHere() =>
        TaskAction.InDefinition(Actions, DefaultActions()) is { } actions
            ? [.. actions.Select(action => action.Outcome).Concat(["Approved", "Rejected", TaskAction.RequestChanges.Outcome, "Expired"]).Concat(InDefinition(FurtherOutcomes) ?? []).Distinct()]
            : null;

    /// <summary>What a process owner would only notice in a running request is refused when the process is published.</summary>
    public override void Bind(ActivityBinding binding)
    {
        foreach (var (input, name) in new[] { (Approvers, "approvers"), (Fallback, "fallback"), (EscalateTo, "escalateTo"), (InformAboutRules, "informAboutRules") })
        {
            foreach (var problem in (InDefinition(input) ?? []).Select(rule => ApproverRules.FormProblem(rule.Trim())).OfType<string>()) binding.Report(name, $"{Node.DisplayName}: {problem}");
        }

        if (Written(Groups) is { } groups) foreach (var problem in ApprovalGroup.Read(groups).Problems) binding.Report("groups", $"{Node.DisplayName}: {problem}");
        if (Written(AutoDecide) is { } table) foreach (var problem in ThresholdTable.Read(table).Problems) binding.Report("autoDecide", $"{Node.DisplayName}: {problem}");
        if (Mode is { IsConstant: true, Constant: ApprovalMode.AtLeast } && AtLeast.IsConstant && ApprovalGroup.AtLeastProblem(AtLeast.Constant) is { } wrong) binding.Report("atLeast", $"{Node.DisplayName}: {wrong}");
        foreach (var (input, name) in new[] { (DecideWithin, "decideWithin"), (EscalateAfter, "escalateAfter") })
        {
            if (input.IsConstant && input.Constant is { Length: > 0 } text && !TimeLimit.TryParse(text, out _, out var error)) binding.Report(name, $"{Node.DisplayName}: {error}");
        }

        if (RemindAfter.IsConstant && RemindAfter.Constant is { Length: > 0 } plan && !ReminderPlan.TryParse(plan, out _, out var problemOfPlan)) binding.Report("remindAfter", $"{Node.DisplayName}: {problemOfPlan}");
        ReportTooLate(binding);
    }

    /// <summary>What would come after the end never comes.</summary>
    private void ReportTooLate(ActivityBinding binding)
    {
        if (!DecideWithin.IsConstant || !TimeLimit.TryParse(DecideWithin.Constant, out var end, out _)) return;
        if (EscalateAfter.IsConstant && TimeLimit.TryParse(EscalateAfter.Constant, out var escalate, out _) && !escalate.CanComeBefore(end))
            binding.Report("escalateAfter", $"{Node.DisplayName}: the time to decide ({DecideWithin.Constant}) is over before it escalates ({EscalateAfter.Constant}). Let it escalate earlier, or give more time to decide.");
        if (!RemindAfter.IsConstant || !ReminderPlan.TryParse(RemindAfter.Constant, out var plan, out _)) return;
        if (plan.After.Concat(plan.Every is { } every ? [every] : []).Any(reminder => !reminder.CanComeBefore(end)))
            binding.Report("remindAfter", $"{Node.DisplayName}: the time to decide ({DecideWithin.Constant}) is over before a reminder ({RemindAfter.Constant}). Remind earlier, or give more time to decide.");
    }

    public override bool MayWait => true;

    public override void Execute(ActivityContext context)
    {
        var now = context.Time.GetUtcNow();
        var (title, body) = (LocalText.Of(context.Get(Title) is null or "" ? Node.DisplayName : context.Get(Title)), LocalText.Of(context.Get(Body)));
        var language = RequestInfo.Of(context.Instance) is { } request && context.Read<PeopleDirectory>().Find(request.RequesterId) is { } requester ? requester.Language : Texts.Languages[0];
        var state = new ApprovalState
        {
            Title = title.In(language),
            Body = body.In(language),
            Actions = TaskAction.ToJson(TaskAction.Read(context.Get(Actions), DefaultActions())),
            OpenedAt = now.ToUnixTimeMilliseconds(),
            DueAt = LimitOf(context, DecideWithin)?.After(now, context).ToUnixTimeMilliseconds(),
            Terms = new TaskTerms
            {
                Edition = RequestEdition.Of(context.Instance),
                Separate = !context.Get(AllowSamePerson),
                Amount = context.Get(Amount),
                Currency = context.Get(Currency),
                Lines = ReadLines(context.Get(Lines)),
                AllowLess = context.Get(AllowLess),
                Changes = RequestEdition.ChangesOf(context.Instance),
                Urgent = context.Get(Urgent),
                Texts = TaskText.Of(title, body),
            },
        };
        context.State = state;
        if (DecideByRule(context, state)) return;
        foreach (var group in GroupsOf(context)) Seat(context, state, group);
        if (Advance(context, state)) return;
        SetTimers(context, state, now);
    }

    public override void OnCanceled(ActivityContext context)
    {
        if (context.State is ApprovalState state) Close(context, state, "withdrawn", because: null);
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => ApprovalState.Write(writer, (ApprovalState)state);

    public override object ReadState(JsonElement json) => ApprovalState.Read(json);

    /// <summary>Approve and reject; where the process has drawn what follows changes, those too.</summary>
    private IReadOnlyList<TaskAction> DefaultActions() =>
        _defaultActions ??= FlowPorts.IsConnected(Node, TaskAction.RequestChanges.Outcome) ? [.. TaskAction.ApproveOrReject, TaskAction.RequestChanges] : TaskAction.ApproveOrReject;

    private IReadOnlyList<ApprovalGroup> GroupsOf(ActivityContext context)
    {
        var (groups, problems) = ApprovalGroup.Read(context.Get(Groups));
        if (problems.Count > 0) throw new FormatException($"Groups: {string.Join(" ", problems)}");
        return groups.Count > 0 ? groups : [new ApprovalGroup(Name: null, context.Get(Approvers) ?? [], context.Get(Mode), context.Get(AtLeast))];
    }

    private static IReadOnlyList<ApprovalLine> ReadLines(object? value)
    {
        if (value is string text) value = JsonValues.TryParse(text, out var parsed) ? parsed : throw new FormatException("Lines: this is not JSON. Write [{\"id\": \"1\", \"label\": \"Hotel\", \"amount\": 120}].");
        var lines = new List<ApprovalLine>();
        foreach (var item in value as System.Collections.IEnumerable ?? Array.Empty<object>())
        {
            if (item is not ObjectValue line || !ValueConverter.TryConvert(line.GetValueOrDefault("amount"), typeof(decimal), out var amount) || amount is not decimal money || line.GetValueOrDefault("amount") is null)
                throw new FormatException("Lines: a line has no amount. Write each like {\"id\": \"1\", \"label\": \"Hotel\", \"amount\": 120}.");
            var id = line.GetValueOrDefault("id") is { } given ? ValueConverter.ToText(given) : $"{lines.Count + 1}";
            if (lines.Exists(known => known.Id == id)) throw new FormatException($"Lines: '{id}' is there twice. Give each line its own id.");
            lines.Add(new ApprovalLine(id, ValueConverter.ToText(line.GetValueOrDefault("label") ?? line.GetValueOrDefault("description") ?? id), money));
        }

        return lines;
    }

    private static IReadOnlyList<string>? InDefinition(Input<IReadOnlyList<string>> input) => Written(input) is { } value ? ValueConverter.To<IReadOnlyList<string>>(value) : null;

    /// <summary>What stands in the definition itself; null when only a run can tell.</summary>
    private static object? Written(Input input) => input.Expression switch
    {
        LiteralExpression literal => literal.Value,
        ObjectExpression written => written.Json,
        _ => null,
    };
}

/// <summary>What happens to an approval whose time is over.</summary>
public enum ApprovalEnd
{
    Expire,
    Approve,
    Reject,

    /// <summary>Those it escalates to get it, for the same time once more; then it expires.</summary>
    Escalate,
}
