using System.Data.Common;
using Workflows.Activities.Audit;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Audit;

public sealed class AuditTrailTestsOnSqlite() : AuditTrailTests(Dialect.Sqlite);

public sealed class AuditTrailTestsOnPostgreSql() : AuditTrailTests(Dialect.PostgreSql);

public abstract class AuditTrailTests(Dialect dialect) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, 123, 456, TimeSpan.Zero);

    private static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(AuditTrail).Assembly)];

    private TestDatabase _stored = null!;
    private Database _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stored = await TestDatabase.CreateAsync(dialect, Migrations);
        _database = await _stored.OpenAsync(Migrations, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _stored.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Verify_UntouchedChain_Holds()
    {
        await AppendAsync(3);

        (await AuditTrail.VerifyAsync(_database, Ct)).ShouldBe((3L, null));
    }

    [Fact]
    public async Task Update_AnyRow_IsRefusedByTheDatabase()
    {
        await AppendAsync(1);

        var refused = await Should.ThrowAsync<DbException>(_database.WriteAsync(transaction => transaction.ExecuteAsync("UPDATE audit SET comment = 'x'", null, Ct), Ct));

        refused.Message.ShouldContain("never changed");
        await Should.ThrowAsync<DbException>(_database.WriteAsync(transaction => transaction.ExecuteAsync("DELETE FROM audit", null, Ct), Ct));
    }

    [Theory]
    [InlineData("UPDATE audit SET comment = 'I agreed' WHERE seq = 2", "Row 2 was changed")]
    [InlineData("DELETE FROM audit WHERE seq = 2", "Row 2 is missing")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE seq = 1", "Row 1 was changed")]
    public async Task Verify_ChainTamperedWith_SaysWhere(string tampering, string finding)
    {
        await AppendAsync(3);
        await _database.WriteAsync(
            async transaction =>
            {
                var table = dialect == Dialect.PostgreSql ? " ON audit" : "";
                await transaction.ExecuteAsync($"DROP TRIGGER audit_is_never_changed{table}", null, Ct);
                await transaction.ExecuteAsync($"DROP TRIGGER audit_is_never_deleted{table}", null, Ct);
                await transaction.ExecuteAsync(tampering, null, Ct);
            },
            Ct);

        (await AuditTrail.VerifyAsync(_database, Ct)).Broken.ShouldNotBeNull().ShouldContain(finding);
    }

    [Fact]
    public async Task Append_ManyWritersOnTwoNodes_IsOneChainWithoutGaps()
    {
        await using var second = dialect == Dialect.PostgreSql ? await _stored.OpenAsync(Migrations, TimeProvider.System) : null;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => (number % 2 == 0 ? _database : second ?? _database).WriteAsync(
            async transaction =>
            {
                await AuditTrail.AppendAsync(transaction, Entry($"{number} a"), Ct);
                await AuditTrail.AppendAsync(transaction, Entry($"{number} b"), Ct);
                // One that is rolled back takes no number.
                if (number % 10 == 9) throw new InvalidOperationException("undone");
            },
            Ct).ContinueWith(_ => { }, TaskScheduler.Default)));

        (await AuditTrail.VerifyAsync(_database, Ct)).ShouldBe((180L, null));
    }

    [Fact]
    public async Task Append_EveryKindOfText_VerifiesAndReadsBack()
    {
        var entry = Entry("Ω \"quoted\" <b>&amp; \n line") with { Detail = null, Actor = "o'brien", At = At.AddTicks(7) };
        await _database.WriteAsync(transaction => AuditTrail.AppendAsync(transaction, entry, Ct), Ct);

        (await AuditTrail.VerifyAsync(_database, Ct)).ShouldBe((1L, null));
        (await AuditTrail.OfRequestAsync(_database, "r", Ct)).Single().Comment.ShouldBe(entry.Comment);
    }

    [Fact]
    public async Task Verify_RowsOfTheFirstVersion_StillHold()
    {
        // As the first version of the program wrote it.
        const string hash = "03a7b166a3a401239fb5637cf8da572a4203b2c399d49ef971af1d6eb2d337f6";
        await _database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "INSERT INTO audit (seq, at, kind, request_id, actor, previous_hash, hash) VALUES (1, 1772438400123, 'decided', 'r', 'marco', '', @hash)", new { hash }, Ct),
            Ct);
        await AppendAsync(2);

        (await AuditTrail.VerifyAsync(_database, Ct)).ShouldBe((3L, null));
    }

    private static AuditEntry Entry(string comment) => new() { At = At, Kind = AuditKinds.Decided, RequestId = "r", Actor = "marco", Comment = comment };

    private Task AppendAsync(int rows) => _database.WriteAsync(
        async transaction =>
        {
            for (var row = 0; row < rows; row++)
                await AuditTrail.AppendAsync(transaction, new AuditEntry { At = At, Kind = AuditKinds.Decided, RequestId = "r", Actor = "marco", Comment = $"{row}" }, Ct);
        },
        Ct);
}
