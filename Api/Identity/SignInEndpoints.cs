using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Workflows.Activities.People;
using Workflows.Api.Hosting;

namespace Workflows.Api.Identity;

public sealed record CodeRequest(string? Email);

public sealed record CodeAccepted(string Message);

public sealed record SignInRequest(string? Email, string? Code);

public sealed record SignInLinkRequest(string? Token);

/// <summary>One of the two ways to begin a session in a browser: an address with its code, or the token of a one-time link.</summary>
public sealed record SessionRequest(string? Email, string? Code, string? Token);

public sealed record LanguageChoice(string? Language);

/// <param name="ExpiresIn">Seconds.</param>
public sealed record DesignerAccess(string AccessToken, DateTimeOffset ExpiresAt, int ExpiresIn);

public sealed record RefreshRequest(string? RefreshToken);

public sealed record LinkOwner(string Name, string Language);

/// <param name="Rights">What the person may do, by the names of the policies.</param>
/// <param name="Scope">Whom the person may see: own, team, department, company, all.</param>
public sealed record MeView(
    string Id, string Name, string Email, IReadOnlyList<string> Roles, IReadOnlyList<string> Rights, string Scope,
    string Language, string TimeZone, string? Company, string? Department, string? ManagerId);

public static class SignInEndpoints
{
    private const int LongestAddress = 254;

    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Sign-in").AddEndpointFilter(NeverCached);
        group.MapPost("/sign-in/code", AskForCode).AllowAnonymous().WithName("askForCode").WithSummary("Sends a one-time code to the address, if it belongs to somebody.");
        group.MapPost("/sign-in", EnterCode).AllowAnonymous().WithName("signIn").WithSummary("Exchanges a one-time code for tokens.").Produces<AccessTokenResponse>();
        group.MapPost("/sign-in/link", FollowLink).AllowAnonymous().WithName("followLink").WithSummary("Exchanges the token of a one-time link for tokens.").Produces<AccessTokenResponse>();
        group.MapPost("/sign-in/refresh", Refresh).AllowAnonymous().WithName("refreshTokens").WithSummary("Exchanges a refresh token for new tokens; each is good once.").Produces<AccessTokenResponse>();
        group.MapPost("/session", BeginSession).AllowAnonymous().WithName("beginSession").WithSummary("Signs a browser in: exchanges a one-time code or the token of a one-time link for a cookie that only our own pages can use.");
        group.MapPost("/sign-in/link/owner", WhoseLink).AllowAnonymous().WithName("whoseLink").WithSummary("Whom a one-time link signs in. The link stays good.");
        group.MapPost("/session/designer-token", DesignerToken).RequireAuthorization().WithName("designerToken").WithSummary("A short-lived token of this session for Elsa's API and hub, to hand to the designer.");
        group.MapPost("/sign-out", SignOut).RequireAuthorization().WithName("signOut").WithSummary("Ends the session.");
        group.MapGet("/me", Me).RequireAuthorization().WithName("me").WithSummary("Who is signed in, and what they may do.");
        group.MapPut("/me/language", UseLanguage).RequireAuthorization().WithName("useLanguage").WithSummary("Chooses the language of pages and mails: en or id.");
        return routes;
    }

    private static async Task<Results<Accepted<CodeAccepted>, ProblemHttpResult>> AskForCode(
        CodeRequest body, HttpContext context, SignInCodeQueue queue, SignInOptions options, CancellationToken ct)
    {
        if (Address(body.Email) is not { } email) return SignInProblems.NotAnAddress();
        if (await queue.AskAsync(email, context.Connection.RemoteIpAddress, ct) is { } duration) return SignInProblems.TooMany(context, duration);

        return TypedResults.Accepted(
            (string?)null,
            new CodeAccepted($"If this address belongs to somebody here, a code is on its way. It is good for {(int)options.CodeLifetime.TotalMinutes} minutes."));
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> EnterCode(
        SignInRequest body, HttpContext context, SignInCodes codes, PeopleDirectory directory, CancellationToken ct)
    {
        if (Address(body.Email) is not { } email) return SignInProblems.NotAnAddress();

        var result = await codes.RedeemAsync(email, body.Code ?? "", context.Connection.RemoteIpAddress, SessionOf(context.User), ct);
        return Answer(result, context, directory, SignInProblems.WrongCode);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> FollowLink(
        SignInLinkRequest body, HttpContext context, SignInLinks links, PeopleDirectory directory, CancellationToken ct)
    {
        var result = await links.RedeemAsync(body.Token ?? "", context.Connection.RemoteIpAddress, SessionOf(context.User), ct);
        return Answer(result, context, directory, SignInProblems.DeadLink);
    }

    private static async Task<Results<SignInHttpResult, ProblemHttpResult>> Refresh(
        RefreshRequest body, Sessions sessions, PeopleDirectory directory, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider time, CancellationToken ct)
    {
        var ticket = bearer.Get(BearerTokenDefaults.AuthenticationScheme).RefreshTokenProtector.Unprotect(body.RefreshToken);
        if (ticket?.Properties.ExpiresUtc is not { } expires || expires <= time.GetUtcNow()) return SignInProblems.DeadRefreshToken();
        if (SessionOf(ticket.Principal) is not { } id || ticket.Principal.FindFirstValue(PersonClaims.Generation) is not { } generation) return SignInProblems.DeadRefreshToken();

        return await sessions.RefreshAsync(id, generation, ct) is { } session ? Tokens(session, directory) : SignInProblems.DeadRefreshToken();
    }

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> BeginSession(
        SessionRequest body, HttpContext context, SignInCodes codes, SignInLinks links, SessionCookie cookie, PeopleDirectory directory, Rights rights, VisiblePeople visible, CancellationToken ct)
    {
        var (client, former) = (context.Connection.RemoteIpAddress, SessionOf(context.User));
        SignInResult result;
        if (body.Token is { Length: > 0 } token) result = await links.RedeemAsync(token, client, former, ct);
        else if (Address(body.Email) is { } email) result = await codes.RedeemAsync(email, body.Code ?? "", client, former, ct);
        else return SignInProblems.NotAnAddress();

        return result switch
        {
            SignedIn signedIn => TypedResults.Ok(View(await cookie.IssueAsync(context, signedIn.Session), rights, visible)),
            TooManySignIns tooMany => SignInProblems.TooMany(context, tooMany.Wait),
            _ => body.Token is { Length: > 0 } ? SignInProblems.DeadLink() : SignInProblems.WrongCode(),
        };
    }

    private static async Task<Results<Ok<LinkOwner>, ProblemHttpResult>> WhoseLink(SignInLinkRequest body, SignInLinks links, CancellationToken ct) =>
        await links.FindAsync(body.Token ?? "", ct) is { } person ? TypedResults.Ok(new LinkOwner(person.Name, person.Language)) : SignInProblems.DeadLink();

    private static Ok<DesignerAccess> DesignerToken(ClaimsPrincipal user, AccessTokens tokens, TimeProvider time)
    {
        var token = tokens.IssueForDesigner(user.PersonId(), SessionOf(user)!);
        return TypedResults.Ok(new DesignerAccess(token.Value, token.ExpiresAt, (int)(token.ExpiresAt - time.GetUtcNow()).TotalSeconds));
    }

    private static async Task<NoContent> SignOut(ClaimsPrincipal user, HttpContext context, Sessions sessions, CancellationToken ct)
    {
        if (SessionOf(user) is { } id) await sessions.EndAsync(id, ct);
        await context.SignOutAsync(SessionCookie.Scheme);
        return TypedResults.NoContent();
    }

    private static Ok<MeView> Me(ClaimsPrincipal user, PeopleDirectory directory, Rights rights, VisiblePeople visible) =>
        TypedResults.Ok(View(directory.Find(user.PersonId())!, rights, visible));

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> UseLanguage(
        LanguageChoice body, ClaimsPrincipal user, PeopleRegister register, Rights rights, VisiblePeople visible, CancellationToken ct) =>
        body.Language is "en" or "id"
            ? TypedResults.Ok(View((await register.UseLanguageAsync(user.PersonId(), body.Language, ct))!, rights, visible))
            : Problems.Invalid("language", "language: choose en (English) or id (Indonesian).");

    private static MeView View(Person person, Rights rights, VisiblePeople visible) => new(
        person.Id, person.Name, person.Email, person.Roles, [.. rights.Of(person.Roles).Order(StringComparer.Ordinal)], visible.ScopeOf(person).ToString().ToLowerInvariant(),
        person.Language, person.TimeZone, person.Company, person.Department, person.ManagerId);

    private static Results<SignInHttpResult, ProblemHttpResult> Answer(SignInResult result, HttpContext context, PeopleDirectory directory, Func<ProblemHttpResult> refused) => result switch
    {
        SignedIn signedIn => Tokens(signedIn.Session, directory),
        TooManySignIns tooMany => SignInProblems.TooMany(context, tooMany.Wait),
        _ => refused(),
    };

    private static SignInHttpResult Tokens(Session session, PeopleDirectory directory) => TypedResults.SignIn(
        PersonClaims.For(directory.Find(session.PersonId)!, session.Id, BearerTokenDefaults.AuthenticationScheme, session.Generation),
        authenticationScheme: BearerTokenDefaults.AuthenticationScheme);

    /// <returns>The address as accounts are named; null when it cannot be one.</returns>
    internal static string? Address(string? text) =>
        text?.Trim().ToLowerInvariant() is { Length: > 0 and <= LongestAddress } email && email.Contains('@') ? email : null;

    private static string? SessionOf(ClaimsPrincipal user) => user.FindFirstValue(PersonClaims.SessionId);

    private static ValueTask<object?> NeverCached(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
