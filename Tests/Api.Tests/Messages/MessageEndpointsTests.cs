using System.Net;
using System.Text.Json;
using Workflows.Activities.Mail;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Messages;

public sealed class MessageEndpointsTests
{
    private static readonly OutgoingMail Mail = new()
    {
        To = new MailRecipient("emma@example.com", "Emma"),
        Subject = "[LV-1] Please decide",
        Text = "https://example.com/a/s3cret-token",
        Html = "<a href=\"https://example.com/a/s3cret-token\">Approve</a>",
    };

    [Fact]
    public async Task List_WithoutTheRight_IsRefused()
    {
        await using var server = await MessagesServer.StartAsync();

        foreach (var (method, path) in new[] { ("GET", "/api/messages"), ("GET", "/api/messages/a"), ("POST", "/api/messages/a/resend") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            (await server.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task List_Pages_GiveEachMessageOnce()
    {
        await using var server = await MessagesServer.StartAsync();
        for (var n = 1; n <= 5; n++) await server.SendAsync($"m{n}", Mail);

        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = await server.GetAsync($"/api/messages?limit=2{(after is null ? "" : $"&after={after}")}");
            page.GetProperty("items").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        ids.ShouldBe(["m5", "m4", "m3", "m2", "m1"]);
    }

    [Fact]
    public async Task List_ByFilters_GivesWhatMatches()
    {
        await using var server = await MessagesServer.StartAsync();
        await server.SendAsync("good", Mail, "i1");
        await server.SendAsync("bad", Mail with { To = new MailRecipient("nobody") }, "i2");

        async Task<IEnumerable<string?>> Ids(string query) => (await server.GetAsync($"/api/messages?{query}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());

        (await Ids("status=parked")).ShouldBe(["bad"]);
        (await Ids("status=delivered")).ShouldBe(["good"]);
        (await Ids("instance=i1")).ShouldBe(["good"]);
        (await Ids("destination=emma@example.com")).ShouldBe(["good"]);
        (await Ids("status=waiting")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("status=lost", "status")]
    [InlineData("status=1", "status")]
    [InlineData("after=!!", "after")]
    public async Task List_WrongParameter_NamesIt(string query, string field)
    {
        await using var server = await MessagesServer.StartAsync();

        var response = await server.Manager.GetAsync($"/api/messages?{query}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Show_Message_TellsItsStateButNotWhatItSays()
    {
        await using var server = await MessagesServer.StartAsync();
        await server.SendAsync("task-1-a/b@example.com", Mail, "i1");

        var text = await server.Manager.GetStringAsync("/api/messages/" + Uri.EscapeDataString("task-1-a/b@example.com"));
        var list = await server.Manager.GetStringAsync("/api/messages");

        var message = JsonDocument.Parse(text).RootElement;
        message.GetProperty("status").GetString().ShouldBe("delivered");
        message.GetProperty("destination").GetString().ShouldBe("emma@example.com");
        message.GetProperty("subject").GetString().ShouldBe("[LV-1] Please decide");
        message.GetProperty("attempts").GetInt32().ShouldBe(1);
        text.ShouldNotContain("s3cret");
        list.ShouldNotContain("s3cret");
        (await server.Manager.GetAsync("/api/messages/nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Resend_ParkedMail_ArrivesWithTheSameMessageId()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await smtp.RejectAsync("emma@example.com");
        await using var server = await MessagesServer.StartAsync(
            "Production", ("Smtp:Host", smtp.Host), ("Smtp:Port", $"{smtp.Port}"), ("Smtp:StartTls", "false"), ("Smtp:From", "approvals@acme.example"));
        await server.SendAsync("task-1", Mail);
        (await server.GetAsync("/api/messages/task-1")).GetProperty("lastError").GetString()!.ShouldContain("550");
        await smtp.AcceptAsync("emma@example.com");

        var response = await server.Manager.PostAsync("/api/messages/task-1/resend", null);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await smtp.NextAsync()).MessageId.ShouldBe("<task-1@acme.example>");
        await server.Worker.WhenIdleAsync(CancellationToken.None);
        (await server.GetAsync("/api/messages/task-1")).GetProperty("status").GetString().ShouldBe("delivered");
    }

    [Fact]
    public async Task Resend_WaitingOrUnknown_SaysSo()
    {
        await using var server = await MessagesServer.StartAsync("Production");
        await server.SendAsync("waits", Mail);

        var waiting = await server.Manager.PostAsync("/api/messages/waits/resend", null);

        waiting.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await waiting.Content.ReadAsStringAsync()).ShouldContain("already-waiting");
        (await server.Manager.PostAsync("/api/messages/nobody/resend", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("/api/messages/waits")).GetProperty("lastError").GetString().ShouldBe("No mail server is configured: set Smtp:Host and Smtp:From.");
    }
}
