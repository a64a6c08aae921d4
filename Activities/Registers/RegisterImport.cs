using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>Loads the rows of a register from a CSV file: all of them in one transaction, or nothing and the list of everything that is wrong.</summary>
/// <remarks>Lines are matched by their id. What the file does not mention stays as it is; an empty cell empties the field.</remarks>
public sealed class RegisterImport(Database database, RegisterStore store)
{
    /// <param name="mayWrite">Whether a line may be written, by its id and what it holds; null is yes, a text says why not.</param>
    public async Task<ImportResult> ImportAsync(Register register, CsvFile file, RegisterCause cause, Func<string, ObjectValue, string?> mayWrite, CancellationToken ct)
    {
        var problems = new List<CsvProblem>();
        var columns = register.Columns.Where(column => !column.IsByProcess).Select(column => column.Name).Prepend("id").ToList();
        var rows = CsvTable.Read(file, columns, ["id"], problems);
        var (added, changed, same) = (0, 0, 0);
        try
        {
            await database.WriteAsync(
                async transaction =>
                {
                    var lines = new Dictionary<string, int>();
                    foreach (var row in rows)
                    {
                        var id = row["id"] ?? "";
                        if (!RegisterText.IsId(id)) row.Report("id", $"'{id}' is not an id. Write up to 40 lower-case letters and digits, with hyphens between.");
                        else if (!lines.TryAdd(id, row.Line)) row.Report("id", $"'{id}' is on line {lines[id]} already. Keep one of the two lines.");
                        else await OneAsync(transaction, row, id);
                    }

                    // The exception takes back what was written before the first problem.
                    if (problems.Count > 0) throw new NotImportedException();
                    return 0;
                },
                ct);
        }
        catch (NotImportedException)
        {
            return new ImportResult([], [.. problems.OrderBy(problem => problem.Line)]);
        }

        return new ImportResult([new ImportCount(file.Name, added, changed, same)], []);

        async Task OneAsync(Transaction transaction, CsvRow row, string id)
        {
            var given = new ObjectValue();
            foreach (var column in columns.Skip(1))
            {
                if (row[column] is { } cell) given[column] = cell;
            }

            if (mayWrite(id, given) is { } why)
            {
                row.Report("line", why);
                return;
            }

            switch (await store.SaveAsync(transaction, register.Name, id, given, byProcess: false, cause, sealedBy: null, ct))
            {
                case RegisterResult.Done { IsNew: true }:
                    added++;
                    break;
                case RegisterResult.Done { HasChanged: true }:
                    changed++;
                    break;
                case RegisterResult.Done:
                    same++;
                    break;
                case RegisterResult.Invalid invalid:
                    foreach (var (column, texts) in invalid.Problems)
                        foreach (var text in texts) row.Report(column, text.StartsWith(column + ": ", StringComparison.Ordinal) ? text[(column.Length + 2)..] : text);
                    break;
            }
        }
    }

    private sealed class NotImportedException : Exception;
}
