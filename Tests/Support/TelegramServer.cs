using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Workflows.Tests.Support;

/// <summary>A Bot API server (npm's telegram-test-api) on a free loopback port, and the people who write to the bot there.</summary>
public sealed partial class TelegramServer : IAsyncDisposable
{
    public const string Token = "123456:Test-Token-of-the-stories-0001";

    /// <summary>The name of the bot there.</summary>
    public const string BotName = "TestNameBot";

    private static readonly TimeSpan Patience = NodeServer<BotCall>.Patience;

    private readonly NodeServer<BotCall> _server;
    private readonly Channel<(long Update, int Status)> _brought;

    private TelegramServer(NodeServer<BotCall> server, Channel<(long Update, int Status)> brought) => (_server, _brought) = (server, brought);

    public Uri Address => new($"http://127.0.0.1:{_server.Port}/");

    /// <summary>Everything that the bot has called so far, in order; without its polls.</summary>
    public IReadOnlyList<BotCall> Calls => _server.Received;

    /// <summary>How the product is told to use it.</summary>
    public IReadOnlyList<string> Settings => ["--Telegram:BotToken", Token, "--Telegram:ApiAddress", Address.ToString(), "--Telegram:PollSeconds", "2"];

    public static async Task<TelegramServer> StartAsync()
    {
        var brought = Channel.CreateUnbounded<(long Update, int Status)>();
        return new TelegramServer(await NodeServer<BotCall>.StartAsync("Bot API server", "telegram-server", new { port = 0, token = Token }, Hear), brought);

        bool Hear(NodeServer<BotCall> server, JsonNode said)
        {
            switch ((string)said["event"]!)
            {
                case "called":
                    server.Receive(BotCall.Of(said));
                    return true;
                case "brought":
                    brought.Writer.TryWrite(((long)said["update"]!, (int)said["status"]!));
                    return true;
                default:
                    return (string)said["event"]! == "polling";
            }
        }
    }

    // ---- what the bot does

    /// <summary>The next successful call of a method that no call here has returned yet, waiting for it if need be.</summary>
    public Task<BotCall> NextAsync(Func<BotCall, bool> wanted, TimeSpan? timeout = null) => _server.NextAsync(wanted, timeout);

    /// <summary>The next message that the bot sends to a chat.</summary>
    public Task<BotCall> MessageAsync(long chat, string saying = "") =>
        NextAsync(call => call is { Method: "sendMessage", Status: 200 } && call.Chat == chat && call.Text.Contains(saying, StringComparison.Ordinal));

    /// <summary>The next change of a message.</summary>
    public Task<BotCall> ChangeAsync(BotCall message, TimeSpan? timeout = null) =>
        NextAsync(call => call is { Method: "editMessageText", Status: 200 } && call.Chat == message.Chat && call.Message == message.Message, timeout);

    // ---- what people do

    /// <summary>Somebody writes to the bot; in private unless a group is named.</summary>
    /// <returns>The update's id.</returns>
    public async Task<long> SayAsync(long user, string text, long? group = null, BotCall? replyTo = null) =>
        (long)(await _server.CommandAsync(new { say = new { from = new { id = user, username = $"user{user}" }, chat = ChatOf(user, group), text, replyTo = replyTo?.Message } }))["update"]!;

    /// <summary>Somebody presses a button under a message, and the bot answers: each press is answered.</summary>
    public Task<PressedButton> PressAsync(long user, BotCall message, string label) => PressDataAsync(user, message, message.Button(label));

    /// <inheritdoc cref="PressAsync"/>
    public async Task<PressedButton> PressDataAsync(long user, BotCall message, string data) => await AnswerToAsync(await SendPressAsync(user, message, data), Patience);

    /// <summary>Somebody presses while nobody may be there to answer; see <see cref="AnswerToAsync"/>.</summary>
    public Task<SentPress> PressLaterAsync(long user, BotCall message, string label) => SendPressAsync(user, message, message.Button(label));

    /// <summary>The answer to a press.</summary>
    public async Task<PressedButton> AnswerToAsync(SentPress press, TimeSpan timeout)
    {
        var answer = await NextAsync(call => call.Method == "answerCallbackQuery" && (string?)call.Body["callback_query_id"] == press.Callback, timeout);
        return new PressedButton(press.Update, (string?)answer.Body["text"] ?? "", (bool)answer.Body["show_alert"]!);
    }

    /// <summary>Somebody blocks the bot (kicked) or starts it again (member), or the bot is put into or out of a group.</summary>
    public Task MemberAsync(long user, string status, long? group = null) => _server.CommandAsync(new { member = new { from = new { id = user }, chat = ChatOf(user, group), status } });

    /// <summary>Delivers an update that was delivered before.</summary>
    public Task AgainAsync(long update) => _server.CommandAsync(new { again = update });

    /// <summary>Brings an update to the webhook with a secret of one's own.</summary>
    /// <returns>The update's id.</returns>
    public async Task<long> BringAsync(object update, string secret) => (long)(await _server.CommandAsync(new { bring = new { update, secret } }))["update"]!;

    /// <summary>What the webhook answered to the next update that was brought.</summary>
    public async Task<int> BroughtAsync(long update)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var (id, status) = await _brought.Reader.ReadAsync(limit.Token);
            if (id == update) return status;
        }
    }

    // ---- what goes wrong

    /// <summary>From now on this person has blocked the bot; Telegram says so at the next message only.</summary>
    public Task BlockAsync(long user) => _server.CommandAsync(new { block = user });

    public Task UnblockAsync(long user) => _server.CommandAsync(new { unblock = user });

    /// <summary>Answers the next calls of a method with an error.</summary>
    public Task FailNextAsync(string method, int code, string description, object? parameters = null, int count = 1, long? chat = null) =>
        _server.CommandAsync(new { fail = new { method, code, description, parameters, count, chat } });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<SentPress> SendPressAsync(long user, BotCall message, string data)
    {
        var done = await _server.CommandAsync(new { press = new { from = new { id = user, username = $"user{user}" }, chat = ChatOf(message.Chat, message.Chat < 0 ? message.Chat : null), message = message.Message, data } });
        return new SentPress((long)done["update"]!, (string)done["callback"]!);
    }

    private static object ChatOf(long user, long? group) => group is { } id ? new { id, type = "supergroup", title = "The desk" } : (object)new { id = user, type = "private" };

    /// <summary>A press that is on its way.</summary>
    public sealed record SentPress(long Update, string Callback);

    /// <summary>A press, and what the bot answered.</summary>
    /// <param name="IsAlert">The answer stays until it is closed.</param>
    public sealed record PressedButton(long Update, string Answer, bool IsAlert);

    /// <summary>One call of the bot.</summary>
    /// <param name="Chat">0 where there is none.</param>
    /// <param name="Message">The message that was sent or is changed; 0 where there is none.</param>
    /// <param name="Text">As people read it.</param>
    /// <param name="Buttons">By label: the data that Telegram was given.</param>
    public sealed record BotCall(string Method, int Status, long Chat, long Message, string Text, IReadOnlyList<(string Label, string Data)> Buttons, JsonNode Body)
    {
        public static BotCall Of(JsonNode said)
        {
            var body = said["body"]!;
            var rows = body["reply_markup"]?["inline_keyboard"]?.AsArray() ?? [];
            return new BotCall(
                (string)said["method"]!,
                (int)said["status"]!,
                (long?)body["chat_id"] ?? 0,
                (long?)body["message_id"] ?? (said["result"]?["result"] is JsonObject sent ? (long?)sent["message_id"] ?? 0 : 0),
                Shown((string?)body["text"] ?? ""),
                [.. rows.SelectMany(row => row!.AsArray()).Select(button => ((string)button!["text"]!, (string)button["callback_data"]!))],
                body);
        }

        /// <summary>The data of the button whose label holds this.</summary>
        public string Button(string label) =>
            Buttons.FirstOrDefault(button => button.Label.Contains(label, StringComparison.Ordinal)).Data ?? throw new InvalidOperationException($"There is no button '{label}': {string.Join(", ", Buttons.Select(button => button.Label))}");

        public override string ToString() => $"{Method} {Chat}/{Message} -> {Status}: {Text}";

        private static string Shown(string html) => System.Net.WebUtility.HtmlDecode(Mark().Replace(html, ""));
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();
}
