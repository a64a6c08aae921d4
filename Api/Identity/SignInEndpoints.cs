using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Workflows.Activities.People;

namespace Workflows.Api.Identity;

public sealed record CodeRequest(string? Email);

public sealed record CodeAccepted(string Message);

public sealed record SignInRequest(string? Email, string? Code);

public sealed record SignInLinkRequest(string? Token);

public sealed record RefreshRequest(string? RefreshToken);

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
        group.MapPost("/sign-in/code", AskForCode).AllowAnonymous().WithSummary("Sends a one-time code to the address, if it belongs to somebody.");
        group.MapPost("/sign-in", EnterCode).AllowAnonymous().WithSummary("Exchanges a one-time code for tokens.").Produces<AccessTokenResponse>();
        group.MapPost("/sign-in/link", FollowLink).AllowAnonymous().WithSummary("Exchanges the token of a one-time link for tokens.").Produces<AccessTokenResponse>();
        group.MapPost("/sign-in/refresh", Refresh).AllowAnonymous().WithSummary("Exchanges a refresh token for new tokens; each is good once.").Produces<AccessTokenResponse>();
        group.MapPost("/sign-out", SignOut).RequireAuthorization().WithSummary("Ends the session.");
        group.MapGet("/me", Me).RequireAuthorization().WithSummary("Who is signed in, and what they may do.");
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

    private static async Task<NoContent> SignOut(ClaimsPrincipal user, Sessions sessions, CancellationToken ct)
    {
        if (SessionOf(user) is { } id) await sessions.EndAsync(id, ct);
        return TypedResults.NoContent();
    }

    private static Ok<MeView> Me(ClaimsPrincipal user, PeopleDirectory directory, Rights rights, VisiblePeople visible)
    {
        var person = directory.Find(user.PersonId())!;
        return TypedResults.Ok(new MeView(
            person.Id, person.Name, person.Email, person.Roles, [.. rights.Of(person.Roles).Order(StringComparer.Ordinal)], visible.ScopeOf(person).ToString().ToLowerInvariant(),
            person.Language, person.TimeZone, person.Company, person.Department, person.ManagerId));
    }

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
