using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.CommandLine;

/// <summary>Commands on the database of a data folder.</summary>
internal static class DatabaseCommands
{
    public static async Task<int> ImportPeopleAsync(string path, string dataFolder, TextWriter output, CancellationToken ct)
    {
        await using var database = await OpenAsync(dataFolder, ct);
        await using var services = new ServiceCollection().AddSingleton(database).AddPeople().BuildServiceProvider();
        return await PeopleCommands.ImportAsync(path, output, services.GetRequiredService<PeopleImport>(), ct);
    }

    public static async Task<int> VerifyAuditAsync(string dataFolder, TextWriter output, CancellationToken ct)
    {
        await using var database = await OpenAsync(dataFolder, ct);
        var (verified, broken) = await AuditTrail.VerifyAsync(database, ct);
        await output.WriteLineAsync(broken is null ? $"The audit trail holds: {verified} rows." : $"The audit trail is broken after {verified} rows. {broken}");
        return broken is null ? 0 : 1;
    }

    /// <summary>The database that a server with this configuration and data folder would open.</summary>
    public static Task<Database> OpenAsync(IConfiguration configuration, string dataFolder, CancellationToken ct) =>
        Database.OpenAsync(Server.DatabaseFile(configuration, dataFolder), ProductServices.Migrations, TimeProvider.System, ct);

    internal static Task<Database> OpenAsync(string dataFolder, CancellationToken ct) =>
        Database.OpenAsync(Path.Combine(dataFolder, "workflows.db"), ProductServices.Migrations, TimeProvider.System, ct);
}
