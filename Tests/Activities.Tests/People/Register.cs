using System.Text;
using Workflows.Activities.People;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.People;

/// <summary>A register of people in a real database file, on 2 March 2026.</summary>
internal sealed class Register : IAsyncDisposable
{
    private static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly)];

    private readonly TestDatabase _stored;

    private Register(TestDatabase stored) => _stored = stored;

    public SettableTime Time { get; } = new();

    public Database Database { get; private set; } = null!;

    public PeopleDirectory People { get; private set; } = null!;

    public PeopleImport Import { get; private set; } = null!;

    public static async Task<Register> OpenAsync(Dialect dialect = Dialect.Sqlite)
    {
        var register = new Register(await TestDatabase.CreateAsync(dialect, Migrations));
        await register.ReopenAsync();
        return register;
    }

    /// <summary>As after a restart of the program.</summary>
    public async Task ReopenAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        Database = await _stored.OpenAsync(Migrations, Time);
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
        await _stored.DisposeAsync();
    }
}

internal sealed class SettableTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
