using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Workflows.Engine;

namespace Workflows.Activities.Telegram;

/// <summary>How people reach the bot and the bot reaches them; configuration section <c>Telegram</c>. Without a token the channel is off.</summary>
public sealed partial class TelegramSettings
{
    public const string Section = "Telegram";

    /// <summary>What BotFather gave. A secret: it is in no log and no answer.</summary>
    public string? BotToken { get; set; }

    /// <summary>The Bot API: Telegram's, or a server of one's own.</summary>
    public string ApiAddress { get; set; } = "https://api.telegram.org/";

    /// <summary><c>polling</c>, where nothing needs to be reachable from outside, or <c>webhook</c>. Default polling.</summary>
    public string Mode { get; set; } = "polling";

    /// <summary>With mode webhook: where Telegram reaches this server, such as https://approvals.example.com/. Default: <c>PublicUrl</c>.</summary>
    public string? PublicAddress { get; set; }

    /// <summary>With mode webhook: what Telegram sends along so that nobody else can. Left out, one is made from the token.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>How long one poll waits for news, in seconds. A node that dies is followed by another ten seconds after its poll would have ended. Default 25.</summary>
    public int PollSeconds { get; set; } = 25;

    /// <summary>How long any other call may take. Default 15.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    public bool IsOn => !string.IsNullOrWhiteSpace(BotToken);

    public bool HasWebhook => string.Equals(Mode, "webhook", StringComparison.OrdinalIgnoreCase);

    /// <summary>The bot's id, which a token begins with.</summary>
    public long BotId => long.Parse(BotToken!.Trim().Split(':')[0]);

    /// <summary>Where Telegram brings updates.</summary>
    public Uri WebhookAddress => new(new Uri(PublicAddress!.EndsWith('/') ? PublicAddress : PublicAddress + "/"), "telegram/webhook");

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="SettingException">A setting is wrong; the message names each key and the cure, and never shows the token.</exception>
    public static TelegramSettings Read(IConfiguration configuration)
    {
        var settings = configuration.Read<TelegramSettings>(Section);
        if (string.IsNullOrWhiteSpace(settings.PublicAddress)) settings.PublicAddress = configuration["PublicUrl"];
        var problems = settings.Problems().ToList();
        return problems.Count == 0 ? settings : throw new SettingException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>What is wrong with these settings, each line naming its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!HasWebhook && !string.Equals(Mode, "polling", StringComparison.OrdinalIgnoreCase)) yield return $"Telegram:Mode is '{Mode}'; it must be polling or webhook.";
        if (!IsOn)
        {
            if (HasWebhook || !string.IsNullOrEmpty(WebhookSecret)) yield return "Telegram:BotToken is missing; set the token that BotFather gave you, or leave out the other settings of the section.";
            yield break;
        }

        if (!Token().IsMatch(BotToken!.Trim())) yield return "Telegram:BotToken is no bot token; copy it from BotFather as it stands: digits, a colon, and about 35 letters and digits.";
        if (!TryHttp(ApiAddress, out var api)) yield return $"Telegram:ApiAddress is '{ApiAddress}'; it must be an address such as https://api.telegram.org/.";
        else if (api.Scheme == "http" && !IsHere(api)) yield return "Telegram:ApiAddress starts with http://, so the token would be sent readable; use https://.";
        if (PollSeconds is < 1 or > 50) yield return $"Telegram:PollSeconds is {PollSeconds}; it must be between 1 and 50.";
        if (TimeoutSeconds is < 1 or > 120) yield return $"Telegram:TimeoutSeconds is {TimeoutSeconds}; it must be between 1 and 120.";
        if (!string.IsNullOrEmpty(WebhookSecret) && !Secret().IsMatch(WebhookSecret)) yield return "Telegram:WebhookSecret must be 16 to 256 letters, digits, - and _; or leave it out, and one is made from the token.";
        if (!HasWebhook) yield break;
        if (!TryHttp(PublicAddress, out var own)) yield return "Telegram:PublicAddress is missing; with mode webhook Telegram must reach this server: set it, or PublicUrl, to an address such as https://approvals.example.com/.";
        // A Bot API server on this machine also calls addresses without encryption.
        else if (own.Scheme == "http" && !(api is not null && IsHere(api))) yield return $"Telegram:PublicAddress is '{PublicAddress}'; Telegram only calls https:// addresses.";
    }

    private static bool TryHttp(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out address) && address.Scheme is "http" or "https" && address.Query.Length == 0;

    private static bool IsHere(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    [GeneratedRegex(@"^[0-9]{3,20}:[A-Za-z0-9_-]{20,100}$", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [GeneratedRegex("^[A-Za-z0-9_-]{16,256}$", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
