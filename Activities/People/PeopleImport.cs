using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

/// <summary>Loads people, companies, holidays, calendars, grades, departments and groups from CSV files: all of it in one transaction, or nothing and the list of everything that is wrong.</summary>
/// <remarks>
/// What a file does not mention stays as it is: people without a line, and columns that the file does not have. An empty cell empties the field.
/// Lines are matched by id, or by e-mail address where the file has no ids. Files of one import may refer to each other.
/// </remarks>
public sealed class PeopleImport(Database database, PeopleDirectory directory, TimeProvider time)
{
    // In the order in which they build on each other.
    private static readonly FileKind[] Kinds =
    [
        new("calendars", ["id", "working_week"], ["id", "working_week"]),
        new("holidays", ["calendar", "day", "name", "half"], ["calendar", "day", "name"]),
        new("grades", ["id", "rank", "name"], ["id", "rank"]),
        new("companies", ["id", "name", "time_zone", "calendar", "currency"], ["id", "name", "time_zone", "currency"]),
        new(
            "people",
            ["name", "email", "roles", "manager", "company", "time_zone", "calendar", "language", "grade", "department", "id", "left_on"],
            ["name", "email"]),
        new("departments", ["id", "company", "name", "head"], ["id", "head"]),
        new("groups", ["id", "name", "members"], ["id", "members"]),
    ];

    /// <summary>Imports without limits, for those who hold the machine.</summary>
    public Task<ImportResult> ImportAsync(IReadOnlyList<CsvFile> files, CancellationToken ct) => ImportAsync(files, ImportAuthority.Unlimited, ct);

    public async Task<ImportResult> ImportAsync(IReadOnlyList<CsvFile> files, ImportAuthority authority, CancellationToken ct)
    {
        // Problems of form and of content are reported together: one round of corrections, not one per kind.
        var problems = new List<CsvProblem>();
        var read = files.Select(file => (file.Name, Kind: KindOf(file), File: file))
            .Select(file => (file.Name, file.Kind, Rows: CsvTable.Read(file.File, file.Kind.Columns, file.Kind.Required, problems)))
            .OrderBy(file => Array.IndexOf(Kinds, file.Kind))
            .ToList();
        return await database.WriteAsync(
            async transaction =>
            {
                PeopleRows.Lock(transaction);
                var before = await PeopleRows.ReadAsync(transaction, ct);
                var after = before.Copy();
                var counts = read.Select(file => Apply(file.Name, file.Kind, file.Rows, before, after, authority, problems)).ToList();
                if (problems.Count > 0) return new ImportResult([], InOrder(problems, files));

                await after.WriteAsync(transaction, before, ct);
                await directory.RefreshAsync(transaction, ct);
                return new ImportResult(counts, []);
            },
            ct);
    }

    private ImportCount Apply(
        string name, FileKind kind, List<CsvRow> rows, PeopleRows before, PeopleRows after, ImportAuthority authority, List<CsvProblem> problems)
    {
        if (kind.Name == "people") return new PersonImport(name, rows, before, after, authority, time).Apply();
        if (!authority.MayChangeCompanies)
        {
            problems.Add(new CsvProblem(name, 1, "header", $"you may not change {kind.Name}. Ask somebody who sees all companies."));
            return new ImportCount(name, 0, 0, 0);
        }

        return kind.Name switch
        {
            "calendars" => CompanyImport.Calendars(name, rows, before, after),
            "holidays" => CompanyImport.Holidays(name, rows, before, after),
            "grades" => OrganisationImport.Grades(name, rows, before, after),
            "departments" => OrganisationImport.Departments(name, rows, before, after),
            "groups" => OrganisationImport.Groups(name, rows, before, after),
            _ => CompanyImport.Companies(name, rows, before, after),
        };
    }

    /// <summary>By the file's name, and by its columns where the name does not tell.</summary>
    private static FileKind KindOf(CsvFile file)
    {
        if (Array.Find(Kinds, kind => Path.GetFileName(file.Name).StartsWith(kind.Name, StringComparison.OrdinalIgnoreCase)) is { } named) return named;
        var header = CsvTable.HeaderOf(file);
        return Kinds.Reverse().MaxBy(kind => header.Count == 0 ? 0 : kind.Columns.Intersect(header).Count() - header.Except(kind.Columns).Count())!;
    }

    private static List<CsvProblem> InOrder(List<CsvProblem> problems, IReadOnlyList<CsvFile> files)
    {
        var names = files.Select(file => file.Name).ToList();
        return [.. problems.OrderBy(problem => names.IndexOf(problem.File)).ThenBy(problem => problem.Line)];
    }

    private sealed record FileKind(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Required);
}
