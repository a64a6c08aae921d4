using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Api.Telegram;

/// <summary>Tells Telegram where to bring updates, and takes them. Every node says the same, so it does not matter which one Telegram reaches.</summary>
public sealed class TelegramWebhook(TelegramBot bot, TelegramSettings settings, TelegramIdentity identity, TelegramUpdates updates, TimeProvider time, ILogger<TelegramWebhook> logger) : BackgroundService
{
    private const string Header = "X-Telegram-Bot-Api-Secret-Token";
    private const int MostBytes = 256 * 1024;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>What Telegram sends along. Made of the token where none is configured: all nodes know it, and nobody else.</summary>
    public static string SecretOf(TelegramSettings settings) => settings.WebhookSecret is { Length: > 0 } secret
        ? secret
        : Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.BotToken!.Trim()), "telegram-webhook"u8));

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/telegram/webhook", Take).AllowAnonymous().ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MostBytes));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await updates.StartAsync(stoppingToken);
            await identity.LearnAsync(stoppingToken);
            for (var rest = TimeSpan.FromSeconds(1); await bot.SetWebhookAsync(settings.WebhookAddress, SecretOf(settings), stoppingToken) is { } error; rest = rest * 2 < LongestRest ? rest * 2 : LongestRest)
            {
                var pause = error.RetryAfter ?? rest;
                logger.LogWarning("Telegram does not take the webhook {Address}: {Reason} Trying again in {Rest}.", settings.WebhookAddress, error.Description, pause);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private static async Task<IResult> Take(HttpRequest request, TelegramSettings settings, TelegramUpdates updates, CancellationToken ct)
    {
        // Hashes have one length, so the comparison takes the same time whatever was sent.
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers[Header].ToString()));
        if (!CryptographicOperations.FixedTimeEquals(given, SHA256.HashData(Encoding.UTF8.GetBytes(SecretOf(settings))))) return TypedResults.Unauthorized();
        BotUpdate? update;
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 32 }, ct);
            update = TelegramBot.Parse(document.RootElement);
        }
        catch (JsonException)
        {
            update = null;
        }

        if (update is null) return TypedResults.BadRequest();
        // Anything but 200 makes Telegram bring it again. What has begun is finished, even when Telegram hangs up.
        return await updates.HandleAsync(update, CancellationToken.None) == UpdateOutcome.Done ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
