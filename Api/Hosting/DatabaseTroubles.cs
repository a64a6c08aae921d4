using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Api.Hosting;

/// <summary>A database that is full, locked, read-only or out of reach: 503, what is wrong for whoever runs the server, and whether it is safe to try again.</summary>
internal sealed class DatabaseTroubles(Database database, ILogger<DatabaseTroubles> log) : IExceptionHandler
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is CommitOutcomeUnknownException)
        {
            log.LogError(exception, "Nobody knows whether {Method} {Path} was kept", httpContext.Request.Method, httpContext.Request.Path);
            await Problems.Of(
                StatusCodes.Status503ServiceUnavailable,
                "outcome-unknown",
                "It is not known whether this was done.",
                "The connection to the database was lost at the last moment. Look whether it was done before you do it again; with an Idempotency-Key it is safe to send it again.")
                .ExecuteAsync(httpContext);
            return true;
        }

        if (database.Explain(exception) is not { } trouble) return false;
        log.LogError(exception, "The database could not serve {Method} {Path}: {Trouble}", httpContext.Request.Method, httpContext.Request.Path, trouble.Message);
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
        // The message names files and hosts: it is for the log. Clients get the kind of trouble.
        await Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            "database-unavailable",
            "The database cannot be used at the moment.",
            $"{Cure(trouble.Trouble)} Nothing of this request was kept: send it again.",
            new KeyValuePair<string, object?>("trouble", char.ToLowerInvariant(trouble.Trouble.ToString()[0]) + trouble.Trouble.ToString()[1..])).ExecuteAsync(httpContext);
        return true;
    }

    private static string Cure(DatabaseTrouble trouble) => trouble switch
    {
        DatabaseTrouble.DiskFull => "Its disk is full: an administrator must free space.",
        DatabaseTrouble.ReadOnly => "It cannot be written: an administrator must give the server the right to write it.",
        DatabaseTrouble.Locked => "Another program holds it locked: an administrator must end that program.",
        DatabaseTrouble.Damaged => "Its disk or file is damaged: an administrator must look at the server's log.",
        DatabaseTrouble.Overloaded => "It has too much to do: wait a little.",
        _ => "It cannot be reached: it is being restarted, or an administrator must look at the server's log.",
    };
}

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(Database database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var reader = database.OpenReader();
            await reader.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM schema_migrations", cancellationToken: cancellationToken)).WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return HealthCheckResult.Healthy();
        }
#pragma warning disable CA1031 // Whatever keeps it from answering is the answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return HealthCheckResult.Unhealthy((database.Explain(failure) ?? failure).Message, failure);
        }
    }
}
