using System.Data.Common;
using Microsoft.Extensions.Options;
using Workflows.Engine;
using Workflows.Engine.Storage;

namespace Workflows.Api.Hosting;

/// <summary>Finds and opens the database when a server or a command starts, and says clearly why it cannot.</summary>
internal static class DatabaseAtStart
{
    /// <summary>Exit code: a setting is wrong.</summary>
    public const int WrongSetting = 2;

    /// <summary>Exit code: the database cannot be reached or written.</summary>
    public const int Unavailable = 3;

    /// <summary>Exit code: the database belongs to a newer version of the program.</summary>
    public const int TooNew = 4;

    /// <param name="connection">A connection string; none is <c>workflows.db</c> in the data folder.</param>
    public static Task<Database> OpenAsync(string? connection, string dataFolder, CancellationToken ct) =>
        Database.OpenAsync(string.IsNullOrWhiteSpace(connection) ? Path.Combine(dataFolder, "workflows.db") : connection, ProductServices.Migrations, TimeProvider.System, ct);

    /// <summary>Runs a program; a setting that is wrong or a database that cannot be used is a line on the error output and an exit code.</summary>
    public static async Task<int> ReportAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (SettingException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return WrongSetting;
        }
        catch (OptionsValidationException e)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, e.Failures));
            return WrongSetting;
        }
        catch (DatabaseTooNewException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return TooNew;
        }
        catch (Exception e) when (e is DatabaseUnavailableException or CommitOutcomeUnknownException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Unavailable;
        }
        catch (Exception e) when ((e as DbException ?? e.InnerException as DbException) is { } lost)
        {
            // Lost while something was read, again and again; inside another exception, while the keys that protect secrets were.
            await Console.Error.WriteLineAsync($"The database cannot be used: {lost.Message.TrimEnd('.')}. Check that it runs and that ConnectionStrings:Workflows names it, then start again.");
            return Unavailable;
        }
    }
}
