using Workflows.Activities.Leave;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Chooses who is asked: resolves rules, leaves out who must not decide, takes turns, and brings in substitutes.</summary>
internal sealed class ApproverChoice
{
    private readonly ActivityContext _context;
    private readonly ApproverRules _rules;
    private readonly string? _requester;
    private readonly HashSet<string> _decided;
    private readonly Dictionary<string, (string Person, long Turns)> _turns = [];

    public ApproverChoice(ActivityContext context, bool allowSamePerson)
    {
        _context = context;
        _rules = context.Read<ApproverRules>();
        _requester = RequestInfo.Of(context.Instance)?.RequesterId;
        _decided = allowSamePerson ? [] : DecisionLog.Elsewhere(context);
    }

    /// <summary>Those whom the rules name and who may decide; where there is nobody, those of the fallback, and an incident that says why.</summary>
    /// <exception cref="InvalidOperationException">Nobody at all may decide.</exception>
    public IReadOnlyList<Approver> Choose(IReadOnlyList<string> rules, IReadOnlyList<string> fallback, string step) =>
        Resolve(rules) is { Count: > 0 } named ? named : Instead(fallback, step, string.Join("; ", rules.Select(WhyNobody).DefaultIfEmpty("no approvers are given")));

    /// <summary>Those of the fallback, or else the administrators, and an incident that says why.</summary>
    /// <param name="seated">Who sits beside it in the same vote, and is asked here only when there is nobody else.</param>
    /// <exception cref="InvalidOperationException">Nobody at all may decide.</exception>
    public IReadOnlyList<Approver> Instead(IReadOnlyList<string> fallback, string step, string why, IReadOnlySet<string>? seated = null)
    {
        var reason = $"{step}: {why}.";
        foreach (var last in new[] { fallback, ["role:admin"] })
        {
            var instead = Resolve(last);
            if (seated is not null && instead.Where(approver => !seated.Contains(approver.Person.Id)).ToList() is { Count: > 0 } others) instead = others;
            if (instead.Count == 0) continue;
            Report(_context, $"{reason} Asked instead: {string.Join(", ", instead.Select(approver => approver.Person.Name))}.");
            return instead;
        }

        throw new InvalidOperationException($"Nobody can decide '{step}'. {reason} The fallback ({string.Join(", ", fallback)}) and role:admin name nobody who may, either.");
    }

    /// <summary>Those whom the rules name and who may decide; possibly nobody.</summary>
    public IReadOnlyList<Approver> Resolve(IReadOnlyList<string> rules)
    {
        var found = new List<Approver>();
        foreach (var rule in rules.Select(rule => rule.Trim()).Where(rule => rule.Length > 0))
        {
            var named = _rules.Resolve([rule], _requester).Where(approver => !_decided.Contains(approver.Person.Id)).ToList();
            if (ApproverRules.IsPick(rule) && named.Count > 1) named = [Pick(rule, named)];
            found.AddRange(named.Where(approver => !found.Exists(known => known.Person.Id == approver.Person.Id)));
        }

        return found;
    }

    /// <summary>An approver as the task lists them: the person, and whoever acts for them now.</summary>
    public IEnumerable<Approver> WithSubstitute(Approver approver)
    {
        yield return approver;
        if (ActingFor(approver.Person) is { } substitute) yield return new Approver(substitute, ApproverRules.ForPrincipal(approver.Person.Id, approver.Rule));
    }

    public Person? ActingFor(Person person) => _context.Read<SubstituteRegister>().ActingFor(person, _context.Definition.DefinitionId, [.. _decided, .. _requester is null ? (string[])[] : [_requester]]);

    /// <summary>Puts something that did not go as the process says where people see it: on the run and in the timeline.</summary>
    public static void Report(ActivityContext context, string message)
    {
        context.Instance.Incidents.Add(new Incident(context.Node.Id, context.NodeId, context.Node.Type, context.Id, message, ExceptionType: null, context.Time.GetUtcNow()));
        context.Add(new TellIncident(context.Instance.Id, message));
    }

    private Approver Pick(string rule, List<Approver> candidates)
    {
        // Whoever is away is passed over while somebody else is there.
        var present = candidates.Where(candidate => _context.Read<Absences>().AwayUntil(candidate.Person) is null).ToList();
        if (present.Count > 0) candidates = present;
        if (rule.StartsWith(ApproverRules.LeastLoaded, StringComparison.Ordinal))
        {
            var load = _context.Read<Workload>().OpenTasks(candidates.ConvertAll(candidate => candidate.Person.Id));
            return candidates.MinBy(candidate => (load.GetValueOrDefault(candidate.Person.Id), candidate.Person.Id))!;
        }

        var rotation = $"{_context.Definition.DefinitionId}/{_context.Node.Id}/{rule}";
        (string Person, long Turns)? last = _turns.TryGetValue(rotation, out var turn) ? turn : _context.Read<Workload>().LastTurn(rotation);
        var ordered = candidates.OrderBy(candidate => candidate.Person.Id, StringComparer.Ordinal).ToList();
        var next = ordered.Find(candidate => last is null || string.CompareOrdinal(candidate.Person.Id, last.Value.Person) > 0) ?? ordered[0];
        _context.Add(new TakeTurn(rotation, next.Person.Id, last?.Turns ?? 0));
        _turns[rotation] = (next.Person.Id, (last?.Turns ?? 0) + 1);
        return next;
    }

    private string WhyNobody(string rule)
    {
        if (_rules.Problem(rule) is { } problem) return problem.TrimEnd('.');
        // Without a requester to leave out, the requester's own rules still need to know whose manager is meant.
        var own = _requester is not null && _rules.Resolve([rule], requesterId: null).Any(approver => approver.Person.Id == _requester);
        var before = _rules.Resolve([rule], _requester).Where(approver => _decided.Contains(approver.Person.Id)).Select(approver => approver.Person.Name).ToList();
        if (before.Count > 0) return $"'{rule}' names only {string.Join(", ", before)}, who decided this request before{(own ? ", and the requester" : "")}";
        return own ? $"'{rule}' names only the requester, and nobody decides their own request" : $"'{rule}' names nobody who works here now";
    }
}

/// <summary>Tells the timeline that something did not go as the process says.</summary>
public sealed record TellIncident(string InstanceId, string Message) : Effect
{
    public override Task WriteAsync(Engine.Storage.Transaction transaction, EffectContext context, CancellationToken ct) => Audit.AuditTrail.AppendAsync(
        transaction, new Audit.AuditEntry { At = context.Now, Kind = Audit.AuditKinds.Incident, RequestId = InstanceId, Detail = Message }, ct);
}
