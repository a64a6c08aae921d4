using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Expense claims from the receipt to the payment: the running server, its mail, its bot, its API.</summary>
[Collection(ProcessStoriesCollection.Name)]
public sealed class ExpenseStories(ProcessCompany company) : IAsyncDisposable
{
    private Company People => company.People;

    public async ValueTask DisposeAsync() => await company.ShouldHoldAsync();

    [Theory]
    [MemberData(nameof(ProcessCompany.Channels), MemberType = typeof(ProcessCompany))]
    public async Task Claim_DecidedOnAChannel_IsPaidAndOnItsForm(string channel)
    {
        await company.UseAsync(channel, "marco", "felix");
        var hotel = Line("hotel", 150.10m, $"Hotel {channel}", await People.UploadAsync("emma", $"{channel}.pdf"));
        hotel["tax"] = 13.65m;
        var request = await SubmitAsync("emma", "Client visit in Rome", hotel, Line("meals", 24.25m, $"Da Gino {channel}"));

        var asked = await company.DecideAsync(channel, "marco", request, "Approve", "Approve");
        asked.ShouldContain("Emma Larsen claims 174.35 EUR: Client visit in Rome");
        (await People.MailAsync("emma", request.Reference, "Your claim is approved")).Text.ShouldContain("174.35 EUR of 174.35 EUR is approved. Finance pays it out.");
        (await ClaimAsync(request, "status")).ShouldBe("approved");
        asked = await company.DecideAsync(channel, "felix", request, "It is paid out", "Paid", saying: "Pay 174.35 EUR to Emma Larsen");
        asked.ShouldContain("Pay 174.35 EUR to Emma Larsen");

        (await People.MailAsync("emma", request.Reference, "Your expenses are paid out")).Text.ShouldContain("174.35 EUR is on its way to you.");
        ((await ClaimAsync(request, "status")), (await ClaimAsync(request, "approved_total")), (await ClaimAsync(request, "paid_on"))).ShouldBe(("paid", "174.35", "2026-03-02"));
        var story = await People.ShowAsync("emma", request.Id);
        ((string?)story["status"], (string?)story["outcome"]).ShouldBe(("closed", "Paid"));
        story.Timeline.Where(entry => (string?)entry["kind"] == "decided").Select(entry => ((string?)entry["by"], (string?)entry["action"], (string?)entry["channel"]))
            .ShouldBe([("marco", "Approve", channel), ("felix", "Paid", channel)]);
        var form = await FormAsync("emma", request);
        foreach (var text in (string[])["(One hundred and seventy-four euro and 35/100)", $"(Hotel, Hotel {channel})"]) form.ShouldContain(text);
    }

    [Fact]
    public async Task LargeClaim_PassesThreePeopleOnThreeChannels_WhoApproveLessOfEachLine()
    {
        await company.UseAsync(ProcessCompany.Mail, "marco");
        await company.UseAsync(ProcessCompany.Telegram, "felix");
        var request = await SubmitAsync(
            "emma", "Conference", Line("travel", 900.50m, "Airline", await People.UploadAsync("emma", "flight.pdf")), Line("training", 1400.25m, "Academy", await People.UploadAsync("emma", "course.pdf")));

        // By mail: a field for each line, and a reason for less.
        var mail = await company.AskedByMailAsync("marco", request, "Approve");
        mail.Text.ShouldContain("Above the policy: Travel, line 1: 900.50 EUR, the limit is 800.00 EUR");
        mail.Text.ShouldContain("Travel, 25 February 2026, Airline, Amount with tax: 900.50, Receipt; Training, ");
        mail.Text.ShouldContain("Travel, Airline, 25 February 2026: 900.50 EUR");
        var page = await BrowserPage.OpenAsync(People.Http, mail.Link("Approve"));
        page.Text.ShouldContain("Travel, Airline, 25 February 2026");
        var less = new Dictionary<string, string> { ["line0"] = "800" };
        (await page.PressAsync(People.Http, "Approve", written: less)).Text.ShouldContain("Nothing was decided yet: please look at the comment.");
        (await page.PressAsync(People.Http, "Approve", "Economy only.", less)).Text.ShouldContain("You approved this");

        // In Telegram: the lines that are cut, then why.
        var asked = await company.AskedAsync("felix", request);
        asked.Text.ShouldContain("Emma Larsen claims 2,200.25 EUR");
        asked.Text.ShouldContain("1. Travel, Airline, 25 February 2026: 800.00 EUR\n2. Training, Academy, 25 February 2026: 1,400.25 EUR");
        await company.Bot.PressAsync(asked.Chat, asked, "Approve less");
        await company.Bot.MessageAsync(asked.Chat, "Please write the lines that you cut");
        await company.Bot.SayAsync(asked.Chat, "2 = 1400");
        await company.Bot.MessageAsync(asked.Chat, "2,200.00 EUR of 2,200.25 EUR: please write why");
        await company.Bot.SayAsync(asked.Chat, "Whole euros.");
        (await company.Bot.ChangeAsync(asked)).Text.ShouldContain("Approved: 2,200.00 EUR of 2,200.25 EUR");

        // In the app.
        await company.DecideAsync(ProcessCompany.App, "diana", request, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Telegram, "felix", request, "It is paid out", "Paid", saying: "Pay 2,200.00 EUR");

        await People.MailAsync("emma", request.Reference, "paid out");
        ((await ClaimAsync(request, "total")), (await ClaimAsync(request, "approved_total"))).ShouldBe(("2300.75", "2200.00"));
        (await People.GetAsync("felix", $"api/registers/expense-lines?claim={request.Reference.ToLowerInvariant()}")).Items.Select(line => (decimal)line["values"]!["approved"]!).ShouldBe([800m, 1400m]);
        var form = await FormAsync("emma", request);
        foreach (var text in (string[])["(2,300.75)", "(2,200.00)", "(Two thousand two hundred euro)"]) form.ShouldContain(text);
    }

    [Fact]
    public async Task Mistakes_AreRefusedAtTheLine_InTheLanguageOfWhoClaims()
    {
        var (a, b) = (await People.UploadAsync("emma", "a.pdf", "%PDF-1.4 one and the same"), await People.UploadAsync("emma", "b.pdf", "%PDF-1.4 one and the same"));
        await company.RefuseAsync(
            "emma",
            "expense",
            (Claim(Line("other", 100000m, "Taxi", currency: "IDR")), "lines", "line 1: give the rate"),
            (Claim(Line("hotel", 90m, "Hotel A", a), Line("hotel", 80m, "Hotel B", b)), "lines", "line 2: this is line 1 again"),
            (Claim(Line("meals", 40m, "Da Gino")), "lines", "line 1: Meals above 25.00 EUR needs its receipt"),
            (Claim(Line("gifts", 75m, "Shop", await People.UploadAsync("emma", "gift.pdf"))), "lines", "Gifts, line 1: 75.00 EUR, the limit is 50.00 EUR. Claim at most that."),
            (Claim(Line("meals", 10m, "Da Gino", on: "2025-11-01")), "lines", "more than 90 days old"),
            (Claim(Line("meals", 10m, "Da Gino", on: "2026-03-05")), "lines", "the day lies ahead"),
            (Claim(Line("meals", 10.005m, "Da Gino")), "lines", "more decimals than EUR has"));

        // A receipt that somebody else handed in, and a purchase that is there already.
        var first = await SubmitAsync("emma", "First", Line("hotel", 91m, "Hotel C", await People.UploadAsync("emma", "c.pdf", "%PDF-1.4 handed in")));
        await company.RefuseAsync(
            "luca",
            "expense",
            (Claim(Line("hotel", 92m, "Hotel D", await People.UploadAsync("luca", "d.pdf", "%PDF-1.4 handed in"))), "lines", $"handed in before, with {first.Reference} (line 1)"),
            (Claim(Line("hotel", 91m, "HOTEL C.", await People.UploadAsync("luca", "e.pdf", "%PDF-1.4 e"))), "lines", $"the same day, amount and vendor are in {first.Reference}"));
        await company.RefuseAsync("siti", "expense", (Claim(Line("meals", 250000m, "Warung")), "lines", "baris 1: Makan di atas 200.000,00 IDR memerlukan bukti"));
        (await People.Smtp.NextAsync(mail => mail.To.Contains("siti@example.test") && mail.Subject.Contains("Klaim Anda tidak dapat diajukan"))).Text.ShouldContain("Makan di atas 200.000,00 IDR");
        var foreign = await People.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "expense", ["inputs"] = Claim(Line("meals", 1m, "Shop", "0198")) });
        (foreign.Status, foreign["errors"]!["attachments"] is not null).ShouldBe((HttpStatusCode.BadRequest, true), foreign.Text);

        // Taken back, its receipt is free.
        (await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{first.Id}/withdraw")).Status.ShouldBe(HttpStatusCode.OK);
        (await ClaimAsync(first, "status")).ShouldBe("rejected");
        await SubmitAsync("luca", "Second", Line("hotel", 91m, "HOTEL C.", await People.UploadAsync("luca", "f.pdf", "%PDF-1.4 f")));
    }

    [Fact]
    public async Task Changes_AskedForByFinance_BringItBackToTheManager_AndWhatCannotBePaidIsSaid()
    {
        await company.UseAsync(ProcessCompany.Mail, "marco");
        await company.UseAsync(ProcessCompany.Telegram, "felix");
        var hotel = Line("hotel", 600m, "Hotel Verdi", await People.UploadAsync("emma", "verdi.pdf"));
        var request = await SubmitAsync("emma", "Visit", hotel, Line("meals", 20m, "Da Verdi"));
        var first = await company.AskedByMailAsync("marco", request, "Approve");
        var page = await BrowserPage.OpenAsync(People.Http, first.Link("Approve"));
        (await page.PressAsync(People.Http, "Approve", "550 was agreed.", new Dictionary<string, string> { ["line0"] = "550" })).Status.ShouldBe(HttpStatusCode.OK);
        await company.DecideAsync(ProcessCompany.Telegram, "felix", request, "Ask for changes", "RequestChanges", "The meal was on the house.");
        (await People.MailAsync("emma", request.Reference, "please change it")).Text.ReplaceLineEndings("\n").ShouldContain("Felix Moreau wrote:\n> The meal was on the house.");

        var again = await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Claim("Visit", (JsonObject)hotel.DeepClone()) });

        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        var second = await company.AskedByMailAsync("marco", request, "Approve", "changed, please decide again");
        second.Text.ShouldContain("Changed: Lines");
        (await page.PressAsync(People.Http, "Reject", "No")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await BrowserPage.OpenAsync(People.Http, first.Link("Approve"))).Buttons.ShouldBeEmpty();
        (await (await BrowserPage.OpenAsync(People.Http, second.Link("Approve"))).PressAsync(People.Http, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        (await company.DecideAsync(ProcessCompany.Telegram, "felix", request, "Approve", "Approve", saying: "claims 600.00 EUR")).ShouldContain("Emma Larsen claims 600.00 EUR");
        await company.DecideAsync(ProcessCompany.Telegram, "felix", request, "It cannot be paid", "CannotPay", "No bank account is known.", "Pay 600.00 EUR");

        foreach (var person in new[] { "emma", "marco" }) (await People.MailAsync(person, request.Reference, "cannot be paid out")).Text.ShouldContain("> No bank account is known.");
        (await ClaimAsync(request, "status")).ShouldBe("rejected");
        ((string?)(await People.ShowAsync("emma", request.Id))["outcome"]).ShouldBe("NotPaid");
    }

    [Fact]
    public async Task Substitute_AndManagerRaceOnTwoChannels_OneDecides()
    {
        await company.UseAsync(ProcessCompany.Telegram, "hana");
        var named = await People.SendAsync("marco", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "hana", ["firstDay"] = "2026-03-01", ["lastDay"] = "2026-03-31", ["processes"] = new JsonArray("expense") });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        var request = await SubmitAsync("luca", "Books", Line("training", 50m, "Bookshop", await People.UploadAsync("luca", "books.pdf")));

        var approved = await company.RaceAsync("hana", ProcessCompany.App, "marco", request);

        var decision = (await People.ShowAsync("luca", request.Id)).The("decided");
        ((string?)decision["by"], (string?)decision["onBehalfOf"]).ShouldBe(approved ? ("hana", "marco") : ("marco", null));
        (await ClaimAsync(request, "status")).ShouldBe(approved ? "approved" : "rejected");
        await People.MailAsync("luca", request.Reference, approved ? "Your claim is approved" : "Your claim is rejected");
        (await People.SendAsync("marco", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Indonesia_IsAskedInItsLanguage_AndWithoutAHeadOfFinanceOthersPay()
    {
        await company.UseAsync(ProcessCompany.Telegram, "budi");
        await company.UseAsync(ProcessCompany.Mail, "dewi");
        var request = await SubmitAsync("siti", "Kunjungan klien", Line("hotel", 1750000m, "Hotel Nusantara", await People.UploadAsync("siti", "nusantara.pdf")));

        var asked = await company.DecideAsync(ProcessCompany.Telegram, "budi", request, "Setujui", "Approve");
        asked.ShouldContain("Siti Rahmawati mengajukan 1.750.000,00 IDR: Kunjungan klien");
        asked.ShouldContain("1. Hotel, Hotel Nusantara, 25 Februari 2026: 1.750.000,00 IDR");
        (await company.DecideAsync(ProcessCompany.Mail, "dewi", request, "Setujui", "Approve")).ShouldContain("Di atas ketentuan: Hotel, baris 1: 1.750.000,00 IDR, batasnya 1.500.000,00 IDR");
        (await People.MailAsync("siti", request.Reference, "Klaim Anda disetujui")).Text.ShouldContain("1.750.000,00 IDR dari 1.750.000,00 IDR disetujui.");

        (await company.DecideAsync(ProcessCompany.Mail, "dewi", request, "Sudah dibayar", "Paid")).ShouldContain("Bayar 1.750.000,00 IDR kepada Siti Rahmawati: Kunjungan klien");
        await People.MailAsync("siti", request.Reference, "Biaya Anda telah dibayar");
        (await FormAsync("siti", request)).ShouldContain("(Satu juta tujuh ratus lima puluh ribu rupiah)");

        // The department has no head any more: the administrator is asked, and told why.
        await company.ChangePersonAsync("dewi", "left_on", "Dewi Lestari,dewi@example.test,2026-03-01");
        var next = await SubmitAsync("siti", "Taksi", Line("other", 90000m, "Taksi Biru"));
        await company.DecideAsync(ProcessCompany.Telegram, "budi", next, "Setujui", "Approve");
        (await People.DecideAsync("ivan", await People.TaskAsync("ivan", next.Reference), "Paid")).Status.ShouldBe(HttpStatusCode.OK);
        await People.MailAsync("siti", next.Reference, "Biaya Anda telah dibayar");
        var story = await People.ShowAsync("siti", next.Id);
        ((string?)story["outcome"], story.Kinds.Contains("incident")).ShouldBe(("Paid", true));
        People.Smtp.Received.ShouldNotContain(mail => mail.To.Contains("dewi@example.test") && mail.Subject.Contains(next.Reference), "who left is not asked");
        await company.ReturnAsync("dewi", "Dewi Lestari");
    }

    [Fact]
    public async Task WhatIsAboveThePolicy_EachReadsInTheirLanguage()
    {
        await company.UseAsync(ProcessCompany.Mail, "marco", "felix");
        await company.ChangePersonAsync("felix", "language", "Felix Moreau,felix@example.test,id");
        var request = await SubmitAsync("emma", "Visit in Rome", Line("travel", 910.50m, "Airline", await People.UploadAsync("emma", "rome.pdf")));

        (await company.DecideAsync(ProcessCompany.Mail, "marco", request, "Approve", "Approve")).ShouldContain("Above the policy: Travel, line 1: 910.50 EUR, the limit is 800.00 EUR");
        (await company.DecideAsync(ProcessCompany.Mail, "felix", request, "Tolak", "Reject", comment: "Terlalu mahal.")).ShouldContain("Di atas ketentuan: Perjalanan, baris 1: 910,50 EUR, batasnya 800,00 EUR");
        await company.ChangePersonAsync("felix", "language", "Felix Moreau,felix@example.test,en");
    }

    [Fact]
    public async Task Manager_WhoLeavesWhileItWaits_IsReplacedByTheNextOneUp()
    {
        await company.UseAsync(ProcessCompany.Telegram, "marco");
        await company.UseAsync(ProcessCompany.Mail, "diana", "felix");
        var request = await SubmitAsync("emma", "Taxi to the airport", Line("other", 40m, "Taxi Rosso", await People.UploadAsync("emma", "taxi.pdf")));

        await company.LeaveWhileAskedAsync("marco", "Marco Rossi", "Diana Weber", request);
        (await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Approve", "Approve")).ShouldContain("Emma Larsen claims 40.00 EUR");
        await company.DecideAsync(ProcessCompany.Mail, "felix", request, "It is paid out", "Paid");

        await People.MailAsync("emma", request.Reference, "paid out");
        (await People.ShowAsync("emma", request.Id)).The("left")["detail"]!.ToString().ShouldBe("Manager decides: Marco Rossi to Diana Weber");
        await company.ReturnAsync("marco", "Marco Rossi");
    }

    private Task<Answer> SubmitAsync(string person, string purpose, params JsonObject[] lines) => People.SubmitAsync(person, "expense", Claim(purpose, lines));

    private static JsonObject Claim(params JsonObject[] lines) => Claim("Visit", lines);

    private static JsonObject Claim(string purpose, params JsonObject[] lines) => new() { ["purpose"] = purpose, ["lines"] = new JsonArray([.. lines]) };

    private static JsonObject Line(string category, decimal amount, string vendor, string? receipt = null, string? currency = null, string on = "2026-02-25")
    {
        var line = new JsonObject { ["category"] = category, ["date"] = on, ["vendor"] = vendor, ["amount"] = amount };
        if (receipt is not null) line["receipt"] = receipt;
        if (currency is not null) line["currency"] = currency;
        return line;
    }

    private async Task<string?> ClaimAsync(Answer request, string column) =>
        (await company.RowAsync("felix", "expense-claims", request.Reference.ToLowerInvariant()))["values"]?[column] switch
        {
            JsonValue value when value.TryGetValue<decimal>(out var number) => number.ToString("0.00", CultureInfo.InvariantCulture),
            var value => (string?)value,
        };

    private async Task<string> FormAsync(string person, Answer request)
    {
        var form = await People.GetAsync(person, $"api/expenses/{request.Reference}/form.pdf");
        form.Status.ShouldBe(HttpStatusCode.OK);
        return Encoding.Latin1.GetString(await form.Response.Content.ReadAsByteArrayAsync());
    }
}
