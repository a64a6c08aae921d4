using System.Net;
using System.Text.Json.Nodes;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Api.Tests.ActionPages;
using Workflows.Api.Tests.Pages;

namespace Workflows.Api.Tests.Channels;

/// <summary>Ending mails that ask nothing.</summary>
public sealed class UnsubscribeTests : IAsyncLifetime
{
    private PageServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PageServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Notice_HasALinkThatAMailProgramEndsItWith_AndATaskHasNone()
    {
        await _server.AskAsync();
        (await _server.MailAsync("marco")).UnsubscribeUrl.ShouldBeNull();
        var link = (await NoticeAsync("luca")).UnsubscribeUrl.ShouldNotBeNull();
        (await NoticeAsync("luca")).UnsubscribeUrl.ShouldBe(link, "the same in every mail of its sort");

        // Mail programs and scanners read it as often as they like.
        for (var i = 0; i < 3; i++) (await _server.Http.ReadAsync(link)).Text.ShouldContain("Stop mails that only inform you?");
        using (var head = new HttpRequestMessage(HttpMethod.Head, link)) (await _server.Http.SendAsync(head)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Get<PreferenceBook>().Of("luca").ShouldBeNull();

        (await _server.Http.SubmitAsync(link, new() { ["List-Unsubscribe"] = "One-Click" })).Status.ShouldBe(HttpStatusCode.OK);
        _server.Get<PreferenceBook>().Of("luca").ShouldNotBeNull().MailNotices.ShouldBeFalse();
        (await _server.Http.SubmitAsync(link, new() { ["List-Unsubscribe"] = "One-Click" })).Text.ShouldContain("These mails have stopped");

        // The page says how to have them again.
        var page = await _server.Http.ReadAsync(link);
        page.Buttons.ShouldBe(["Send them again"]);
        (await _server.Http.SubmitAsync(link, new() { ["mails"] = "again" })).Buttons.ShouldBe(["Stop these mails"]);
        _server.Get<PreferenceBook>().Of("luca")!.MailNotices.ShouldBeTrue();
    }

    [Fact]
    public async Task Press_ScriptOnThePage_ChangesNothing()
    {
        var link = (await NoticeAsync("luca")).UnsubscribeUrl!;
        var script = await _server.Http.SubmitAsync(link, new() { ["mails.stop.x"] = "9", ["mails.stop.y"] = "9" }, message =>
        {
            message.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11) Chrome/156.0");
            message.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            message.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        });
        var empty = await _server.Http.SubmitAsync(link, []);

        (script.Status, empty.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest));
        _server.Get<PreferenceBook>().Of("luca").ShouldBeNull();
    }

    [Fact]
    public async Task Digest_Ended_BringsTasksOneByOne()
    {
        await _server.WishDigestAsync("marco");
        await _server.AskAsync();
        var digest = await _server.DigestAsync("marco");
        (await _server.Http.ReadAsync(digest.UnsubscribeUrl!)).Text.ShouldContain("Stop the daily mail?");
        await _server.Http.SubmitAsync(digest.UnsubscribeUrl!, new() { ["List-Unsubscribe"] = "One-Click" });

        await _server.AskAsync();
        (await _server.MailAsync("marco")).Links().ShouldContain(link => link.Contains("/a/"));
    }

    [Fact]
    public async Task Token_ChangedOrInvented_IsNobodys()
    {
        var links = _server.Get<UnsubscribeLinks>();
        var token = new Uri(links.For("emma", MailSort.Notices)!).Segments[^1];
        links.Read(token).ShouldBe(("emma", MailSort.Notices));
        foreach (var wrong in (string[])["", "x", new string('A', 43), token[..^4], (token[0] == 'A' ? 'B' : 'A') + token[1..], token + "AAAA", new string('A', 5000)])
        {
            links.Read(wrong).ShouldBeNull(wrong);
            if (wrong.Length is > 0 and < 1000) (await _server.Http.ReadAsync($"u/{wrong}")).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        token.ShouldNotContain("emma");
        links.For("luca", MailSort.Notices).ShouldNotBe(links.For("emma", MailSort.Notices));
        // Another node, or the next start, reads the same keys.
        var again = new UnsubscribeLinks(_server.Database, _server.Get<Activities.PublicAddress>(), _server.Time);
        await again.PrepareAsync(_server.Get<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>(), CancellationToken.None);
        again.Read(token).ShouldBe(("emma", MailSort.Notices));
    }

    /// <summary>A mail that tells somebody what a rule decided.</summary>
    private async Task<OutgoingMail> NoticeAsync(string to)
    {
        await _server.AskAsync(new JsonObject
        {
            ["amount"] = TestProcess.Literal("10"),
            ["autoDecide"] = TestProcess.Object("""[{"rule": "Small", "upTo": 100, "do": "Approve"}]"""),
            ["informAboutRules"] = TestProcess.Object($"[\"{to}\"]"),
        });
        return await _server.MailAsync(to);
    }
}
