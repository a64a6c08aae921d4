using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.People;

namespace Workflows.Api.CommandLine;

/// <summary>Commands on the database: that of a data folder, or the one that a connection string names.</summary>
internal static class DatabaseCommands
{
    public static async Task<int> ImportPeopleAsync(string path, string dataFolder, string? connection, TextWriter output, CancellationToken ct)
    {
        await using var database = await DatabaseAtStart.OpenAsync(connection, dataFolder, ct);
        await using var services = new ServiceCollection().AddSingleton(database).AddPeople().BuildServiceProvider();
        return await PeopleCommands.ImportAsync(path, output, services.GetRequiredService<PeopleImport>(), ct);
    }

    public static async Task<int> VerifyAuditAsync(string dataFolder, string? connection, TextWriter output, CancellationToken ct)
    {
        await using var database = await DatabaseAtStart.OpenAsync(connection, dataFolder, ct);
        var (verified, broken) = await AuditTrail.VerifyAsync(database, ct);
        await output.WriteLineAsync(broken is null ? $"The audit trail holds: {verified} rows." : $"The audit trail is broken after {verified} rows. {broken}");
        return broken is null ? 0 : 1;
    }
}
