using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Databases that earlier versions of the program left with requests waiting: this version goes on with each of them.</summary>
/// <remarks>Each folder in Tests/Histories holds a dump, and what was recorded: when, the requests by what they wait for, and a link that was mailed.</remarks>
public sealed class HistoryStories
{
    public static TheoryData<string> Recorded =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "Tests", "Histories")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Requests_ThatWaitedInAnEarlierVersion_ComeToTheirEnds(string recorded)
    {
        var folder = Path.Combine(Repository.Root, "Tests", "Histories", recorded);
        var history = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "history.json")))!;
        await using var company = await Company.OpenAsync(Dialect.Sqlite);
        await company.KillAsync();
        await RestoreAsync(company.DatabaseFile, await File.ReadAllTextAsync(Path.Combine(folder, "workflows.sql")));
        // The clock stands where it stood: none of the deadlines has passed yet.
        var since = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds((long)history["recordedAt"]!);
        await company.StartAtAsync(-since);

        foreach (var name in (string[])["manager", "escalated"])
        {
            var task = await company.TaskAsync("marco", Reference(name));
            (await company.DecideAsync("marco", task, "Approve")).Status.ShouldBe(HttpStatusCode.OK, name);
        }

        var hr = await company.TaskAsync("hana", Reference("hr"));
        (await company.DecideAsync("hana", hr, "Reject", "Not then")).Status.ShouldBe(HttpStatusCode.OK);
        var page = await BrowserPage.OpenAsync(company.Http, new Uri((string)history["outsideLink"]!).PathAndQuery);
        (await page.PressAsync(company.Http, "Accept")).Status.ShouldBe(HttpStatusCode.OK);

        // Three hours later what waits for time goes on too: a pause, and a workflow that waits for another.
        await company.KillAsync();
        await company.StartAtAsync(TimeSpan.FromHours(3) - since);
        foreach (var (name, saying) in new[] { ("manager", "approved"), ("escalated", "approved"), ("hr", "rejected"), ("outside", "It is over: Accept"), ("pause", "It is over"), ("parent", "It is over") })
        {
            await company.MailAsync(name is "escalated" or "hr" ? "luca" : "emma", Reference(name), saying);
        }

        (await company.CountAsync("SELECT COUNT(*) FROM instances WHERE sub_status <> 'Finished' OR incident_count > 0")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE status <> 'closed'")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM tasks WHERE status = 'open'")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM bookmarks")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
        (await CommandResult.RunAsync("verify-audit", "--connection", company.Connection)).Output.ShouldStartWith("The audit trail holds: ");

        string Reference(string name) => (string)history["requests"]![name]!["reference"]!;
    }

    private static async Task RestoreAsync(string file, string dump)
    {
        foreach (var part in (string[])["", "-wal", "-shm"]) File.Delete(file + part);
        await using var database = new SqliteConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={file};Pooling=False;Foreign Keys=False"));
        await database.OpenAsync();
        await database.ExecuteAsync(dump);
    }
}
