using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.CommandLine;

/// <summary><c>create-api-key</c>: for whoever can read the data folder, which is more than a key gives.</summary>
internal static class ApiKeyCommand
{
    /// <param name="days">How long it is good; null: until it is revoked.</param>
    /// <returns>The exit code: 0 when the key was made and printed, 1 when not.</returns>
    public static async Task<int> CreateAsync(string name, string person, string rights, int? days, string dataFolder, string? connection, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        await using var database = await DatabaseAtStart.OpenAsync(connection, dataFolder, ct);
        var directory = new PeopleDirectory(database, TimeProvider.System);
        var named = rights.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ApiKeyEndpoints.Problem(name, named) is var (_, message))
        {
            await errors.WriteLineAsync($"--{message}");
            return 1;
        }

        if ((directory.Find(person) ?? directory.FindByEmail(person)) is not { } found || !directory.IsActive(found))
        {
            await errors.WriteLineAsync($"--person: there is nobody '{person}' who is still here.");
            return 1;
        }

        if (days is <= 0)
        {
            await errors.WriteLineAsync("--days: give a number above 0, or leave it out.");
            return 1;
        }

        var expires = days is { } lifetime ? TimeProvider.System.GetUtcNow().AddDays(lifetime) : (DateTimeOffset?)null;
        var (_, secret) = await new ApiKeys(database, directory, TimeProvider.System).CreateAsync(name.Trim(), found, [.. named.Distinct()], expires, createdBy: null, ct);
        // Alone on its line, so that a script can take it.
        await output.WriteLineAsync(secret);
        return 0;
    }
}
