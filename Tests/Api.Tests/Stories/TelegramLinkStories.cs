using System.Net;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Linking accounts, losing them, and the ways by which updates come.</summary>
public sealed class TelegramLinkStories
{
    [Fact]
    public async Task Link_CodeFromTheAppOrTheMail_WorksOnceForOnePerson()
    {
        await using var company = new TelegramCompany();
        await company.InitializeAsync();
        var (people, telegram) = (company.Company, company.Telegram);
        var none = await people.GetAsync("marco", "api/me/telegram");
        ((bool)none["isAvailable"]!, (bool)none["isLinked"]!, (string?)none["bot"]).ShouldBe((true, false, TelegramServer.BotName));
        await telegram.SayAsync(71, "/tasks");
        await telegram.MessageAsync(71, "I do not know you yet.");

        // A former code is void, and codes are for the private chat.
        var former = await people.SendAsync("marco", HttpMethod.Post, "api/me/telegram/link");
        var code = await people.SendAsync("marco", HttpMethod.Post, "api/me/telegram/link");
        ((string?)code["link"]).ShouldBe($"https://t.me/{TelegramServer.BotName}?start={code["code"]}");
        await telegram.SayAsync(71, $"/start {former["code"]}");
        await telegram.MessageAsync(71, "This code does not work");
        await telegram.SayAsync(71, $"/start {code["code"]}", group: -5);
        await telegram.MessageAsync(-5, "Codes are for our private chat.");
        await telegram.SayAsync(71, $"/start {code["code"]}");
        await telegram.MessageAsync(71, "Linked: you are Marco Rossi.");
        await telegram.SayAsync(72, $"/start {code["code"]}");
        await telegram.MessageAsync(72, "This code does not work");
        (await people.CountAsync("SELECT COUNT(*) FROM telegram_link_codes WHERE hash = @code", new { code = (string?)code["code"] })).ShouldBe(0, "codes are kept as hashes");
        var linked = await people.GetAsync("marco", "api/me/telegram");
        ((bool)linked["isLinked"]!, (string?)linked["userName"]).ShouldBe((true, "user71"));

        // By mail; an account belongs to one person.
        (await people.SendAsync("diana", HttpMethod.Post, "api/me/telegram/link/mail")).Status.ShouldBe(HttpStatusCode.Accepted);
        var mail = await people.Smtp.NextAsync(mail => mail.To.Contains("diana@example.test") && mail.Subject.Contains("Telegram"));
        var written = mail.Text.Split("/start ")[1].Split('\n')[0].Trim();
        mail.Subject.ShouldNotContain(written);
        mail.Text.ShouldContain($"https://t.me/{TelegramServer.BotName}?start={written}");
        await telegram.SayAsync(71, $"/start {written}");
        await telegram.MessageAsync(71, "belongs to somebody else already");
        var another = await people.SendAsync("diana", HttpMethod.Post, "api/me/telegram/link");
        await telegram.SayAsync(73, $"/start {another["code"]}");
        await telegram.MessageAsync(73, "Linked: you are Diana Weber.");

        // Another account of the same person takes the place of the first.
        var moved = await people.SendAsync("marco", HttpMethod.Post, "api/me/telegram/link");
        await telegram.SayAsync(74, $"/start {moved["code"]}");
        await telegram.MessageAsync(71, "is linked to another Telegram account now");
        await telegram.SayAsync(71, "/tasks");
        await telegram.MessageAsync(71, "I do not know you yet.");

        // Wrong codes have a limit; so has asking for them.
        for (var attempt = 0; attempt < 10; attempt++) await telegram.SayAsync(75, "/start wrong");
        await telegram.SayAsync(75, "/start wrong");
        await telegram.MessageAsync(75, "Too many wrong codes.");
        Answer asked;
        var times = 0;
        do asked = await people.SendAsync("hana", HttpMethod.Post, "api/me/telegram/link");
        while (asked.Status == HttpStatusCode.OK && ++times < 20);
        (asked.Status, (string?)asked["type"], times).ShouldBe((HttpStatusCode.TooManyRequests, "urn:workflows:problem:too-many-codes", 5));
        asked.Response.Headers.RetryAfter.ShouldNotBeNull();
        (await people.CountAsync("SELECT COUNT(*) FROM audit WHERE kind = 'telegram-linked' AND actor = 'marco'")).ShouldBe(2);
    }

    [Fact]
    public async Task BlockedBot_PutsTheTaskToTheNextChannelOnce_AndSaysSo()
    {
        await using var company = new TelegramCompany();
        await company.InitializeAsync();
        var (people, telegram) = (company.Company, company.Telegram);
        var marco = await company.LinkAsync("marco");
        await telegram.BlockAsync(marco);

        var request = await people.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-02");

        var mail = await people.MailAsync("marco", request.Reference);
        mail.Text.ShouldContain("Telegram does not reach you");
        var page = await BrowserPage.OpenAsync(people.Http, mail.Link("Approve"));
        (await page.PressAsync(people.Http, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        var second = await people.SubmitLeaveAsync("emma", "2026-12-03", "2026-12-03");
        (await people.MailAsync("marco", second.Reference)).Text.ShouldNotContain("Telegram does not reach you");
        telegram.Calls.Count(call => call.Status == 403).ShouldBe(1, "it is tried once");
        people.Smtp.Received.Count(sent => sent.To.Contains("marco@example.test") && sent.Subject.Contains(request.Reference)).ShouldBe(1);

        // Who writes can be written to.
        await telegram.UnblockAsync(marco);
        await telegram.SayAsync(marco, "/tasks");
        await telegram.MessageAsync(marco, "Yours to decide (1).");
        var third = await people.SubmitLeaveAsync("emma", "2026-12-04", "2026-12-04");
        await telegram.MessageAsync(marco, third.Reference);

        // Telegram tells at once when somebody blocks the bot; what is open there is asked elsewhere.
        await telegram.MemberAsync(marco, "kicked");
        (await people.MailAsync("marco", third.Reference)).Text.ShouldContain("the bot was blocked");
    }

    [Fact]
    public async Task Unlinked_OpenTasksComeByMail_AndTheButtonsAreDead()
    {
        await using var company = new TelegramCompany();
        await company.InitializeAsync();
        var (people, telegram) = (company.Company, company.Telegram);
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-02");

        (await people.SendAsync("marco", HttpMethod.Delete, "api/me/telegram")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await people.MailAsync("marco", request.Reference)).Text.ShouldContain("the link was ended");
        (await telegram.PressAsync(asked.Chat, asked, "Approve")).Answer.ShouldContain("does not work any more");
        (await people.SendAsync("marco", HttpMethod.Delete, "api/me/telegram")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await people.ShowAsync("emma", request.Id)).Kinds.ShouldNotContain("decided");
    }

    [Fact]
    public async Task Webhook_TakesUpdatesOnlyWithTheSecret()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var people = await Company.OpenAsync(TestDatabase.Usual, telegram.Settings);
        await people.KillAsync();
        await people.StartAsync("--Telegram:Mode", "webhook", "--Telegram:PublicAddress", people.Address.ToString(), "--Telegram:WebhookSecret", "a-secret-of-the-stories");
        var set = await telegram.NextAsync(call => call.Method == "setWebhook");
        ((string?)set.Body["url"], (string?)set.Body["secret_token"]).ShouldBe((new Uri(people.Address, "telegram/webhook").ToString(), "a-secret-of-the-stories"));
        var link = await people.SendAsync("marco", HttpMethod.Post, "api/me/telegram/link");
        object start = new { message = new { message_id = 900, from = new { id = 81L, is_bot = false }, chat = new { id = 81L, type = "private" }, text = $"/start {link["code"]}" } };

        (await telegram.BroughtAsync(await telegram.BringAsync(start, "another-secret"))).ShouldBe(401);
        (await telegram.BroughtAsync(await telegram.BringAsync(start, ""))).ShouldBe(401);
        (await people.SendAsync(null, HttpMethod.Post, "telegram/webhook", new JsonObject())).Status.ShouldBe(HttpStatusCode.Unauthorized);
        telegram.Calls.ShouldNotContain(call => call.Method == "sendMessage");
        var update = await telegram.SayAsync(81, $"/start {link["code"]}");

        (await telegram.BroughtAsync(update)).ShouldBe(200);
        await telegram.MessageAsync(81, "Linked: you are Marco Rossi.");
        await telegram.AgainAsync(update);
        (await telegram.BroughtAsync(update)).ShouldBe(200);
        var request = await people.SubmitLeaveAsync("emma", "2026-12-02", "2026-12-02");
        var asked = await telegram.MessageAsync(81, request.Reference);
        (await telegram.PressAsync(81, asked, "Approve")).Answer.ShouldBe("Recorded.");
        telegram.Calls.Count(call => call.Text.StartsWith("Linked", StringComparison.Ordinal) || call.Text.StartsWith("This code", StringComparison.Ordinal)).ShouldBe(1, "what was brought twice acted once");
    }

    [Fact]
    public async Task NodeThatPolls_Dies_AndAnotherTakesOver()
    {
        await using var company = await TelegramCompany.OpenAsync(Dialect.PostgreSql);
        var (people, telegram) = (company.Company, company.Telegram);
        var second = await people.AddNodeAsync();
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-02");
        (await people.CountAsync("SELECT COUNT(*) FROM telegram_bots WHERE polled_by IS NOT NULL")).ShouldBe(1);
        await people.KillAsync();
        people.Through(second);

        // The lease of the dead node ends ten seconds after its poll would have; then the other one fetches what waits.
        var update = await telegram.PressLaterAsync(asked.Chat, asked, "Approve");

        (await telegram.AnswerToAsync(update, TimeSpan.FromSeconds(40))).Answer.ShouldBe("Recorded.");
        (await telegram.ChangeAsync(asked)).Text.ShouldContain("You approved this");
        ((string?)(await company.DecisionAsync("emma", request))["channel"]).ShouldBe("telegram");
        telegram.Calls.ShouldNotContain(call => call.Status == 409, "never two polled at once");
    }

    [Fact]
    public async Task ServerThatDies_DecidesOnce_WhatWasPressedMeanwhile()
    {
        await using var company = new TelegramCompany();
        await company.InitializeAsync();
        var (people, telegram) = (company.Company, company.Telegram);
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-02");
        var update = await telegram.PressAsync(asked.Chat, asked, "Approve");
        await people.KillAsync();
        await telegram.AgainAsync(update.Update);
        var later = await telegram.PressLaterAsync(asked.Chat, asked, "Reject");

        await people.StartAsync();

        (await telegram.AnswerToAsync(later, TimeSpan.FromSeconds(40))).Answer.ShouldBe("Your press changed nothing: You approved this");
        (await people.ShowAsync("emma", request.Id)).Kinds.Count(kind => kind == "decided").ShouldBe(1);
    }

    [Fact]
    public async Task WithoutAToken_TheChannelIsOff()
    {
        await using var people = await Company.OpenAsync(TestDatabase.Usual);

        (await people.GetAsync("marco", "api/me/telegram"))["isAvailable"]!.GetValue<bool>().ShouldBeFalse();
        var refused = await people.SendAsync("marco", HttpMethod.Post, "api/me/telegram/link");
        (refused.Status, (string?)refused["type"]).ShouldBe((HttpStatusCode.Conflict, "urn:workflows:problem:telegram-off"));
        (await people.SendAsync(null, HttpMethod.Post, "telegram/webhook", new JsonObject())).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
