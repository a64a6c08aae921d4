using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Api.Tests.Stories;

/// <summary>How people are reached, through the whole product: its API, its mail server, its pages.</summary>
public sealed class ChannelStories
{
    [Fact]
    public async Task Preferences_AreKeptAndWhatIsWrongNamesTheField()
    {
        await using var company = await Company.OpenAsync();
        var none = await company.GetAsync("marco", "api/me/preferences");
        none["channels"]!.AsArray().ShouldBeEmpty();
        var email = none["available"]!.AsArray().Single(channel => (string?)channel!["name"] == "email")!;
        ((string?)email["destination"], (bool?)email["isUsed"], (string?)email["problem"]).ShouldBe(("marco@example.test", true, null));
        ((string?)none["timeZone"], (bool?)none["mailNotices"], (string?)none["language"]).ShouldBe(("Europe/Rome", true, "en"));

        var wishes = new JsonObject
        {
            ["channels"] = new JsonArray("email"),
            ["quietHours"] = new JsonObject { ["from"] = "20:00", ["until"] = "07:30" },
            ["digest"] = new JsonObject { ["at"] = "08:30" },
            ["language"] = "id",
            ["mailNotices"] = false,
        };
        (await company.SendAsync("marco", HttpMethod.Put, "api/me/preferences", wishes)).Status.ShouldBe(HttpStatusCode.OK);
        var kept = await company.GetAsync("marco", "api/me/preferences");
        ((string?)kept["quietHours"]!["from"], (string?)kept["quietHours"]!["until"], (string?)kept["digest"]!["at"]).ShouldBe(("20:00", "07:30", "08:30"));
        ((string?)kept["language"], (bool?)kept["mailNotices"]).ShouldBe(("id", false));
        ((string?)(await company.GetAsync("marco", "api/me"))["language"]).ShouldBe("id");

        foreach (var (field, value, wrong) in ((string, JsonNode, string)[])
        [
            ("channels", new JsonArray("pigeon"), "channels"),
            ("channels", new JsonArray("email", "email"), "channels"),
            ("quietHours", new JsonObject { ["from"] = "8pm", ["until"] = "07:30" }, "quietHours.from"),
            ("quietHours", new JsonObject { ["from"] = "20:00", ["until"] = "24:00" }, "quietHours.until"),
            ("quietHours", new JsonObject { ["from"] = "20:00", ["until"] = "20:00" }, "quietHours.until"),
            ("digest", new JsonObject { ["at"] = "06:00" }, "digest.at"),
            ("digest", new JsonObject { ["at"] = "soon" }, "digest.at"),
            ("language", JsonValue.Create("fr"), "language"),
        ])
        {
            var body = wishes.DeepClone();
            body[field] = value;
            var answer = await company.SendAsync("marco", HttpMethod.Put, "api/me/preferences", body);
            answer.Status.ShouldBe(HttpStatusCode.BadRequest, wrong);
            ((string?)answer["errors"]![wrong]![0]).ShouldNotBeNull(answer.Text).ShouldStartWith(wrong + ":");
        }

        (await company.GetAsync(null, "api/me/preferences")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Address_RefusedByTheMailServer_IsShownUntilItIsConfirmed()
    {
        await using var company = await Company.OpenAsync();
        await company.SignInAsync("marco");
        await company.Smtp.RejectAsync("marco@example.test");
        var request = await company.SubmitLeaveAsync("emma", "2027-03-11", "2027-03-12");
        var problem = await UntilAsync(async () => (string?)(await company.GetAsync("marco", "api/me/preferences"))["available"]!.AsArray().Single(channel => (string?)channel!["name"] == "email")!["problem"]);
        problem.ShouldContain("no such person: marco@example.test");
        // The app has the task, and the request says what happened.
        (await company.TaskAsync("marco", (string)request["reference"]!)).ShouldNotBeNull();

        var seen = (await company.GetAsync("hana", "api/people/unreachable")).Items.ShouldHaveSingleItem();
        ((string?)seen["personId"], (string?)seen["channel"], (string?)seen["usedInstead"]).ShouldBe(("marco", "email", null));
        (await company.GetAsync("emma", "api/people/unreachable")).Status.ShouldBe(HttpStatusCode.Forbidden);

        await company.Smtp.AcceptAsync("marco@example.test");
        (await company.SendAsync("marco", HttpMethod.Post, "api/me/channels/email/confirm")).Status.ShouldBe(HttpStatusCode.OK);
        var next = await company.SubmitLeaveAsync("emma", "2027-03-18", "2027-03-19");
        await company.MailAsync("marco", (string)next["reference"]!);
    }

    [Fact]
    public async Task Bounce_FromTheMailSystem_MarksTheAddressAndASignInByItsCodeClearsIt()
    {
        await using var company = await Company.OpenAsync();
        var made = await company.SendAsync("ivan", HttpMethod.Post, "api/admin/api-keys", new JsonObject { ["name"] = "mail system", ["personId"] = "ivan", ["rights"] = new JsonArray("messages:manage") });
        var key = (string)made["secret"]!;
        const string bounce = """
            From: MAILER-DAEMON@mx.example.test
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.test

            Final-Recipient: rfc822; marco@example.test
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 User unknown

            Final-Recipient: rfc822; stranger@elsewhere.example
            Action: failed
            Status: 5.1.1
            --b--
            """;
        (await PostAsync(bounce, key: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("Subject: Hello\n\nI am on leave.", key)).Status.ShouldBe(HttpStatusCode.BadRequest);
        for (var times = 0; times < 2; times++)
        {
            var taken = await PostAsync(bounce, key);
            taken.Status.ShouldBe(HttpStatusCode.OK, taken.Text);
            taken["receivers"]!.AsArray().Select(receiver => ((string)receiver!["address"]!, (bool)receiver["marked"]!)).ShouldBe([("marco@example.test", true), ("stranger@elsewhere.example", false)]);
        }

        ((string?)(await company.GetAsync("hana", "api/people/unreachable")).Items.ShouldHaveSingleItem()["reason"]).ShouldBe("The mail came back (5.1.1): 550 User unknown");
        // Codes come by mail whatever is held against the address; who has read one has it.
        await company.SignInAsync("marco");
        (await company.GetAsync("hana", "api/people/unreachable")).Items.ShouldBeEmpty();

        async Task<Answer> PostAsync(string text, string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages/bounces") { Content = new StringContent(text, Encoding.UTF8, "message/rfc822") };
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", key);
            return await Answer.OfAsync(await company.Http.SendAsync(request));
        }
    }

    [Fact]
    public async Task Notice_OverTheWire_HasTheHeadersOfAOneClick()
    {
        await using var company = await Company.OpenAsync();
        var reference = (string)(await company.SubmitLeaveAsync("emma", "2027-03-11", "2027-03-12"))["reference"]!;
        var task = await company.MailAsync("marco", reference);
        task.Headers.ShouldNotContain(header => header[0] == "List-Unsubscribe");
        await company.DecideAsync("marco", await company.TaskAsync("marco", reference), "Approve");
        var notice = await company.MailAsync("emma", reference);

        notice.Headers.Single(header => header[0] == "List-Unsubscribe-Post")[1].ShouldBe("List-Unsubscribe=One-Click");
        var link = notice.Headers.Single(header => header[0] == "List-Unsubscribe")[1].Trim('<', '>');
        using var click = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        (await company.Http.PostAsync(new Uri(link), click)).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((bool?)(await company.GetAsync("emma", "api/me/preferences"))["mailNotices"]).ShouldBe(false);
    }

    private static async Task<string> UntilAsync(Func<Task<string?>> look)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
        {
            if (await look() is { } found) return found;
        }

        throw new TimeoutException("It did not come to that.");
    }
}
