using Workflows.Activities.Calendar;

namespace Workflows.Activities.People;

/// <summary>One state of the register, ready for reading. Never changes.</summary>
internal sealed class PeopleSnapshot
{
    private readonly Dictionary<string, Person> _byId;
    private readonly Dictionary<string, Person> _byEmail;
    private readonly Dictionary<string, Person[]> _byRole;
    private readonly ILookup<string, Person> _byManager;
    private readonly Dictionary<string, Company> _companies;
    private readonly Dictionary<string, WorkingCalendar> _calendars;
    private readonly Dictionary<string, string> _stamps;
    private readonly Dictionary<string, Grade> _grades;
    private readonly Dictionary<(string Company, string Id), DepartmentRow> _departments;
    private readonly Dictionary<string, GroupRow> _groups;

    public PeopleSnapshot(PeopleRows rows)
    {
        var holidays = rows.Holidays.Values.ToLookup(row => row.Calendar, row => new Holiday(row.Day, row.Name, HalfIn(row.FreeHalf)));
        _calendars = rows.Calendars.Values.ToDictionary(row => row.Id, row => new WorkingCalendar(row.Id, WorkingWeek.Parse(row.WorkingWeek), holidays[row.Id]));
        _calendars.TryAdd(WorkingCalendar.Standard.Id, WorkingCalendar.Standard);
        _companies = rows.Companies.Values.ToDictionary(row => row.Id, row => new Company(row.Id, row.Name, row.TimeZone, row.Calendar, row.Currency));
        Companies = [.. _companies.Values.OrderBy(company => company.Id, StringComparer.Ordinal)];
        All = [.. rows.People.Values.OrderBy(row => row.Id, StringComparer.Ordinal).Select(PersonIn)];
        _byId = All.ToDictionary(person => person.Id);
        _byEmail = All.ToDictionary(person => person.Email);
        _byRole = All.SelectMany(person => person.Roles, (person, role) => (person, role)).GroupBy(pair => pair.role, pair => pair.person)
            .ToDictionary(group => group.Key, group => group.ToArray());
        _byManager = All.Where(person => person.ManagerId is not null).ToLookup(person => person.ManagerId!);
        _grades = rows.Grades.Values.ToDictionary(row => row.Id, row => new Grade(row.Id, row.Rank, row.Name));
        _departments = rows.Departments;
        _groups = rows.Groups;
        Grades = [.. _grades.Values.OrderBy(grade => grade.Rank).ThenBy(grade => grade.Id, StringComparer.Ordinal)];
        Departments = [.. rows.Departments.Values.OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => new Department(row.Company.Length == 0 ? null : row.Company, row.Id, row.Name, row.HeadId))];
        Groups = [.. rows.Groups.Values.OrderBy(row => row.Id, StringComparer.Ordinal).Select(row => new PeopleGroup(row.Id, row.Name, row.MemberList))];
        _stamps = rows.People.Values.ToDictionary(row => row.Id, row => row.SecurityStamp);
    }

    public IReadOnlyList<Person> All { get; }

    public IReadOnlyList<Company> Companies { get; }

    public IReadOnlyList<Grade> Grades { get; }

    public IReadOnlyList<Department> Departments { get; }

    public IReadOnlyList<PeopleGroup> Groups { get; }

    public Grade? Grade(string id) => _grades.GetValueOrDefault(id);

    public string? HeadOf(string? company, string department) => _departments.GetValueOrDefault((company ?? "", department))?.HeadId;

    public IReadOnlyList<Person> InGroup(string group) => [.. (_groups.GetValueOrDefault(group)?.MemberList ?? []).Select(Find).OfType<Person>()];

    public Person? Find(string id) => _byId.GetValueOrDefault(id);

    public Person? FindByEmail(string email) => _byEmail.GetValueOrDefault(email.Trim().ToLowerInvariant());

    public IReadOnlyList<Person> InRole(string role) => _byRole.GetValueOrDefault(role) ?? [];

    public Company? Company(string id) => _companies.GetValueOrDefault(id);

    public WorkingCalendar? Calendar(string id) => _calendars.GetValueOrDefault(id);

    public string? SecurityStamp(string id) => _stamps.GetValueOrDefault(id);

    public IEnumerable<Person> DirectReports(string managerId) => _byManager[managerId];

    public IReadOnlyList<Person> Reports(Person person)
    {
        var found = new List<Person>();
        var seen = new HashSet<string> { person.Id };
        var waiting = new Queue<Person>([person]);
        while (waiting.TryDequeue(out var manager))
        {
            foreach (var report in _byManager[manager.Id].Where(report => seen.Add(report.Id)))
            {
                found.Add(report);
                waiting.Enqueue(report);
            }
        }

        return found;
    }

    private static DayHalf? HalfIn(string? text) => text switch { "morning" => DayHalf.Morning, "afternoon" => DayHalf.Afternoon, _ => null };

    private Person PersonIn(PersonRow row)
    {
        var company = row.Company is null ? null : Company(row.Company);
        return new Person
        {
            Id = row.Id,
            Name = row.Name,
            Email = row.Email,
            Roles = row.RoleList,
            ManagerId = row.ManagerId,
            Company = row.Company,
            TimeZone = row.TimeZone ?? company?.TimeZone ?? "UTC",
            Calendar = row.Calendar ?? company?.Calendar ?? WorkingCalendar.Standard.Id,
            Language = row.Language,
            Grade = row.Grade,
            Department = row.Department,
            LeftOn = row.LeftOn,
        };
    }
}
