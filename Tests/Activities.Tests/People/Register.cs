using System.Text;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.People;

/// <summary>A register of people in a real database file, on 2 March 2026.</summary>
internal sealed class Register : IAsyncDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("register-").FullName;

    private Register()
    {
    }

    public SettableTime Time { get; } = new();

    public Database Database { get; private set; } = null!;

    public PeopleDirectory People { get; private set; } = null!;

    public PeopleImport Import { get; private set; } = null!;

    public static async Task<Register> OpenAsync()
    {
        var register = new Register();
        await register.ReopenAsync();
        return register;
    }

    /// <summary>As after a restart of the program.</summary>
    public async Task ReopenAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        Database = await Database.OpenAsync(
            Path.Combine(_folder, "test.db"), [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly)], Time, CancellationToken.None);
        People = new PeopleDirectory(Database, Time);
        Import = new PeopleImport(Database, People, Time);
    }

    public static CsvFile File(string name, params string[] lines) => new(name, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    public Task<ImportResult> ImportAsync(string name, params string[] lines) => Import.ImportAsync([File(name, lines)], CancellationToken.None);

    public async Task<ImportResult> MustImportAsync(string name, params string[] lines)
    {
        var result = await ImportAsync(name, lines);
        result.Problems.Select(problem => problem.ToString()).ShouldBeEmpty();
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}

internal sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
