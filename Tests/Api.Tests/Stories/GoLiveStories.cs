using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Go-lives up to the day: who signs, who says no, and the client without an account. What happens on the day is in <see cref="ProcessTimeStories"/>.</summary>
[Collection(ProcessStoriesCollection.Name)]
public sealed class GoLiveStories(ProcessCompany company) : IAsyncDisposable
{
    private const string Client = "laura@acme.example";

    private Company People => company.People;

    public async ValueTask DisposeAsync() => await company.ShouldHoldAsync();

    [Fact]
    public async Task Everybody_SignsOnAChannelOfTheirOwn_AndOneNoSendsItBack()
    {
        await company.UseAsync(ProcessCompany.Mail, "nina", "felix", "luca");
        await company.UseAsync(ProcessCompany.Telegram, "omar");
        var project = await NewProjectAsync("Client portal", Client);
        var request = await SubmitAsync(project, "2026-03-12");
        var client = await company.AskedByMailAsync(Client, request, "I agree to the go-live");
        client.Subject.ShouldContain("Please sign: Client portal goes live on Thursday, 12 March 2026");
        client.Links.ShouldAllBe(link => link.Url.Contains("/a/"), "who has no account is led nowhere else");
        var nina = await company.AskedByMailAsync("nina", request, "Approve");
        nina.Text.ShouldContain("Tests passed, Nina Keller, build 4711");

        // One says no: every other question disappears, wherever it was asked.
        await company.DecideAsync(ProcessCompany.App, "felix", request, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Telegram, "omar", request, "Reject", "Reject", "The pen test is open.");
        (await People.MailAsync("luca", request.Reference, "please change it")).Text.ReplaceLineEndings("\n").ShouldContain("Omar Haddad wrote:\n> The pen test is open.");
        (await BrowserPage.OpenAsync(People.Http, nina.Link("Approve"))).Buttons.ShouldBeEmpty();
        (await BrowserPage.OpenAsync(People.Http, client.Link("I agree to the go-live"))).Buttons.ShouldBeEmpty();
        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("signing");

        var again = await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Form(project, "2026-03-17") });
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        await company.DecideAsync(ProcessCompany.Mail, "nina", request, "Approve", "Approve", saying: "changed");
        (await company.DecideAsync(ProcessCompany.Telegram, "omar", request, "Approve", "Approve")).ShouldContain("12 March 2026 → Tuesday, 17 March 2026");
        await company.DecideAsync(ProcessCompany.App, "felix", request, "Approve", "Approve");
        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("signing", "the client has not signed");
        await company.DecideAsync(ProcessCompany.Mail, Client, request, "I agree to the go-live", "Sign");

        foreach (var person in new[] { "luca", "nina", "felix" }) (await People.MailAsync(person, request.Reference, "] Client portal goes live on Tuesday, 17 March 2026")).Text.ShouldContain("Everybody has signed.");
        var row = await ProjectAsync(project);
        (row["status"]!.ToString(), row["go_live_on"]!.ToString()).ShouldBe(("scheduled", "2026-03-17"));
        (await People.ShowAsync("luca", request.Id)).Timeline.Where(entry => (string?)entry["kind"] == "decided").Select(entry => ((string?)entry["by"], (string?)entry["channel"])).ShouldBe(
            [("felix", "api"), ("omar", "telegram"), ("nina", "email"), ("omar", "telegram"), ("felix", "api"), (Client, "email")]);
    }

    [Fact]
    public async Task Client_SaysNotYet_WithThePointsToFix()
    {
        var project = await NewProjectAsync("Shop", "paolo@verdi.example");
        var request = await SubmitAsync(project, "2026-03-12");
        var mail = await company.AskedByMailAsync("paolo@verdi.example", request, "Not yet");
        var page = await BrowserPage.OpenAsync(People.Http, mail.Link("Not yet"));
        (await page.PressAsync(People.Http, "Not yet")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "a no says what to fix");

        (await page.PressAsync(People.Http, "Not yet", "Our users are not trained.")).Status.ShouldBe(HttpStatusCode.OK);

        (await People.MailAsync("luca", request.Reference, "please change it")).Text.ReplaceLineEndings("\n").ShouldContain("paolo@verdi.example wrote:\n> Our users are not trained.");
        (await People.GetAsync("nina", "api/tasks?limit=200")).Items.ShouldNotContain(task => (string?)task["reference"] == request.Reference);
        (await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/withdraw")).Status.ShouldBe(HttpStatusCode.OK);
        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("planned");
    }

    [Fact]
    public async Task Mistakes_AreRefusedAtTheField()
    {
        var project = await NewProjectAsync("Intranet");
        await company.RefuseAsync(
            "luca",
            "go-live",
            (Form(project, "2026-03-30"), "date", "2026-03-30 is in the freeze 'First quarter close' (2026-03-27 to 2026-04-03). The first free day is 2026-04-07."),
            (Form(project, "2026-03-14"), "date", "is a day off"),
            (Form(project, "2026-02-27"), "date", "the day is past"),
            (Form("nothing", "2026-03-12"), "project", "there is no project 'nothing'"),
            (Form(project, "2026-03-12", ("Tests passed", "nobody", "4711")), "checklist", "'Tests passed' needs an owner who works here"),
            (Form(project, "2026-03-12", ("Tests passed", "nina", "4711")), "checklist", "Rollback plan, Monitoring are missing"));
        var request = await SubmitAsync(project, "2026-03-12");
        await company.RefuseAsync("luca", "go-live", (Form(project, "2026-03-13"), "project", "another go-live of Intranet is under way"));
        (await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/withdraw")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Freeze_ThatComesInTheMeantime_SendsItBackWhenAllHaveSigned_ASubstituteAmongThem()
    {
        await company.UseAsync(ProcessCompany.Mail, "emma", "omar", "felix");
        var named = await People.SendAsync("nina", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "emma", ["firstDay"] = "2026-03-01", ["lastDay"] = "2026-03-31", ["processes"] = new JsonArray("go-live") });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        var project = await NewProjectAsync("Ledger");
        var request = await SubmitAsync(project, "2026-04-16");
        var freeze = new JsonObject { ["id"] = "audit", ["values"] = new JsonObject { ["name"] = "Audit", ["first_day"] = "2026-04-15", ["last_day"] = "2026-04-17", ["company"] = "borealis" } };
        var frozen = await People.SendAsync("ivan", HttpMethod.Post, "api/registers/freezes", freeze);
        frozen.Status.ShouldBe(HttpStatusCode.Created, frozen.Text);

        // Somebody stands in for the engineer.
        (await company.DecideAsync(ProcessCompany.Mail, "emma", request, "Approve", "Approve")).ShouldContain("You are asked in the place of Nina Keller.");
        foreach (var person in new[] { "omar", "felix" }) await company.DecideAsync(ProcessCompany.Mail, person, request, "Approve", "Approve");
        (await People.SendAsync("nina", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await People.MailAsync("luca", request.Reference, "please change it")).Text.ShouldContain("is in the freeze 'Audit'");
        ((bool)(await People.ShowAsync("luca", request.Id))["waitsForChanges"]!).ShouldBeTrue();
        (await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/withdraw")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Engineers_RaceOnTwoChannels_AndARoleThatNobodyHasFallsToTheDirector()
    {
        await company.UseAsync(ProcessCompany.Telegram, "nina");
        await company.UseAsync(ProcessCompany.Mail, "hana");
        await company.ChangePersonAsync("hana", "roles", "Hana Novak,hana@example.test,employee;hr;engineering");
        await company.ChangePersonAsync("omar", "roles", "Omar Haddad,omar@example.test,employee");
        var project = await NewProjectAsync("Archive");
        var request = await SubmitAsync(project, "2026-03-19");

        var approved = await company.RaceAsync("nina", ProcessCompany.Mail, "hana", request);
        if (!approved)
        {
            await People.MailAsync("luca", request.Reference, "please change it");
            (await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Form(project, "2026-03-20") })).Status.ShouldBe(HttpStatusCode.OK);
            await company.DecideAsync(ProcessCompany.Telegram, "nina", request, "Approve", "Approve", saying: "20 March 2026");
        }

        await company.DecideAsync(ProcessCompany.App, "diana", request, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.App, "felix", request, "Approve", "Approve");
        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("scheduled");
        (await People.ShowAsync("luca", request.Id)).Kinds.ShouldContain("incident");
        await company.ChangePersonAsync("omar", "roles", "Omar Haddad,omar@example.test,employee;security");
        await company.ChangePersonAsync("hana", "roles", "Hana Novak,hana@example.test,employee;hr");
    }

    [Theory]
    [MemberData(nameof(ProcessCompany.Channels), MemberType = typeof(ProcessCompany))]
    public async Task Everybody_SignsOnAChannel_AndItIsScheduled(string channel)
    {
        await company.UseAsync(channel, "nina", "omar", "felix");
        await company.UseAsync(ProcessCompany.Mail, "luca");
        var project = await NewProjectAsync($"Sign {channel}");
        var request = await SubmitAsync(project, "2026-03-18");

        foreach (var person in new[] { "nina", "omar", "felix" }) (await company.DecideAsync(channel, person, request, "Approve", "Approve")).ShouldContain($"Sign-off: Sign {channel} goes live on Wednesday, 18 March 2026");

        (await People.MailAsync("luca", request.Reference, "goes live on")).Text.ShouldContain("Everybody has signed.");
        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("scheduled");
        (await People.ShowAsync("luca", request.Id)).Timeline.Where(entry => (string?)entry["kind"] == "decided").ShouldAllBe(entry => (string?)entry["channel"] == channel);
    }

    [Fact]
    public async Task Signer_WhoLeavesWhileItWaits_IsReplacedByTheFallback()
    {
        await company.UseAsync(ProcessCompany.Telegram, "omar");
        await company.UseAsync(ProcessCompany.Mail, "diana");
        var project = await NewProjectAsync("Warehouse");
        var form = Form(project, "2026-03-18", ("Tests passed", "nina", "build 4711"), ("Rollback plan", "luca", "wiki/rollback"), ("Monitoring", "nina", "board 12"));
        var request = await People.SubmitAsync("luca", "go-live", form);

        await company.LeaveWhileAskedAsync("omar", "Omar Haddad", "Diana Weber", request);
        await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Approve", "Approve");
        foreach (var person in new[] { "nina", "felix" }) await company.DecideAsync(ProcessCompany.App, person, request, "Approve", "Approve");

        (await ProjectAsync(project))["status"]!.ToString().ShouldBe("scheduled");
        await company.ReturnAsync("omar", "Omar Haddad");
    }

    internal static JsonObject Form(string project, string date, params (string Point, string Owner, string Evidence)[] points) => new()
    {
        ["project"] = project, ["date"] = date, ["summary"] = "Version 2 of the portal",
        ["checklist"] = new JsonArray([
            .. (points.Length > 0 ? points : [("Tests passed", "nina", "build 4711"), ("Rollback plan", "luca", "wiki/rollback"), ("Monitoring", "omar", "board 12")])
                .Select(point => new JsonObject { ["point"] = point.Point, ["owner"] = point.Owner, ["evidence"] = point.Evidence }),
        ]),
    };

    private Task<Answer> SubmitAsync(string project, string date) => People.SubmitAsync("luca", "go-live", Form(project, date));

    /// <summary>A project of its own, so that no story waits for another.</summary>
    private async Task<string> NewProjectAsync(string name, string? client = null)
    {
        var id = name.ToLowerInvariant().Replace(' ', '-') + "-2";
        var values = new JsonObject { ["name"] = name, ["owner"] = "luca", ["company"] = "borealis" };
        if (client is not null) values["client_contact"] = client;
        var made = await People.SendAsync("ivan", HttpMethod.Post, "api/registers/projects", new JsonObject { ["id"] = id, ["values"] = values });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return id;
    }

    private async Task<JsonNode> ProjectAsync(string id) => (await company.RowAsync("ivan", "projects", id))["values"]!;
}
