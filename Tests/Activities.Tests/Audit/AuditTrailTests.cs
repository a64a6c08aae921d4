using Microsoft.Data.Sqlite;
using Workflows.Activities.Audit;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Audit;

public sealed class AuditTrailTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, 123, 456, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private Database _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await Database.OpenAsync(
        Path.Combine(_folder.FullName, "test.db"), [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(AuditTrail).Assembly)], TimeProvider.System, Ct);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
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

        var refused = await Should.ThrowAsync<SqliteException>(_database.WriteAsync(transaction => transaction.ExecuteAsync("UPDATE audit SET comment = 'x'", null, Ct), Ct));

        refused.Message.ShouldContain("never changed");
        await Should.ThrowAsync<SqliteException>(_database.WriteAsync(transaction => transaction.ExecuteAsync("DELETE FROM audit", null, Ct), Ct));
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
                await transaction.ExecuteAsync("DROP TRIGGER audit_is_never_changed", null, Ct);
                await transaction.ExecuteAsync("DROP TRIGGER audit_is_never_deleted", null, Ct);
                await transaction.ExecuteAsync(tampering, null, Ct);
            },
            Ct);

        (await AuditTrail.VerifyAsync(_database, Ct)).Broken.ShouldNotBeNull().ShouldContain(finding);
    }

    private Task AppendAsync(int rows) => _database.WriteAsync(
        async transaction =>
        {
            for (var row = 0; row < rows; row++)
                await AuditTrail.AppendAsync(transaction, new AuditEntry { At = At, Kind = AuditKinds.Decided, RequestId = "r", Actor = "marco", Comment = $"{row}" }, Ct);
        },
        Ct);
}
