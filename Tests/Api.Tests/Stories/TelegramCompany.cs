using System.Net;
using System.Text.Json.Nodes;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Stories;

/// <summary>The demo company with a bot: a Bot API server beside it, and people who have linked their accounts.</summary>
public sealed class TelegramCompany : IAsyncLifetime
{
    /// <summary>Asks Marco for an amount, of which he may approve less; fields <c>amount</c> and <c>about</c>.</summary>
    public const string Money = "money";

    /// <summary>Asks whoever has the role hr; no fields.</summary>
    public const string Desk = "desk";

    /// <summary>Asks Marco and waits a minute before it goes on; no fields.</summary>
    public const string Held = "held";

    private readonly Dictionary<string, long> _users = [];
    private int _accounts;

    public Company Company { get; private set; } = null!;

    public TelegramServer Telegram { get; private set; } = null!;

    public static async Task<TelegramCompany> OpenAsync(Dialect dialect, params IReadOnlyList<string> settings)
    {
        var company = new TelegramCompany();
        await company.InitializeAsync(dialect, settings);
        return company;
    }

    /// <summary>A company with these processes, too, whose clock stands somewhere else than the machine's.</summary>
    public static async Task<TelegramCompany> OpenAtAsync(DateTimeOffset at, IReadOnlyList<string> settings, params IReadOnlyList<JsonObject> definitions)
    {
        var company = new TelegramCompany { Telegram = await TelegramServer.StartAsync() };
        company.Company = await Company.OpenAtAsync(at, [.. company.Telegram.Settings, .. settings], definitions);
        return company;
    }

    public ValueTask InitializeAsync() => InitializeAsync(TestDatabase.Usual, []);

    private async ValueTask InitializeAsync(Dialect dialect, IReadOnlyList<string> settings)
    {
        Telegram = await TelegramServer.StartAsync();
        Company = await Company.OpenAsync(dialect, [.. Telegram.Settings, .. settings], Processes);
    }

    public async ValueTask DisposeAsync()
    {
        var console = Company.Console;
        await Company.DisposeAsync();
        await Telegram.DisposeAsync();
        console.ShouldNotContain(TelegramServer.Token.Split(':')[1], customMessage: "the token is in no log");
    }

    /// <summary>Links somebody's account by a code from the app.</summary>
    /// <returns>Their id in Telegram, which is also that of their chat with the bot.</returns>
    public async Task<long> LinkAsync(string person)
    {
        if (_users.TryGetValue(person, out var known)) return known;
        var user = 5_000_000_000 + _accounts++;
        var link = await Company.SendAsync(person, HttpMethod.Post, "api/me/telegram/link");
        link.Status.ShouldBe(HttpStatusCode.OK, link.Text);
        await Telegram.SayAsync(user, $"/start {link["code"]}");
        await Telegram.MessageAsync(user, person is "siti" or "budi" or "rizal" ? "Terhubung" : "Linked");
        return _users[person] = user;
    }

    /// <summary>From here on somebody signs in anew, with an account that is not linked yet.</summary>
    public void Forget(string person)
    {
        Company.Forget(person);
        _users.Remove(person);
    }

    /// <summary>Submits leave and gives the message that asks about it.</summary>
    public async Task<(Answer Request, TelegramServer.BotCall Message)> AskAsync(string requester, string approver, string day)
    {
        var user = await LinkAsync(approver);
        var request = await Company.SubmitLeaveAsync(requester, day, day);
        return (request, await Telegram.MessageAsync(user, request.Reference));
    }

    /// <summary>The one decision of a request.</summary>
    public async Task<JsonNode> DecisionAsync(string viewer, Answer request) => (await Company.ShowAsync(viewer, request.Id)).The("decided");

    private static JsonObject[] Processes =>
    [
        SmallProcess.Of(
            Money,
            "MO",
            ["amount", "about"],
            new JsonObject
            {
                ["id"] = "Ask", ["type"] = "Approvals.RequestApproval", ["approvers"] = SmallProcess.Value("[\"marco\"]"), ["title"] = SmallProcess.Script("`Money for ${getAbout()}`"),
                ["amount"] = SmallProcess.Script("getAmount()"), ["currency"] = SmallProcess.Literal("EUR"), ["allowLess"] = SmallProcess.Script("true"), ["decision"] = SmallProcess.Variable("Choice"),
                ["body"] = SmallProcess.Script("getAbout()"),
            }),
        SmallProcess.Of(
            Desk,
            "DE",
            [],
            new JsonObject
            {
                ["id"] = "Ask", ["type"] = "Approvals.RequestApproval", ["approvers"] = SmallProcess.Value("[\"role:hr\"]"), ["title"] = SmallProcess.Literal("May the desk be moved?"),
                ["decision"] = SmallProcess.Variable("Choice"),
            }),
        SmallProcess.Of(
            Held,
            "HE",
            [],
            new JsonObject
            {
                ["id"] = "Ask", ["type"] = "Approvals.RequestApproval", ["approvers"] = SmallProcess.Value("[\"marco\"]"), ["title"] = SmallProcess.Literal("Shall it be held?"),
                ["holdForUndo"] = SmallProcess.Script("true"), ["decision"] = SmallProcess.Variable("Choice"),
            }),
    ];
}
