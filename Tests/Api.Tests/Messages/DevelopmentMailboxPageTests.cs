using System.Net;
using System.Text.RegularExpressions;
using Workflows.Activities.Mail;

namespace Workflows.Api.Tests.Messages;

public sealed partial class DevelopmentMailboxPageTests
{
    private const string Evil = "\"><script>alert(1)</script>";

    private static readonly OutgoingMail Mail = new()
    {
        To = new MailRecipient("emma@example.com", "Emma Larsen"),
        Subject = "Leave: please decide",
        Text = "Approve: https://example.com/a/1?x=1&y=2.\n<b>",
        Html = "<html><head><title>x</title></head><body><p>Hello</p></body></html>",
        Thread = "LV-1",
    };

    [Fact]
    public async Task List_NoMail_SaysSo()
    {
        await using var server = await MessagesServer.StartAsync();

        (await server.Http.GetStringAsync("/dev/mailbox")).ShouldContain("No mail yet.");
    }

    [Fact]
    public async Task List_Mails_NewestFirstAndByReceiver()
    {
        await using var server = await MessagesServer.StartAsync();
        await server.SendAsync("a", Mail with { Subject = "First" });
        await server.SendAsync("b", Mail with { Subject = "Second", To = new MailRecipient("marco@example.com") });

        var all = await server.Http.GetStringAsync("/dev/mailbox");
        var emmas = await server.Http.GetStringAsync("/dev/mailbox?to=emma%40example.com");

        all.IndexOf(">Second<", StringComparison.Ordinal).ShouldBeInRange(1, all.IndexOf(">First<", StringComparison.Ordinal));
        emmas.ShouldContain(">First<");
        emmas.ShouldNotContain(">Second<");
        (await server.Http.GetStringAsync("/dev/mailbox?to=nobody%40example.com")).ShouldContain("No mail to nobody@example.com.");
    }

    [Fact]
    public async Task Show_Mail_HasItsPartsAndHeaders()
    {
        await using var server = await MessagesServer.StartAsync();
        await server.SendAsync("task-1", Mail);
        var path = await OnlyMailAsync(server);

        (await server.Http.GetStringAsync(path)).ShouldContain($"src=\"{path}/html\"");
        (await server.Http.GetStringAsync(path + "?view=text")).ShouldContain(
            "Approve: <a href=\"https://example.com/a/1?x=1&amp;y=2\" target=\"_blank\" rel=\"noreferrer\">https://example.com/a/1?x=1&amp;y=2</a>.\n&lt;b&gt;");
        (await server.Http.GetStringAsync(path + "?view=headers")).ShouldContain("Message-ID: &lt;task-1@localhost&gt;");
        (await server.Http.GetStringAsync(path + "/html")).ShouldContain("<head><base target=\"_blank\">");
        var message = await server.Http.GetAsync(path + ".eml");
        message.Content.Headers.ContentType!.MediaType.ShouldBe("message/rfc822");
        (await message.Content.ReadAsStringAsync()).ShouldStartWith("Message-ID: <task-1@localhost>");
    }

    [Fact]
    public async Task Pages_HostileMail_RunNothing()
    {
        await using var server = await MessagesServer.StartAsync();
        await server.SendAsync("evil", Mail with { Subject = Evil, Text = Evil + " https://x.example/\"onmouseover=alert(1)", Html = Evil, To = new MailRecipient("emma@example.com", Evil) });
        var path = await OnlyMailAsync(server);

        foreach (var page in new[] { "/dev/mailbox", path, path + "?view=text", path + "?view=headers", "/dev/mailbox?to=" + Uri.EscapeDataString(Evil) })
        {
            var response = await server.Http.GetAsync(page);
            var html = await response.Content.ReadAsStringAsync();
            html.ShouldNotContain("<script");
            html.ShouldNotContain("\"onmouseover");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'self';");
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }

        // The mail itself stands in a frame that runs no script.
        var frame = await server.Http.GetAsync(path + "/html");
        var policy = frame.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none';");
        policy.ShouldContain("sandbox allow-popups allow-popups-to-escape-sandbox;");
        policy.ShouldNotContain("script");
    }

    [Theory]
    [InlineData("/dev/mailbox/nobody")]
    [InlineData("/dev/mailbox/nobody/html")]
    [InlineData("/dev/mailbox/nobody.eml")]
    [InlineData("/dev/mailbox/..%2Ftest.db")]
    [InlineData("/dev/mailbox/..%2Fmessages.eml")]
    public async Task Show_MailThatIsNotThere_Is404(string path)
    {
        await using var server = await MessagesServer.StartAsync();

        (await server.Http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Production", false)]
    [InlineData("Production", true)]
    [InlineData("Development", true)]
    public async Task Mailbox_InProductionOrWithAMailServer_IsNotThere(string environment, bool smtp)
    {
        (string, string)[] settings = smtp ? [("Smtp:Host", "127.0.0.1"), ("Smtp:Port", "1"), ("Smtp:From", "approvals@acme.example")] : [];
        await using var server = await MessagesServer.StartAsync(environment, settings);
        await server.SendAsync("a", Mail);

        (await server.Http.GetAsync("/dev/mailbox")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Directory.Exists(server.MailboxFolder).ShouldBeFalse();
    }

    private static async Task<string> OnlyMailAsync(MessagesServer server) =>
        MailPath().Match(await server.Http.GetStringAsync("/dev/mailbox")).Groups["path"].Value;

    [GeneratedRegex("<li><a href=\"(?<path>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex MailPath();
}
