using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>What a client of the running server may rely on: pages of lists, problems that help, the document, the headers, the audit chain.</summary>
public sealed class ApiStories(Company company) : IClassFixture<Company>
{
    [Fact]
    public async Task Tasks_OfARole_ComeInPagesToWhoeverHasTheRole()
    {
        string[][] weeks = [["2026-09-07", "2026-09-11"], ["2026-09-14", "2026-09-18"], ["2026-09-21", "2026-09-25"]];
        var references = new List<string>();
        foreach (var week in weeks)
        {
            var request = await company.SubmitLeaveAsync("luca", week[0], week[1], "unpaid");
            (await company.DecideAsync("marco", await company.TaskAsync("marco", request.Reference), "Approve")).Status.ShouldBe(HttpStatusCode.OK);
            references.Add(request.Reference);
        }

        var first = await company.GetAsync("hana", "api/tasks?limit=2");
        var second = await company.GetAsync("hana", $"api/tasks?limit=2&after={first["next"]}");

        first.Items.Concat(second.Items).Select(task => (string?)task["reference"]).ShouldBe(references, "oldest first, each once");
        first.Items.Count.ShouldBe(2);
        second["next"].ShouldBeNull();
        first.Items.ShouldAllBe(task => (string?)task["why"] == "You get this because you have the role hr.");
        (await company.GetAsync("marco", "api/tasks?limit=200")).Items.ShouldNotContain(task => references.Contains((string)task["reference"]!), "he has decided them");
        (await company.GetAsync("luca", "api/tasks")).Items.ShouldBeEmpty();

        var rejected = await company.DecideAsync("hana", first.Items[0], "Reject", "Too long");
        (rejected.Status, (string?)rejected["decidedBy"], (string?)rejected["channel"]).ShouldBe((HttpStatusCode.OK, "hana", "api"));
        (await company.ShowAsync("luca", references[0])).Kinds.ShouldContain("closed");
    }

    [Fact]
    public async Task Requests_Pages_GoThroughAllNewestFirst()
    {
        var submitted = new List<string>();
        for (var day = 2; day <= 6; day++) submitted.Add((await company.SubmitLeaveAsync("diana", $"2026-11-0{day}", $"2026-11-0{day}", "unpaid")).Reference);

        var (found, path) = (new List<string>(), "api/requests?limit=2");
        for (string? next = ""; next is not null; path = $"api/requests?limit=2&after={next}")
        {
            var page = await company.GetAsync("diana", path);
            page.Items.Count.ShouldBeInRange(1, 2);
            found.AddRange(page.Items.Select(request => (string)request["reference"]!));
            next = (string?)page["next"];
            // A request that comes in between moves nothing.
            if (found.Count == 2) await company.SubmitLeaveAsync("diana", "2026-11-09", "2026-11-09", "unpaid");
        }

        submitted.Reverse();
        found.ShouldBe(submitted);
    }

    [Fact]
    public async Task Submit_SameKeyAgain_GivesTheSameRequest_AndRefusesAnotherOne()
    {
        var first = await company.SubmitLeaveAsync("felix", "2026-10-05", "2026-10-05", "unpaid", idempotencyKey: "felix-1");

        (await company.SubmitLeaveAsync("felix", "2026-10-05", "2026-10-05", "unpaid", idempotencyKey: "felix-1")).Id.ShouldBe(first.Id);
        var other = await company.SendAsync(
            "felix", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave("2026-10-06", "2026-10-06", "unpaid") }, idempotencyKey: "felix-1");

        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string?)other["detail"]).ShouldNotBeNull().ShouldContain(first.Reference);
    }

    [Fact]
    public async Task Processes_LeaveForm_IsASchemaInTheReadersLanguage()
    {
        var english = await company.GetAsync("emma", "api/processes/leave");
        var indonesian = await company.GetAsync("siti", "api/processes/leave");

        english["form"]!["required"]!.AsArray().Select(name => (string?)name).ShouldBe(["type", "firstDay", "lastDay"]);
        var day = english["form"]!["properties"]!["firstDay"]!;
        ((string?)day["type"], (string?)day["format"], (string?)day["title"]).ShouldBe(("string", "date", "First day"));
        ((string?)indonesian["form"]!["properties"]!["firstDay"]!["title"]).ShouldBe("Hari pertama");
        english["form"]!["properties"]!["type"]!["enum"]!.AsArray().Select(value => (string?)value).ShouldContain("annual");
        (await company.GetAsync("emma", "api/processes")).Items.Select(process => (string?)process["id"]).ShouldContain("leave");
    }

    [Theory]
    [InlineData(null, "GET", "api/me", null, 401, "sign-in-required", "Sign in again")]
    [InlineData(null, "POST", "api/sign-in", "{}", 400, "not-an-address", "email:")]
    [InlineData(null, "POST", "api/sign-in", """{"email":"emma@example.test","code":"12345678"}""", 401, "wrong-code", "ask for another")]
    [InlineData(null, "POST", "api/sign-in/code", """{"email":5}""", 400, "invalid-input", "email:")]
    [InlineData("emma", "GET", "api/messages", null, 403, "not-allowed", "Ask an administrator")]
    [InlineData("emma", "GET", "api/nothing", null, 404, "no-such-address", "/openapi/v1.json")]
    [InlineData("emma", "DELETE", "api/requests", null, 405, "method-not-allowed", "GET")]
    [InlineData("emma", "POST", "api/requests", "process=leave", 415, "not-json", "application/json")]
    [InlineData("emma", "POST", "api/requests", "", 400, "invalid-input", "body:")]
    [InlineData("emma", "POST", "api/requests", "null", 400, "invalid-input", "body:")]
    [InlineData("emma", "POST", "api/requests", """{"process":""", 400, "invalid-input", "not JSON")]
    [InlineData("emma", "POST", "api/requests", "[]", 400, "invalid-input", "body:")]
    [InlineData("emma", "POST", "api/requests", """{"process":5}""", 400, "invalid-input", "process:")]
    [InlineData("emma", "POST", "api/requests", """{"process":"leave","inputs":[1]}""", 400, "invalid-input", "inputs:")]
    [InlineData("emma", "POST", "api/requests", "{}", 400, "invalid-input", "process:")]
    [InlineData("emma", "POST", "api/requests", """{"process":"nothing"}""", 404, "no-such-process", "GET /api/processes")]
    [InlineData("emma", "POST", "api/requests", """{"process":"leave","inputs":{"type":"annual","firstDay":"2026-12-02"}}""", 400, "invalid-input", "lastDay:")]
    [InlineData("emma", "POST", "api/requests", """{"process":"leave","inputs":{"type":"holiday","firstDay":"2026-12-02","lastDay":"2026-12-02"}}""", 400, "invalid-input", "Choose one of: annual")]
    [InlineData("emma", "POST", "api/requests", """{"process":"leave","inputs":{"type":"annual","firstDay":"2026-01-02","lastDay":"2026-12-02"}}""", 422, "refused", "days")]
    [InlineData("emma", "GET", "api/requests?limit=many", null, 400, "invalid-input", "limit:")]
    [InlineData("emma", "GET", "api/requests?after=!", null, 400, "invalid-input", "after:")]
    [InlineData("emma", "GET", "api/requests/nothing", null, 404, "no-such-request", "nothing")]
    [InlineData("emma", "POST", "api/requests/nothing/withdraw", null, 404, "no-such-request", "nothing")]
    [InlineData("emma", "GET", "api/tasks?after=!", null, 400, "invalid-input", "after:")]
    [InlineData("emma", "GET", "api/tasks/nothing", null, 404, "no-such-task", "nothing")]
    [InlineData("emma", "POST", "api/tasks/nothing/decision", "{}", 400, "invalid-input", "action:")]
    [InlineData("emma", "POST", "api/tasks/nothing/decision", """{"action":"Approve"}""", 404, "no-such-task", "nothing")]
    [InlineData("emma", "GET", "api/leave?year=last", null, 400, "invalid-input", "year:")]
    [InlineData("emma", "GET", "api/leave?year=1", null, 400, "invalid-input", "year:")]
    [InlineData("emma", "GET", "api/leave?person=nobody", null, 404, "no-such-person", "nobody")]
    [InlineData("ivan", "GET", "api/messages?status=lost", null, 400, "invalid-input", "status:")]
    [InlineData("ivan", "POST", "api/messages/nothing/resend", null, 404, "no-such-message", "GET /api/messages")]
    public async Task Mistake_OfAClient_IsAProblemThatNamesTheCure(string? person, string method, string path, string? body, int status, string name, string says)
    {
        using var request = await company.RequestAsync(person, new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, body.StartsWith("process=") ? "application/x-www-form-urlencoded" : "application/json");

        var answer = await Answer.OfAsync(await company.Http.SendAsync(request));

        ((int)answer.Status).ShouldBe(status, answer.Text);
        answer.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((int)answer["status"]!, (string?)answer["type"]).ShouldBe((status, $"urn:workflows:problem:{name}"));
        ((string?)answer["title"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)answer["detail"]).ShouldNotBeNull().ShouldContain(says);
        if (says.EndsWith(':') && answer["errors"] is { } errors) errors[says[..^1]].ShouldNotBeNull();
        answer.Text.ShouldNotContain("Exception");
        answer.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Document_Parses_AndListsEveryRoute()
    {
        var document = await company.GetAsync(null, "openapi/v1.json");

        document.Status.ShouldBe(HttpStatusCode.OK);
        ((string?)document["openapi"]).ShouldNotBeNull().ShouldStartWith("3.");
        ((string?)document["info"]!["title"]).ShouldBe("Workflows");
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}")).ToList();
        string[] expected =
        [
            "post /api/sign-in/code", "post /api/sign-in", "post /api/sign-in/link", "post /api/sign-in/refresh", "post /api/sign-out", "get /api/me", "get /api/people", "post /api/people/import",
            "get /api/processes", "get /api/processes/{id}", "post /api/requests", "get /api/requests", "get /api/requests/{id}", "post /api/requests/{id}/withdraw",
            "get /api/tasks", "get /api/tasks/{id}", "post /api/tasks/{id}/decision", "get /api/leave", "get /api/messages", "get /api/messages/{id}", "post /api/messages/{id}/resend",
        ];
        expected.Except(operations).ShouldBeEmpty();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                operation!["responses"]!["4XX"]!["content"]!["application/problem+json"].ShouldNotBeNull($"{method} {path}");
                ((string?)operation["summary"]).ShouldNotBeNullOrWhiteSpace($"{method} {path}");
                // Who signs in is nobody yet.
                (operation["security"] is not null).ShouldBe(!path.StartsWith("/api/sign-in") && (method, path) != ("post", "/api/session"), $"{method} {path}");
            }
        }
    }

    [Theory]
    [InlineData("health/live", 200)]
    [InlineData("health/ready", 200)]
    [InlineData("openapi/v1.json", 200)]
    [InlineData("api/me", 401)]
    [InlineData("a/nothing", 404)]
    [InlineData("nothing", 404)]
    [InlineData("dev/mailbox", 404)]
    public async Task Headers_Everywhere_KeepBrowsersSafe(string path, int status)
    {
        var answer = await company.GetAsync(null, path);

        ((int)answer.Status).ShouldBe(status);
        var headers = answer.Response.Headers;
        headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        var policy = headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-inline");
        headers.Contains("Server").ShouldBeFalse();
        if (path.StartsWith("api/") || path.StartsWith("a/")) headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Audit_AfterAStory_HoldsUntilSomebodyChangesARow()
    {
        var request = await company.SubmitLeaveAsync("emma", "2026-09-07", "2026-09-08");
        (await company.DecideAsync("marco", await company.TaskAsync("marco", request.Reference), "Approve", "Fine")).Status.ShouldBe(HttpStatusCode.OK);
        await company.MailAsync("emma", request.Reference, "Your leave is approved");

        var whole = await CommandResult.RunAsync("verify-audit", "--connection", company.Connection);
        var refused = await Should.ThrowAsync<System.Data.Common.DbException>(() => company.ChangeFileAsync("UPDATE audit SET comment = 'Never' WHERE comment = 'Fine'"));
        await company.ChangeFileAsync($"DROP TRIGGER audit_is_never_changed{(TestDatabase.Usual == Dialect.PostgreSql ? " ON audit" : "")}; UPDATE audit SET comment = 'Never' WHERE comment = 'Fine'");
        var changed = await CommandResult.RunAsync("verify-audit", "--connection", company.Connection);
        await company.ChangeFileAsync("UPDATE audit SET comment = 'Fine' WHERE comment = 'Never'");
        var mended = await CommandResult.RunAsync("verify-audit", "--connection", company.Connection);

        (whole.ExitCode, whole.Output.StartsWith("The audit trail holds: ")).ShouldBe((0, true), whole.Output);
        refused.Message.ShouldContain("audit rows are never changed");
        changed.ExitCode.ShouldBe(1, changed.Output);
        changed.Output.ShouldContain("was changed after it was written");
        mended.ExitCode.ShouldBe(0, mended.Output);
    }

    [Fact]
    public async Task Console_OfAStart_SaysWhereAndHow()
    {
        await company.GetAsync(null, "health/live");

        company.Console.ShouldContain($"Workflows is at {company.Address}");
        company.Console.ShouldContain("Demo company: sign in with emma@example.test");
        company.Console.ShouldContain("Sign in as Ivan Petrov");
        company.Console.ShouldNotContain("mailbox", Case.Insensitive, "mail goes to the SMTP server");
    }
}
