using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>What people meet when the database cannot be used, and that it goes on when it can.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DatabaseTroubleStories
{
    private static readonly JsonObject AnHour = new() { ["process"] = SmallProcess.Pause, ["inputs"] = new JsonObject { ["lasts"] = "01:00:00" } };

    // Root may write everything; without these rights it may write what its file modes say.
    private static readonly IReadOnlyList<string> WithoutRights =
        string.Equals(Environment.UserName, "root", StringComparison.Ordinal) ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] : [];

    [Fact]
    public async Task File_HeldByAnotherProgram_Is503WithTheCure()
    {
        await using var company = await Company.OpenAsync(Dialect.Sqlite);
        await company.SignInAsync("emma");
        await company.KillAsync();
        await company.StartAsync("--ConnectionStrings:Workflows", $"{company.Connection};Default Timeout=1");
        await using var other = new SqliteConnection($"{company.Connection};Pooling=False");
        await other.OpenAsync();
        await other.ExecuteAsync("BEGIN IMMEDIATE");

        var refused = await company.SendAsync("emma", HttpMethod.Post, "api/requests", AnHour, "mine");
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, refused.Text);
        ((string?)refused["type"], (string?)refused["trouble"]).ShouldBe(("urn:workflows:problem:database-unavailable", "locked"));
        refused.Response.Headers.RetryAfter.ShouldNotBeNull();
        refused.Text.ShouldNotContain(company.Data, customMessage: "where the file is, is for the log");
        company.Console.ShouldContain("End that program");
        (await company.GetAsync("emma", "api/requests")).Status.ShouldBe(HttpStatusCode.OK, "reading goes on");

        await other.ExecuteAsync("ROLLBACK");
        (await company.SendAsync("emma", HttpMethod.Post, "api/requests", AnHour, "mine")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task File_ThatMayNotBeWritten_EndsTheStartWithTheCure()
    {
        var folder = Directory.CreateTempSubdirectory("read-only-").FullName;
        var file = Path.Combine(folder, "workflows.db");
        await (await Database.OpenAsync(file, [], TimeProvider.System, CancellationToken.None)).DisposeAsync();
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        string[] arguments = ["serve", "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--Data", folder, "--Definitions", folder];

        var refused = await Should.ThrowAsync<InvalidOperationException>(ServerProcess.StartAsync(folder, arguments, WithoutRights));
        refused.Message.ShouldContain("ended with 3");
        refused.Message.ShouldContain("cannot be written. Give the account of the server the right to write it");
        refused.Message.ShouldNotContain("   at ", customMessage: "a sentence, not a stack trace");

        // What is left beside the file has its mode.
        foreach (var name in Directory.GetFiles(folder)) File.SetUnixFileMode(name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await (await ServerProcess.StartAsync(folder, arguments, WithoutRights)).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("diff", "leave@1", "leave@2")]
    [InlineData("verify-audit")]
    public async Task Command_OnAFileThatIsNoDatabase_SaysSoInASentence(params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("no-database-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "workflows.db"), string.Concat(Enumerable.Repeat("This is a letter. ", 300)));

        var refused = await CommandResult.RunAsync([.. command, "--data", folder]);

        refused.ExitCode.ShouldBe(3, refused.Errors);
        refused.Errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("workflows.db");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Server_WhoseConnectionsAreCut_GoesOn()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        var server = await PostgresServer.SharedAsync();
        await company.SignInAsync("emma");

        for (var time = 0; time < 3; time++)
        {
            (await server.DisconnectAsync(company.Connection)).ShouldBeGreaterThan(0);
            (await company.SendAsync("emma", HttpMethod.Post, "api/requests", AnHour)).Status.ShouldBe(HttpStatusCode.Created);
        }

        (await company.GetAsync(null, "health/ready")).Status.ShouldBe(HttpStatusCode.OK);
        (await company.GetAsync("emma", "api/requests")).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Database_OfANewerProgram_IsLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory("newer-").FullName;
        await using (var database = await Database.OpenAsync(Path.Combine(folder, "workflows.db"), [new Migration(999, "later", "CREATE TABLE later (id TEXT PRIMARY KEY)")], TimeProvider.System, CancellationToken.None))
        {
            // Made.
        }

        var result = await CommandResult.RunAsync("serve", "--urls", $"http://127.0.0.1:{ServerProcess.FreePort()}", "--Data", folder);

        result.ExitCode.ShouldBe(4);
        result.Errors.Trim().ShouldStartWith("The database is at schema 999, and this program knows schemas up to ");
        Directory.Delete(folder, recursive: true);
    }
}
