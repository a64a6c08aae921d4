using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>The demo company with every shipped process and a bot. Its clock starts on a Monday morning of March 2026, where the demo's registers have their working days and freezes.</summary>
public sealed partial class ProcessCompany : IAsyncLifetime
{
    public const string Mail = "email";
    public const string Telegram = "telegram";
    public const string App = "api";

    /// <summary>loss-booking, whose owner lets losses of up to 100 EUR pass by rule, and calls the others urgent.</summary>
    public const string SmallLosses = "small-losses";

    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private TelegramCompany _company = null!;

    public static TheoryData<string> Channels => [Mail, Telegram, App];

    public Company People => _company.Company;

    public TelegramServer Bot => _company.Telegram;

    public async ValueTask InitializeAsync() =>
        _company = await TelegramCompany.OpenAtAsync(Monday, ["--Approvals:UndoSeconds", "2"], Shipped("expense"), Shipped("rp-approval"), Shipped("loss-booking"), Shipped("go-live"), WithSmallLosses());

    public async ValueTask DisposeAsync()
    {
        await ShouldHoldAsync();
        (await CommandResult.RunAsync("verify-audit", "--connection", People.Connection)).Output.ShouldStartWith("The audit trail holds: ");
        await _company.DisposeAsync();
    }

    // ---- people

    /// <summary>People are asked and told by this channel from here on; in the app they look by themselves.</summary>
    public async Task UseAsync(string channel, params string[] people)
    {
        foreach (var person in people)
        {
            if (channel == Telegram) await _company.LinkAsync(person);
            var wishes = new JsonObject { ["channels"] = new JsonArray(channel == Telegram ? Telegram : Mail) };
            (await People.SendAsync(person, HttpMethod.Put, "api/me/preferences", wishes)).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>Imports a line of people.csv for somebody, who signs in and links anew afterwards.</summary>
    public async Task ChangePersonAsync(string person, string header, string line)
    {
        await People.ImportPeopleAsync($"id,name,email,{header}", $"{person},{line}");
        _company.Forget(person);
    }

    /// <summary>Somebody leaves while they are asked something in Telegram: the message says who has it now, and its buttons are gone.</summary>
    /// <param name="name">As in the register.</param>
    /// <param name="next">The name of who is asked instead.</param>
    public async Task LeaveWhileAskedAsync(string person, string name, string next, Answer request)
    {
        var asked = await AskedAsync(person, request);
        await ChangePersonAsync(person, "left_on", $"{name},{person}@example.test,2026-03-01");
        var changed = await Bot.ChangeAsync(asked);
        (changed.Buttons.Count, changed.Text.Contains($"It is with {next} now.")).ShouldBe((0, true), changed.Text);
        (await Bot.PressAsync(asked.Chat, asked, "Approve")).Answer.ShouldNotStartWith("Recorded");
    }

    /// <summary>Comes back, so that the next story finds everybody there.</summary>
    public Task ReturnAsync(string person, string name) => ChangePersonAsync(person, "left_on", $"{name},{person}@example.test,");

    /// <summary>What somebody is asked in Telegram.</summary>
    public async Task<TelegramServer.BotCall> AskedAsync(string person, Answer request, string saying = "")
    {
        var chat = await _company.LinkAsync(person);
        return await Bot.NextAsync(call =>
            call is { Method: "sendMessage", Status: 200 } && call.Chat == chat && call.Buttons.Count > 0 && call.Text.Contains(request.Reference) && call.Text.Contains(saying));
    }

    /// <summary>Decides on a channel what somebody is asked there.</summary>
    /// <param name="label">What the button says.</param>
    /// <param name="action">What the API calls it.</param>
    /// <param name="saying">Part of the question, where there are several about one request.</param>
    /// <returns>What they were asked, as they read it.</returns>
    public async Task<string> DecideAsync(string channel, string person, Answer request, string label, string action, string? comment = null, string saying = "")
    {
        switch (channel)
        {
            case Mail:
                var mail = await AskedByMailAsync(person, request, label, saying);
                var page = await BrowserPage.OpenAsync(People.Http, mail.Link(label));
                var pressed = await page.PressAsync(People.Http, label, comment);
                pressed.Status.ShouldBe(HttpStatusCode.OK, pressed.Text);
                return mail.Text;
            case Telegram:
                var asked = await AskedAsync(person, request, saying);
                var press = await Bot.PressAsync(asked.Chat, asked, label);
                if (comment is not null)
                {
                    await Bot.MessageAsync(asked.Chat, person is "budi" or "dewi" ? "mohon tulis alasannya" : "please write why");
                    await Bot.SayAsync(asked.Chat, comment);
                }
                else
                {
                    press.Answer.Split('.')[0].ShouldBeOneOf("Recorded", "Dicatat");
                }

                (await Bot.ChangeAsync(asked)).Buttons.ShouldBeEmpty();
                return asked.Text;
            default:
                var task = await People.TaskAsync(person, request.Reference);
                var decided = await People.DecideAsync(person, task, action, comment);
                decided.Status.ShouldBe(HttpStatusCode.OK, decided.Text);
                return (string)task["title"]!;
        }
    }

    /// <summary>The mail that asks somebody, with a button of this label.</summary>
    /// <param name="person">A person of the company, or an address.</param>
    public Task<ReceivedMail> AskedByMailAsync(string person, Answer request, string label, string saying = "")
    {
        var address = person.Contains('@') ? person : $"{person}@example.test";
        return People.Smtp.NextAsync(mail =>
            mail.To.Contains(address) && mail.Subject.Contains($"[{request.Reference}]") && mail.Subject.Contains(saying) && mail.Links.Any(link => link.Label == label));
    }

    /// <summary>One approves in Telegram while another rejects elsewhere, on the page of their mail or in the app: one of them decides, and the other is told who did.</summary>
    /// <returns>Whether it is approved.</returns>
    public async Task<bool> RaceAsync(string byTelegram, string channel, string other, Answer request)
    {
        var asked = await AskedAsync(byTelegram, request);
        Func<Task<(HttpStatusCode Status, string Text)>> reject;
        if (channel == Mail)
        {
            var page = await BrowserPage.OpenAsync(People.Http, (await AskedByMailAsync(other, request, "Reject")).Link("Reject"));
            reject = async () => await page.PressAsync(People.Http, "Reject", "Not like this.") is var after ? (after.Status, after.Text) : default;
        }
        else
        {
            var task = await People.TaskAsync(other, request.Reference);
            reject = async () => await People.DecideAsync(other, task, "Reject", "Not like this.") is var after ? (after.Status, after.Text) : default;
        }

        var names = (await People.GetAsync("ivan", "api/people?limit=100")).Items.ToDictionary(person => (string)person["id"]!, person => (string)person["name"]!);

        var (pressing, rejecting) = (Bot.PressAsync(asked.Chat, asked, "Approve"), reject());
        var (pressed, rejected) = (await pressing, await rejecting);

        var approved = rejected.Status == HttpStatusCode.Conflict;
        if (approved)
        {
            pressed.Answer.ShouldStartWith("Recorded.");
            rejected.Text.ShouldContain(channel == Mail ? $"{names[byTelegram]} approved this" : $"{names[byTelegram]} chose Approve at ");
        }
        else
        {
            rejected.Status.ShouldBe(HttpStatusCode.OK, rejected.Text);
            pressed.Answer.ShouldBe($"Your press changed nothing: {names[other]} rejected this");
        }

        var changed = await Bot.ChangeAsync(asked);
        (changed.Buttons.Count, changed.Text.Contains(approved ? "You approved this" : $"{names[other]} rejected this")).ShouldBe((0, true), changed.Text);
        return approved;
    }

    /// <summary>Each of these forms is refused: 422, at the field, with words that say what to do; and nothing of it is left but the refusal.</summary>
    public async Task RefuseAsync(string person, string process, params IReadOnlyList<(JsonObject Inputs, string Field, string Saying)> forms)
    {
        foreach (var (inputs, field, saying) in forms)
        {
            var refused = await People.SendAsync(person, HttpMethod.Post, "api/requests", new JsonObject { ["process"] = process, ["inputs"] = inputs.DeepClone() });
            (refused.Status, (string?)refused["type"]).ShouldBe((HttpStatusCode.UnprocessableEntity, "urn:workflows:problem:refused"), $"{saying}: {refused.Text}");
            ((string?)refused["errors"]![field]?[0]).ShouldNotBeNull(refused.Text).ShouldContain(saying);
            ((string?)(await People.ShowAsync(person, (string)refused["requestId"]!))["outcome"]).ShouldBe("Refused");
        }
    }

    public Task<Answer> RowAsync(string person, string register, string id) => People.GetAsync(person, $"api/registers/{register}/{id}");

    // ---- what must hold whatever happened

    /// <summary>At most one decision a task, recorded as it was taken; waiting tasks with their bookmarks; messages sent once, each readable.</summary>
    public async Task ShouldHoldAsync()
    {
        (await People.CountAsync("""
            SELECT COUNT(*) FROM (SELECT task_id FROM audit WHERE kind IN ('decided', 'undone') GROUP BY task_id HAVING SUM(CASE kind WHEN 'decided' THEN 1 ELSE -1 END) > 1) twice
            """)).ShouldBe(0, "decided twice");
        (await People.CountAsync("""
            SELECT COUNT(*) FROM tasks t
            WHERE t.decided_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.task_id = t.id AND a.kind = 'decided' AND a.actor = t.decided_by AND a.action = t.action AND a.channel = t.channel)
            """)).ShouldBe(0, "a decision that the trail does not have");
        (await People.CountAsync("SELECT COUNT(*) FROM tasks t WHERE t.status = 'open' AND NOT EXISTS (SELECT 1 FROM bookmarks b WHERE b.instance_id = t.instance_id)")).ShouldBe(0, "waiting for nothing");
        (await People.CountAsync("SELECT COUNT(*) FROM requests WHERE status = 'failed'")).ShouldBe(0, "something went wrong in a process");
        (await People.GetAsync("ivan", "api/messages?status=parked")).Items.Select(message => message.ToJsonString()).ShouldBeEmpty("messages that could not be sent");
        foreach (var mail in People.Smtp.Received)
        {
            ShouldBeReadable($"{mail.Subject}\n{mail.Text}");
            mail.Links.ShouldAllBe(link => link.Url.StartsWith(People.Address.ToString()) || link.Url.StartsWith("https://t.me/"));
        }

        People.Smtp.Received.GroupBy(mail => mail.MessageId).ShouldAllBe(copies => copies.Count() == 1, "sent twice");
        foreach (var call in Bot.Calls) ShouldBeReadable(call.Text);
    }

    private static void ShouldBeReadable(string text)
    {
        var raw = Raw().Match(Addresses().Replace(text, ""));
        raw.Success.ShouldBeFalse($"'{raw.Value}' is not for people:\n{text}");
    }

    private static JsonObject WithSmallLosses()
    {
        var definition = Shipped("loss-booking");
        definition["id"] = $"{SmallLosses}-1";
        definition["definitionId"] = SmallLosses;
        definition["customProperties"]!["Workflows:Request"]!["referencePrefix"] = "SL";
        definition["variables"]!.AsArray().Single(variable => (string?)variable!["name"] == "SmallLosses")!["value"] =
            new JsonArray(new JsonObject { ["rule"] = "Small loss", ["company"] = "borealis", ["upTo"] = 100, ["do"] = "Approve" });
        definition["root"]!["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == "PeManagerDecides")!["urgent"] = SmallProcess.Script("true");
        return definition;
    }

    private static JsonObject Shipped(string id) => CanonicalJson.Parse(File.ReadAllText(Path.Combine(Repository.Root, "workflows", $"{id}.json")));

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    // Ids of tasks and of rows, except where one says which row it is, in brackets, or what somebody wrote, in quotes; JSON, what an expression gives for nothing, names of fields.
    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-|[^('](rp|bk|ex|gl|sl)-20\d\d-|[{}]|\b(undefined|null|NaN|True|False)\b|\[object|^\w+\[\d+\]|\b(taxId|bankAccount|firstDay|lastDay|buyPrice)\b", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Raw();
}

/// <summary>One company for the stories of all processes: a server takes longer to start than most of them last.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessStoriesCollection : ICollectionFixture<ProcessCompany>
{
    public const string Name = "processes";
}
