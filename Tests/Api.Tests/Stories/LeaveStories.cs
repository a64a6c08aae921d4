using System.Net;
using System.Text.Json.Nodes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Leave from the form to the decision, on one running server.</summary>
public sealed class LeaveStories(Company company) : IClassFixture<Company>
{
    [Fact]
    public async Task TwoDays_ApprovedFromTheMail_TakesTwoDaysAndTellsTheStory()
    {
        var before = await company.BalanceAsync("emma");
        var available = (decimal)(await company.GetAsync("emma", "api/leave?year=2026"))["balance"]!["available"]!;

        var request = await company.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-03");
        (string? Status, string Title) submitted = ((string?)request["status"], (string)request["title"]!);
        submitted.ShouldBe(("open", "Annual leave for Emma Larsen, 2026-12-02 to 2026-12-03"));
        request["waitingFor"]!.AsArray().Select(name => (string?)name).ShouldBe(["Marco Rossi"]);

        var asked = await company.MailAsync("marco", request.Reference);
        asked.Subject.ShouldBe($"[{request.Reference}] Emma Larsen asks for 2 working days of annual leave: please decide");
        await ScanAsync(asked);
        (await company.ShowAsync("emma", request.Id)).Kinds.ShouldBe(["submitted", "asked"]);

        var page = await BrowserPage.OpenAsync(company.Http, asked.Link("Approve"));
        page.Text.ShouldContain("Emma Larsen asks for 2 working days of annual leave");
        page.Text.ShouldContain($"Emma Larsen has {available:0} days of annual leave left before this request.");
        var decided = await page.PressAsync(company.Http, "Approve", "Enjoy the snow");
        decided.Status.ShouldBe(HttpStatusCode.OK);
        decided.Text.ShouldContain("You approved this");

        var told = await company.MailAsync("emma", request.Reference, "Your leave is approved");
        told.Text.ShouldContain("Marco Rossi approved 2 working days.");
        told.Text.ShouldContain("Enjoy the snow");
        told.References.ShouldNotBeNull().ShouldBe(asked.References, "both mails belong to one thread");

        (await company.BalanceAsync("emma")).ShouldBe(before - 2);
        var days = (await company.GetAsync("emma", "api/leave?year=2026")).Items.Single(entry => (string?)entry["reference"] == request.Reference);
        ((string?)days["firstDay"], (string?)days["lastDay"], (decimal)days["days"]!, (string?)days["status"]).ShouldBe(("2026-12-02", "2026-12-03", 2m, "approved"));

        var story = await company.ShowAsync("emma", request.Reference);
        ((string?)story["status"], (string?)story["outcome"]).ShouldBe(("closed", "Approved"));
        story.Kinds.ShouldBe(["submitted", "asked", "decided", "booked", "notified", "closed"]);
        ((string?)story.The("submitted")["by"], (string?)story.The("submitted")["channel"]).ShouldBe(("emma", "api"));
        var decision = story.The("decided");
        ((string?)decision["by"], (string?)decision["byName"], (string?)decision["action"], (string?)decision["channel"], (string?)decision["comment"])
            .ShouldBe(("marco", "Marco Rossi", "Approve", "email", "Enjoy the snow"));
        story.Timeline.Select(entry => DateTimeOffset.Parse((string)entry["at"]!)).ShouldBeInOrder();

        var again = await page.PressAsync(company.Http, "Reject");
        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Text.ShouldContain("Marco Rossi approved this");
        again.Text.ShouldContain(When(decision));
        (await BrowserPage.OpenAsync(company.Http, asked.Link("Reject"))).Text.ShouldContain("Marco Rossi approved this");
        (await company.ShowAsync("emma", request.Id)).Kinds.Count.ShouldBe(6);
    }

    [Fact]
    public async Task FiveDays_NeedTheManagerAndThenHr()
    {
        var before = await company.BalanceAsync("luca");
        var request = await company.SubmitLeaveAsync("luca", "2026-11-09", "2026-11-13");
        await company.MailAsync("marco", request.Reference);
        (await company.GetAsync("hana", "api/tasks")).Items.ShouldNotContain(task => (string?)task["reference"] == request.Reference);

        var byManager = await company.DecideAsync("marco", await company.TaskAsync("marco", request.Reference), "Approve");
        byManager.Status.ShouldBe(HttpStatusCode.OK, byManager.Text);

        var asked = await company.MailAsync("hana", request.Reference);
        asked.Text.ShouldContain("Marco Rossi has approved it.");
        asked.Text.ShouldContain("because you have the role hr");
        (await company.BalanceAsync("luca")).ShouldBe(before);
        var task = await company.TaskAsync("hana", request.Reference);
        ((string?)task["requesterName"], (string?)task["why"]).ShouldBe(("Luca Ferrari", "You get this because you have the role hr."));
        var page = await BrowserPage.OpenAsync(company.Http, asked.Link("Approve"));
        (await page.PressAsync(company.Http, "Approve")).Text.ShouldContain("You approved this");

        await company.MailAsync("luca", request.Reference, "Your leave is approved");
        (await company.BalanceAsync("luca")).ShouldBe(before - 5);
        var story = await company.ShowAsync("luca", request.Id);
        story.Kinds.ShouldBe(["submitted", "asked", "decided", "asked", "decided", "booked", "notified", "closed"]);
        story.Timeline.Where(entry => (string?)entry["kind"] == "decided").Select(entry => ((string?)entry["by"], (string?)entry["channel"])).ShouldBe([("marco", "api"), ("hana", "email")]);
    }

    [Fact]
    public async Task Rejection_ReachesTheRequesterWithItsComment()
    {
        var before = await company.BalanceAsync("emma");
        var request = await company.SubmitLeaveAsync("emma", "2026-11-05", "2026-11-06");
        var page = await BrowserPage.OpenAsync(company.Http, (await company.MailAsync("marco", request.Reference)).Link("Reject"));

        var rejected = await page.PressAsync(company.Http, "Reject", "The audit is that week; <please> choose another.");

        rejected.Text.ShouldContain("You rejected this");
        var told = await company.MailAsync("emma", request.Reference, "Your leave is rejected");
        told.Text.ShouldContain("The audit is that week; <please> choose another.");
        told.Html.ShouldContain("&lt;please&gt;");
        var story = await company.ShowAsync("emma", request.Id);
        ((string?)story["outcome"], (string?)story["reason"]).ShouldBe(("Rejected", "The audit is that week; <please> choose another."));
        (await company.BalanceAsync("emma")).ShouldBe(before);
        (await company.GetAsync("emma", "api/leave?year=2026")).Items.ShouldNotContain(entry => (string?)entry["reference"] == request.Reference);
    }

    [Fact]
    public async Task Withdrawn_TheTaskIsGoneAndItsLinksSaySo()
    {
        var request = await company.SubmitLeaveAsync("emma", "2026-11-17", "2026-11-18");
        var mail = await company.MailAsync("marco", request.Reference);
        var page = await BrowserPage.OpenAsync(company.Http, mail.Link("Approve"));
        var task = await company.TaskAsync("marco", request.Reference);
        var stranger = await company.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/withdraw");

        var withdrawn = await company.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/withdraw", new JsonObject { ["comment"] = "No snow" });

        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
        withdrawn.Status.ShouldBe(HttpStatusCode.OK, withdrawn.Text);
        ((string?)withdrawn["status"], (string?)withdrawn.The("withdrawn")["comment"]).ShouldBe(("withdrawn", "No snow"));
        withdrawn["waitingFor"]!.AsArray().ShouldBeEmpty();
        (await company.GetAsync("marco", "api/tasks?limit=200")).Items.ShouldNotContain(open => (string?)open["reference"] == request.Reference);
        (await BrowserPage.OpenAsync(company.Http, mail.Link("Approve"))).Text.ShouldContain("This was withdrawn");
        var pressed = await page.PressAsync(company.Http, "Approve");
        (pressed.Status, pressed.Buttons.Count).ShouldBe((HttpStatusCode.Conflict, 0));
        pressed.Text.ShouldContain("This was withdrawn");
        var byApi = await company.DecideAsync("marco", task, "Approve");
        (byApi.Status, (string?)byApi["type"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:task-closed"));
        ((string?)byApi["taskStatus"]).ShouldBe("withdrawn");
        var twice = await company.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/withdraw");
        (twice.Status, (string?)twice["type"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:not-open"));
        (await company.SubmitLeaveAsync("emma", "2026-11-17", "2026-11-18")).Status.ShouldBe(HttpStatusCode.Created, "the days are free again");
    }

    [Fact]
    public async Task ExpiredToken_SaysSoAndDecidesNothing()
    {
        var request = await company.SubmitAsync("emma", SmallProcess.Outside, new JsonObject { ["email"] = "pat@partner.test", ["lasts"] = "00:00:02" });
        var mail = await company.MailAsync("pat@partner.test", request.Reference);
        var page = await BrowserPage.OpenAsync(company.Http, mail.Link("Accept"));

        // The signal: the due timer has told the requester.
        await company.MailAsync("emma", request.Reference, "It is over: Expired");

        (await BrowserPage.OpenAsync(company.Http, mail.Link("Accept"))).Text.ShouldContain("The time to decide is over");
        if (page.Buttons.Count > 0)
        {
            var late = await page.PressAsync(company.Http, "Accept");
            late.Status.ShouldBe(HttpStatusCode.Conflict);
            late.Text.ShouldContain("nobody had decided");
        }

        var story = await company.ShowAsync("emma", request.Id);
        ((string?)story["outcome"], (string?)story.The("expired")["channel"]).ShouldBe(("Expired", "timer"));
        story.Kinds.ShouldNotContain("decided");
    }

    [Fact]
    public async Task AddressOutside_DecidesWithoutAnAccount()
    {
        var request = await company.SubmitAsync("emma", SmallProcess.Outside, new JsonObject { ["email"] = "pat@partner.test", ["lasts"] = "1.00:00:00" });
        var mail = await company.MailAsync("pat@partner.test", request.Reference);
        var page = await BrowserPage.OpenAsync(company.Http, mail.Link("Decline"));
        page.Buttons.ShouldBe(["Decline", "Accept"]);

        (await page.PressAsync(company.Http, "Accept")).Status.ShouldBe(HttpStatusCode.OK);

        await company.MailAsync("emma", request.Reference, "It is over: Accept");
        var story = await company.ShowAsync("emma", request.Id);
        ((string?)story["outcome"], (string?)story.The("decided")["by"], (string?)story.The("decided")["channel"]).ShouldBe(("Accept", "pat@partner.test", "email"));
    }

    [Fact]
    public async Task TwoDecidersAtOnce_OneWinsAndTheOtherIsToldByWhom()
    {
        await Task.WhenAll(company.SignInAsync("diana"), company.SignInAsync("emma"));
        for (var round = 0; round < 5; round++)
        {
            var request = await company.SubmitAsync("emma", SmallProcess.Either, []);
            var page = await BrowserPage.OpenAsync(company.Http, (await company.MailAsync("marco", request.Reference)).Link("Approve"));
            var task = await company.TaskAsync("diana", request.Reference);

            var (onPage, byApi) = (page.PressAsync(company.Http, "Approve"), company.DecideAsync("diana", task, "Reject", "No"));
            await Task.WhenAll(onPage, byApi);

            var story = await company.ShowAsync("emma", request.Id);
            var decision = story.The("decided");
            if ((await onPage).Status == HttpStatusCode.OK)
            {
                ((string?)decision["by"], (string?)decision["channel"], (string?)story["outcome"]).ShouldBe(("marco", "email", "Approve"));
                var problem = await byApi;
                (problem.Status, (string?)problem["type"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:already-decided"));
                ((string?)problem["decidedBy"], (string?)problem["decidedByName"], (string?)problem["action"]).ShouldBe(("marco", "Marco Rossi", "Approve"));
                ((string?)problem["detail"]).ShouldNotBeNull().ShouldStartWith("Marco Rossi chose Approve at ");
            }
            else
            {
                (await byApi).Status.ShouldBe(HttpStatusCode.OK);
                ((string?)decision["by"], (string?)decision["channel"], (string?)story["outcome"]).ShouldBe(("diana", "api", "Reject"));
                (await onPage).Status.ShouldBe(HttpStatusCode.Conflict);
                (await onPage).Text.ShouldContain("Diana Weber rejected this");
            }
        }
    }

    [Fact]
    public async Task SomebodyElsesRequest_IsNotThere()
    {
        var request = await company.SubmitLeaveAsync("emma", "2026-10-05", "2026-10-06");
        var task = await company.TaskAsync("marco", request.Reference);

        foreach (var stranger in new[] { "luca", "siti" })
        {
            foreach (var path in new[] { $"api/requests/{request.Id}", $"api/requests/{request.Reference}", $"api/tasks/{task["id"]}" })
            {
                (await company.GetAsync(stranger, path)).Status.ShouldBe(HttpStatusCode.NotFound, $"{stranger} {path}");
            }

            (await company.DecideAsync(stranger, task, "Approve")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await company.GetAsync(stranger, "api/leave?person=emma")).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        (await company.DecideAsync("emma", task, "Approve")).Status.ShouldBe(HttpStatusCode.NotFound, "nobody decides their own request");
        (await company.ShowAsync("marco", request.Id)).Kinds.ShouldBe(["submitted", "asked"]);
    }

    [Fact]
    public async Task TextForDays_IsRefusedWithTheFieldAndTheForm()
    {
        var refused = await company.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave("25th Feb", "27th feb") });

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused["errors"]!["firstDay"]!.AsArray().Select(text => (string?)text).ShouldBe(["firstDay: '25th Feb' is not a day. Write it as year-month-day, for example 2026-02-25."]);
        refused["errors"]!["lastDay"]!.AsArray().Select(text => (string?)text).ShouldBe(["lastDay: '27th feb' is not a day. Write it as year-month-day, for example 2026-02-25."]);
    }

    /// <summary>What mail scanners do with every address in a mail.</summary>
    private async Task ScanAsync(ReceivedMail mail)
    {
        var links = mail.Links.Select(link => link.Url).Where(url => url.Contains("/a/")).ToList();
        links.Count.ShouldBe(3);
        mail.Text.Split().Where(word => word.Contains("/a/")).ShouldBe(links);
        foreach (var link in links)
        {
            using (var head = new HttpRequestMessage(HttpMethod.Head, link)) (await company.Http.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
            var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => BrowserPage.OpenAsync(company.Http, link)));
            pages.ShouldAllBe(page => page.Status == HttpStatusCode.OK && page.Buttons.Count == 3);

            // A script that submits the form presses no button, so nothing is chosen; and one that makes the request up cannot say that a person pressed.
            (await company.Http.PostAsync(link, pages[0].WithoutAButton())).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await company.Http.PostAsync(link, content: null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            using var scripted = pages[0].Press("Approve");
            scripted.Headers.Remove("Sec-Fetch-User");
            (await company.Http.SendAsync(scripted)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    /// <summary>As a page writes it for Marco, who is in Rome.</summary>
    private static string When(JsonNode entry) => Activities.Texts.Instant(DateTimeOffset.Parse((string)entry["at"]!), TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome"), "en");
}
