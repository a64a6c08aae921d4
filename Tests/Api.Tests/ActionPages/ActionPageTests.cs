using System.Net;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Tests.Pages;

namespace Workflows.Api.Tests.ActionPages;

public sealed class ActionPageTests : IAsyncLifetime
{
    private PageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PageServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Show_OpenTask_SaysWhatIsAsked()
    {
        var request = await _server.AskAsync(new JsonObject { ["decideWithin"] = TestProcess.Literal("5d") });
        var mail = await _server.MailAsync("marco");

        var page = await _server.Http.ReadAsync(mail.Button("Approve"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldStartWith("<!doctype html>");
        page.Html.ShouldContain("<html lang=\"en\">");
        page.Text.ShouldContain(request.Reference);
        page.Text.ShouldContain("Emma Larsen asks for days off");
        page.Html.ShouldContain("<p>She has 12 days left.</p>");
        page.Html.ShouldContain("<p>Nobody else of her team is away.</p>");
        page.Html.ShouldContain("<dt>First day</dt><dd>Wednesday, 25 February 2026</dd>");
        page.Text.ShouldContain("Skiing <b>& more</b>");
        var due = (await _server.TaskAsync(request)).DueAt.ShouldNotBeNull();
        page.Text.ShouldContain($"You can decide until {Activities.Texts.Instant(due, TimeZoneInfo.FindSystemTimeZoneById("Europe/Rome"), "en")}.");
        page.Buttons.ShouldBe(["Approve", "Reject"]);
        page.Html.ShouldNotContain(mail.Token());
    }

    [Fact]
    public async Task Show_ClientWithoutAPointer_GetsOrdinaryButtons()
    {
        await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");

        var plain = await _server.Http.ReadAsync(url, request => request.Headers.TryAddWithoutValidation("User-Agent", "w3m/0.5.3"));
        var browser = await _server.Http.ReadAsync(url, request => request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11) Chrome/131.0"));

        plain.Html.ShouldContain("<button type=\"submit\" name=\"choice\" value=\"Reject\"");
        plain.Html.ShouldNotContain("type=\"image\"");
        browser.Html.ShouldContain("<input type=\"image\" name=\"choice.Reject\" alt=\"Reject\"");
        plain.Buttons.ShouldBe(browser.Buttons);
    }

    [Fact]
    public async Task Show_AnyState_IsKeptOutOfCachesFramesReferrersAndScripts()
    {
        await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");

        foreach (var page in new[] { await _server.Http.ReadAsync(url), await _server.Http.PressAsync(url, "Approve"), await _server.Http.ReadAsync("/a/unknown") })
        {
            page.Html.ShouldNotContain("<script", Case.Insensitive);
            var headers = page.Response.Headers;
            headers.CacheControl!.NoStore.ShouldBeTrue();
            headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            headers.GetValues("X-Robots-Tag").ShouldBe(["noindex, nofollow"]);
            headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            var policy = headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
            policy.ShouldContain("form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
            policy.ShouldNotContain("script-src");
            page.Response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Show_ChoiceInTheLink_ComesFirstAndDecidesNothing()
    {
        var request = await _server.AskAsync();
        var mail = await _server.MailAsync("marco");

        var page = await _server.Http.ReadAsync(mail.Button("Reject"));

        page.Buttons.ShouldBe(["Reject", "Approve"]);
        page.Html.ShouldContain("<button type=\"submit\" name=\"choice\" value=\"Reject\" class=\"button danger filled\">Reject<");
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Show_ReadersLanguage_IsThePersonsUnlessTheAddressSaysOtherwise()
    {
        await _server.AskAsync(new JsonObject { ["approvers"] = TestProcess.Object("[\"siti\"]") });
        var url = (await _server.MailAsync("siti")).Button("Approve");

        var hers = await _server.Http.ReadAsync(url, request => request.Headers.AcceptLanguage.ParseAdd("en"));
        var english = await _server.Http.ReadAsync(url + "&lang=en");

        hers.Html.ShouldContain("<html lang=\"id\">");
        hers.Html.ShouldContain("<dt>Hari pertama</dt><dd>Rabu, 25 Februari 2026</dd>");
        hers.Buttons.ShouldBe(["Setujui", "Tolak"]);
        hers.Html.ShouldContain("<a href=\"?choice=Approve&amp;lang=en\"");
        english.Html.ShouldContain("<html lang=\"en\">");
        english.Buttons.ShouldBe(["Approve", "Reject"]);
    }

    [Fact]
    public async Task Press_Approve_RecordsItWithEverythingTheAuditWants()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");

        var page = await _server.Http.PressAsync(url, "Approve", "Enjoy\r\nthe <snow>");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("You approved this");
        page.Text.ShouldContain("You wrote: Enjoy the <snow>");
        page.Buttons.ShouldBeEmpty();
        var task = await _server.TaskAsync(request);
        (task.Status, task.Outcome, task.DecidedBy, task.Channel, task.Comment).ShouldBe(("decided", "Approved", "marco", "email", "Enjoy\nthe <snow>"));
        var row = (await _server.AuditAsync(request, AuditKinds.Decided)).ShouldHaveSingleItem();
        (row.Actor, row.Channel, row.Address, row.Revision, row.Comment).ShouldBe(("marco", "email", "127.0.0.1", task.Revision, "Enjoy\nthe <snow>"));
        (await _server.Get<RequestService>().FindAsync(request.Id, CancellationToken.None))!.Status.ShouldBe("closed");
    }

    [Fact]
    public async Task Press_AfterSomebodyElse_IsToldWhoDecidedWhenAndWhy()
    {
        var request = await _server.AskAsync(new JsonObject { ["approvers"] = TestProcess.Object("[\"marco\",\"siti\"]") });
        var (marco, siti) = ((await _server.MailAsync("marco")).Button("Approve"), (await _server.MailAsync("siti")).Button("Reject"));
        var revision = (await _server.Http.ReadAsync(siti)).Field("revision");
        await _server.Http.PressAsync(marco, "Reject", "Too many are away");

        var late = await _server.Http.SubmitAsync(siti, new() { ["revision"] = revision, ["choice"] = "Approve" });
        var again = await _server.Http.ReadAsync(marco);

        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Text.ShouldContain("Marco Rossi menolak ini");
        late.Text.ShouldContain("Tekanan tombol Anda tidak mengubah apa pun");
        var at = (await _server.TaskAsync(request)).DecidedAt!.Value;
        late.Text.ShouldContain(Activities.Texts.Instant(at, _server.Get<PeopleDirectory>().ZoneOf(_server.Get<PeopleDirectory>().Find("siti")!), "id"));
        again.Text.ShouldContain("Marco Rossi rejected this");
        again.Text.ShouldContain("Marco Rossi wrote: Too many are away");
        again.Buttons.ShouldBeEmpty();
        (await _server.AuditAsync(request, AuditKinds.Decided)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Press_ManyAtOnce_OneDecides()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _server.Http.PressAsync(url, number % 2 == 0 ? "Approve" : "Reject", "So be it")));

        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(7);
        (await _server.AuditAsync(request, AuditKinds.Decided)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Press_ActionThatNeedsAComment_ComesBackWithNothingLost()
    {
        var request = await _server.AskAsync(new JsonObject { ["actions"] = TestProcess.Object("[\"Approve\",\"RequestChanges\"]") });
        var url = (await _server.MailAsync("marco")).Button("RequestChanges");
        (await _server.Http.ReadAsync(url)).Text.ShouldContain("Required for “Ask for changes”, optional otherwise.");

        var without = await _server.Http.PressAsync(url, "RequestChanges", "  ");
        var tooLong = await _server.Http.PressAsync(url, "RequestChanges", new string('x', 4001));

        without.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        without.Html.ShouldContain("aria-invalid=\"true\"");
        without.Text.ShouldContain("“Ask for changes” needs a comment. Please write why.");
        tooLong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        tooLong.Html.ShouldContain(new string('x', 4001));
        (await _server.TaskAsync(request)).Status.ShouldBe("open");

        var answer = await _server.Http.SubmitAsync(url, new() { ["revision"] = without.Field("revision"), ["choice"] = "RequestChanges", ["comment"] = "One day less, please" });
        answer.Text.ShouldContain("You asked for changes");
        (await _server.TaskAsync(request)).Comment.ShouldBe("One day less, please");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Promote")]
    public async Task Press_NoSuchChoice_AsksAgainAndKeepsTheComment(string? choice)
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");

        var page = await _server.Http.PressAsync(url, choice, "Half written");

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("please press one of the buttons below");
        page.Html.ShouldContain("Half written</textarea>");
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Press_NoFormOrTooLarge_DecidesNothing()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var revision = (await _server.TaskAsync(request)).Revision;

        var json = await _server.Http.PostAsync(url, new StringContent($$"""{"choice":"Approve","revision":"{{revision}}"}""", null, "application/json"));
        var large = await _server.Http.SubmitAsync(url, new() { ["choice"] = "Approve", ["revision"] = revision, ["comment"] = new string('x', 70_000) });

        json.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        large.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Press_SubjectChangedSinceTheMail_ShowsItAndAsksAgain()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var before = (await _server.Http.ReadAsync(url)).Field("revision");
        await _server.ChangeAsync("UPDATE tasks SET title = 'Emma Larsen asks for a month off', revision = 'newer' WHERE instance_id = @Id", new { request.Id });

        var opened = await _server.Http.ReadAsync(url);
        var stale = await _server.Http.SubmitAsync(url, new() { ["revision"] = before, ["choice"] = "Approve", ["comment"] = "Fine" });
        var unknown = await _server.Http.SubmitAsync(url, new() { ["choice"] = "Approve" });

        opened.Text.ShouldContain("This has changed since it was shown to you");
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Text.ShouldContain("a month off");
        stale.Text.ShouldContain("This has changed since it was shown to you");
        stale.Html.ShouldContain("Fine</textarea>");
        unknown.Status.ShouldBe(HttpStatusCode.Conflict);
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
        stale.Field("revision").ShouldBe("newer");
        (await _server.Http.SubmitAsync(url, new() { ["revision"] = "newer", ["choice"] = "Approve" })).Text.ShouldContain("You approved this");
    }

    [Fact]
    public async Task Show_Withdrawn_SaysSo()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var emma = _server.Get<PeopleDirectory>().Find("emma")!;
        await _server.Get<RequestService>().WithdrawAsync(request, emma, ChannelNames.Api, null, CancellationToken.None);

        var page = await _server.Http.ReadAsync(url);
        var pressed = await _server.Http.PressAsync(url, "Approve");

        page.Text.ShouldContain("This was withdrawn");
        page.Buttons.ShouldBeEmpty();
        pressed.Status.ShouldBe(HttpStatusCode.Conflict);
        (await _server.TaskAsync(request)).Status.ShouldBe("withdrawn");
    }

    [Fact]
    public async Task Show_Expired_SaysSoAndLongAfterwardsLooksLikeNoLinkAtAll()
    {
        var request = await _server.AskAsync(new JsonObject { ["decideWithin"] = TestProcess.Literal("1d") });
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var due = (await _server.TaskAsync(request)).DueAt!.Value;
        var unknown = await _server.Http.ReadAsync($"/a/{ActionTokens.Create()}?choice=Approve");

        _server.Time.Advance(due - _server.Time.GetUtcNow());
        var expired = await _server.Http.ReadAsync(url);
        var pressed = await _server.Http.PressAsync(url, "Approve");
        _server.Time.Advance(TimeSpan.FromDays(30));
        var longAfter = await _server.Http.ReadAsync(url);
        var pressedLongAfter = await _server.Http.PressAsync(url, "Approve");

        expired.Text.ShouldContain("The time to decide is over");
        pressed.Status.ShouldBe(HttpStatusCode.Conflict);
        (longAfter.Status, longAfter.Html).ShouldBe((HttpStatusCode.NotFound, unknown.Html));
        Names(longAfter).ShouldBe(Names(unknown));
        pressedLongAfter.Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.AuditAsync(request, AuditKinds.Decided)).ShouldBeEmpty();

        static IEnumerable<string> Names(PageAnswer page) => page.Response.Headers.Concat(page.Response.Content.Headers).Select(header => header.Key).Order();
    }

    [Fact]
    public async Task Show_LinkOverButTaskOpen_SaysSoAndDecidesNothing()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var revision = (await _server.TaskAsync(request)).Revision;

        _server.Time.Advance(ActionTokens.DefaultLifetime);
        var page = await _server.Http.ReadAsync(url);
        var pressed = await _server.Http.SubmitAsync(url, new() { ["choice"] = "Approve", ["revision"] = revision });

        page.Text.ShouldContain("This link is too old");
        pressed.Status.ShouldBe(HttpStatusCode.Conflict);
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Press_RoleTakenAwayOrLeft_DecidesNothingAndShowsNothing()
    {
        var request = await _server.AskAsync(new JsonObject { ["approvers"] = TestProcess.Object("[\"role:hr\"]") });
        var hr = _server.Get<PeopleDirectory>().InRole("hr")[0];
        var url = (await _server.MailToAddressAsync(hr.Email)).Button("Approve");
        var revision = (await _server.TaskAsync(request)).Revision;
        var result = await _server.Get<PeopleImport>().ImportAsync(
            [new CsvFile("people.csv", System.Text.Encoding.UTF8.GetBytes($"id,name,email,roles\n{hr.Id},{hr.Name},{hr.Email},employee"))], CancellationToken.None);
        result.Problems.ShouldBeEmpty();

        var page = await _server.Http.ReadAsync(url);
        var pressed = await _server.Http.SubmitAsync(url, new() { ["choice"] = "Approve", ["revision"] = revision });

        page.Text.ShouldNotContain("days off");
        page.Buttons.ShouldBeEmpty();
        pressed.Status.ShouldBe(HttpStatusCode.Conflict);
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task Report_ThisIsNotMe_VoidsTheLinkAndIsWrittenDown()
    {
        var request = await _server.AskAsync();
        var url = (await _server.MailAsync("marco")).Button("Approve");
        var page = url.Split('?')[0] + "?report=1";

        var asked = await _server.Http.ReadAsync(page);
        (await _server.AuditAsync(request, AuditKinds.Reported)).ShouldBeEmpty("looking reports nothing");
        var empty = await _server.Http.SubmitAsync(page, []);
        var reported = await _server.Http.SubmitAsync(page, new() { ["report"] = "yes" });

        asked.Text.ShouldContain("This link was made for Marco Rossi.");
        empty.Status.ShouldBe(HttpStatusCode.BadRequest);
        reported.Text.ShouldContain("Thank you, it is reported");
        (await _server.Http.ReadAsync(url)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Http.SubmitAsync(url, new() { ["choice"] = "Approve", ["revision"] = (await _server.TaskAsync(request)).Revision })).Status.ShouldBe(HttpStatusCode.NotFound);
        var row = (await _server.AuditAsync(request, AuditKinds.Reported)).ShouldHaveSingleItem();
        (row.Actor, row.Address, row.Channel).ShouldBe(("marco", "127.0.0.1", "email"));
        (await _server.TaskAsync(request)).Status.ShouldBe("open");
        (await AuditTrail.VerifyAsync(_server.Database, CancellationToken.None)).Broken.ShouldBeNull();
    }

    [Fact]
    public async Task Press_AddressOutsideTheCompany_DecidesWithItsOwnActions()
    {
        var request = await _server.AskAsync(
            new JsonObject { ["recipient"] = TestProcess.Literal("partner@elsewhere.test"), ["actions"] = TestProcess.Object("""[{"name":"Accept","label":"We accept","style":"primary"},"Decline"]"""), ["language"] = TestProcess.Literal("en") },
            "Approvals.EmailActionToken");
        var url = (await _server.MailToAddressAsync("partner@elsewhere.test")).Button("Accept");

        var indonesian = await _server.Http.ReadAsync(url, message => message.Headers.AcceptLanguage.ParseAdd("fr, id;q=0.8, en;q=0.5"));
        var pressed = await _server.Http.PressAsync(url, "Accept");

        indonesian.Html.ShouldContain("<html lang=\"id\">");
        indonesian.Buttons.ShouldBe(["We accept", "Decline"]);
        indonesian.Text.ShouldContain("(Europe/Rome)");
        pressed.Text.ShouldContain("You chose “We accept”");
        (await _server.TaskAsync(request)).DecidedBy.ShouldBe("partner@elsewhere.test");
    }

    [Fact]
    public async Task Token_OpenedPressedAndReported_IsInNoLog()
    {
        await _server.AskAsync();
        var mail = await _server.MailAsync("marco");

        await _server.Http.ReadAsync(mail.Button("Approve"));
        await _server.Http.PressAsync(mail.Button("Approve"), "Approve");
        await _server.Http.SubmitAsync(mail.Button("Approve").Split('?')[0] + "?report=1", new() { ["report"] = "yes" });

        _server.Log.ShouldNotBeEmpty();
        _server.Log.FirstOrDefault(line => line.Contains(mail.Token())).ShouldBeNull();
    }
}
