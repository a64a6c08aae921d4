using Workflows.Activities.Calendar;

namespace Workflows.Activities.People;

/// <summary>The lines of one people.csv: each read on its own first, then checked against each other and against everybody who is there already.</summary>
internal sealed class PersonImport(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after, ImportAuthority authority, TimeProvider time)
{
    private static readonly string[] Languages = ["en", "id"];

    // The people of this file, by id, with the line that each comes from.
    private readonly Dictionary<string, CsvRow> _lines = [];

    public ImportCount Apply()
    {
        var idsByEmail = before.People.Values.ToDictionary(person => person.Email, person => person.Id);
        foreach (var row in rows)
        {
            if (ReadEmail(row) is not { } email || ReadId(row, email, idsByEmail) is not { } id) continue;
            if (_lines.TryGetValue(id, out var earlier))
            {
                row.Report("email", $"this is the person of line {earlier.Line} again. Keep one of the two lines.");
                continue;
            }

            _lines.Add(id, row);
            after.People[id] = ReadPerson(row, before.People.GetValueOrDefault(id) ?? new PersonRow { Id = id, Name = "", Email = "", Roles = "employee" }, email);
        }

        var emails = CheckEmails();
        foreach (var (id, row) in _lines) SetManager(id, row, emails);
        CheckCircles();
        foreach (var (id, row) in _lines) CheckAuthority(row, before.People.GetValueOrDefault(id), after.People[id]);
        CheckAdministrator();
        return Count();
    }

    private static string? ReadEmail(CsvRow row)
    {
        var email = (row["email"] ?? "").ToLowerInvariant();
        if (RegisterText.IsEmail(email)) return email;
        row.Report("email", email.Length == 0 ? "is empty. Write the person's e-mail address." : $"'{email}' is not an e-mail address. Write it like emma@example.test.");
        return null;
    }

    private string? ReadId(CsvRow row, string email, Dictionary<string, string> idsByEmail)
    {
        var known = idsByEmail.GetValueOrDefault(email);
        if (row["id"] is not { Length: > 0 } id) return known ?? FreeId(email);
        if (!RegisterText.IsId(id))
        {
            row.Report("id", $"'{id}' is not an id. Write up to 40 lower-case letters and digits, with hyphens between, for example emma-rossi.");
            return null;
        }

        // Two lines that swap addresses both name people who are there already; a new id for a known address is a mistake.
        if (known is null || known == id || before.People.ContainsKey(id)) return id;
        row.Report("id", $"{email} belongs to '{known}', and ids do not change. Write {known} or leave the id out.");
        return null;
    }

    private string FreeId(string email)
    {
        var wanted = RegisterText.IdFrom(email[..email.IndexOf('@')]);
        if (wanted.Length == 0) wanted = "person";
        var taken = rows.Select(row => row["id"]).ToHashSet();
        var id = wanted;
        for (var number = 2; after.People.ContainsKey(id) || taken.Contains(id); number++) id = $"{wanted}-{number}";
        return id;
    }

    private PersonRow ReadPerson(CsvRow row, PersonRow person, string email) => person with
    {
        Email = email,
        Name = Required(row, "name"),
        Roles = ReadRoles(row) ?? person.Roles,
        Company = ReadCompany(row, person),
        TimeZone = Checked(row, "time_zone", person.TimeZone, RegisterText.IsTimeZone, "is not a time zone. Write its IANA name, for example Europe/Rome, or leave it empty for the company's."),
        Calendar = ReadCalendar(row, person),
        Language = Checked(row, "language", person.Language, text => Languages.Contains(text), "is not a language of this program. Write en or id.") ?? "en",
        Grade = Checked(row, "grade", person.Grade, RegisterText.IsShort, "is too long. Write at most 200 characters."),
        Department = Checked(row, "department", person.Department, RegisterText.IsShort, "is too long. Write at most 200 characters."),
        LeftOn = ReadLeftOn(row, person),
    };

    private static string Required(CsvRow row, string column)
    {
        var text = row[column] ?? "";
        if (text.Length == 0) row.Report(column, "is empty. Fill it in.");
        if (!RegisterText.IsShort(text)) row.Report(column, "is too long. Write at most 200 characters.");
        return text;
    }

    private static string? Checked(CsvRow row, string column, string? current, Func<string, bool> isGood, string otherwise)
    {
        if (row[column] is not { } text) return current;
        if (text.Length == 0) return null;
        if (!isGood(text)) row.Report(column, $"'{text}' {otherwise}");
        return text;
    }

    private static string? ReadRoles(CsvRow row)
    {
        if (row["roles"] is not { } text) return null;

        var roles = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var role in roles.Where(role => !RegisterText.IsId(role)))
        {
            var suggestion = RegisterText.IdFrom(role) is { Length: > 0 } id ? id : "process-owner";
            row.Report("roles", $"'{role}' is not a role. Write it in lower case with hyphens, for example {suggestion}, and put a semicolon between two roles.");
        }

        return roles.Length == 0 ? "employee" : string.Join(';', roles.Distinct().Order(StringComparer.Ordinal));
    }

    private string? ReadCompany(CsvRow row, PersonRow person)
    {
        var text = row["company"] ?? person.Company ?? "";
        if (after.Companies.ContainsKey(text)) return text;
        if (text.Length > 0)
        {
            row.Report("company", after.Companies.Count == 0
                ? $"there is no company '{text}', nor any other. Import companies.csv first, or together with this file."
                : $"there is no company '{text}'. Name one of {string.Join(", ", after.Companies.Keys.Order(StringComparer.Ordinal))}, or add it to companies.csv.");
            return text;
        }

        if (after.Companies.Count > 1) row.Report("company", $"is empty. Name one of {string.Join(", ", after.Companies.Keys.Order(StringComparer.Ordinal))}.");
        return after.Companies.Count == 1 ? after.Companies.Keys.Single() : null;
    }

    private string? ReadCalendar(CsvRow row, PersonRow person)
    {
        if (row["calendar"] is not { } text) return person.Calendar;
        if (text.Length > 0) CompanyImport.CheckCalendar(row, text, after);
        return text.Length == 0 ? null : text;
    }

    private static DateOnly? ReadLeftOn(CsvRow row, PersonRow person)
    {
        if (row["left_on"] is not { } text) return person.LeftOn;
        if (text.Length == 0) return null;
        if (IsoDay.TryParse(text, "left_on", out var day, out var error)) return day;
        row.Report("left_on", error["left_on: ".Length..]);
        return null;
    }

    private Dictionary<string, string> CheckEmails()
    {
        var ids = new Dictionary<string, string>();
        // Those who are not in this file come first: it is the file that must give way.
        foreach (var person in after.People.Values.OrderBy(person => _lines.GetValueOrDefault(person.Id)?.Line ?? 0))
        {
            if (ids.TryAdd(person.Email, person.Id)) continue;
            var owner = ids[person.Email];
            _lines[person.Id].Report("email", _lines.TryGetValue(owner, out var other)
                ? $"{person.Email} is on line {other.Line} already. Everybody has their own address."
                : $"{person.Email} belongs to '{owner}' already. Everybody has their own address.");
        }

        return ids;
    }

    private void SetManager(string id, CsvRow row, Dictionary<string, string> emails)
    {
        if (row["manager"] is not { } text) return;

        var manager = text.Length == 0 ? null : emails.GetValueOrDefault(text.ToLowerInvariant()) ?? text;
        if (manager is not null && !after.People.ContainsKey(manager))
        {
            row.Report("manager", $"there is nobody with the address or id '{text}'. Write the manager's e-mail address, and give the manager a line of their own.");
            return;
        }

        after.People[id] = after.People[id] with { ManagerId = manager };
    }

    private void CheckCircles()
    {
        var cleared = new HashSet<string>();
        foreach (var start in _lines.Keys)
        {
            var path = new List<string>();
            for (var id = start; id is not null && !cleared.Contains(id); id = after.People.GetValueOrDefault(id)?.ManagerId)
            {
                if (path.IndexOf(id) is >= 0 and var first)
                {
                    ReportCircle(path[first..]);
                    break;
                }

                path.Add(id);
            }

            cleared.UnionWith(path);
        }
    }

    private void ReportCircle(List<string> circle)
    {
        var names = string.Join(" -> ", circle.Append(circle[0]).Select(id => after.People[id].Name));
        var row = circle.Where(_lines.ContainsKey).Select(id => _lines[id]).MinBy(row => row.Line) ?? rows[0];
        row.Report("manager", circle.Count == 1
            ? $"{after.People[circle[0]].Name} cannot be their own manager. Name another one, or leave it empty at the top."
            : $"{names} is a circle of managers. Give one of them another manager, or none.");
    }

    private void CheckAuthority(CsvRow row, PersonRow? old, PersonRow person)
    {
        if (old == person) return;
        if (old is not null && !authority.MayChange(PersonOf(old))) row.Report("email", $"you may not change {old.Name}. Ask somebody who can see this person.");
        var isRealCompany = person.Company is null || after.Companies.ContainsKey(person.Company);
        if (isRealCompany && old?.Company != person.Company && !authority.MayAddTo(person.Company)) row.Report("company", $"you may not add people to '{person.Company}'. Ask somebody of that company.");

        var held = old?.RoleList ?? [];
        foreach (var role in held.Except(person.RoleList).Union(person.RoleList.Except(held)).Where(role => !authority.MayGrant(role)))
        {
            row.Report("roles", $"you may not give or take the role '{role}'. Ask somebody who has its rights.");
        }

        // Whoever sets the address receives the sign-in code.
        if (old is not null && (old.Email != person.Email || old.LeftOn != person.LeftOn) && held.Any(role => !authority.MayGrant(role)))
        {
            row.Report("email", $"{old.Name} has rights that you do not have, so you may not change their address or leaving day.");
        }
    }

    private static Person PersonOf(PersonRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Email = row.Email,
        Roles = row.RoleList,
        ManagerId = row.ManagerId,
        Company = row.Company,
        TimeZone = row.TimeZone ?? "UTC",
        Calendar = row.Calendar ?? WorkingCalendar.Standard.Id,
        Language = row.Language,
        Grade = row.Grade,
        Department = row.Department,
        LeftOn = row.LeftOn,
    };

    private void CheckAdministrator()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (!before.People.Values.Any(IsAdministrator) || after.People.Values.Any(IsAdministrator)) return;
        var lost = _lines.First(line => before.People.TryGetValue(line.Key, out var person) && IsAdministrator(person)).Value;
        lost.Report("roles", "nobody would have the role 'admin' any more. Give it to somebody else first.");

        bool IsAdministrator(PersonRow person) => person.RoleList.Contains("admin") && (person.LeftOn is not { } left || today < left);
    }

    private ImportCount Count()
    {
        var (added, changed) = (0, 0);
        foreach (var id in _lines.Keys)
        {
            var old = before.People.GetValueOrDefault(id);
            after.People[id] = after.People[id].StampedAfter(old);
            if (old is null) added++;
            else if (old != after.People[id]) changed++;
        }

        return new ImportCount(file, added, changed, _lines.Count - added - changed);
    }
}
