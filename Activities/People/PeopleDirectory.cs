using Workflows.Activities.Calendar;
using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

/// <summary>Who there is, in memory: activities ask it while they run. Each answer comes from one committed state of the register.</summary>
/// <remarks>Ids and roles are compared exactly.</remarks>
public sealed class PeopleDirectory(Database database, TimeProvider time) : ISharedState
{
    private readonly Kept<PeopleSnapshot> _kept = new(
        database, SharedState.People, reader => new PeopleSnapshot(PeopleRows.Read(reader)), async (transaction, ct) => new PeopleSnapshot(await PeopleRows.ReadAsync(transaction, ct)));

    /// <inheritdoc cref="Kept{TState}.Changed"/>
    public event Action? Changed
    {
        add => _kept.Changed += value;
        remove => _kept.Changed -= value;
    }

    public string Subject => _kept.Subject;

    public long? Revision => _kept.Revision;

    /// <summary>Everybody, leavers included, by id.</summary>
    public IReadOnlyList<Person> All => Snapshot.All;

    public IReadOnlyList<Company> Companies => Snapshot.Companies;

    private PeopleSnapshot Snapshot => _kept.Current;

    /// <summary>Somebody by id, leavers included.</summary>
    public Person? Find(string id) => Snapshot.Find(id);

    /// <summary>Somebody by e-mail address in any case, leavers included.</summary>
    public Person? FindByEmail(string email) => Snapshot.FindByEmail(email);

    /// <summary>Whether the person is still with the company today, in the person's own time zone.</summary>
    public bool IsActive(Person person) => person.LeftOn is null || person.IsActiveOn(TodayOf(person));

    /// <summary>The active people with a role, by id.</summary>
    public IReadOnlyList<Person> InRole(string role) => [.. Snapshot.InRole(role).Where(IsActive)];

    public IReadOnlyList<Grade> Grades => Snapshot.Grades;

    public IReadOnlyList<Department> Departments => Snapshot.Departments;

    public IReadOnlyList<PeopleGroup> Groups => Snapshot.Groups;

    /// <summary>The active members of a group, by id.</summary>
    public IReadOnlyList<Person> InGroup(string group) => [.. Snapshot.InGroup(group).Where(IsActive)];

    /// <summary>The ids of the groups that a person is in.</summary>
    public IReadOnlyList<string> GroupsOf(string personId) => [.. Snapshot.Groups.Where(group => group.Members.Contains(personId)).Select(group => group.Id)];

    /// <summary>A grade by id; null when there is none.</summary>
    public Grade? Grade(string id) => Snapshot.Grade(id);

    /// <summary>How high somebody's grade is; null without a grade or for one that is not in the list of grades.</summary>
    public int? RankOf(Person person) => person.Grade is { } grade ? Snapshot.Grade(grade)?.Rank : null;

    /// <summary>The active head of a department of a company; null when it has none or the head has left.</summary>
    public Person? HeadOf(string? company, string department)
    {
        var snapshot = Snapshot;
        return snapshot.HeadOf(company, department) is { } id && snapshot.Find(id) is { } head && IsActive(head) ? head : null;
    }

    /// <summary>The active managers above a person, nearest first.</summary>
    public IReadOnlyList<Person> ManagersOf(Person person)
    {
        var managers = new List<Person>();
        for (var manager = ManagerOf(person); manager is not null && !managers.Contains(manager); manager = ManagerOf(manager)) managers.Add(manager);
        return managers;
    }

    /// <summary>The manager; where that one has left, the next one up who has not. Null at the top.</summary>
    public Person? ManagerOf(Person person)
    {
        var snapshot = Snapshot;
        var seen = new HashSet<string> { person.Id };
        for (var id = person.ManagerId; id is not null && seen.Add(id) && snapshot.Find(id) is { } manager; id = manager.ManagerId)
        {
            if (IsActive(manager)) return manager;
        }

        return null;
    }

    /// <summary>The manager <paramref name="levels"/> up: 0 is the person, 1 the manager, 2 the manager's manager. Null above the top.</summary>
    public Person? LevelsUp(Person person, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        var found = person;
        for (var level = 0; level < levels && found is not null; level++) found = ManagerOf(found);
        return found;
    }

    /// <summary>The whole tree below a person, nearest first, leavers included; without the person.</summary>
    public IReadOnlyList<Person> Reports(Person person) => Snapshot.Reports(person);

    /// <summary>The others who report to a person's manager, leavers included.</summary>
    public IEnumerable<Person> TeamOf(Person person) => person.ManagerId is { } manager ? Snapshot.DirectReports(manager).Where(colleague => colleague.Id != person.Id) : [];

    public Company? Company(string id) => Snapshot.Company(id);

    /// <summary>A working calendar by id; null when there is none. <c>standard</c> always exists.</summary>
    public WorkingCalendar? Calendar(string id) => Snapshot.Calendar(id);

    public WorkingCalendar CalendarOf(Person person) => Snapshot.Calendar(person.Calendar) ?? WorkingCalendar.Standard;

    public TimeZoneInfo ZoneOf(Person person) => TimeZoneInfo.FindSystemTimeZoneById(person.TimeZone);

    /// <summary>The day it is where the person is.</summary>
    public DateOnly TodayOf(Person person) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), ZoneOf(person)).DateTime);

    /// <summary>A value that changes when the person's roles, address or leaving day change: sessions that began under another one are over. Null for nobody.</summary>
    public string? SecurityStamp(string id) => Snapshot.SecurityStamp(id);

    /// <summary>Takes over the latest committed state, for changes that were made by another process.</summary>
    public Task ReloadAsync(CancellationToken ct) => _kept.ReloadAsync(ct);

    /// <inheritdoc cref="Kept{TState}.RefreshAsync"/>
    internal Task RefreshAsync(Transaction transaction, CancellationToken ct) => _kept.RefreshAsync(transaction, ct);
}
