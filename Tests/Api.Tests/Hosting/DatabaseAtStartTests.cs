using System.Security.Cryptography;
using Npgsql;
using Workflows.Api.Hosting;

namespace Workflows.Api.Tests.Hosting;

public sealed class DatabaseAtStartTests
{
    [Fact]
    public async Task Report_DatabaseLostWhileKeysAreRead_IsTheDatabasesExitCode()
    {
        var lost = new NpgsqlException("Exception while reading from stream");

        (await DatabaseAtStart.ReportAsync(() => throw new CryptographicException("An error occurred while trying to encrypt the provided data.", lost))).ShouldBe(DatabaseAtStart.Unavailable);
        (await DatabaseAtStart.ReportAsync(() => throw lost)).ShouldBe(DatabaseAtStart.Unavailable);
    }

    [Fact]
    public async Task Report_AnyOtherFault_IsNotTakenForTheDatabases() =>
        await Should.ThrowAsync<CryptographicException>(() => DatabaseAtStart.ReportAsync(() => throw new CryptographicException("The payload was invalid.")));
}
