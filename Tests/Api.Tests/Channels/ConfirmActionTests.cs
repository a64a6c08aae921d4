using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.Requests;
using Workflows.Api.Tests.ActionPages;
using Workflows.Api.Tests.Pages;

namespace Workflows.Api.Tests.Channels;

/// <summary>Gmail's button beside the subject.</summary>
public sealed class ConfirmActionTests
{
    [Fact]
    public async Task Mail_ByDefault_HasNoMarkupAndTheAddressAnswersNothing()
    {
        await using var server = await PageServer.StartAsync();
        var request = await server.AskAsync();
        var mail = await server.MailAsync("marco");

        mail.Html.ShouldNotContain("ld+json");
        (await server.Http.SubmitAsync($"a/{mail.Token()}/confirm", new() { ["confirmed"] = "Approved" })).Status.ShouldBe(HttpStatusCode.NotFound);
        await ShouldHaveDecided(server, request, 0);
    }

    [Fact]
    public async Task Confirm_AsGmailPosts_ApprovesOnceWhatTheMailShowed()
    {
        await using var server = await PageServer.StartAsync(confirmAction: true);
        var request = await server.AskAsync(new JsonObject { ["title"] = TestProcess.Literal("</script><b>Emma") });
        var mail = await server.MailAsync("marco");
        var markup = MarkupIn(mail);
        ((string?)markup["@type"], (string?)markup["description"]).ShouldBe(("EmailMessage", "</script><b>Emma"));
        var action = markup["potentialAction"]!;
        ((string?)action["@type"], (string?)action["name"]).ShouldBe(("ConfirmAction", "Approve"));
        var handler = (string)action["handler"]!["url"]!;

        (await server.Http.SubmitAsync(handler, new() { ["confirmed"] = "Approved" })).Status.ShouldBe(HttpStatusCode.OK);
        var task = await server.TaskAsync(request);
        (task.DecidedBy, task.Channel, task.Outcome).ShouldBe(("marco", "email", "Approved"));
        // It posts again when an answer is lost.
        (await server.Http.SubmitAsync(handler, new() { ["confirmed"] = "Approved" })).Status.ShouldBe(HttpStatusCode.OK);
        await ShouldHaveDecided(server, request, 1);
        (await server.Http.ReadAsync(mail.Button("Approve"))).Text.ShouldContain("Marco Rossi approved this");
        var secret = new Uri(handler).Segments[^2].TrimEnd('/');
        server.Log.ShouldNotContain(line => line.Contains(secret));
    }

    [Fact]
    public async Task Confirm_AnythingElse_DecidesNothing()
    {
        await using var server = await PageServer.StartAsync(confirmAction: true);
        var request = await server.AskAsync();
        var mail = await server.MailAsync("marco");
        var handler = (string)MarkupIn(mail)["potentialAction"]!["handler"]!["url"]!;

        // Scanners: every address in the mail, read and posted to.
        foreach (var link in mail.Links().Append(handler).Append(handler.Replace("/confirm", "")))
        {
            await server.Http.ReadAsync(link);
            await server.Http.SubmitAsync(link, []);
            await server.Http.SubmitAsync(link, new() { ["confirmed"] = "yes" });
        }

        (await server.Http.GetAsync(new Uri(handler))).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        // The secret of the links is not the secret of the address.
        (await server.Http.SubmitAsync($"a/{mail.Token()}/confirm", new() { ["confirmed"] = "Approved" })).Status.ShouldBe(HttpStatusCode.NotFound);
        foreach (var (name, value) in ((string, string)[])[("Origin", "https://elsewhere.example"), ("Origin", "null"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Site", "same-origin")])
        {
            (await server.Http.SubmitAsync(handler, new() { ["confirmed"] = "Approved" }, message => message.Headers.TryAddWithoutValidation(name, value))).Status.ShouldBe(HttpStatusCode.BadRequest, name);
        }

        (await server.Http.SubmitAsync(handler, new() { ["confirmed"] = "Approved", ["more"] = "x" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Http.PostAsync(new Uri(handler), new StringContent("""{"confirmed":"Approved"}""", System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldHaveDecided(server, request, 0);

        await server.ChangeAsync("UPDATE tasks SET revision = 'newer' WHERE instance_id = @Id", new { request.Id });
        (await server.Http.SubmitAsync(handler, new() { ["confirmed"] = "Approved" })).Status.ShouldBe(HttpStatusCode.Conflict);
        await ShouldHaveDecided(server, request, 0);
    }

    [Fact]
    public async Task Mail_ActionNeedsAComment_HasNoMarkup()
    {
        await using var server = await PageServer.StartAsync(confirmAction: true);
        await server.AskAsync(new JsonObject { ["actions"] = TestProcess.Object("""[{"name": "Approve", "needsComment": true}, "Reject"]""") });

        (await server.MailAsync("marco")).Html.ShouldNotContain("ld+json");
    }

    private static JsonNode MarkupIn(OutgoingMail mail) =>
        JsonNode.Parse(Regex.Match(mail.Html, """<script type="application/ld\+json">(?<json>.*?)</script>""", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["json"].Value)!;

    private static async Task ShouldHaveDecided(PageServer server, RequestRow request, int times) => (await server.AuditAsync(request, AuditKinds.Decided)).Count.ShouldBe(times);
}
