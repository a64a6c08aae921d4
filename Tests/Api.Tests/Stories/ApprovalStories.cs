using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>What people do with approvals besides approving, over the API and with mail.</summary>
public sealed class ApprovalStories(Company company) : IClassFixture<Company>
{
    [Fact]
    public async Task Changes_AreAskedForByMail_AndTheNewLinkShowsWhatChanged()
    {
        var request = await company.SubmitLeaveAsync("emma", "2026-06-08", "2026-06-09");
        var asked = await company.MailAsync("marco", request.Reference);
        var page = await BrowserPage.OpenAsync(company.Http, asked.Link("Ask for changes"));
        await page.PressAsync(company.Http, "Ask for changes", "The audit is on the 8th.");
        (await company.MailAsync("emma", request.Reference, "please change it")).Text.ShouldContain("The audit is on the 8th.");
        (await company.GetAsync("emma", "api/tasks/counts"))["changes"]!.GetValue<int>().ShouldBe(1);
        ((bool)(await company.ShowAsync("emma", request.Id))["waitsForChanges"]!).ShouldBeTrue();

        var changed = await company.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Reference}/resubmit", new JsonObject { ["inputs"] = Company.Leave("2026-06-09", "2026-06-09"), ["comment"] = "Only one day." });

        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Text);
        ((int)changed["edition"]!).ShouldBe(2);
        var again = await BrowserPage.OpenAsync(company.Http, (await company.MailAsync("marco", request.Reference, "changed, please decide again")).Link("Approve"));
        again.Text.ShouldContain("Changed: First day");
        (await BrowserPage.OpenAsync(company.Http, asked.Link("Approve"))).Buttons.ShouldBeEmpty();
        (await again.PressAsync(company.Http, "Approve")).Text.ShouldContain("You approved this");
        (await company.ShowAsync("emma", request.Id))["outcome"]!.GetValue<string>().ShouldBe("Approved");
        (await company.GetAsync("emma", $"api/requests/{request.Id}/editions")).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Substitute_IsNamedAndDecidesFromTheInbox_ALoopIsRefused()
    {
        // In the years around today, whenever today is.
        var named = await company.SendAsync("diana", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "hana", ["firstDay"] = "2020-01-01", ["lastDay"] = "2090-12-31" });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        var loop = await company.SendAsync("hana", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "diana", ["firstDay"] = "2030-01-01", ["lastDay"] = "2030-01-02" });
        (loop.Status, loop["errors"]!["substitute"] is not null).ShouldBe((HttpStatusCode.BadRequest, true), loop.Text);

        var request = await company.SubmitLeaveAsync("marco", "2026-07-06", "2026-07-06");
        var task = await company.TaskAsync("hana", request.Reference);

        ((string?)task["actsFor"], (string?)task["why"]).ShouldBe(("diana", "You get this because you stand in for Diana Weber."));
        (await company.DecideAsync("hana", task, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        var decision = (await company.ShowAsync("marco", request.Id)).The("decided");
        ((string?)decision["by"], (string?)decision["onBehalfOf"]).ShouldBe(("hana", "diana"));
        (await company.SendAsync("diana", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Task_IsHandedOver_DecidedTogetherWithOthers_AndAskedAbout()
    {
        var (first, second) = (await company.SubmitLeaveAsync("luca", "2026-08-03", "2026-08-03"), await company.SubmitLeaveAsync("luca", "2026-08-10", "2026-08-10"));
        var (one, two) = (await company.TaskAsync("marco", first.Reference), await company.TaskAsync("marco", second.Reference));
        var handed = await company.SendAsync("marco", HttpMethod.Post, $"api/tasks/{one["id"]}/reassign", new JsonObject { ["to"] = "felix", ["reason"] = "He plans August." });
        handed.Status.ShouldBe(HttpStatusCode.OK, handed.Text);
        (await company.SendAsync("luca", HttpMethod.Post, $"api/tasks/{two["id"]}/reassign", new JsonObject { ["to"] = "felix", ["reason"] = "Please." })).Status.ShouldBe(HttpStatusCode.NotFound);

        var asked = await company.SendAsync("felix", HttpMethod.Post, $"api/requests/{first.Reference}/comments", new JsonObject { ["text"] = "Who covers for you?" });
        asked.Status.ShouldBe(HttpStatusCode.OK, asked.Text);
        (await company.MailAsync("luca", first.Reference, "Felix Moreau wrote")).Text.ShouldContain("Who covers for you?");

        var decided = await company.SendAsync("felix", HttpMethod.Post, "api/tasks/decisions", new JsonObject
        {
            ["decisions"] = new JsonArray(
                new JsonObject { ["id"] = (string?)one["id"], ["action"] = "Approve", ["revision"] = (string?)one["revision"] },
                new JsonObject { ["id"] = (string?)two["id"], ["action"] = "Approve", ["revision"] = (string?)two["revision"] }),
        });
        decided.Items.Select(item => (int)item["status"]!).ShouldBe([200, 404]);
    }

    [Fact]
    public async Task Preview_NamesWhoWillBeAsked_AndLeavesNothingBehind()
    {
        var preview = await company.SendAsync("emma", HttpMethod.Post, "api/requests/preview", new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave("2026-09-07", "2026-09-11") });

        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        preview["steps"]!.AsArray().Select(step => (string?)step!["people"]![0]!["id"]).ShouldBe(["marco", "hana"]);
        (await company.CountAsync("SELECT COUNT(*) FROM leave_register WHERE first_day = '2026-09-07'")).ShouldBe(0);
        var wrong = await company.SendAsync("emma", HttpMethod.Post, "api/requests/preview", new JsonObject { ["process"] = "leave", ["inputs"] = Company.Leave("tomorrow", "2026-09-11") });
        (wrong.Status, wrong["errors"]!["firstDay"] is not null).ShouldBe((HttpStatusCode.BadRequest, true));
    }

    [Fact]
    public async Task Attachment_IsServedAsADownload_ToThoseWhoSeeTheRequest()
    {
        var request = await company.SubmitLeaveAsync("emma", "2026-10-05", "2026-10-05");
        var id = await company.UploadAsync("emma", "note.txt", "From the hospital");
        (await company.GetAsync("marco", $"api/attachments/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);

        (await company.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/comments", new JsonObject { ["attachments"] = new JsonArray(id) })).Status.ShouldBe(HttpStatusCode.OK);

        var file = await company.GetAsync("marco", $"api/attachments/{id}");
        (file.Status, file.Text, file.Response.Content.Headers.ContentDisposition!.DispositionType).ShouldBe((HttpStatusCode.OK, "From the hospital", "attachment"));
        (await company.GetAsync("siti", $"api/attachments/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await company.TryUploadAsync("emma", "note.html", "<html>")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
