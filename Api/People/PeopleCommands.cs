using Workflows.Activities.People;

namespace Workflows.Api.People;

/// <summary><c>import-people &lt;file or folder&gt;</c>.</summary>
public static class PeopleCommands
{
    private static readonly string[] Names = ["calendars.csv", "holidays.csv", "grades.csv", "companies.csv", "people.csv", "departments.csv", "groups.csv"];

    /// <param name="path">One CSV file, or a folder whose calendars.csv, holidays.csv, grades.csv, companies.csv, people.csv, departments.csv and groups.csv are imported together.</param>
    /// <param name="output">Gets one line per file, or one line per problem.</param>
    /// <returns>The exit code: 0 when everything was imported, 1 when nothing was.</returns>
    public static async Task<int> ImportAsync(string path, TextWriter output, PeopleImport import, CancellationToken ct)
    {
        var paths = Directory.Exists(path) ? [.. Names.Select(name => Path.Combine(path, name)).Where(File.Exists)] : new[] { path };
        if (paths.Length == 0 || !Array.TrueForAll(paths, File.Exists))
        {
            await output.WriteLineAsync($"{path}: there is no such file, nor a folder with people.csv in it.");
            return 1;
        }

        var files = new List<CsvFile>();
        foreach (var file in paths) files.Add(new CsvFile(Path.GetFileName(file), await File.ReadAllBytesAsync(file, ct)));

        var result = await import.ImportAsync(files, ct);
        foreach (var line in result.Succeeded ? result.Counts.Select(count => count.ToString()) : result.Problems.Select(problem => problem.ToString())) await output.WriteLineAsync(line);
        if (!result.Succeeded) await output.WriteLineAsync("Nothing was imported.");
        return result.Succeeded ? 0 : 1;
    }
}
