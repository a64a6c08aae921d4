using System.Net;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>Referral partners from the proposal to the welcome mail, and what changes later.</summary>
[Collection(ProcessStoriesCollection.Name)]
public sealed class PartnerStories(ProcessCompany company) : IAsyncDisposable
{
    private const string Account = "IT60X0542811101000000123456";
    private const string Masked = "•••• 3456";

    private static int _partners;

    private Company People => company.People;

    public async ValueTask DisposeAsync()
    {
        await company.ShouldHoldAsync();
        People.Smtp.Received.ShouldAllBe(mail => !mail.Raw.Contains("0542811101"));
        company.Bot.Calls.ShouldAllBe(call => !call.Body.ToJsonString().Contains("0542811101"));
        People.Console.ShouldNotContain("0542811101");
    }

    [Theory]
    [MemberData(nameof(ProcessCompany.Channels), MemberType = typeof(ProcessCompany))]
    public async Task Proposal_ApprovedOnAChannel_IsActiveAndWelcomed(string channel)
    {
        await company.UseAsync(channel, "paula", "pieter");
        var (name, inputs) = await ProposalAsync(share: 35);
        var request = await People.SubmitAsync("emma", "rp-approval", inputs);

        var asked = await company.DecideAsync(channel, "paula", request, "Approve", "Approve");
        asked.ShouldContain($"New partner {name}, share 35 %");
        if (channel != ProcessCompany.App)
        {
            asked.ShouldContain("The share is above 30 %: the PE Manager decides after the PE Desk.");
            asked.ShouldContain(Masked);
        }

        (await ValueAsync("emma", request, "status")).ShouldBe("proposed");
        await company.DecideAsync(channel, "pieter", request, "Approve", "Approve");

        var welcome = await People.MailAsync((string)inputs["email"]!, request.Reference, $"Welcome, {name}");
        welcome.Text.ShouldContain("You are our partner now, with a share of 35 %.");
        welcome.Text.ShouldContain("Emma Larsen (emma@example.test) is there for your questions.");
        welcome.Links.ShouldBeEmpty("a partner has no account here");
        (await People.MailAsync("emma", request.Reference, $"{name} is approved")).Text.ShouldContain("The partner is active and has a welcome mail.");
        ((await ValueAsync("emma", request, "status")), (await ValueAsync("emma", request, "bank_account")), (await ValueAsync("felix", request, "bank_account"))).ShouldBe(("active", Masked, Account));
        (await People.ShowAsync("emma", request.Id)).Timeline.Where(entry => (string?)entry["kind"] == "decided").Select(entry => ((string?)entry["by"], (string?)entry["channel"]))
            .ShouldBe([("paula", channel), ("pieter", channel)]);
    }

    [Fact]
    public async Task Mistakes_AreRefusedAtTheField_AndSayWhoHasTheSame()
    {
        var (name, other) = await ProposalAsync();
        var standing = await People.SubmitAsync("emma", "rp-approval", other);
        await company.RefuseAsync(
            "luca",
            "rp-approval",
            ((await ProposalAsync("luca", taxId: "IT 0123-4567890")).Inputs, "taxId", "belongs to the client Acme S.p.A. (acme) already"),
            ((await ProposalAsync("luca", email: "Siti+private@example.test")).Inputs, "email", "belongs to the employee Siti Rahmawati (siti) already"),
            ((await ProposalAsync("luca", phone: "0039 02 55501102")).Inputs, "phone", "belongs to the employee Luca Ferrari (luca) already"),
            ((await ProposalAsync("luca", taxId: (string)other["taxId"]!)).Inputs, "taxId", $"belongs to the partner {name} ({standing.Reference.ToLowerInvariant()}) already"),
            (new JsonObject { ["name"] = "Somebody", ["share"] = 10 }, "taxId", "this is needed for a new partner"),
            (Without((await ProposalAsync("luca")).Inputs, "documents"), "documents", "Agreement, Tax certificate are missing"),
            (Without((await ProposalAsync("luca")).Inputs, "bankAccount"), "bankAccount", "this is needed for a new partner"),
            (new JsonObject { ["partner"] = "nobody", ["share"] = 10 }, "partner", "there is no active partner 'nobody'"));
        (await People.Smtp.NextAsync(mail => mail.To.Contains("luca@example.test") && mail.Subject.Contains("The partner cannot be accepted"))).Text.ShouldContain("PAN, NPWP or other tax id: IT 0123-4567890 belongs to the client Acme S.p.A.");

        var wrong = (await ProposalAsync("luca")).Inputs;
        (wrong["bankAccount"], wrong["share"]) = ("12", 101);
        var invalid = await People.SendAsync("luca", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "rp-approval", ["inputs"] = wrong });
        (invalid.Status, invalid["errors"]!["share"] is not null).ShouldBe((HttpStatusCode.BadRequest, true), invalid.Text);

        // The desk rejects, with a reason that reaches whoever proposed; then the tax id is free.
        await company.UseAsync(ProcessCompany.Telegram, "paula");
        await company.DecideAsync(ProcessCompany.App, "paula", standing, "Reject", "Reject", "No references.");
        (await People.MailAsync("emma", standing.Reference, "is rejected")).Text.ShouldContain("> No references.");
        (await ValueAsync("emma", standing, "status")).ShouldBe("rejected");
        await People.SubmitAsync("luca", "rp-approval", (await ProposalAsync("luca", taxId: (string)other["taxId"]!)).Inputs);
    }

    [Fact]
    public async Task LaterChange_OfShareOrAccount_HoldsOnlyOnceApproved()
    {
        await company.UseAsync(ProcessCompany.Mail, "paula", "pieter");
        var (name, inputs) = await ProposalAsync();
        var first = await People.SubmitAsync("emma", "rp-approval", inputs);
        var task = await People.TaskAsync("paula", first.Reference);
        (await People.DecideAsync("paula", task, "Approve")).Status.ShouldBe(HttpStatusCode.OK);
        // A slip: nothing has left the house yet.
        (await People.SendAsync("paula", HttpMethod.Post, $"api/tasks/{task["id"]}/undo")).Status.ShouldBe(HttpStatusCode.OK);
        ((await ValueAsync("emma", first, "status")), (await People.ShowAsync("emma", first.Id)).Kinds[^1]).ShouldBe(("proposed", "undone"));
        await company.DecideAsync(ProcessCompany.App, "paula", first, "Approve", "Approve");
        await People.MailAsync((string)inputs["email"]!, first.Reference, "Welcome");
        var id = first.Reference.ToLowerInvariant();
        (await People.SendAsync("paula", HttpMethod.Patch, $"api/registers/partners/{id}", new JsonObject { ["values"] = new JsonObject { ["share_percent"] = 25 } })).Text.ShouldContain("a change of this takes approval");

        var change = await People.SubmitAsync("emma", "rp-approval", new JsonObject { ["partner"] = id, ["share"] = 25, ["bankAccount"] = "DE89370400440532013000" });
        var asked = await company.AskedByMailAsync("paula", change, "Approve");
        asked.Text.ShouldContain($"{name}: 20 % → 25 %; {Masked} → •••• 3000");
        (await ValueAsync("felix", first, "bank_account")).ShouldBe(Account, "until it is approved");
        await (await BrowserPage.OpenAsync(People.Http, asked.Link("Approve"))).PressAsync(People.Http, "Approve");

        (await People.MailAsync("emma", change.Reference, $"{name} is approved")).Text.ShouldContain("It holds from now on: 20 % → 25 %");
        ((await ValueAsync("felix", first, "bank_account")), (await ValueAsync("felix", first, "share_percent"))).ShouldBe(("DE89370400440532013000", "25"));
        People.Smtp.Received.Count(mail => mail.To.Contains((string)inputs["email"]!)).ShouldBe(1, "nobody is welcomed twice");
        await company.RefuseAsync("emma", "rp-approval", (new JsonObject { ["partner"] = id, ["share"] = 25 }, "share", "nothing is different"));

        // Above the limit: the PE Manager says no, and everything stays.
        var more = await People.SubmitAsync("emma", "rp-approval", new JsonObject { ["partner"] = id, ["share"] = 40 });
        await company.DecideAsync(ProcessCompany.Mail, "paula", more, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Mail, "pieter", more, "Reject", "Reject", "Too much.");
        (await People.MailAsync("emma", more.Reference, "is rejected")).Text.ShouldContain("> Too much.");
        ((await ValueAsync("felix", first, "share_percent")), (await ValueAsync("felix", first, "status"))).ShouldBe(("25", "active"));
    }

    [Fact]
    public async Task Changes_KeepTheAccount_AndASubstituteRacesTheDesk()
    {
        await company.UseAsync(ProcessCompany.Telegram, "nina");
        var named = await People.SendAsync("paula", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "nina", ["firstDay"] = "2026-03-01", ["lastDay"] = "2026-03-31", ["processes"] = new JsonArray("rp-approval") });
        named.Status.ShouldBe(HttpStatusCode.Created, named.Text);
        var (_, inputs) = await ProposalAsync();
        var request = await People.SubmitAsync("emma", "rp-approval", inputs);
        var first = await company.AskedAsync("nina", request);
        await company.Bot.PressAsync(first.Chat, first, "Ask for changes");
        await company.Bot.MessageAsync(first.Chat, "please write why");
        await company.Bot.SayAsync(first.Chat, "The full name, please.");
        (await People.MailAsync("emma", request.Reference, "please change it")).Text.ShouldContain("> The full name, please.");

        (inputs["name"], inputs["bankAccount"]) = ("Neri & Sons Partners", Masked);
        var again = await People.SendAsync("emma", HttpMethod.Post, $"api/requests/{request.Id}/resubmit", new JsonObject { ["inputs"] = inputs.DeepClone() });
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);

        var approved = await company.RaceAsync("nina", ProcessCompany.App, "paula", request);

        await People.MailAsync("emma", request.Reference, approved ? "Neri & Sons Partners is approved" : "Neri & Sons Partners is rejected");
        ((await ValueAsync("felix", request, "status")), (await ValueAsync("felix", request, "name"))).ShouldBe((approved ? "active" : "rejected", "Neri & Sons Partners"));
        (await ValueAsync("felix", request, "bank_account")).ShouldBe(Account);
        (await People.SendAsync("paula", HttpMethod.Delete, $"api/substitutes/{named.Id}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Desk_ThatLeaves_IsNotAsked_AndTheManagerDecides()
    {
        await company.UseAsync(ProcessCompany.Mail, "pieter");
        await company.UseAsync(ProcessCompany.Telegram, "paula");
        var waiting = await People.SubmitAsync("emma", "rp-approval", (await ProposalAsync()).Inputs);
        await company.LeaveWhileAskedAsync("paula", "Paula Serra", "Pieter de Vries", waiting);
        await company.DecideAsync(ProcessCompany.Mail, "pieter", waiting, "Reject", "Reject", "Not this year.");
        await People.MailAsync("emma", waiting.Reference, "is rejected");

        var request = await People.SubmitAsync("emma", "rp-approval", (await ProposalAsync()).Inputs);
        await company.DecideAsync(ProcessCompany.Mail, "pieter", request, "Approve", "Approve");

        await People.MailAsync("emma", request.Reference, "is approved");
        (await ValueAsync("felix", request, "status")).ShouldBe("active");
        (await People.ShowAsync("emma", request.Id)).Kinds.ShouldContain("incident");
        People.Smtp.Received.ShouldNotContain(mail => mail.To.Contains("paula@example.test") && mail.Subject.Contains(request.Reference), "who left is not asked");
        await company.ReturnAsync("paula", "Paula Serra");
    }

    [Fact]
    public async Task Roles_ThatNobodyHas_FallToTheAdministratorAndToTheDirector()
    {
        await company.UseAsync(ProcessCompany.Mail, "ivan");
        await company.UseAsync(ProcessCompany.Telegram, "diana");
        await company.ChangePersonAsync("paula", "roles", "Paula Serra,paula@example.test,employee");
        await company.ChangePersonAsync("pieter", "roles", "Pieter de Vries,pieter@example.test,employee");

        var request = await People.SubmitAsync("emma", "rp-approval", (await ProposalAsync(share: 35)).Inputs);
        await company.DecideAsync(ProcessCompany.Mail, "ivan", request, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Telegram, "diana", request, "Approve", "Approve");

        await People.MailAsync("emma", request.Reference, "is approved");
        var story = await People.ShowAsync("emma", request.Id);
        story.Timeline.Where(entry => (string?)entry["kind"] == "incident").Select(entry => (string?)entry["detail"]).ShouldBe(
            ["PE Desk decides: 'role:pe-desk' names nobody who works here now. Asked instead: Ivan Petrov.", "PE Manager decides: 'role:pe-manager' names nobody who works here now. Asked instead: Diana Weber."]);
        await company.ChangePersonAsync("paula", "roles", "Paula Serra,paula@example.test,employee;pe-desk");
        await company.ChangePersonAsync("pieter", "roles", "Pieter de Vries,pieter@example.test,employee;pe-manager");
    }

    /// <summary>A proposal of somebody whom nobody knows yet.</summary>
    private async Task<(string Name, JsonObject Inputs)> ProposalAsync(string person = "emma", int share = 20, string? taxId = null, string? email = null, string phone = "")
    {
        var number = Interlocked.Increment(ref _partners);
        var name = $"Bruno Partners {number}";
        return (name, new JsonObject
        {
            ["name"] = name, ["taxId"] = taxId ?? $"XXBRN{number:00000}", ["contact"] = "Bruno Neri", ["email"] = email ?? $"bruno{number}@partner.example", ["phone"] = phone, ["share"] = share,
            ["bankName"] = "Banca Uno", ["bankHolder"] = "Bruno Neri", ["bankAccount"] = Account,
            ["documents"] = new JsonArray(
                new JsonObject { ["kind"] = "agreement", ["file"] = await People.UploadAsync(person, "agreement.pdf") },
                new JsonObject { ["kind"] = "tax-certificate", ["file"] = await People.UploadAsync(person, "tax.pdf") }),
        });
    }

    private static JsonObject Without(JsonObject inputs, string field)
    {
        inputs.Remove(field);
        return inputs;
    }

    private async Task<string?> ValueAsync(string person, Answer request, string column) => (await company.RowAsync(person, "partners", request.Reference.ToLowerInvariant()))["values"]?[column]?.ToString();
}
