namespace Workflows.Activities.People;

/// <summary>Two small companies to try things with, in Milan and in Jakarta. Shipped as CSV files that go through the same import as anybody's.</summary>
/// <remarks>Indonesian holidays of 2027 that follow the moon are the expected days; the government fixes them late in the year before.</remarks>
public sealed class DemoCompany(PeopleImport import, PeopleDirectory directory)
{
    /// <summary>The one who runs the demo: role admin.</summary>
    public const string AdministratorId = "ivan";

    private const string AdministratorEmail = "ivan@example.test";

    public bool IsLoaded => directory.Find(AdministratorId)?.Email == AdministratorEmail;

    /// <summary>Loads the demo company into an empty directory.</summary>
    /// <returns>False, and nothing done, when there are people already.</returns>
    public async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (directory.All.Count > 0) return false;

        var result = await import.ImportAsync([.. new[] { "holidays.csv", "grades.csv", "companies.csv", "people.csv", "departments.csv", "groups.csv" }.Select(Shipped)], ct);
        if (!result.Succeeded) throw new InvalidOperationException($"The demo company does not load. {string.Join(' ', result.Problems)}");
        return true;
    }

    private static CsvFile Shipped(string name)
    {
        using var stream = typeof(DemoCompany).Assembly.GetManifestResourceStream($"Workflows.Activities.People.Demo.{name}")
            ?? throw new InvalidOperationException($"The program was built without {name} of the demo company.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new CsvFile(name, content);
    }
}
