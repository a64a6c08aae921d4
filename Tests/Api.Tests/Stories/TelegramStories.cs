using System.Net;
using System.Text.Json.Nodes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>Deciding in Telegram: the product as a process of its own, and a Bot API server.</summary>
public sealed class TelegramStories(TelegramCompany company) : IClassFixture<TelegramCompany>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private Company People => company.Company;

    private TelegramServer Telegram => company.Telegram;

    [Fact]
    public async Task Leave_ApprovedByAButton_TellsWhoDecidedAndHasNoButtons()
    {
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-02");
        asked.Text.ShouldContain("Emma Larsen asks for 1 working day of annual leave");
        asked.Text.ShouldContain("You get this because Emma Larsen reports to you.");
        asked.Buttons.Select(button => button.Label).ShouldBe(["✅ Approve", "❌ Reject", "Ask for changes", "Details", "Why me?"]);
        asked.Buttons.ShouldAllBe(button => System.Text.Encoding.UTF8.GetByteCount(button.Data) <= 64);
        asked.Buttons.ShouldAllBe(button => !button.Data.Contains("Approve") && !asked.Text.Contains(button.Data));

        (await Telegram.PressAsync(asked.Chat, asked, "Approve")).Answer.ShouldBe("Recorded.");

        var changed = await Telegram.ChangeAsync(asked, Soon);
        changed.Buttons.ShouldBeEmpty();
        changed.Text.ShouldContain("Emma Larsen asks for 1 working day");
        changed.Text.ShouldContain("You approved this");
        await People.MailAsync("emma", request.Reference, "Your leave is approved");
        var decision = await company.DecisionAsync("emma", request);
        ((string?)decision["by"], (string?)decision["channel"]).ShouldBe(("marco", "telegram"));
        People.Smtp.Received.ShouldNotContain(mail => mail.To.Contains("marco@example.test") && mail.Subject.Contains(request.Reference), "who is asked in Telegram gets no mail about it");
    }

    [Fact]
    public async Task Reject_AsksForTheReason_AndTakesTheNextMessageAsOne()
    {
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-03");

        await Telegram.PressAsync(asked.Chat, asked, "Reject");
        var question = await Telegram.MessageAsync(asked.Chat, "please write why");
        ((bool?)question.Body["reply_markup"]!["force_reply"]).ShouldBe(true);
        await Telegram.SayAsync(asked.Chat, "/cancel");
        await Telegram.MessageAsync(asked.Chat, "Nothing was decided.");
        (await People.ShowAsync("emma", request.Id)).Kinds.ShouldNotContain("decided");

        await Telegram.PressAsync(asked.Chat, asked, "Reject");
        await Telegram.MessageAsync(asked.Chat, "please write why");
        await Telegram.SayAsync(asked.Chat, "The <b>desk</b> & the phone need somebody.");

        (await Telegram.ChangeAsync(asked, Soon)).Text.ShouldContain("You rejected this\n“The <b>desk</b> & the phone need somebody.”");
        await Telegram.MessageAsync(asked.Chat, "You rejected this");
        (await People.MailAsync("emma", request.Reference)).Text.ShouldContain("The <b>desk</b> & the phone need somebody.");
        ((string?)(await company.DecisionAsync("emma", request))["comment"]).ShouldBe("The <b>desk</b> & the phone need somebody.");
    }

    [Fact]
    public async Task DecidedByMail_MessageIsChangedWithinTwoSeconds_AndALaterPressIsToldSo()
    {
        var marco = await company.LinkAsync("marco");
        var request = await People.SubmitAsync("emma", SmallProcess.Either, []);
        var asked = await Telegram.MessageAsync(marco, request.Reference);
        var mail = await People.MailAsync("diana", request.Reference);

        var page = await BrowserPage.OpenAsync(People.Http, mail.Link("Approve"));
        (await page.PressAsync(People.Http, "Approve")).Status.ShouldBe(HttpStatusCode.OK);

        var changed = await Telegram.ChangeAsync(asked, Soon);
        changed.Buttons.ShouldBeEmpty();
        changed.Text.ShouldContain("Diana Weber approved this");
        var late = await Telegram.PressAsync(marco, asked, "Reject");
        (late.Answer, late.IsAlert).ShouldBe(("Your press changed nothing: Diana Weber approved this", true));
        ((string?)(await company.DecisionAsync("emma", request))["by"]).ShouldBe("diana");
    }

    [Fact]
    public async Task TwoApprovers_RacingOnTwoChannels_OneDecides_AndTheOtherIsTold()
    {
        var (marco, _) = (await company.LinkAsync("marco"), await People.SignInAsync("diana"));
        for (var round = 0; round < 5; round++)
        {
            var request = await People.SubmitAsync("emma", SmallProcess.Either, []);
            var asked = await Telegram.MessageAsync(marco, request.Reference);
            var task = await People.TaskAsync("diana", request.Reference);

            var (pressing, deciding) = (Telegram.PressAsync(marco, asked, "Approve"), People.DecideAsync("diana", task, "Reject", "Too late."));
            var (pressed, decided) = (await pressing, await deciding);

            var winner = (string?)(await company.DecisionAsync("emma", request))["by"];
            (winner, pressed.Answer, decided.Status).ShouldBeOneOf(
                ("marco", "Recorded.", HttpStatusCode.Conflict), ("diana", "Your press changed nothing: Diana Weber rejected this", HttpStatusCode.OK));
            var changed = await Telegram.ChangeAsync(asked);
            (changed.Buttons.Count, changed.Text.Contains(winner == "marco" ? "You approved this" : "Diana Weber rejected this")).ShouldBe((0, true), changed.Text);
        }
    }

    [Fact]
    public async Task Leaver_DecidesNothingMore()
    {
        var pieter = await company.LinkAsync("pieter");
        await People.ImportPeopleAsync("id,name,email,roles,manager,company,left_on", "pieter,Pieter de Vries,pieter@example.test,employee,diana,borealis,2020-01-01");

        await Telegram.SayAsync(pieter, "/tasks");

        await Telegram.MessageAsync(pieter, "I do not know you yet.");
    }

    [Fact]
    public async Task Update_DeliveredTwice_ActsOnce()
    {
        var marco = await company.LinkAsync("marco");
        var before = Telegram.Calls.Count(call => call.Text == "There is nothing for you to decide." || call.Text.StartsWith("Yours to decide", StringComparison.Ordinal));

        var update = await Telegram.SayAsync(marco, "/tasks");
        await Telegram.NextAsync(call => call.Chat == marco && (call.Text.StartsWith("There is nothing", StringComparison.Ordinal) || call.Text.StartsWith("Yours to decide", StringComparison.Ordinal)));
        await Telegram.AgainAsync(update);
        await Telegram.SayAsync(marco, "/status");

        await Telegram.MessageAsync(marco, "Write the reference");
        Telegram.Calls.Count(call => call.Text == "There is nothing for you to decide." || call.Text.StartsWith("Yours to decide", StringComparison.Ordinal)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Group_OnlyAnApproverDecides_WhoeverElsePresses()
    {
        const long group = -1_001_234_567_890;
        var (ivan, hana, luca) = (await company.LinkAsync("ivan"), await company.LinkAsync("hana"), await company.LinkAsync("luca"));
        await Telegram.SayAsync(luca, "/linkrole hr", group);
        await Telegram.MessageAsync(group, "Only who may publish processes");
        await Telegram.SayAsync(ivan, "/link-role hr", group);
        await Telegram.MessageAsync(group, "Tasks of the role hr come to this group now.");
        await Telegram.SayAsync(luca, "/tasks", group);
        await Telegram.MessageAsync(group, "Please write that to me in private");

        var request = await People.SubmitAsync("luca", TelegramCompany.Desk, []);
        var asked = await Telegram.MessageAsync(group, "May the desk be moved?");
        var own = await Telegram.MessageAsync(hana, request.Reference);

        (await Telegram.PressAsync(999, asked, "Approve")).Answer.ShouldContain("not linked to anybody");
        (await Telegram.PressAsync(luca, asked, "Approve")).Answer.ShouldBe("You are not among those who decide this now.");
        (await Telegram.PressAsync(ivan, asked, "Reject")).Answer.ShouldBe("You are not among those who decide this now.");
        await Telegram.PressAsync(hana, asked, "Reject");
        var question = await Telegram.MessageAsync(group, "Hana Novak");
        await Telegram.SayAsync(hana, "What is this about?", group);
        await Telegram.SayAsync(luca, "It is too small.", group, replyTo: question);
        await Telegram.SayAsync(hana, "It stays where it is.", group, replyTo: question);

        (await Telegram.ChangeAsync(asked)).Text.ShouldContain("Hana Novak rejected this\n“It stays where it is.”");
        (await Telegram.ChangeAsync(own)).Text.ShouldContain("You rejected this");
        ((string?)(await company.DecisionAsync("luca", request))["by"]).ShouldBe("hana");
        await Telegram.MemberAsync(ivan, "kicked", group);
        await Telegram.SayAsync(ivan, "/unlinkrole hr", group);
        await Telegram.MessageAsync(group, "No tasks of that role come here.");
    }

    [Fact]
    public async Task TooManyMessages_WaitAsLongAsTelegramAsks()
    {
        var marco = await company.LinkAsync("marco");
        await Telegram.FailNextAsync("sendMessage", 429, "Too Many Requests: retry after 7", new { retry_after = 7 }, chat: marco);

        var before = TimeProvider.System.GetTimestamp();
        var request = await People.SubmitLeaveAsync("emma", "2026-12-04", "2026-12-04");

        (await Telegram.NextAsync(call => call.Status == 429)).Chat.ShouldBe(marco);
        await Telegram.MessageAsync(marco, request.Reference);
        // Longer than the outbox would rest by itself.
        TimeProvider.System.GetElapsedTime(before).ShouldBeGreaterThan(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Less_AsksForTheAmountAndTheReason()
    {
        var marco = await company.LinkAsync("marco");
        var request = await People.SubmitAsync("emma", TelegramCompany.Money, new JsonObject { ["amount"] = "1250.00", ["about"] = "a <chair> & a table" });
        var asked = await Telegram.MessageAsync(marco, request.Reference);
        asked.Text.ShouldContain("Money for a <chair> & a table");

        await Telegram.PressAsync(marco, asked, "Approve less");
        await Telegram.MessageAsync(marco, "How much of 1,250.00 EUR");
        await Telegram.SayAsync(marco, "as much as you like");
        await Telegram.MessageAsync(marco, "That is not an amount.");
        await Telegram.SayAsync(marco, "1300");
        await Telegram.MessageAsync(marco, "from 0 to 1,250.00 EUR");
        await Telegram.SayAsync(marco, "1,000.50 EUR");
        await Telegram.MessageAsync(marco, "1,000.50 EUR of 1,250.00 EUR: please write why");
        await Telegram.SayAsync(marco, "A chair will do.");

        var changed = await Telegram.ChangeAsync(asked);
        changed.Text.ShouldContain("You approved this");
        changed.Text.ShouldContain("Approved: 1,000.50 EUR of 1,250.00 EUR");
        var step = (await People.ShowAsync("emma", request.Id))["steps"]!.AsArray().Single()!;
        ((decimal)step["approved"]!["amount"]!, (string?)step["comment"]).ShouldBe((1000.5m, "A chair will do."));
    }

    [Fact]
    public async Task Undo_OpensItAgain_WithItsButtons()
    {
        var marco = await company.LinkAsync("marco");
        var request = await People.SubmitAsync("emma", TelegramCompany.Held, []);
        var asked = await Telegram.MessageAsync(marco, request.Reference);
        (await Telegram.PressAsync(marco, asked, "Approve")).Answer.ShouldBe("Recorded. /undo takes it back.");
        (await Telegram.ChangeAsync(asked)).Buttons.ShouldBeEmpty();

        await Telegram.SayAsync(marco, "/undo");

        await Telegram.MessageAsync(marco, "is open again");
        var again = await Telegram.ChangeAsync(asked, Soon);
        again.Buttons.ShouldBe(asked.Buttons);
        (await Telegram.PressAsync(marco, again, "Approve")).Answer.ShouldStartWith("Recorded.");
        await Telegram.SayAsync(marco, "/undo");
        await Telegram.MessageAsync(marco, "is open again");
        (await People.ShowAsync("emma", request.Id)).Kinds.Count(kind => kind == "undone").ShouldBe(2);
    }

    [Fact]
    public async Task ChangedRequest_ShowsWhatChanged_AndAsksAgain()
    {
        var (request, asked) = await company.AskAsync("luca", "marco", "2026-12-16");
        var luca = await company.LinkAsync("luca");
        await Telegram.PressAsync(asked.Chat, asked, "Ask for changes");
        await Telegram.MessageAsync(asked.Chat, "“Ask for changes” for");
        await Telegram.SayAsync(asked.Chat, "Please take the day after.");
        (await Telegram.ChangeAsync(asked)).Text.ShouldContain("You asked for changes");
        var change = await Telegram.MessageAsync(luca, "Please take the day after.");
        change.Buttons.Select(button => button.Label).ShouldBe(["Details"]);

        var again = await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Company.Leave("2026-12-17", "2026-12-17") });
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);

        (await Telegram.ChangeAsync(change, Soon)).Text.ShouldContain("The request was submitted again.");
        var second = await Telegram.MessageAsync(asked.Chat, "Changed, please decide again");
        second.Text.ShouldContain("2026-12-16 → Thursday, 17 December 2026".Replace("2026-12-16", "Wednesday, 16 December 2026"));
        // The first message shows what was asked then, and decides nothing any more.
        (await Telegram.PressAsync(asked.Chat, asked, "Approve")).Answer.ShouldBe("Your press changed nothing: You asked for changes");
        (await Telegram.PressAsync(asked.Chat, second, "Approve")).Answer.ShouldBe("Recorded.");
        ((string?)(await People.ShowAsync("luca", request.Id))["outcome"]).ShouldBe("Approved");
    }

    [Fact]
    public async Task Substitute_DecidesInTheirPlace_AndThePrincipalIsTold()
    {
        var (sofia, felix) = (await company.LinkAsync("sofia"), await company.LinkAsync("felix"));
        await Telegram.SayAsync(sofia, "/away today 2090-12-31 felix");
        await Telegram.MessageAsync(sofia, "Felix Moreau stands in for you");
        await Telegram.MessageAsync(felix, "You stand in for Sofia Bianchi");

        var request = await People.SubmitLeaveAsync("hana", "2026-12-16", "2026-12-16");

        var asked = await Telegram.MessageAsync(felix, request.Reference);
        asked.Text.ShouldContain("You are asked in the place of Sofia Bianchi.");
        (await Telegram.PressAsync(felix, asked, "Approve")).Answer.ShouldBe("Recorded.");
        (await Telegram.ChangeAsync(asked)).Text.ShouldContain("You approved this\nIn the place of Sofia Bianchi.");
        await Telegram.MessageAsync(sofia, "Felix Moreau, who stands in for you, chose “Approve”.");
        var decision = await company.DecisionAsync("hana", request);
        ((string?)decision["by"], (string?)decision["onBehalfOf"], (string?)decision["channel"]).ShouldBe(("felix", "sofia", "telegram"));
        await Telegram.SayAsync(sofia, "/away off");
        await Telegram.MessageAsync(sofia, "Ended: Felix Moreau");
    }

    [Fact]
    public async Task WithdrawnAndHandedOver_MessagesSaySo()
    {
        var (request, asked) = await company.AskAsync("luca", "marco", "2026-12-07");
        var felix = await company.LinkAsync("felix");
        var task = await People.TaskAsync("marco", request.Reference);

        (await People.SendAsync("marco", HttpMethod.Post, $"api/tasks/{task["id"]}/reassign", new JsonObject { ["to"] = "felix", ["reason"] = "He plans December." })).Status.ShouldBe(HttpStatusCode.OK);
        var moved = await Telegram.ChangeAsync(asked, Soon);
        (moved.Buttons.Count, moved.Text.Contains("It is with Felix Moreau now.")).ShouldBe((0, true), moved.Text);
        var given = await Telegram.MessageAsync(felix, request.Reference);
        (await Telegram.PressAsync(asked.Chat, asked, "Approve")).Answer.ShouldBe("You are not among those who decide this now.");

        (await People.SendAsync("luca", HttpMethod.Post, $"api/requests/{request.Id}/withdraw", new JsonObject())).Status.ShouldBe(HttpStatusCode.OK);
        var over = await Telegram.ChangeAsync(given, Soon);
        (over.Buttons.Count, over.Text.Contains("This was withdrawn.")).ShouldBe((0, true), over.Text);
    }

    [Fact]
    public async Task DetailsAndWhy_TellWhoComesNext()
    {
        var (request, asked) = await company.AskAsync("emma", "marco", "2026-12-11");

        await Telegram.PressAsync(asked.Chat, asked, "Why me?");
        (await Telegram.MessageAsync(asked.Chat, "You get this because Emma Larsen reports to you.")).Text.ShouldContain("If you approve, nobody else is asked.");
        await Telegram.PressAsync(asked.Chat, asked, "Details");
        (await Telegram.MessageAsync(asked.Chat, "Asked: Marco Rossi (manages Emma Larsen)")).Text.ShouldContain($"Open {request.Reference}");
        var longer = await People.SubmitLeaveAsync("emma", "2026-12-14", "2026-12-18");
        var first = await Telegram.MessageAsync(asked.Chat, longer.Reference);
        await Telegram.PressAsync(asked.Chat, first, "Why me?");
        await Telegram.MessageAsync(asked.Chat, "it goes to Hana Novak");
    }

    [Fact]
    public async Task Commands_ListShowAndArrange()
    {
        var (request, _) = await company.AskAsync("emma", "marco", "2026-12-09");
        var marco = await company.LinkAsync("marco");

        await Telegram.SayAsync(marco, "/tasks");
        var list = await Telegram.MessageAsync(marco, "Yours to decide");
        list.Text.ShouldContain(request.Reference);
        // Shown by its title, in the place that the list gives it.
        var place = list.Text.Split('\n').First(line => line.Contains(request.Reference, StringComparison.Ordinal)).Split('.')[0];
        await Telegram.PressAsync(marco, list, $"{place}. ");
        (await Telegram.NextAsync(call => call.Chat == marco && call.Text.Contains($"Open {request.Reference}") && call.Buttons.Count > 0 && call.Message > list.Message)).Buttons.Count.ShouldBe(5);
        await Telegram.SayAsync(marco, $"/status {request.Reference.ToLowerInvariant()}");
        (await Telegram.MessageAsync(marco, $"{request.Reference}: ")).Text.ShouldContain("Waiting for Marco Rossi, since");
        await Telegram.SayAsync(marco, "/status LV-1999-00001");
        await Telegram.MessageAsync(marco, "There is no request “LV-1999-00001” that you may see.");
        var siti = await company.LinkAsync("siti");
        await Telegram.SayAsync(siti, $"/status {request.Reference}");
        await Telegram.MessageAsync(siti, $"Tidak ada permohonan “{request.Reference}”");

        await Telegram.SayAsync(marco, "/away 2031-07-01 2031-07-14 nobody at all");
        await Telegram.MessageAsync(marco, "“nobody at all” is nobody who works here.");
        await Telegram.SayAsync(marco, "/away 2031-07-01 soon felix");
        await Telegram.MessageAsync(marco, "“soon” is no day.");
        await Telegram.SayAsync(marco, "/away 2031-07-14 2031-07-01 felix");
        await Telegram.MessageAsync(marco, "there is no day");
        await Telegram.SayAsync(marco, "/away 2031-07-01 2031-07-14 Felix Moreau");
        await Telegram.MessageAsync(marco, "Felix Moreau stands in for you from Tuesday, 1 July 2031 to Monday, 14 July 2031.");
        (await People.GetAsync("felix", "api/substitutes")).Items.ShouldContain(row => (string?)row["person"] == "marco");
        await Telegram.SayAsync(marco, "/away off");
        await Telegram.MessageAsync(marco, "Ended: Felix Moreau stands in for you no more.");
        await Telegram.SayAsync(marco, "/away 2031-08-01 2031-08-02");
        await Telegram.MessageAsync(marco, "Diana Weber stands in for you");
        await Telegram.SayAsync(marco, "/away off");
        await Telegram.SayAsync(marco, "what?");
        await Telegram.MessageAsync(marco, "/tasks - what is yours to decide");
    }

    [Fact]
    public async Task Indonesian_IsSpokenToWhoReadsIt()
    {
        var budi = await company.LinkAsync("budi");
        await ReachByAsync("hana", "email");
        var request = await People.SubmitLeaveAsync("siti", "2026-12-07", "2026-12-11");

        var asked = await Telegram.MessageAsync(budi, request.Reference);

        asked.Text.ShouldContain("Siti Rahmawati mengajukan cuti tahunan, 5 hari kerja");
        ((string?)(await People.TaskAsync("budi", request.Reference))["title"]).ShouldBe("Siti Rahmawati mengajukan cuti tahunan, 5 hari kerja");
        asked.Buttons.Select(button => button.Label).ShouldContain("✅ Setujui");
        asked.Text.ShouldContain("Diajukan oleh: Siti Rahmawati");
        await Telegram.PressAsync(budi, asked, "Setujui");
        (await Telegram.ChangeAsync(asked)).Text.ShouldContain("Anda menyetujui ini");

        // HR reads English: in the mail, on its page, and in the app.
        var mail = await People.MailAsync("hana", request.Reference, "Siti Rahmawati asks for 5 working days of annual leave");
        mail.Text.ShouldContain("Budi Santoso has approved it.");
        (await BrowserPage.OpenAsync(People.Http, mail.Link("Approve"))).Text.ShouldContain("Siti Rahmawati asks for 5 working days of annual leave");
        ((string?)(await People.TaskAsync("hana", request.Reference))["title"]).ShouldBe("Siti Rahmawati asks for 5 working days of annual leave");
        ((string?)(await People.ShowAsync("siti", request.Id))["openSteps"]![0]!["title"]).ShouldBe("Siti Rahmawati mengajukan cuti tahunan, 5 hari kerja");
        await ReachByAsync("hana");
    }

    [Fact]
    public async Task LongText_IsCutWithALinkToTheWhole()
    {
        var marco = await company.LinkAsync("marco");
        var request = await People.SubmitAsync("emma", TelegramCompany.Money, new JsonObject { ["amount"] = "1", ["about"] = new string('&', 3900) });

        var asked = await Telegram.MessageAsync(marco, "There is more: open " + request.Reference);

        asked.Text.Length.ShouldBeInRange(3000, 3500);
        await Telegram.PressAsync(marco, asked, "Reject");
        await Telegram.MessageAsync(marco, "please write why");
        await Telegram.SayAsync(marco, new string('<', 3000));
        (await Telegram.ChangeAsync(asked)).Text.Length.ShouldBeLessThan(4096);
    }

    // By no channel: by what everybody starts with, as the other stories expect.
    private async Task ReachByAsync(string person, params string[] channels)
    {
        var wishes = new JsonObject { ["channels"] = new JsonArray([.. channels.Select(channel => JsonValue.Create(channel))]) };
        (await People.SendAsync(person, HttpMethod.Put, "api/me/preferences", wishes)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
