using Workflows.Activities.Privacy;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.CommandLine;

/// <summary><c>erase-person</c>: for whoever can read the database, which is more than the right gives.</summary>
internal static class ErasePersonCommand
{
    /// <returns>The exit code: 0 when the person was erased, 1 when not.</returns>
    public static async Task<int> RunAsync(string person, string dataFolder, string? connection, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        var database = await DatabaseAtStart.OpenAsync(connection, dataFolder, ct);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Production });
        builder.Services.AddProduct(builder.Configuration, builder.Environment, database, dataFolder);
        builder.Services.AddSingleton<PersonalData, IdentityData>();
        // Nothing of it is started: the servers, if any run, go on with their work.
        await using var services = builder.Services.BuildServiceProvider();
        await services.GetRequiredService<DefinitionStore>().ReloadAsync(ct);
        switch (await services.GetRequiredService<PersonErasure>().EraseAsync(person, by: null, ct))
        {
            case ErasureResult.Erased erased:
                await output.WriteLineAsync($"Erased. {erased.Pseudonym} stands for the person now, in {erased.Requests} requests of their own and {erased.AuditRows} rows of the audit trail.");
                return 0;
            case var refused:
                await errors.WriteLineAsync(refused.Refusal(person));
                return 1;
        }
    }
}
