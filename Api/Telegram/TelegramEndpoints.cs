using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <param name="IsAvailable">This installation has a bot.</param>
/// <param name="IsLinked">My account is linked.</param>
/// <param name="UserName">My name there, where Telegram told it.</param>
/// <param name="Bot">What the bot is called, without the @.</param>
public sealed record TelegramView(bool IsAvailable, string? Bot, bool IsLinked, string? UserName, DateTimeOffset? LinkedAt);

/// <param name="Code">Write it to the bot: /start and the code. It works once.</param>
/// <param name="Link">Opens Telegram with the code; null as long as the bot's name is not known.</param>
public sealed record TelegramLinkView(string Code, string? Link, string? Bot, DateTimeOffset ExpiresAt);

/// <param name="SentTo">My address, to which the code is on its way.</param>
public sealed record TelegramMailView(string SentTo, DateTimeOffset ExpiresAt);

public static class TelegramEndpoints
{
    public static IEndpointRouteBuilder MapTelegram(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/me/telegram").WithTags("Telegram").RequireAuthorization();
        group.MapGet("/", Show).WithName("myTelegram").WithSummary("Whether my Telegram account is linked.");
        group.MapPost("/link", Link).WithName("linkTelegram").WithSummary("Makes a one-time code that links the Telegram account which brings it to the bot within 15 minutes. A former code is void.");
        group.MapPost("/link/mail", LinkByMail).WithName("linkTelegramByMail").WithSummary("Sends such a code to my address, for the device on which I read mail.");
        group.MapDelete("/", Unlink).WithName("unlinkTelegram").WithSummary("Ends the link to my Telegram account. What it could decide is mine to decide elsewhere.");
        if (routes.ServiceProvider.GetRequiredService<TelegramSettings>() is { IsOn: true, HasWebhook: true }) TelegramWebhook.Map(routes);
        return routes;
    }

    private static async Task<Ok<TelegramView>> Show(ClaimsPrincipal user, TelegramSettings settings, TelegramAccounts accounts, IServiceProvider services, CancellationToken ct)
    {
        if (!settings.IsOn) return TypedResults.Ok(new TelegramView(IsAvailable: false, null, IsLinked: false, null, null));
        var account = accounts.Of(user.PersonId());
        return TypedResults.Ok(new TelegramView(IsAvailable: true, await NameAsync(services, ct), account is not null, account?.UserName, account?.LinkedAt));
    }

    private static async Task<Results<Ok<TelegramLinkView>, ProblemHttpResult>> Link(
        ClaimsPrincipal user, HttpContext http, TelegramSettings settings, TelegramLinks links, SignInLimits limits, PeopleDirectory people, Database database, CancellationToken ct)
    {
        if (!settings.IsOn) return Off();
        var me = people.Find(user.PersonId())!;
        var (wait, code) = await database.WriteAsync<(TimeSpan?, TelegramLinkCode?)>(
            async transaction => await limits.TakeAsync(transaction, SignInStep.LinkTelegram, me.Email, http.Connection.RemoteIpAddress, ct) is { } rest
                ? (rest, null)
                : (null, await links.IssueAsync(transaction, me, ct)),
            ct);
        if (code is null) return TooMany(http, wait!.Value);
        var bot = await NameAsync(http.RequestServices, ct);
        return TypedResults.Ok(new TelegramLinkView(code.Code, DeepLink(bot, code), bot, code.ExpiresAt));
    }

    private static async Task<Results<Accepted<TelegramMailView>, ProblemHttpResult>> LinkByMail(
        ClaimsPrincipal user, HttpContext http, TelegramSettings settings, TelegramLinks links, SignInLimits limits, PeopleDirectory people, EmailChannel email, OutboxStore outbox, Database database,
        CancellationToken ct)
    {
        if (!settings.IsOn) return Off();
        var me = people.Find(user.PersonId())!;
        var bot = await NameAsync(http.RequestServices, ct);
        var (wait, code) = await database.WriteAsync<(TimeSpan?, TelegramLinkCode?)>(
            async transaction =>
            {
                if (await limits.TakeAsync(transaction, SignInStep.LinkTelegram, me.Email, http.Connection.RemoteIpAddress, ct) is { } rest) return (rest, null);
                var issued = await links.IssueAsync(transaction, me, ct);
                await outbox.EnqueueAsync(transaction, email.Tell(TelegramLinkMail.Write(me, issued, DeepLink(bot, issued), people.ZoneOf(me)), me) with { NotAfter = issued.ExpiresAt }, ct);
                return (null, issued);
            },
            ct);
        return code is null ? TooMany(http, wait!.Value) : TypedResults.Accepted((string?)null, new TelegramMailView(me.Email, code.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Unlink(ClaimsPrincipal user, HttpContext http, TelegramSettings settings, PeopleDirectory people, CancellationToken ct)
    {
        if (!settings.IsOn) return Off();
        return await http.RequestServices.GetRequiredService<TelegramUnlinking>().UnlinkAsync(people.Find(user.PersonId())!, user.Channel(), ct)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "not-linked", "Your Telegram account is not linked.", "There is nothing to end. POST /api/me/telegram/link makes a code that links one.");
    }

    private static string? DeepLink(string? bot, TelegramLinkCode code) => bot is null ? null : $"https://t.me/{bot}?start={code.Code}";

    private static Task<string?> NameAsync(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<TelegramIdentity>().NameAsync(ct);

    private static ProblemHttpResult Off() =>
        Problems.Of(StatusCodes.Status409Conflict, "telegram-off", "This installation has no Telegram bot.", "An administrator sets one up with Telegram:BotToken; see docs/operations.md.");

    private static ProblemHttpResult TooMany(HttpContext http, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "too-many-codes", "That was too many codes.", $"Wait {seconds} seconds, or use the code that you have.");
    }
}
