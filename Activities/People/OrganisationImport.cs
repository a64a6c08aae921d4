using System.Globalization;

namespace Workflows.Activities.People;

/// <summary>The lines of grades.csv, departments.csv and groups.csv: what approver rules name besides people and roles.</summary>
internal static class OrganisationImport
{
    public static ImportCount Grades(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => CompanyImport.Each(file, rows, before.Grades, after.Grades, row =>
    {
        var id = row["id"] ?? "";
        if (id.Length is 0 or > 40 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            row.Report("id", $"'{id}' is not a grade. Write up to 40 letters, digits and hyphens, for example M2.");
            return null;
        }

        if (!int.TryParse(row["rank"], NumberStyles.None, CultureInfo.InvariantCulture, out var rank))
        {
            row.Report("rank", $"'{row["rank"]}' is not a rank. Write a whole number; a higher grade has a higher one.");
            return null;
        }

        return (id, new GradeRow { Id = id, Rank = rank, Name = NameOf(row, id) });
    });

    public static ImportCount Departments(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => CompanyImport.Each(file, rows, before.Departments, after.Departments, row =>
    {
        var id = row["id"] ?? "";
        if (id.Length == 0 || !RegisterText.IsShort(id))
        {
            row.Report("id", "is empty or too long. Write the department as people.csv does.");
            return null;
        }

        var company = row["company"] is { Length: > 0 } given ? given : after.Companies.Count == 1 ? after.Companies.Keys.Single() : "";
        if (company.Length == 0 ? after.Companies.Count > 0 : !after.Companies.ContainsKey(company))
        {
            row.Report("company", $"there is no company '{company}'. Name one of {string.Join(", ", after.Companies.Keys.Order(StringComparer.Ordinal))}.");
            return null;
        }

        var head = row["head"] is { Length: > 0 } text ? PersonIn(row, "head", text, after) : null;
        return ((company, id), new DepartmentRow { Company = company, Id = id, Name = NameOf(row, id), HeadId = head });
    });

    /// <remarks>The members of a line replace those that the group had.</remarks>
    public static ImportCount Groups(string file, List<CsvRow> rows, PeopleRows before, PeopleRows after) => CompanyImport.Each(file, rows, before.Groups, after.Groups, row =>
    {
        if (CompanyImport.Id(row, "id") is not { } id) return null;
        var members = (row["members"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(member => PersonIn(row, "members", member, after));
        return (id, new GroupRow { Id = id, Name = NameOf(row, id), Members = string.Join(';', members.OfType<string>().Distinct().Order(StringComparer.Ordinal)) });
    });

    private static string NameOf(CsvRow row, string id)
    {
        var name = row["name"] is { Length: > 0 } given ? given : id;
        if (!RegisterText.IsShort(name)) row.Report("name", "is too long. Write at most 200 characters.");
        return name;
    }

    private static string? PersonIn(CsvRow row, string column, string text, PeopleRows after)
    {
        var email = text.ToLowerInvariant();
        var person = after.People.GetValueOrDefault(text) ?? after.People.Values.FirstOrDefault(candidate => candidate.Email == email);
        if (person is null) row.Report(column, $"there is nobody with the address or id '{text}'. Write an e-mail address or id of somebody in people.csv.");
        return person?.Id;
    }
}
