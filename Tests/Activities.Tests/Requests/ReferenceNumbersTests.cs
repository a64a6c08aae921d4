using Workflows.Activities.Requests;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Requests;

public sealed class ReferenceNumbersTestsOnSqlite() : ReferenceNumbersTests(Dialect.Sqlite);

public sealed class ReferenceNumbersTestsOnPostgreSql() : ReferenceNumbersTests(Dialect.PostgreSql);

public abstract class ReferenceNumbersTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(RequestService).Assembly)];

    private readonly ManualTime _time = new();
    private TestDatabase _stored = null!;
    private Database _database = null!;
    private ReferenceNumbers _numbers = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stored = await TestDatabase.CreateAsync(dialect, Migrations);
        _database = await _stored.OpenAsync(Migrations, TimeProvider.System);
        _numbers = new ReferenceNumbers(_database, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _stored.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Next_OneAfterTheOther_LeavesNothingOut()
    {
        for (var number = 1; number <= 5; number++) (await _numbers.NextAsync("LV", 2026, Ct)).ShouldBe(number);

        (await _numbers.NextAsync("LV", 2027, Ct)).ShouldBe(1);
        (await _numbers.NextAsync("EX", 2026, Ct)).ShouldBe(1);
        (await OtherNode().NextAsync("LV", 2026, Ct)).ShouldBe(6);
    }

    [Fact]
    public async Task Next_ManyOnTwoNodes_GivesEachNumberOnce()
    {
        ReferenceNumbers[] nodes = [_numbers, OtherNode()];
        var given = await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            var own = new List<long>();
            for (var asked = 0; asked < 25; asked++) own.Add(await nodes[client % 2].NextAsync("LV", 2026, Ct));
            own.ShouldBeInOrder();
            return own;
        }));

        given.SelectMany(numbers => numbers).Distinct().Count().ShouldBe(16 * 25);
    }

    [Fact]
    public async Task Next_AfterABusyTime_UsesWhatWasReservedAndThenOneAtATime()
    {
        for (var round = 0; round < 10; round++) await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _numbers.NextAsync("LV", 2026, Ct)));
        var beyond = await OtherNode().NextAsync("LV", 2026, Ct);
        beyond.ShouldBeLessThanOrEqualTo(80 + 32 + 1);
        _time.Advance(TimeSpan.FromSeconds(1));

        var own = 80L;
        while (own < beyond - 1) (await _numbers.NextAsync("LV", 2026, Ct)).ShouldBe(++own);
        (await _numbers.NextAsync("LV", 2026, Ct)).ShouldBe(beyond + 1);
        (await OtherNode().NextAsync("LV", 2026, Ct)).ShouldBe(beyond + 2);
    }

    [Fact]
    public async Task Next_DatabaseRefuses_TellsEverybodyAndGoesOnWhenItCan()
    {
        await _database.WriteAsync(transaction => transaction.ExecuteAsync("ALTER TABLE reference_numbers RENAME TO elsewhere", null, Ct), Ct);
        foreach (var asked in Enumerable.Range(0, 4).Select(_ => _numbers.NextAsync("LV", 2026, Ct)).ToList()) await Should.ThrowAsync<Exception>(asked);

        await _database.WriteAsync(transaction => transaction.ExecuteAsync("ALTER TABLE elsewhere RENAME TO reference_numbers", null, Ct), Ct);
        (await _numbers.NextAsync("LV", 2026, Ct)).ShouldBe(1);
    }

    private ReferenceNumbers OtherNode() => new(_database, _time);
}
