using System.Globalization;
using Workflows.Activities.People;

namespace Workflows.Activities.Approvals;

/// <summary>Works out whom a rule names. The rules that process owners write are in <see cref="Forms"/>; tasks also carry <c>for:</c> and <c>reassigned:</c>.</summary>
/// <remarks>Asked when a task opens and again when a decision is taken: roles, managers, groups and leaving the company take effect at once.</remarks>
public sealed class ApproverRules(PeopleDirectory people)
{
    public const string Manager = "manager-of-requester";

    /// <summary>Only where a task escalates: the manager of whoever was asked.</summary>
    public const string ManagerOfApprover = "manager-of-approver";

    public const string Head = "head-of-department";

    public const string LeastLoaded = "least-loaded:";
    public const string RoundRobin = "round-robin:";

    private const string Managers = "managers-of-requester";
    private const string ManagerOf = "manager-of:";
    private const string Role = "role:";
    private const string Group = "group:";
    private const string Grade = "grade:";

    // Stored names: rules of people who were not named by the process. for:<principal>:<rule>, reassigned:<by>:<rule>.
    private const string For = "for:";
    private const string Reassigned = "reassigned:";

    /// <summary>What a rule may look like, for messages.</summary>
    public const string Forms =
        "a person's id or e-mail address, role:hr, group:credit-committee, manager-of-requester, manager-of-requester:2, manager-of-requester:grade:D1, managers-of-requester:2, "
        + "managers-of-requester:grade:D1, head-of-department, head-of-department:finance, least-loaded:role:finance, round-robin:role:finance";

    public static string ForPrincipal(string principalId, string rule) => $"{For}{principalId}:{rule}";

    public static string HandedOver(string byId, string rule) => $"{Reassigned}{byId}:{rule}";

    public static string ManagerOfPerson(string personId) => ManagerOf + personId;

    /// <summary>Whose substitute a row of a task is, and the rule that names that person; null for a row of another kind.</summary>
    public static (string Principal, string Rule)? PrincipalIn(string rule) => Split(rule, For);

    /// <summary>Who handed the task over, and the rule that had named them; null for a row of another kind.</summary>
    public static (string By, string Rule)? HandOverIn(string rule) => Split(rule, Reassigned);

    /// <summary>Whether the rule chooses one among several: <c>least-loaded:</c> and <c>round-robin:</c>.</summary>
    public static bool IsPick(string rule) => rule.StartsWith(LeastLoaded, StringComparison.Ordinal) || rule.StartsWith(RoundRobin, StringComparison.Ordinal);

    /// <summary>What is wrong with the form of a rule, whoever there is; null when it is one of <see cref="Forms"/>.</summary>
    public static string? FormProblem(string rule)
    {
        if (IsPick(rule)) return FormProblem(Picked(rule)) ?? (Picked(rule).Contains(':') ? null : $"'{rule}' chooses among one person. Write for example {LeastLoaded}role:finance.");
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return rule.Length > Role.Length ? null : "role: what role? Write for example role:hr.";
        if (rule.StartsWith(Group, StringComparison.Ordinal)) return rule.Length > Group.Length ? null : "group: what group? Write for example group:credit-committee.";
        if (rule.StartsWith(Head, StringComparison.Ordinal)) return rule == Head || rule.Length > Head.Length + 1 && rule[Head.Length] == ':' ? null : $"'{rule}': write {Head}, or {Head}:finance for another department.";
        if (rule.StartsWith(ManagerOf, StringComparison.Ordinal) || rule == ManagerOfApprover) return null;
        if (rule.StartsWith(Managers, StringComparison.Ordinal)) return LevelsIn(rule, Managers) is null && GradeIn(rule, Managers) is null ? $"'{rule}': write {Managers}:2, or {Managers}:grade:D1." : null;
        if (rule.StartsWith(Manager, StringComparison.Ordinal)) return rule != Manager && LevelsIn(rule, Manager) is null && GradeIn(rule, Manager) is null ? $"'{rule}': write {Manager}, or {Manager}:2 for the manager's manager, or {Manager}:grade:D1." : null;
        return rule.Contains(':') ? $"'{rule}' is no rule for approvers. Write {Forms}." : null;
    }

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

    /// <summary>Whether a rule names this person today. A rule that picks one names everybody among whom it picks: the pick was made when the task was opened.</summary>
    public bool Names(string rule, string personId, string? requesterId) => HandOverIn(rule) is not null
        ? personId != requesterId && people.Find(personId) is { } holder && people.IsActive(holder)
        : Resolve([rule], requesterId).Any(approver => approver.Person.Id == personId);

    /// <summary>What is wrong with a rule; null when it can be worked out.</summary>
    public string? Problem(string rule)
    {
        if (FormProblem(rule) is { } problem) return problem;
        if (IsPick(rule)) return Problem(Picked(rule));
        if ((GradeIn(rule, Manager) ?? GradeIn(rule, Managers)) is { } grade && people.Grade(grade) is null) return $"'{rule}': there is no grade '{grade}'. Name one of {string.Join(", ", people.Grades.Select(known => known.Id))}.";
        if (rule.StartsWith(Group, StringComparison.Ordinal) && people.Groups.All(group => group.Id != rule[Group.Length..]))
            return $"'{rule}': there is no such group. Name one of {string.Join(", ", people.Groups.Select(group => group.Id))}.";
        if (rule.Contains(':') || rule is Manager or Managers or Head or ManagerOfApprover) return null;
        return people.Find(rule) is not null || people.FindByEmail(rule) is not null ? null : $"'{rule}' names nobody. Write {Forms}.";
    }

    /// <summary>Why a person is asked, in the person's language.</summary>
    public string Why(string rule, Person approver, string? requesterId)
    {
        var language = approver.Language;
        if (PrincipalIn(rule) is { } substitute) return Texts.Get(language, "why.substitute", NameOf(substitute.Principal));
        if (HandOverIn(rule) is { } handed) return Texts.Get(language, "why.reassigned", NameOf(handed.By));
        if (rule == Requester) return Texts.Get(language, "why.changes");
        return Texts.Get(language, "why", Reason(rule, language, requesterId));
    }

    /// <summary>Why a person is asked, as a sentence about them for others to read: <c>Marco Rossi, because Emma Larsen reports to them</c>.</summary>
    public string WhyOf(string rule, string language, string? requesterId)
    {
        if (PrincipalIn(rule) is { } substitute) return Texts.Get(language, "because.substitute", NameOf(substitute.Principal));
        if (HandOverIn(rule) is { } handed) return Texts.Get(language, "because.reassigned", NameOf(handed.By));
        var requester = requesterId is null ? "" : NameOf(requesterId);
        if (IsPick(rule)) return Texts.Get(language, rule.StartsWith(LeastLoaded, StringComparison.Ordinal) ? "because.least" : "because.turn", WhyOf(Picked(rule), language, requesterId));
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return Texts.Get(language, "because.role", rule[Role.Length..]);
        if (rule.StartsWith(Group, StringComparison.Ordinal)) return Texts.Get(language, "because.group", GroupName(rule));
        if (rule.StartsWith(Head, StringComparison.Ordinal)) return Texts.Get(language, "because.head", DepartmentOf(rule, requesterId));
        if (rule.StartsWith(ManagerOf, StringComparison.Ordinal)) return Texts.Get(language, "because.manager", NameOf(rule[ManagerOf.Length..]));
        if (rule.StartsWith(Managers, StringComparison.Ordinal) || GradeIn(rule, Manager) is not null) return Texts.Get(language, "because.above", requester);
        if (Levels(rule) is { } levels) return levels == 1 ? Texts.Get(language, "because.manager", requester) : Texts.Get(language, "because.levels", requester, levels);
        return Texts.Get(language, "because.person");
    }

    /// <summary>Stored name: the row of whoever submitted the request and is asked to change it.</summary>
    public const string Requester = "requester";

    /// <summary>What a pick chooses among: <c>role:finance</c> of <c>least-loaded:role:finance</c>.</summary>
    internal static string Picked(string rule) => rule.StartsWith(LeastLoaded, StringComparison.Ordinal) ? rule[LeastLoaded.Length..].Trim() : rule[RoundRobin.Length..].Trim();

    private string Reason(string rule, string language, string? requesterId)
    {
        var requester = requesterId is null ? "" : NameOf(requesterId);
        if (IsPick(rule)) return Texts.Get(language, rule.StartsWith(LeastLoaded, StringComparison.Ordinal) ? "reason.least" : "reason.turn", Reason(Picked(rule), language, requesterId));
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return Texts.Get(language, "reason.role", rule[Role.Length..]);
        if (rule.StartsWith(Group, StringComparison.Ordinal)) return Texts.Get(language, "reason.group", GroupName(rule));
        if (rule.StartsWith(Head, StringComparison.Ordinal)) return Texts.Get(language, "reason.head", DepartmentOf(rule, requesterId));
        if (rule.StartsWith(ManagerOf, StringComparison.Ordinal)) return Texts.Get(language, "reason.manager", NameOf(rule[ManagerOf.Length..]));
        if (rule.StartsWith(Managers, StringComparison.Ordinal) || GradeIn(rule, Manager) is not null) return Texts.Get(language, "reason.above", requester);
        if (Levels(rule) is { } levels) return levels == 1 ? Texts.Get(language, "reason.manager", requester) : Texts.Get(language, "reason.levels", requester, levels);
        return Texts.Get(language, "reason.person");
    }

    private IEnumerable<Person> PeopleOf(string rule, Person? requester)
    {
        if (PrincipalIn(rule) is { } substitute) return PeopleOf(substitute.Rule, requester);
        if (IsPick(rule)) return PeopleOf(Picked(rule), requester);
        if (rule.StartsWith(Role, StringComparison.Ordinal)) return people.InRole(rule[Role.Length..].Trim());
        if (rule.StartsWith(Group, StringComparison.Ordinal)) return people.InGroup(rule[Group.Length..].Trim());
        if (rule.StartsWith(ManagerOf, StringComparison.Ordinal)) return people.Find(rule[ManagerOf.Length..]) is { } below && people.ManagerOf(below) is { } above ? [above] : [];
        if (rule.StartsWith(Head, StringComparison.Ordinal)) return HeadFor(rule, requester) is { } head ? [head] : [];
        if (GradeIn(rule, Managers) is { } top) return requester is null ? [] : UpTo(requester, top);
        if (LevelsIn(rule, Managers) is { } count) return requester is null ? [] : people.ManagersOf(requester).Take(count);
        if (GradeIn(rule, Manager) is { } grade) return requester is null ? [] : UpTo(requester, grade).Where(manager => Reaches(manager, grade));
        if (Levels(rule) is { } levels) return requester is not null && people.LevelsUp(requester, levels) is { } found ? [found] : [];
        return (people.Find(rule) ?? people.FindByEmail(rule)) is { } person ? [person] : [];
    }

    /// <summary>The managers from the nearest one up to the first with this grade or a higher one; where nobody has it, all of them.</summary>
    private IEnumerable<Person> UpTo(Person requester, string grade)
    {
        foreach (var manager in people.ManagersOf(requester))
        {
            yield return manager;
            if (Reaches(manager, grade)) yield break;
        }
    }

    private bool Reaches(Person manager, string grade) => people.Grade(grade) is { } wanted && people.RankOf(manager) is { } rank && rank >= wanted.Rank;

    // Who heads their own department is decided about by the manager, as everybody else is.
    private Person? HeadFor(string rule, Person? requester)
    {
        var department = rule == Head ? requester?.Department : rule[(Head.Length + 1)..].Trim();
        if (department is null) return null;
        var head = people.HeadOf(requester?.Company, department);
        return head is not null && head.Id == requester?.Id && rule == Head ? people.ManagerOf(head) : head;
    }

    private string DepartmentOf(string rule, string? requesterId)
    {
        var requester = requesterId is null ? null : people.Find(requesterId);
        var id = rule == Head ? requester?.Department : rule[(Head.Length + 1)..];
        return people.Departments.FirstOrDefault(department => department.Id == id && department.Company == requester?.Company)?.Name ?? id ?? "";
    }

    private string GroupName(string rule) => people.Groups.FirstOrDefault(group => group.Id == rule[Group.Length..])?.Name ?? rule[Group.Length..];

    private string NameOf(string personId) => people.Find(personId)?.Name ?? personId;

    private static int? Levels(string rule) => rule == Manager ? 1 : LevelsIn(rule, Manager);

    private static int? LevelsIn(string rule, string name) =>
        rule.StartsWith(name + ":", StringComparison.Ordinal)
        && int.TryParse(rule.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var levels) && levels is > 0 and < 20
            ? levels
            : null;

    private static string? GradeIn(string rule, string name) =>
        rule.StartsWith($"{name}:{Grade}", StringComparison.Ordinal) && rule[(name.Length + 1 + Grade.Length)..].Trim() is { Length: > 0 } grade ? grade : null;

    private static (string, string)? Split(string rule, string prefix) =>
        rule.StartsWith(prefix, StringComparison.Ordinal) && rule.IndexOf(':', prefix.Length) is > 0 and var end ? (rule[prefix.Length..end], rule[(end + 1)..]) : null;
}

/// <param name="Rule">The rule that chose this person.</param>
public sealed record Approver(Person Person, string Rule);
