using System.Net;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Three servers on one PostgreSQL, each a process of its own.</summary>
public sealed class ClusterStories
{
    [Fact]
    public async Task Leave_EachStepOnAnotherNode_IsOneStory()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        var nodes = await Task.WhenAll(company.AddNodeAsync(), company.AddNodeAsync());
        await company.SignInAsync("emma");

        company.Through(nodes[0]);
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03", idempotencyKey: "once");
        company.Through(nodes[1]);
        (await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03", idempotencyKey: "once")).Id.ShouldBe(request.Id);
        var asked = await company.MailAsync("marco", request.Reference);
        asked.Link("Approve").ShouldStartWith(company.Address.ToString(), customMessage: "links lead to where people reach the cluster");
        var page = await BrowserPage.OpenAsync(nodes[1].Http, new Uri(asked.Link("Approve")).PathAndQuery);
        (await page.PressAsync(nodes[0].Http, "Approve")).Text.ShouldContain("You approved this");

        company.Through(null);
        await company.MailAsync("emma", request.Reference, "Your leave is approved");
        ((string?)(await company.ShowAsync("emma", request.Id))["outcome"]).ShouldBe("Approved");
        (await company.SendAsync("emma", HttpMethod.Post, "api/sign-out")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NoContent);
        company.Through(nodes[0]);
        (await company.GetAsync("emma", "api/requests")).Status.ShouldBe(HttpStatusCode.Unauthorized, "who signs out of one node has left all");
    }

    [Fact]
    public async Task Timers_OnThreeNodes_EachFireOnce()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        CompanyNode?[] nodes = [null, .. await Task.WhenAll(company.AddNodeAsync(), company.AddNodeAsync())];
        var requests = new List<Answer>();
        for (var number = 0; number < 18; number++)
        {
            company.Through(nodes[number % 3]);
            requests.Add(await company.SubmitAsync("emma", SmallProcess.Pause, new JsonObject { ["lasts"] = "00:00:02" }));
        }

        requests.Select(request => request.Reference).Distinct().Count().ShouldBe(18);
        foreach (var request in requests) await company.MailAsync("emma", request.Reference, "It is over");
        foreach (var request in requests) (await company.ShowAsync("emma", request.Id)).Kinds.ShouldBe(["submitted", "notified", "closed"]);
        (await company.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
        company.Smtp.Received.Count(mail => mail.Subject.Contains("It is over")).ShouldBe(18);
        (await CommandResult.RunAsync("verify-audit", "--connection", company.Connection)).Output.ShouldStartWith("The audit trail holds: ");
    }

    [Fact]
    public async Task NewVersionAndNewPeople_BroughtByOne_AreUsedByAll()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        await company.SignInAsync("emma");
        var newer = Directory.CreateTempSubdirectory("definitions-").FullName;
        var pause = (JsonObject)SmallProcess.All.Single(process => (string?)process["definitionId"] == SmallProcess.Pause).DeepClone();
        (pause["id"], pause["version"], pause["description"]) = ("pause-2", 2, "Waits, and says so");
        await File.WriteAllTextAsync(Path.Combine(newer, "pause.json"), pause.ToJsonString());
        var people = Path.Combine(newer, "people.csv");
        await File.WriteAllTextAsync(people, "name,email,roles,manager,company\nNora New,nora@example.test,employee,marco,borealis\n");

        await company.AddNodeAsync(newer);
        var import = await CommandResult.RunAsync("import-people", people, "--connection", company.Connection);
        import.ExitCode.ShouldBe(0, import.Output + import.Errors);

        await UntilAsync(async () => (int)(await company.ShowAsync("emma", (await company.SubmitAsync("emma", SmallProcess.Pause, new JsonObject { ["lasts"] = "01:00:00" })).Id))["version"]! == 2);
        await UntilAsync(async () => (await company.GetAsync("marco", "api/people")).Text.Contains("nora@example.test"));
        Directory.Delete(newer, recursive: true);
    }

    [Fact]
    public async Task KilledNode_WhatItHadClaimed_IsDoneByAnother()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        await company.SignInAsync("emma");
        await company.KillAsync();
        // The claim ends after two attempts' time.
        var doomed = await company.AddNodeAsync(null, "--Outbox:AttemptTimeout", "00:00:06");
        company.Through(doomed);
        await company.Smtp.HangAsync(true);
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        (await company.Smtp.NextTroubleAsync()).ShouldBe("hanging");

        await doomed.Server.KillAsync();
        await company.Smtp.HangAsync(false);
        company.Through(await company.AddNodeAsync());

        var mail = await company.Smtp.NextAsync(mail => mail.Subject.Contains($"[{request.Reference}]"), TimeSpan.FromMinutes(3));
        mail.To.ShouldBe(["marco@example.test"]);
        company.MailsShouldBeTheSameEachTime();
    }

    [Fact]
    public async Task StoppedNode_WhileRequestsCome_LosesNoneAndEndsWithoutError()
    {
        await using var company = await Company.OpenAsync(Dialect.PostgreSql);
        var leaving = await company.AddNodeAsync();
        await company.SignInAsync("emma");
        company.Through(leaving);
        var sending = Enumerable.Range(0, 12).Select(async number =>
        {
            try
            {
                return await company.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = SmallProcess.Pause, ["inputs"] = new JsonObject { ["lasts"] = "00:00:01" } }, $"key-{number}");
            }
            catch (HttpRequestException)
            {
                // It listens no more.
                return null;
            }
        }).ToList();
        await Task.WhenAny(sending);

        (await leaving.Server.StopAsync()).ShouldBe(0, leaving.Server.Output);

        company.Through(null);
        foreach (var (answer, number) in (await Task.WhenAll(sending)).Select((answer, number) => (answer, number)))
        {
            var again = await company.SubmitAsync("emma", SmallProcess.Pause, new JsonObject { ["lasts"] = "00:00:01" }, $"key-{number}");
            if (answer is { Status: HttpStatusCode.Created }) again.Id.ShouldBe(answer.Id, "what was answered is kept");
            await company.MailAsync("emma", again.Reference, "It is over");
        }
    }

    [Fact]
    public async Task CopyDatabase_FromAFileToAServer_GoesOnThere()
    {
        await using var company = await Company.OpenAsync(Dialect.Sqlite);
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        var mail = await company.MailAsync("marco", request.Reference);
        await company.KillAsync();
        await using var target = await TestDatabase.CreateAsync(Dialect.PostgreSql);

        var copy = await CommandResult.RunAsync("copy-database", "--from", company.Connection, "--to", target.Connection);
        copy.ExitCode.ShouldBe(0, copy.Output + copy.Errors);
        copy.Output.ShouldContain("Both sides have the same checksums.");
        copy.Output.Split('\n').Single(line => line.StartsWith("requests ", StringComparison.Ordinal)).ShouldMatch("requests +1 rows  [0-9a-f]{32}");
        var refused = await CommandResult.RunAsync("copy-database", "--from", company.Connection, "--to", target.Connection);
        (refused.ExitCode, refused.Output).ShouldBe((1, refused.Output));
        refused.Output.ShouldStartWith("The target is not empty: its table ");
        (await CommandResult.RunAsync("verify-audit", "--connection", target.Connection)).ExitCode.ShouldBe(0);
        await using var back = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var copiedBack = await CommandResult.RunAsync("copy-database", "--from", target.Connection, "--to", back.Connection);
        copiedBack.Output.Split('\n').Where(line => line.Contains(" rows  ")).ShouldBe(copy.Output.Split('\n').Where(line => line.Contains(" rows  ")), ignoreOrder: true);

        var node = await company.AddNodeAsync(null, "--ConnectionStrings:Workflows", target.Connection);
        var page = await BrowserPage.OpenAsync(node.Http, new Uri(mail.Link("Approve")).PathAndQuery);
        (await page.PressAsync(node.Http, "Approve")).Text.ShouldContain("You approved this");
        await company.MailAsync("emma", request.Reference, "Your leave is approved");
        await node.Server.KillAsync();
    }

    // Another process hears within moments; there is no signal from it but its answers.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var until = TimeProvider.System.GetUtcNow().AddMinutes(2);
        while (!await holds())
        {
            TimeProvider.System.GetUtcNow().ShouldBeLessThan(until, "it did not happen within two minutes");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
