using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>What time does to requests of each process: the server starts again when its clock has come to the day.</summary>
public sealed class ProcessTimeStories
{
    [Fact]
    public async Task Days_GoBy_AndEachProcessRemindsEscalatesAndEnds()
    {
        await using var company = new ProcessCompany();
        await company.InitializeAsync();
        var people = company.People;
        await company.UseAsync(ProcessCompany.Telegram, "pieter");
        var claim = await people.SubmitAsync("emma", "expense", new JsonObject
        {
            ["purpose"] = "Lunch", ["lines"] = new JsonArray(new JsonObject { ["category"] = "meals", ["date"] = "2026-02-26", ["vendor"] = "Da Gino", ["amount"] = 20 }),
        });
        var partner = await people.SubmitAsync("emma", "rp-approval", new JsonObject
        {
            ["name"] = "Bruno", ["taxId"] = "XXAAA11111", ["contact"] = "Bruno", ["email"] = "bruno@partner.example", ["share"] = 20, ["bankName"] = "B", ["bankHolder"] = "B", ["bankAccount"] = "IT60X0542811101000000123456",
            ["documents"] = new JsonArray(
                new JsonObject { ["kind"] = "agreement", ["file"] = await people.UploadAsync("emma", "agreement.pdf") }, new JsonObject { ["kind"] = "tax-certificate", ["file"] = await people.UploadAsync("emma", "tax.pdf") }),
        });
        var booking = await people.SubmitAsync("emma", "loss-booking", new JsonObject { ["client"] = "acme", ["stock"] = "eni", ["quantity"] = 100, ["buyPrice"] = 14.50, ["sellPrice"] = 13 });
        var portal = await people.SubmitAsync("luca", "go-live", GoLiveStories.Form("portal", "2026-03-12"));
        var ledger = await people.SubmitAsync("emma", "go-live", GoLiveStories.Form("ledger", "2026-03-12"));
        foreach (var person in new[] { "nina", "omar", "felix" }) await company.DecideAsync(ProcessCompany.App, person, portal, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Mail, "laura@acme.example", portal, "I agree to the go-live", "Sign");
        var waitsInTelegram = await company.AskedAsync("pieter", booking);
        var firstMail = await company.AskedByMailAsync("marco", claim, "Approve");

        // Thursday: reminded and escalated; the booking had two days.
        await people.MoveClockAsync(ProcessCompany.Monday.AddDays(3).AddHours(1));
        await people.MailAsync("marco", claim.Reference, "Reminder");
        await people.MailAsync("diana", claim.Reference, "no answer yet");
        await people.MailAsync("paula", partner.Reference, "Reminder");
        await company.AskedAsync("pieter", partner, "No answer yet");
        await people.MailAsync("nina", ledger.Reference, "Reminder");
        (await people.MailAsync("emma", booking.Reference, "was not decided in time and is cancelled")).Text.ShouldContain("Submit it again if it still holds.");
        var over = await company.Bot.ChangeAsync(waitsInTelegram);
        (over.Buttons.Count, over.Text.Contains("The time to decide is over.")).ShouldBe((0, true), over.Text);
        ((string?)(await company.RowAsync("felix", "bookings", booking.Reference.ToLowerInvariant()))["values"]!["status"]).ShouldBe("cancelled");

        // The evening of the go-live: reminded in the morning, asked now. A week and a half was too long for the others.
        await people.MoveClockAsync(new DateTimeOffset(2026, 3, 12, 16, 30, 0, TimeSpan.Zero));
        foreach (var person in new[] { "luca", "nina" }) (await people.MailAsync(person, portal.Reference, "Today: Client portal goes live")).Text.ShouldContain("Checklist: Tests passed, Rollback plan, Monitoring");
        var question = await company.AskedByMailAsync("luca", portal, "It is live");
        await people.MailAsync("emma", partner.Reference, "was not decided in time");
        ((string?)(await company.RowAsync("felix", "partners", partner.Reference.ToLowerInvariant()))["values"]!["status"]).ShouldBe("rejected");
        (await people.MailAsync("emma", ledger.Reference, "please change it")).Text.ShouldContain("Not everybody has signed in time.");
        var page = await BrowserPage.OpenAsync(people.Http, question.Link("It is live"));
        (await page.PressAsync(people.Http, "It is live", "At 17:10, all green.")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var person in new[] { "luca", "nina", "omar", "felix" }) await people.MailAsync(person, portal.Reference, "Client portal is live");
        var live = (await company.RowAsync("ivan", "projects", "portal"))["values"]!;
        ((string?)live["status"], (string?)live["last_word"]).ShouldBe(("live", "At 17:10, all green."));
        ((string?)(await people.ShowAsync("luca", portal.Id))["outcome"]).ShouldBe("Live");

        // Weeks later everything is over, and every link says so.
        var resubmitted = await people.SendAsync("emma", HttpMethod.Post, $"api/requests/{ledger.Id}/resubmit", new JsonObject { ["inputs"] = GoLiveStories.Form("ledger", "2026-03-20") });
        resubmitted.Status.ShouldBe(HttpStatusCode.OK, resubmitted.Text);
        foreach (var person in new[] { "nina", "omar", "felix" }) await company.DecideAsync(ProcessCompany.App, person, ledger, "Approve", "Approve");
        await people.MoveClockAsync(new DateTimeOffset(2026, 3, 20, 17, 0, 0, TimeSpan.Zero));
        await company.AskedByMailAsync("emma", ledger, "Rolled back");
        foreach (var person in new[] { "emma", "marco" }) (await people.MailAsync(person, claim.Reference, "was not decided in time")).Text.ShouldContain("Submit it again.");
        (await BrowserPage.OpenAsync(people.Http, firstMail.Link("Approve"))).Text.ShouldContain("The time to decide is over");
        await people.MoveClockAsync(new DateTimeOffset(2026, 3, 24, 8, 0, 0, TimeSpan.Zero));
        foreach (var person in new[] { "emma", "marco" }) await people.MailAsync(person, ledger.Reference, "Nobody said whether Ledger migration is live");
        ((string?)(await company.RowAsync("ivan", "projects", "ledger"))["values"]!["status"]).ShouldBe("planned");
        (await people.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'open'")).ShouldBe(0);
        (await people.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
    }

    [Fact]
    public async Task LaterSteps_ThatNobodyTakes_EndToo()
    {
        await using var company = new ProcessCompany();
        await company.InitializeAsync();
        var people = company.People;
        async Task<Answer> ClaimAsync(decimal amount, string vendor) => await people.SubmitAsync("emma", "expense", new JsonObject
        {
            ["purpose"] = vendor,
            ["lines"] = new JsonArray(new JsonObject { ["category"] = "training", ["date"] = "2026-02-26", ["vendor"] = vendor, ["amount"] = amount, ["receipt"] = await people.UploadAsync("emma", $"{vendor}.pdf") }),
        });
        async Task<Answer> PartnerAsync(string name, int share) => await people.SubmitAsync("emma", "rp-approval", new JsonObject
        {
            ["name"] = name, ["taxId"] = $"XX{name}11111", ["contact"] = name, ["email"] = $"{name}@partner.example", ["share"] = share, ["bankName"] = "B", ["bankHolder"] = "B", ["bankAccount"] = "IT60X0542811101000000123456",
            ["documents"] = new JsonArray(
                new JsonObject { ["kind"] = "agreement", ["file"] = await people.UploadAsync("emma", "agreement.pdf") }, new JsonObject { ["kind"] = "tax-certificate", ["file"] = await people.UploadAsync("emma", "tax.pdf") }),
        });
        Task<Answer> BookAsync(int quantity, int sellPrice) => people.SubmitAsync("emma", "loss-booking", new JsonObject { ["client"] = "acme", ["stock"] = "eni", ["quantity"] = quantity, ["buyPrice"] = 14.50, ["sellPrice"] = sellPrice });
        var steps = new (Answer Request, string[] Approve, string? Changes)[]
        {
            (await ClaimAsync(900, "Academy"), ["marco"], null), (await ClaimAsync(2500, "Institute"), ["marco", "felix"], null), (await ClaimAsync(50, "Bookshop"), [], "marco"),
            (await PartnerAsync("anna", 35), ["paula"], null), (await PartnerAsync("bella", 20), [], "paula"),
            (await BookAsync(1000, 9), ["pieter"], null), (await BookAsync(100, 13), [], "pieter"),
            (await people.SubmitLeaveAsync("emma", "2026-09-07", "2026-09-11"), ["marco"], null), (await people.SubmitLeaveAsync("emma", "2026-09-14", "2026-09-15"), [], "marco"), (await people.SubmitLeaveAsync("emma", "2026-09-17", "2026-09-18"), [], null),
            (await people.SubmitAsync("luca", "go-live", GoLiveStories.Form("portal", "2026-03-12")), ["nina", "omar", "felix"], null),
        };
        foreach (var (request, approve, changes) in steps)
        {
            foreach (var person in approve) await company.DecideAsync(ProcessCompany.App, person, request, "Approve", "Approve");
            if (changes is not null) await company.DecideAsync(ProcessCompany.App, changes, request, "Ask for changes", "RequestChanges", "Please change it.");
        }

        // What was waited for is over; what the client did not sign went back, and is over in turn.
        await people.MoveClockAsync(new DateTimeOffset(2026, 4, 20, 8, 0, 0, TimeSpan.Zero));
        await people.MailAsync("luca", steps[^1].Request.Reference, "please change it");
        await people.MoveClockAsync(new DateTimeOffset(2026, 6, 22, 8, 0, 0, TimeSpan.Zero));
        await people.MailAsync("luca", steps[^1].Request.Reference, "was given up");
        foreach (var (request, _, _) in steps.SkipLast(1))
        {
            await people.MailAsync("emma", request.Reference, "not decided in time");
            ((string?)(await people.ShowAsync("emma", request.Id))["outcome"]).ShouldBe("Expired", request.Reference);
        }

        (await people.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'open'")).ShouldBe(0);
        (await people.CountAsync("SELECT COUNT(*) FROM timers")).ShouldBe(0);
    }
}
