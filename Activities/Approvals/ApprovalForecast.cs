using Workflows.Activities.Audit;
using Workflows.Activities.Leave;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Activities.Approvals;

/// <summary>Who will be asked, and in what order: the process itself is run in memory, with everybody approving, and nothing is written.</summary>
/// <remarks>It shows what would happen now: amounts, roles, absences and rules as they are at this moment.</remarks>
public sealed class ApprovalForecast(BurstServices services, InstanceStore instances, DefinitionLookup definitions, PeopleDirectory people, ApproverRules rules, Absences absences)
{
    private const int MostRounds = 50;

    /// <summary>What submitting would lead to.</summary>
    /// <returns>Null when there is no such process; its problems by field when the inputs will not do.</returns>
    public (Forecast? Forecast, IReadOnlyDictionary<string, string[]> Problems) Preview(string process, System.Text.Json.Nodes.JsonObject inputs, Person requester)
    {
        var none = new Dictionary<string, string[]>();
        if (definitions.FindPublished(process) is not { } definition || RequestForm.Of(definition) is not { } form) return (null, none);
        var (values, problems) = PersonFields.Read(form, inputs, requester, people);
        if (problems.Count > 0) return (new Forecast([], [], null, null), problems);
        var now = services.Time.GetUtcNow();
        var id = Guid.CreateVersion7().ToString();
        var instance = new WorkflowInstance
        {
            Id = id,
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            Input = WorkflowInputs.Convert(definition, values),
            Properties = new RequestInfo(id, form.ReferencePrefix, requester.Id).ToProperties(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var burst = Burst.Start(definition, instance, services, StartOptions.Default);
        var warnings = FormWarnings.Of(form, burst.Root, requester.Language).ToList();
        var forecast = Follow(burst, requester.Language, firstIsNow: true);
        return (forecast with { Warnings = [.. warnings, .. forecast.Warnings] }, none);
    }

    /// <summary>What follows a request's open tasks when they are approved.</summary>
    public async Task<Forecast> AfterAsync(string instanceId, string language, CancellationToken ct) =>
        await instances.RestoreAsync(instanceId, services, http: null, ct) is { } burst ? Follow(burst, language, firstIsNow: false) : new Forecast([], [], null, null);

    private Forecast Follow(Burst burst, string language, bool firstIsNow)
    {
        var (steps, seen) = (new List<ForecastStep>(), 0);
        for (var round = 0; round < MostRounds; round++)
        {
            var fresh = burst.Effects.Skip(seen).ToList();
            seen = burst.Effects.Count;
            steps.AddRange(StepsIn(fresh, language, isNow: firstIsNow && round == 0));
            if (burst.Instance.Status == WorkflowStatus.Finished) break;
            var waiting = burst.Instance.Bookmarks.Where(bookmark => bookmark.Name is DecisionTaken.Stimulus or "Approvals.Settle" && bookmark.ActivityType == "Approvals.RequestApproval").ToList();
            if (waiting.Count == 0) break;
            foreach (var bookmark in waiting)
            {
                object? payload = bookmark.Name == DecisionTaken.Stimulus ? Approval(burst, bookmark) : null;
                burst.Resume([bookmark], payload, input: null, services.Time.GetUtcNow());
            }
        }

        var instance = burst.Instance;
        var ended = instance.Status == WorkflowStatus.Finished;
        var outcome = ended && instance.SubStatus == WorkflowSubStatus.Faulted ? "Failed" : ended ? Text(instance, "outcome") ?? "Done" : null;
        var warnings = instance.Incidents.Select(incident => incident.Message).Distinct().ToList();
        return new Forecast(steps, warnings, outcome, Text(instance, "reason"));
    }

    private IEnumerable<ForecastStep> StepsIn(IReadOnlyList<Effect> effects, string language, bool isNow)
    {
        foreach (var rule in effects.OfType<RecordRule>())
            yield return new ForecastStep(rule.Task.ActivityName, null, null, 0, 0, isNow, null, [], rule.Rule, rule.Outcome);
        foreach (var group in effects.OfType<OpenTask>().Where(opened => opened.Task.Terms.Kind == TaskTerms.Approval).GroupBy(opened => (opened.Task.ActivityId, opened.Task.Terms.Step)))
        {
            var first = group.First().Task;
            yield return new ForecastStep(
                first.ActivityName,
                group.Key.Step,
                first.Terms.Mode,
                first.Terms.Need,
                first.Terms.Seats,
                isNow,
                first.DueAt,
                [.. group.SelectMany(opened => opened.Asked.Select(asked => PersonIn(asked, opened.Task.RequesterId, language))).DistinctBy(person => person.Id)],
                null,
                null);
        }
    }

    private ForecastPerson PersonIn(AskedApprover asked, string? requesterId, string language)
    {
        var person = people.Find(asked.Approver);
        var principal = ApproverRules.PrincipalIn(asked.Rule)?.Principal;
        return new ForecastPerson(
            asked.Approver, asked.Name, rules.WhyOf(asked.Rule, language, requesterId), person is null ? null : absences.AwayUntil(person), principal, principal is null ? null : people.Find(principal)?.Name);
    }

    /// <summary>As if whoever is asked first approved; separation of duties then holds for what follows, as it will.</summary>
    private DecisionTaken Approval(Burst burst, Bookmark bookmark)
    {
        var taskId = (string)((ObjectValue)bookmark.Payload!)["taskId"]!;
        var asked = burst.Effects.OfType<OpenTask>().FirstOrDefault(opened => opened.Task.Id == taskId)?.Asked;
        var holder = asked?.FirstOrDefault(approver => !approver.IsActedFor) is { } first ? new SeatHolder(first.Approver, first.Rule) : HolderOf(burst, taskId) ?? new SeatHolder("", "");
        return new DecisionTaken(taskId, "Approve", "Approved", holder.Id, people.Find(holder.Id)?.Name ?? holder.Id, ChannelNames.App, Comment: null, services.Time.GetUtcNow())
        {
            OnBehalfOf = ApproverRules.PrincipalIn(holder.Rule)?.Principal,
        };
    }

    private static SeatHolder? HolderOf(Burst burst, string taskId)
    {
        var pending = new Stack<ActivityContext>([burst.Root]);
        while (pending.TryPop(out var context))
        {
            if (context.State is ApprovalState state && state.Ballot.Find(taskId) is { Holders: [var holder, ..] holders }) return holders.Find(known => ApproverRules.PrincipalIn(known.Rule) is not null) ?? holder;
            foreach (var child in context.Children()) pending.Push(child);
        }

        return null;
    }

    private static string? Text(WorkflowInstance instance, string output) => instance.Output.GetValueOrDefault(output) is { } value ? ValueConverter.ToText(value) : null;
}

/// <param name="Warnings">What the form warns of, and what would not go as the process says: nobody can be asked, so the fallback is.</param>
/// <param name="Outcome">How it ends when everybody approves; null when it waits for something else first.</param>
public sealed record Forecast(IReadOnlyList<ForecastStep> Steps, IReadOnlyList<string> Warnings, string? Outcome, string? Reason);

/// <summary>One step of the way.</summary>
/// <param name="Group">Where several groups decide side by side.</param>
/// <param name="Need">How many of <paramref name="Seats"/> must approve.</param>
/// <param name="IsNow">Asked at once, and not only when an earlier step has approved.</param>
/// <param name="Rule">The row of a table that decides instead of people.</param>
/// <param name="RuleOutcome">What it decides.</param>
public sealed record ForecastStep(string Name, string? Group, string? Mode, int Need, int Seats, bool IsNow, DateTimeOffset? DueAt, IReadOnlyList<ForecastPerson> People, string? Rule, string? RuleOutcome);

/// <param name="Why">About them: is 2 levels above Emma Larsen.</param>
/// <param name="AwayUntil">The last day of the leave that they are on.</param>
/// <param name="ActsFor">In whose place they are asked.</param>
public sealed record ForecastPerson(string Id, string Name, string Why, DateOnly? AwayUntil, string? ActsFor, string? ActsForName);
