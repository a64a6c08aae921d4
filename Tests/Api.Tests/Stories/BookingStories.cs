using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Bookings below cost: blocked, decided, divided to the cent, corrected.</summary>
[Collection(ProcessStoriesCollection.Name)]
public sealed class BookingStories(ProcessCompany company) : IAsyncDisposable
{
    private Company People => company.People;

    public async ValueTask DisposeAsync()
    {
        await company.ShouldHoldAsync();
        // Whatever happened: what was divided of a booking is its revenue, and what was corrected or cancelled has nothing left.
        var bookings = await People.GetAsync("felix", "api/registers/bookings?limit=200");
        var shares = (await People.GetAsync("felix", "api/registers/revenue-shares?limit=200")).Items.ToLookup(share => (string)share["values"]!["booking"]!, share => (decimal)share["values"]!["amount"]!);
        foreach (var booking in bookings.Items)
        {
            var values = booking["values"]!;
            shares[(string)booking["id"]!].Sum().ShouldBe((string?)values["status"] == "confirmed" ? (decimal)values["revenue"]! : 0m, booking.ToJsonString());
        }
    }

    [Theory]
    [MemberData(nameof(ProcessCompany.Channels), MemberType = typeof(ProcessCompany))]
    public async Task Loss_ApprovedOnAChannel_IsConfirmedAndDivided(string channel)
    {
        await company.UseAsync(channel, "pieter");
        var request = await SubmitAsync(Booking(100, 14.50m, 13.05m));
        (await BookingAsync(request, "status")).ShouldBe("blocked");

        var asked = await company.DecideAsync(channel, "pieter", request, "Approve", "Approve");

        asked.ShouldContain("Loss of 145.00 EUR (10 %): Eni for Acme S.p.A.");
        if (channel != ProcessCompany.App)
        {
            asked.ShouldContain("Emma Larsen asks to sell below cost. The booking is blocked until it is decided.");
            asked.ShouldContain("Client: Acme S.p.A.");
            asked.ShouldContain("Sell price: 13.05");
        }

        var told = await People.MailAsync("emma", request.Reference, "Your booking is confirmed");
        told.Text.ShouldContain("Emma Larsen: -14.50 EUR (10 %, their booking)");
        told.Text.ShouldContain("Borealis Trading S.r.l.: -120.35 EUR (83 %, what is left)");
        (await BookingAsync(request, "status")).ShouldBe("confirmed");
        (await SharesAsync(request)).ShouldBe([("emma", -14.50m), ("marco", -7.25m), ("diana", -2.90m), ("borealis", -120.35m)]);
        var decision = (await People.ShowAsync("emma", request.Id)).The("decided");
        ((string?)decision["by"], (string?)decision["channel"]).ShouldBe(("pieter", channel));
    }

    [Fact]
    public async Task LargeLoss_NeedsTheDirectorToo_WhoRejectsIt()
    {
        await company.UseAsync(ProcessCompany.Telegram, "pieter");
        await company.UseAsync(ProcessCompany.Mail, "diana");
        var request = await SubmitAsync(Booking(1000, 14.50m, 9));

        await company.DecideAsync(ProcessCompany.Telegram, "pieter", request, "Approve", "Approve");
        (await BookingAsync(request, "status")).ShouldBe("blocked");
        (await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Reject", "Reject", "Wait for the results.")).ShouldContain("Loss of 5,500.00 EUR (37.93 %)");

        (await People.MailAsync("emma", request.Reference, "rejected and cancelled")).Text.ShouldContain("> Wait for the results.");
        (await BookingAsync(request, "status")).ShouldBe("cancelled");
    }

    [Fact]
    public async Task SmallLoss_PassesByTheOwnersRule_AndManagersAreTold()
    {
        await company.UseAsync(ProcessCompany.Mail, "marco", "pieter");
        var request = await People.SubmitAsync("emma", ProcessCompany.SmallLosses, Booking(10, 14.50m, 13));

        ((string?)request["status"], (string?)request["outcome"]).ShouldBe(("closed", "Approved"));
        foreach (var person in new[] { "marco", "pieter" }) (await People.MailAsync(person, request.Reference)).Text.ShouldContain("Small loss");
        (await People.ShowAsync("emma", request.Id)).Text.ShouldContain("Small loss");
        var larger = await People.SubmitAsync("emma", ProcessCompany.SmallLosses, Booking(100, 14.50m, 13));
        (await BookingAsync(larger, "status")).ShouldBe("blocked");
        ((bool)(await People.TaskAsync("pieter", larger.Reference))["urgent"]!).ShouldBeTrue();
        (await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{larger.Id}/withdraw")).Status.ShouldBe(HttpStatusCode.OK);
        (await BookingAsync(larger, "status")).ShouldBe("cancelled");
    }

    [Fact]
    public async Task Mistakes_AreRefusedAtTheField()
    {
        var confirmed = await SubmitAsync(Booking(1, 1, 2));
        var of = Booking(1, 1, 2);
        await company.RefuseAsync(
            "emma",
            "loss-booking",
            (With(of, "client", "mandiri"), "client", "there is no active client 'mandiri'"),
            (With(of, "stock", "gold"), "stock", "there is no stock 'gold'"),
            (With(of, "partner", "nobody"), "partner", "there is no referral partner 'nobody'"),
            (With(of, "businessPartner", "nobody"), "businessPartner", "there is no business partner 'nobody'"),
            (With(of, "corrects", "nothing"), "corrects", "there is no booking 'nothing' of this client"),
            (With(With(of, "client", "verdi"), "corrects", confirmed.Reference.ToLowerInvariant()), "corrects", "of this client"));
        await company.RefuseAsync("siti", "loss-booking", (of, "client", "tidak ada klien aktif 'acme'"));
        (await People.Smtp.NextAsync(mail => mail.To.Contains("siti@example.test") && mail.Subject.Contains("Transaksi Anda tidak dapat diajukan"))).Text.ShouldNotContain("Acme S.p.A.", customMessage: "a client of another company");
        var invalid = await People.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "loss-booking", ["inputs"] = With(of, "quantity", 0) });
        (invalid.Status, invalid["errors"]!["quantity"] is not null).ShouldBe((HttpStatusCode.BadRequest, true), invalid.Text);
    }

    [Fact]
    public async Task Price_ChangedWhileItWaits_ThenCorrectedAfterwards_IsDecidedAnewEachTime()
    {
        await company.UseAsync(ProcessCompany.Telegram, "pieter");
        var request = await SubmitAsync(Booking(10, 20, 18));
        var first = await company.AskedAsync("pieter", request);
        first.Text.ShouldContain("Loss of 20.00 EUR (10 %)");
        var changed = await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = Booking(10, 20, 19) });
        changed.Status.ShouldBe(HttpStatusCode.OK, changed.Text);
        (await company.Bot.ChangeAsync(first)).Buttons.ShouldBeEmpty();
        var second = await company.AskedAsync("pieter", request, "Loss of 10.00 EUR (5 %)");
        second.Text.ShouldContain("Sell price: 18.00 → 19.00");
        (await company.Bot.PressAsync(second.Chat, second, "Approve")).Answer.ShouldBe("Recorded.");
        await People.MailAsync("emma", request.Reference, "confirmed");
        (await SharesAsync(request)).Sum(share => share.Amount).ShouldBe(-10m);

        // The price was wrong after all: the correction is a loss too, and asks again.
        var correction = await SubmitAsync(With(Booking(10, 20, 18.50m), "corrects", request.Reference.ToLowerInvariant()));
        (await BookingAsync(request, "status")).ShouldBe("confirmed", "until the correction is approved");
        (await company.DecideAsync(ProcessCompany.Telegram, "pieter", correction, "Approve", "Approve")).ShouldContain($"Corrects the booking: {request.Reference}");

        await People.MailAsync("emma", correction.Reference, "confirmed");
        ((await BookingAsync(request, "status")), (await BookingAsync(correction, "status"))).ShouldBe(("corrected", "confirmed"));
        (await SharesAsync(request)).Select(share => share.Amount).ShouldBe([-1m, -0.5m, -0.2m, -8.3m, 1m, 0.5m, 0.2m, 8.3m]);
        (await SharesAsync(correction)).Sum(share => share.Amount).ShouldBe(-15m);
        await company.RefuseAsync("emma", "loss-booking", (With(Booking(10, 20, 21), "corrects", request.Reference.ToLowerInvariant()), "corrects", $"{request.Reference} is corrected. Only a confirmed booking can be corrected."));
    }

    [Fact]
    public async Task Substitute_RacesThePeManager_OneDecides()
    {
        await company.UseAsync(ProcessCompany.Telegram, "nina");
        var named = await People.SendAsync("pieter", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "nina", ["firstDay"] = "2026-03-01", ["lastDay"] = "2026-03-31", ["processes"] = new JsonArray("loss-booking") });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        var request = await SubmitAsync(Booking(100, 14.50m, 13));

        var approved = await company.RaceAsync("nina", ProcessCompany.App, "pieter", request);

        (await BookingAsync(request, "status")).ShouldBe(approved ? "confirmed" : "cancelled");
        (await SharesAsync(request)).Count.ShouldBe(approved ? 4 : 0);
        (await People.SendAsync("pieter", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task PeManager_RoleThatNobodyHas_FallsToTheDirector()
    {
        await company.UseAsync(ProcessCompany.Mail, "diana");
        await company.ChangePersonAsync("pieter", "roles", "Pieter de Vries,pieter@example.test,employee");

        var request = await SubmitAsync(Booking(100, 14.50m, 13));
        await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Approve", "Approve");

        (await BookingAsync(request, "status")).ShouldBe("confirmed");
        (await People.ShowAsync("emma", request.Id)).Kinds.ShouldContain("incident");
        await company.ChangePersonAsync("pieter", "roles", "Pieter de Vries,pieter@example.test,employee;pe-manager");
    }

    [Fact]
    public async Task PeManager_WhoLeavesWhileItIsBlocked_IsReplacedByTheDirector()
    {
        await company.UseAsync(ProcessCompany.Telegram, "pieter");
        await company.UseAsync(ProcessCompany.Mail, "diana");
        var request = await SubmitAsync(Booking(100, 14.50m, 12.90m));

        await company.LeaveWhileAskedAsync("pieter", "Pieter de Vries", "Diana Weber", request);
        (await BookingAsync(request, "status")).ShouldBe("blocked");
        await company.DecideAsync(ProcessCompany.Mail, "diana", request, "Approve", "Approve");

        (await BookingAsync(request, "status")).ShouldBe("confirmed");
        (await People.ShowAsync("emma", request.Id)).Kinds.ShouldBe(["submitted", "asked", "incident", "left", "decided", "notified", "closed"], ignoreOrder: true);
        await company.ReturnAsync("pieter", "Pieter de Vries");
    }

    private static JsonObject Booking(decimal quantity, decimal buyPrice, decimal sellPrice) => new() { ["client"] = "acme", ["stock"] = "eni", ["quantity"] = quantity, ["buyPrice"] = buyPrice, ["sellPrice"] = sellPrice };

    private static JsonObject With(JsonObject inputs, string field, JsonNode value)
    {
        var copy = (JsonObject)inputs.DeepClone();
        copy[field] = value;
        return copy;
    }

    private Task<Answer> SubmitAsync(JsonObject inputs) => People.SubmitAsync("emma", "loss-booking", inputs);

    private async Task<string?> BookingAsync(Answer request, string column) => (string?)(await company.RowAsync("felix", "bookings", request.Reference.ToLowerInvariant()))["values"]?[column];

    private async Task<IReadOnlyList<(string Who, decimal Amount)>> SharesAsync(Answer request) =>
        [.. (await People.GetAsync("felix", $"api/registers/revenue-shares?booking={request.Reference.ToLowerInvariant()}")).Items.Select(share => ((string)share["values"]!["who"]!, (decimal)share["values"]!["amount"]!))];
}
