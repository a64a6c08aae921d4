using System.Data.Common;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

/// <summary>Everything in the register, keyed as the tables are. Imports change a copy and write the difference.</summary>
internal sealed class PeopleRows
{
    private const string CalendarsSql = "SELECT id, working_week FROM calendars";
    private const string HolidaysSql = "SELECT calendar, day, name, free_half FROM holidays";
    private const string CompaniesSql = "SELECT id, name, time_zone, calendar, currency FROM companies";
    private const string PeopleSql =
        "SELECT id, name, email, manager_id, company, time_zone, calendar, language, grade, department, left_on, security_stamp FROM people";
    private const string GradesSql = "SELECT id, rank, name FROM grades";
    private const string DepartmentsSql = "SELECT company, id, name, head_id FROM departments";
    private const string GroupsSql = "SELECT id, name FROM people_groups";
    private const string MembersSql = "SELECT group_id, person_id FROM people_group_members";
    private const string RolesSql = "SELECT person_id, role FROM person_roles";

    public Dictionary<string, CalendarRow> Calendars { get; private init; } = [];

    public Dictionary<(string Calendar, DateOnly Day), HolidayRow> Holidays { get; private init; } = [];

    public Dictionary<string, CompanyRow> Companies { get; private init; } = [];

    public Dictionary<string, PersonRow> People { get; private init; } = [];

    public Dictionary<string, GradeRow> Grades { get; private init; } = [];

    public Dictionary<(string Company, string Id), DepartmentRow> Departments { get; private init; } = [];

    public Dictionary<string, GroupRow> Groups { get; private init; } = [];

    public PeopleRows Copy() => new()
    {
        Calendars = new(Calendars), Holidays = new(Holidays), Companies = new(Companies), People = new(People), Grades = new(Grades), Departments = new(Departments), Groups = new(Groups),
    };

    public static async Task<PeopleRows> ReadAsync(Transaction transaction, CancellationToken ct) => From(
        await transaction.QueryAsync<CalendarRow>(CalendarsSql, null, ct),
        await transaction.QueryAsync<HolidayRow>(HolidaysSql, null, ct),
        await transaction.QueryAsync<CompanyRow>(CompaniesSql, null, ct),
        await transaction.QueryAsync<PersonRow>(PeopleSql, null, ct),
        await transaction.QueryAsync<RoleRow>(RolesSql, null, ct),
        await transaction.QueryAsync<GradeRow>(GradesSql, null, ct),
        await transaction.QueryAsync<DepartmentRow>(DepartmentsSql, null, ct),
        await transaction.QueryAsync<GroupRow>(GroupsSql, null, ct),
        await transaction.QueryAsync<MemberRow>(MembersSql, null, ct));

    /// <param name="connection">In a transaction, so that the tables fit together.</param>
    public static PeopleRows Read(DbConnection connection) => From(
        connection.Query<CalendarRow>(CalendarsSql),
        connection.Query<HolidayRow>(HolidaysSql),
        connection.Query<CompanyRow>(CompaniesSql),
        connection.Query<PersonRow>(PeopleSql),
        connection.Query<RoleRow>(RolesSql),
        connection.Query<GradeRow>(GradesSql),
        connection.Query<DepartmentRow>(DepartmentsSql),
        connection.Query<GroupRow>(GroupsSql),
        connection.Query<MemberRow>(MembersSql));

    /// <summary>From here to the end of the transaction nobody else changes the register: imports compare what they read with what they write.</summary>
    public static void Lock(Transaction transaction) => transaction.Lock("people");

    /// <summary>Writes what differs from <paramref name="before"/>. Rows are added and changed, never removed.</summary>
    public async Task WriteAsync(Transaction transaction, PeopleRows before, CancellationToken ct)
    {
        foreach (var row in Changed(Calendars, before.Calendars))
        {
            await transaction.ExecuteAsync(
                "INSERT INTO calendars (id, working_week) VALUES (@Id, @WorkingWeek) ON CONFLICT (id) DO UPDATE SET working_week = excluded.working_week", row, ct);
        }

        foreach (var row in Changed(Holidays, before.Holidays))
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO holidays (calendar, day, name, free_half) VALUES (@Calendar, @Day, @Name, @FreeHalf)
                ON CONFLICT (calendar, day) DO UPDATE SET name = excluded.name, free_half = excluded.free_half
                """,
                row,
                ct);
        }

        foreach (var row in Changed(Companies, before.Companies))
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO companies (id, name, time_zone, calendar, currency) VALUES (@Id, @Name, @TimeZone, @Calendar, @Currency)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, calendar = excluded.calendar, currency = excluded.currency
                """,
                row,
                ct);
        }

        await WritePeopleAsync(transaction, before, ct);
        await WriteOrganisationAsync(transaction, before, ct);
    }

    private async Task WriteOrganisationAsync(Transaction transaction, PeopleRows before, CancellationToken ct)
    {
        foreach (var row in Changed(Grades, before.Grades))
        {
            await transaction.ExecuteAsync(
                "INSERT INTO grades (id, rank, name) VALUES (@Id, @Rank, @Name) ON CONFLICT (id) DO UPDATE SET rank = excluded.rank, name = excluded.name", row, ct);
        }

        foreach (var row in Changed(Departments, before.Departments))
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO departments (company, id, name, head_id) VALUES (@Company, @Id, @Name, @HeadId)
                ON CONFLICT (company, id) DO UPDATE SET name = excluded.name, head_id = excluded.head_id
                """,
                row,
                ct);
        }

        foreach (var row in Changed(Groups, before.Groups))
        {
            await transaction.ExecuteAsync("INSERT INTO people_groups (id, name) VALUES (@Id, @Name) ON CONFLICT (id) DO UPDATE SET name = excluded.name", row, ct);
            await transaction.ExecuteAsync("DELETE FROM people_group_members WHERE group_id = @Id", new { row.Id }, ct);
            foreach (var member in row.MemberList)
            {
                await transaction.ExecuteAsync("INSERT INTO people_group_members (group_id, person_id) VALUES (@Id, @member)", new { row.Id, member }, ct);
            }
        }
    }

    private async Task WritePeopleAsync(Transaction transaction, PeopleRows before, CancellationToken ct)
    {
        var changed = Changed(People, before.People);
        // Addresses may pass from one person to another in the same import; the column is unique at every step, so they are let go first.
        foreach (var row in changed.Where(row => before.People.TryGetValue(row.Id, out var old) && old.Email != row.Email))
        {
            await transaction.ExecuteAsync("UPDATE people SET email = id WHERE id = @Id", new { row.Id }, ct);
        }

        foreach (var row in changed)
        {
            // Whoever moves takes their leave along: who is away in a department is read from there.
            if (before.People.TryGetValue(row.Id, out var old) && old.Department != row.Department)
                transaction.Defer("UPDATE leave_register SET department = @Department WHERE person_id = @Id", new { row.Department, row.Id });
            await transaction.ExecuteAsync(
                """
                INSERT INTO people (id, name, email, manager_id, company, time_zone, calendar, language, grade, department, left_on, security_stamp)
                VALUES (@Id, @Name, @Email, @ManagerId, @Company, @TimeZone, @Calendar, @Language, @Grade, @Department, @LeftOn, @SecurityStamp)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, manager_id = excluded.manager_id, company = excluded.company,
                    time_zone = excluded.time_zone, calendar = excluded.calendar, language = excluded.language, grade = excluded.grade,
                    department = excluded.department, left_on = excluded.left_on, security_stamp = excluded.security_stamp
                """,
                row,
                ct);
            await transaction.ExecuteAsync("DELETE FROM person_roles WHERE person_id = @Id", new { row.Id }, ct);
            foreach (var role in row.RoleList)
            {
                await transaction.ExecuteAsync("INSERT INTO person_roles (person_id, role) VALUES (@Id, @role)", new { row.Id, role }, ct);
            }
        }
    }

    private static PeopleRows From(
        IEnumerable<CalendarRow> calendars,
        IEnumerable<HolidayRow> holidays,
        IEnumerable<CompanyRow> companies,
        IEnumerable<PersonRow> people,
        IEnumerable<RoleRow> roles,
        IEnumerable<GradeRow> grades,
        IEnumerable<DepartmentRow> departments,
        IEnumerable<GroupRow> groups,
        IEnumerable<MemberRow> members)
    {
        var rolesOf = roles.ToLookup(row => row.PersonId, row => row.Role);
        var membersOf = members.ToLookup(row => row.GroupId, row => row.PersonId);
        return new PeopleRows
        {
            Calendars = calendars.ToDictionary(row => row.Id),
            Holidays = holidays.ToDictionary(row => (row.Calendar, row.Day)),
            Companies = companies.ToDictionary(row => row.Id),
            People = people.Select(row => row with { Roles = string.Join(';', rolesOf[row.Id].Order(StringComparer.Ordinal)) }).ToDictionary(row => row.Id),
            Grades = grades.ToDictionary(row => row.Id),
            Departments = departments.ToDictionary(row => (row.Company, row.Id)),
            Groups = groups.Select(row => row with { Members = string.Join(';', membersOf[row.Id].Order(StringComparer.Ordinal)) }).ToDictionary(row => row.Id),
        };
    }

    private static List<TRow> Changed<TKey, TRow>(Dictionary<TKey, TRow> now, Dictionary<TKey, TRow> before)
        where TKey : notnull
        where TRow : class =>
        [.. now.Where(entry => !Equals(before.GetValueOrDefault(entry.Key), entry.Value)).Select(entry => entry.Value)];

    private sealed record RoleRow
    {
        public required string PersonId { get; init; }

        public required string Role { get; init; }
    }

    private sealed record MemberRow
    {
        public required string GroupId { get; init; }

        public required string PersonId { get; init; }
    }
}
