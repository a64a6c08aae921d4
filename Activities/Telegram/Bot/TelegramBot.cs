using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Activities.Telegram.Bot;

/// <summary>The methods of Telegram's Bot API that are used here. The only class that knows its addresses, in which the token stands.</summary>
public sealed class TelegramBot : IDisposable
{
    /// <summary>What is asked of Telegram: nothing else is sent.</summary>
    private static readonly string[] AllowedUpdates = ["message", "callback_query", "my_chat_member"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly TelegramSettings _settings;
    private readonly HttpClient _http;

    public TelegramBot(TelegramSettings settings)
    {
        _settings = settings;
        var api = settings.ApiAddress.Trim();
        _http = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(10),
                // Without it a trace of each call, with the address and the token in it, would be recorded.
                ActivityHeadersPropagator = null,
            })
        {
            BaseAddress = new Uri($"{api.TrimEnd('/')}/bot{settings.BotToken?.Trim()}/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 16 * 1024 * 1024,
        };
    }

    public Task<BotAnswer<BotUser>> GetMeAsync(CancellationToken ct) => CallAsync<BotUser>("getMe", new { }, Usual, ct);

    /// <summary>Waits for updates; asking from an id on confirms all before it. Updates that cannot be read come as an id alone.</summary>
    public async Task<BotAnswer<IReadOnlyList<BotUpdate>>> GetUpdatesAsync(long offset, TimeSpan wait, CancellationToken ct)
    {
        var answer = await CallAsync<List<JsonElement>>("getUpdates", new { offset, limit = 100, timeout = (int)wait.TotalSeconds, allowed_updates = AllowedUpdates }, wait + Usual, ct);
        return new BotAnswer<IReadOnlyList<BotUpdate>>(answer.Value?.ConvertAll(Read), answer.Error);
    }

    /// <returns>Null when it is done.</returns>
    public Task<BotError?> SetWebhookAsync(Uri address, string secret, CancellationToken ct) =>
        DoAsync("setWebhook", new { url = address.ToString(), secret_token = secret, allowed_updates = AllowedUpdates, max_connections = 20 }, ct);

    /// <summary>Updates that wait are kept.</summary>
    /// <inheritdoc cref="SetWebhookAsync" path="/returns"/>
    public Task<BotError?> DeleteWebhookAsync(CancellationToken ct) => DoAsync("deleteWebhook", new { drop_pending_updates = false }, ct);

    public Task<BotAnswer<BotMessage>> SendMessageAsync(long chatId, BotText text, CancellationToken ct) => CallAsync<BotMessage>(
        "sendMessage",
        new
        {
            chat_id = chatId,
            text = text.Html,
            parse_mode = "HTML",
            link_preview_options = NoPreview,
            reply_parameters = text.ReplyTo is { } message ? new { message_id = message, allow_sending_without_reply = true } : null,
            reply_markup = text.Buttons is { Count: > 0 } buttons ? Keyboard(buttons) : text.AsksForReply ? new { force_reply = true, selective = true } : null,
        },
        Usual,
        ct);

    /// <summary>Replaces the text and the buttons of a message; without buttons it has none.</summary>
    /// <inheritdoc cref="SetWebhookAsync" path="/returns"/>
    public Task<BotError?> EditMessageTextAsync(long chatId, long messageId, BotText text, CancellationToken ct) => DoAsync(
        "editMessageText",
        new { chat_id = chatId, message_id = messageId, text = text.Html, parse_mode = "HTML", link_preview_options = NoPreview, reply_markup = Keyboard(text.Buttons ?? []) },
        ct);

    /// <param name="text">At most 200 characters; null only ends the waiting on the button.</param>
    /// <param name="isAlert">It is shown until it is closed, not for a moment.</param>
    /// <inheritdoc cref="SetWebhookAsync" path="/returns"/>
    public Task<BotError?> AnswerCallbackQueryAsync(string id, string? text, bool isAlert, CancellationToken ct) =>
        DoAsync("answerCallbackQuery", new { callback_query_id = id, text = text is { Length: > 200 } ? text[..199] + "…" : text, show_alert = isAlert }, ct);

    /// <summary>An update as the webhook brings it; null when it is none.</summary>
    public static BotUpdate? Parse(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("update_id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _) ? Read(json) : null;

    public void Dispose() => _http.Dispose();

    private TimeSpan Usual => TimeSpan.FromSeconds(_settings.TimeoutSeconds);

    private static object NoPreview { get; } = new { is_disabled = true };

    private static object Keyboard(IReadOnlyList<IReadOnlyList<BotButton>> buttons) => new { inline_keyboard = buttons };

    private static BotUpdate Read(JsonElement json)
    {
        try
        {
            return json.Deserialize<BotUpdate>(Json)!;
        }
        catch (JsonException)
        {
            return new BotUpdate(json.GetProperty("update_id").GetInt64());
        }
    }

    private async Task<BotError?> DoAsync(string method, object parameters, CancellationToken ct)
    {
        // Some methods answer true, some a message: that it is done is all that matters.
        var answer = await CallAsync<object>(method, parameters, Usual, ct);
        return answer.Error;
    }

    private async Task<BotAnswer<T>> CallAsync<T>(string method, object parameters, TimeSpan limit, CancellationToken ct)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(limit);
        try
        {
            using var response = await _http.PostAsJsonAsync(method, parameters, Json, timeout.Token);
            var text = await response.Content.ReadAsStringAsync(timeout.Token);
            return Answer<T>(method, response.StatusCode, text);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed<T>(BotTrouble.Unreachable, $"Telegram did not answer {method} within {limit.TotalSeconds:0.#} seconds.");
        }
        catch (HttpRequestException failure)
        {
            // Its message names the host, not the address.
            return Failed<T>(BotTrouble.Unreachable, $"Telegram cannot be reached: {failure.Message}");
        }
    }

    private static BotAnswer<T> Answer<T>(string method, HttpStatusCode status, string text)
        where T : class
    {
        Envelope? envelope = null;
        try
        {
            envelope = JsonSerializer.Deserialize<Envelope>(text, Json);
            if (envelope is { Ok: true })
            {
                return envelope.Result.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? new BotAnswer<T>(null, null) : new BotAnswer<T>(envelope.Result.Deserialize<T>(Json), null);
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or something newer than this: said below.
        }

        var description = envelope?.Description is { Length: > 0 } said ? said : $"{method} was answered with {(int)status} and nothing that can be read.";
        var trouble = (int)status switch
        {
            429 => BotTrouble.TooMany,
            403 => BotTrouble.Blocked,
            400 when description.Contains("not modified", StringComparison.OrdinalIgnoreCase) => BotTrouble.Unchanged,
            400 when IsGone(description) => BotTrouble.Gone,
            401 or 404 => BotTrouble.Token,
            409 => BotTrouble.Conflict,
            >= 400 and < 500 => BotTrouble.Wrong,
            _ => BotTrouble.Unreachable,
        };
        var wait = envelope?.Parameters?.RetryAfter is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new BotAnswer<T>(null, new BotError(trouble, description, wait, envelope?.Parameters?.MigrateToChatId));
    }

    private static bool IsGone(string description) =>
        description.Contains("not found", StringComparison.OrdinalIgnoreCase) || description.Contains("can't be edited", StringComparison.OrdinalIgnoreCase)
        || description.Contains("MESSAGE_ID_INVALID", StringComparison.Ordinal) || description.Contains("PEER_ID_INVALID", StringComparison.Ordinal);

    private static BotAnswer<T> Failed<T>(BotTrouble trouble, string description)
        where T : class => new(null, new BotError(trouble, description));

    private sealed record Envelope(bool Ok, JsonElement Result, string? Description, Parameters? Parameters);

    private sealed record Parameters(int? RetryAfter, long? MigrateToChatId);
}
