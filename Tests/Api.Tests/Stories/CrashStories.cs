using System.Net;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;

namespace Workflows.Api.Tests.Stories;

public sealed class CrashStoriesOnSqlite() : CrashStories(Dialect.Sqlite);

public sealed class CrashStoriesOnPostgreSql() : CrashStories(Dialect.PostgreSql);

/// <summary>The main story with power cuts: whatever was answered is kept, whatever was not can be sent again, and it ends the same.</summary>
public abstract class CrashStories(Dialect dialect)
{
    [Fact]
    public async Task TwoDays_KilledBetweenEachTwoSteps_EndTheSame()
    {
        await using var company = await Company.OpenAsync(dialect);
        var code = await company.CodeAsync("emma");
        await company.CrashAsync();
        await company.SignInAsync("emma", code);
        await company.CrashAsync();

        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03", idempotencyKey: "my-leave");
        await company.CrashAsync();
        var asked = await company.MailAsync("marco", request.Reference);
        (await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03", idempotencyKey: "my-leave")).Id.ShouldBe(request.Id);
        await company.CrashAsync();
        foreach (var link in asked.Links) await company.Http.GetAsync(link.Url);
        var page = await BrowserPage.OpenAsync(company.Http, asked.Link("Approve"));
        await company.CrashAsync();
        (await page.PressAsync(company.Http, "Approve")).Text.ShouldContain("You approved this");
        await company.CrashAsync();

        await company.MailAsync("emma", request.Reference, "Your leave is approved");
        await EndedAsItShouldAsync(company, request.Id, request.Reference, balance: 18);
        var again = await page.PressAsync(company.Http, "Approve");
        again.Text.ShouldContain("Marco Rossi approved this");
        company.Starts.ShouldBe(7);
    }

    [Fact]
    public async Task TwoDays_KilledWhileAStepIsInFlight_EndTheSame()
    {
        await using var company = await Company.OpenAsync(dialect);
        await company.SignInAsync("emma");
        // Before the first commit, and after each: number, start, then what the mail needs; for a press the decision and its mail.
        (long Submit, long Press, string First, string Last)[] rounds = [(0, 0, "2026-10-05", "2026-10-06"), (1, 1, "2026-10-12", "2026-10-13"), (2, 2, "2026-10-19", "2026-10-20"), (3, 3, "2026-10-26", "2026-10-27")];
        decimal balance = 20;
        foreach (var (submit, press, first, last) in rounds)
        {
            var key = $"leave-from-{first}";
            var body = new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave(first, last) };
            await company.SignInAsync("emma");
            var template = await company.RequestAsync("emma", HttpMethod.Post, "api/requests", body, key);
            var cutOff = await company.CrashDuringAsync(() => template, submit);
            var request = await company.SubmitLeaveAsync("emma", first, last, idempotencyKey: key);
            if (cutOff is { StatusCode: HttpStatusCode.Created }) (await Answer.OfAsync(cutOff)).Id.ShouldBe(request.Id, "what was answered is kept");

            var asked = await company.MailAsync("marco", request.Reference);
            var page = await BrowserPage.OpenAsync(company.Http, asked.Link("Approve"));
            var pressed = await company.CrashDuringAsync(() => page.Press("Approve"), press);
            var repeated = await page.PressAsync(company.Http, "Approve");
            repeated.Text.ShouldContain(repeated.Status == HttpStatusCode.OK ? "You approved this" : "Marco Rossi approved this");
            if (pressed is { StatusCode: HttpStatusCode.OK }) repeated.Status.ShouldBe(HttpStatusCode.Conflict, "what was answered is kept");

            balance -= 2;
            await company.MailAsync("emma", request.Reference, "Your leave is approved");
            await EndedAsItShouldAsync(company, request.Id, request.Reference, balance);
        }

        (await company.GetAsync("emma", "api/requests")).Items.Count.ShouldBe(rounds.Length);
    }

    [Fact]
    public async Task Withdrawal_KilledInFlight_HappensOnce()
    {
        await using var company = await Company.OpenAsync(dialect);
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        var mail = await company.MailAsync("marco", request.Reference);
        var withdrawal = await company.RequestAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/withdraw");

        await company.CrashDuringAsync(() => withdrawal, commits: 1);

        var again = await company.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/withdraw");
        again.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
        var story = await company.ShowAsync("emma", request.Id);
        story.The("withdrawn").ShouldNotBeNull();
        ((string?)story["status"]).ShouldBe("withdrawn");
        (await BrowserPage.OpenAsync(company.Http, mail.Link("Approve"))).Text.ShouldContain("This was withdrawn");
        (await company.CountAsync("SELECT COUNT(*) FROM bookmarks")).ShouldBe(0);
    }

    [Fact]
    public async Task Mail_KilledWhileItIsHandedOver_ArrivesAfterTheRestart()
    {
        await using var company = await Company.OpenAsync(dialect);
        await company.SignInAsync("emma");
        await company.Smtp.HangAsync(true);
        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        (await company.Smtp.NextTroubleAsync()).ShouldBe("hanging");
        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE status = 'waiting' AND claimed_until IS NOT NULL AND instance_id = @Id", new { request.Id })).ShouldBe(1);

        await company.KillAsync();
        await company.Smtp.HangAsync(false);
        await company.StartAsync();

        var mail = await company.MailAsync("marco", request.Reference);
        mail.MessageId.ShouldStartWith("<task-");
        (await BrowserPage.OpenAsync(company.Http, mail.Link("Approve"))).Buttons.ShouldBe(["Approve", "Reject", "Ask for changes"]);
    }

    /// <summary>One request, one decision, the days taken once, every mail delivered, nothing left behind.</summary>
    private static async Task EndedAsItShouldAsync(Company company, string id, string reference, decimal balance)
    {
        var story = await company.ShowAsync("emma", id);
        ((string?)story["status"], (string?)story["outcome"]).ShouldBe(("closed", "Approved"));
        story.Kinds.ShouldBe(["submitted", "asked", "decided", "booked", "notified", "closed"]);
        ((string?)story.The("decided")["by"], (string?)story.The("decided")["channel"]).ShouldBe(("marco", "email"));
        (await company.BalanceAsync("emma")).ShouldBe(balance);
        (await company.GetAsync("emma", "api/leave?year=2026")).Items.Count(entry => (string?)entry["reference"] == reference).ShouldBe(1);

        (await company.CountAsync("SELECT COUNT(*) FROM requests WHERE reference = @reference", new { reference })).ShouldBe(1);
        (await company.CountAsync("SELECT COUNT(*) FROM tasks WHERE status = 'open'")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM bookmarks")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE status = 'parked'")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE instance_id = @id", new { id })).ShouldBe(2);
        company.MailsShouldBeTheSameEachTime();
    }
}
