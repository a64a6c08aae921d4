using System.Globalization;
using Workflows.Activities.People;

namespace Workflows.Activities.Approvals;

/// <summary>Works out who may decide: rules such as <c>marco</c>, <c>role:hr</c>, <c>manager-of-requester</c>, <c>manager-of-requester:2</c> (levels up).</summary>
/// <remarks>Asked when a task opens and again when a decision is taken: roles, managers and leaving the company take effect at once.</remarks>
public sealed class ApproverRules(PeopleDirectory people)
{
    public const string Manager = "manager-of-requester";
    private const string Role = "role:";

    /// <summary>The active people that the rules name, each once, with the first rule that names them. Never the requester.</summary>
    public IReadOnlyList<Approver> Resolve(IEnumerable<string> rules, string? requesterId)
    {
        var requester = requesterId is null ? null : people.Find(requesterId);
        var found = new List<Approver>();
        foreach (var rule in rules.Select(rule => rule.Trim()).Where(rule => rule.Length > 0))
        {
            foreach (var person in PeopleOf(rule, requester))
            {
                if (person.Id != requesterId && people.IsActive(person) && !found.Exists(approver => approver.Person.Id == person.Id)) found.Add(new Approver(person, rule));
            }
        }

        return found;
    }

    /// <summary>What is wrong with a rule; null when it can be worked out.</summary>
    public string? Problem(string rule)
    {
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return rule.Length > Role.Length ? null : "role: what role? Write for example role:hr.";
        if (rule.StartsWith(Manager, StringComparison.Ordinal)) return Levels(rule) is null ? $"'{rule}': write {Manager}, or {Manager}:2 for the manager's manager." : null;
        return people.Find(rule) is not null || people.FindByEmail(rule) is not null
            ? null
            : $"'{rule}' names nobody. Use the id or e-mail of a person, role:..., or {Manager}.";
    }

    /// <summary>Why a person is asked, in the person's language.</summary>
    public string Why(string rule, Person approver, string? requesterId)
    {
        var requester = requesterId is null ? "" : people.Find(requesterId)?.Name ?? requesterId;
        var language = approver.Language;
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return Texts.Get(language, "why.role", rule[Role.Length..]);
        if (Levels(rule) is not { } levels) return Texts.Get(language, "why.person");
        return levels == 1 ? Texts.Get(language, "why.manager", requester) : Texts.Get(language, "why.levels", requester, levels);
    }

    private IEnumerable<Person> PeopleOf(string rule, Person? requester)
    {
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return people.InRole(rule[Role.Length..].Trim());
        if (Levels(rule) is { } levels) return requester is not null && people.LevelsUp(requester, levels) is { } manager ? [manager] : [];
        return (people.Find(rule) ?? people.FindByEmail(rule)) is { } person ? [person] : [];
    }

    private static int? Levels(string rule)
    {
        if (rule == Manager) return 1;
        return rule.StartsWith(Manager + ":", StringComparison.Ordinal)
            && int.TryParse(rule.AsSpan(Manager.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var levels) && levels is > 0 and < 20
                ? levels
                : null;
    }
}

/// <param name="Rule">The rule that chose this person.</param>
public sealed record Approver(Person Person, string Rule);
