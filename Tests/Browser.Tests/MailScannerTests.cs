using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Workflows.Api.Tests.Stories;
using Workflows.Tests.Support;

namespace Workflows.Browser.Tests;

/// <summary>Every link of every mail of the five processes in the hands of a mail scanner: nothing is decided, reported or ended.</summary>
public sealed class MailScannerTests
{
    [Fact]
    public async Task Links_OfEveryMailOfEveryProcess_Scanned_ChangeNothing()
    {
        await using var company = new ProcessCompany();
        await company.InitializeAsync();
        await using var browser = await Browser.StartAsync();
        var people = company.People;
        var portal = await SendMailsOfEveryKindAsync(company);
        var mails = people.Smtp.Received;
        foreach (var kind in (string[])[
            "annual leave: please decide", "claims 20.00 EUR", "Pay 15.00 EUR", "New partner", "Loss of 150.00 EUR", "Sign-off: ", "Please sign: ", "Is Client portal live?", "Welcome, ", "cannot be accepted", "please change it",
            "Reminder: ", "no answer yet", "Your claim is approved", "booking is confirmed", "wrote about", "You stand in for", "for your decision", "Today: "])
        {
            mails.ShouldContain(mail => mail.Subject.Contains(kind), kind);
        }

        var links = mails.SelectMany(mail => mail.Links.Select(link => link.Url).Concat(mail.Header("List-Unsubscribe") is { } end ? [end.Trim('<', '>')] : []))
            .Where(link => link.StartsWith(people.Address.ToString(), StringComparison.Ordinal)).Distinct().ToList();
        var before = await StateAsync(people);

        var swept = await new Scanner(browser).SweepAsync(people.Http, links);

        // What still waits for an answer, each list and each way to end mails has a form that was sent.
        foreach (var mail in mails.Where(mail => mail.Subject.Contains("Reminder") || mail.Subject.Contains("for your decision") || mail.Subject.Contains("no answer yet") || mail.Subject.Contains("Is Client portal live?")))
        {
            foreach (var link in mail.Links.Where(link => !link.Url.Contains("/requests/"))) swept.ShouldContain(link.Url, mail.Subject);
        }

        swept.ShouldContain(link => link.Contains("/u/"));
        (await StateAsync(people)).ShouldBe(before);

        // A person's press still counts: the scanner has used nothing up.
        var page = await browser.OpenAsync();
        await page.GotoAsync(portal.Link("It is live"));
        await page.GetByRole(AriaRole.Button, new() { Name = "It is live" }).ClickAsync();
        await page.GetByText("You chose").WaitForAsync();
        await people.MailAsync("luca", "GL-2026-00001", "Client portal is live");
    }

    /// <summary>Whatever a link could have changed.</summary>
    private static async Task<string> StateAsync(Company people)
    {
        var counts = new List<long>();
        foreach (var sql in (string[])[
            "SELECT COUNT(*) FROM audit", "SELECT COUNT(*) FROM tasks WHERE status = 'open'", "SELECT COUNT(*) FROM requests WHERE status = 'open'", "SELECT COUNT(*) FROM action_tokens WHERE used_at IS NULL",
            "SELECT COUNT(*) FROM digests", "SELECT COALESCE(SUM(version), 0) FROM bookings", "SELECT COALESCE(SUM(version), 0) FROM partners", "SELECT COALESCE(SUM(version), 0) FROM projects"])
        {
            counts.Add(await people.CountAsync(sql));
        }

        var wishes = new List<string>();
        foreach (var person in new[] { "emma", "marco", "sofia", "luca" }) wishes.Add((await people.GetAsync(person, "api/me/preferences")).Text);
        return $"{string.Join(' ', counts)} {string.Join(' ', wishes)}";
    }

    /// <summary>Two days in which each process sends each of its mails.</summary>
    /// <returns>The mail that asks whether it is live.</returns>
    private static async Task<ReceivedMail> SendMailsOfEveryKindAsync(ProcessCompany company)
    {
        var people = company.People;
        (await people.SendAsync("sofia", HttpMethod.Put, "api/me/preferences", new JsonObject { ["digest"] = new JsonObject { ["at"] = "08:30" } })).Status.ShouldBe(HttpStatusCode.OK);
        (await people.SendAsync("hana", HttpMethod.Post, "api/substitutes", new JsonObject { ["substitute"] = "luca", ["firstDay"] = "2026-03-01", ["lastDay"] = "2026-03-31" })).Status.ShouldBe(HttpStatusCode.Created);

        var leave = await people.SubmitLeaveAsync("emma", "2026-06-01", "2026-06-02");
        await people.SubmitLeaveAsync("hana", "2026-06-03", "2026-06-03");
        var changed = await people.SubmitLeaveAsync("luca", "2026-06-04", "2026-06-04");
        (await people.DecideAsync("marco", await people.TaskAsync("marco", changed.Reference), "RequestChanges", "Another day, please.")).Status.ShouldBe(HttpStatusCode.OK);
        (await people.SendAsync("emma", HttpMethod.Post, $"api/requests/{leave.Id}/comments", new JsonObject { ["text"] = "Luca covers for me." })).Status.ShouldBe(HttpStatusCode.OK);

        await people.SubmitAsync("emma", "expense", Claim(20));
        var paid = await people.SubmitAsync("emma", "expense", Claim(15));
        await company.DecideAsync(ProcessCompany.App, "marco", paid, "Approve", "Approve");
        (await people.SendAsync("emma", HttpMethod.Post, "api/requests", new JsonObject { ["process"] = "expense", ["inputs"] = Claim(40) })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        await people.SubmitAsync("emma", "rp-approval", await PartnerAsync(people, "Bruno"));
        await company.DecideAsync(ProcessCompany.App, "paula", await people.SubmitAsync("emma", "rp-approval", await PartnerAsync(people, "Carla")), "Approve", "Approve");

        await people.SubmitAsync("emma", "loss-booking", new JsonObject { ["client"] = "acme", ["stock"] = "eni", ["quantity"] = 100, ["buyPrice"] = 14.5, ["sellPrice"] = 13 });
        await people.SubmitAsync("emma", "loss-booking", new JsonObject { ["client"] = "acme", ["stock"] = "eni", ["quantity"] = 1, ["buyPrice"] = 1, ["sellPrice"] = 2 });

        var portal = await people.SubmitAsync("luca", "go-live", GoLive("portal"));
        await people.SubmitAsync("emma", "go-live", GoLive("ledger"));
        foreach (var person in new[] { "nina", "omar", "felix" }) await company.DecideAsync(ProcessCompany.App, person, portal, "Approve", "Approve");
        await company.DecideAsync(ProcessCompany.Mail, "laura@acme.example", portal, "I agree to the go-live", "Sign");

        // The evening of the next day.
        await people.MoveClockAsync(ProcessCompany.Monday.AddDays(1).AddHours(8.5));
        await people.Smtp.NextAsync(mail => mail.To.Contains("sofia@example.test") && mail.Subject.Contains("for your decision"));
        await people.Smtp.NextAsync(mail => mail.Subject.Contains("no answer yet"));
        foreach (var person in new[] { "emma", "marco", "sofia", "luca" }) await people.SignInAsync(person);
        var question = await company.AskedByMailAsync("luca", portal, "It is live");
        // Everything that is due has been sent.
        await people.QuietAsync();
        return question;
    }

    private static JsonObject Claim(int amount) => new()
    {
        ["purpose"] = "Lunch", ["lines"] = new JsonArray(new JsonObject { ["category"] = "meals", ["date"] = "2026-02-26", ["vendor"] = "Da Gino", ["amount"] = amount }),
    };

    private static JsonObject GoLive(string project) => new()
    {
        ["project"] = project, ["date"] = "2026-03-03", ["summary"] = "Version 2",
        ["checklist"] = new JsonArray([.. ((string[])["Tests passed", "Rollback plan", "Monitoring"]).Select(point => new JsonObject { ["point"] = point, ["owner"] = "nina", ["evidence"] = "wiki" })]),
    };

    private static async Task<JsonObject> PartnerAsync(Company people, string name) => new()
    {
        ["name"] = name, ["taxId"] = $"XX{name.ToUpperInvariant()}1", ["contact"] = name, ["email"] = $"{name.ToLowerInvariant()}@partner.example", ["share"] = 20, ["bankName"] = "B", ["bankHolder"] = name,
        ["bankAccount"] = "IT60X0542811101000000123456",
        ["documents"] = new JsonArray(
            new JsonObject { ["kind"] = "agreement", ["file"] = await people.UploadAsync("emma", "agreement.pdf") }, new JsonObject { ["kind"] = "tax-certificate", ["file"] = await people.UploadAsync("emma", "tax.pdf") }),
    };
}
