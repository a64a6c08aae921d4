using Workflows.Api.Hosting;
using Workflows.Engine.Storage;

namespace Workflows.Api.CommandLine;

/// <summary><c>copy-database --from --to</c>.</summary>
internal static class CopyDatabaseCommand
{
    /// <returns>The exit code: 0 when everything was copied, 1 when nothing was.</returns>
    public static async Task<int> RunAsync(string from, string to, TextWriter output, CancellationToken ct)
    {
        await using var source = await Database.OpenAsync(from, ProductServices.Migrations, TimeProvider.System, ct);
        await using var target = await Database.OpenAsync(to, ProductServices.Migrations, TimeProvider.System, ct);
        var tables = new List<CopiedTable>();
        try
        {
            await DatabaseCopy.CopyAsync(source, target, tables.Add, ct);
        }
        catch (CopyRefusedException e)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }

        foreach (var table in tables) await output.WriteLineAsync($"{table.Name,-24} {table.Rows,10} rows  {table.Checksum}");
        await output.WriteLineAsync($"Copied {tables.Count} tables, {tables.Sum(table => table.Rows)} rows. Both sides have the same checksums.");
        if (source.Dialect == Dialect.Sqlite && target.IsShared)
            await output.WriteLineAsync("Everybody signs in again: the keys of a single node stay in its data folder, and the nodes of a cluster keep theirs in the database.");
        return 0;
    }
}
