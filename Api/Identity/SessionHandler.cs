using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Workflows.Api.Identity;

/// <summary>The default scheme: a bearer token or the cookie of our own pages, whose session is still good. Who the person is and which roles they have comes from the directory as it is now.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions, SessionCookie cookie, ApiKeys keys, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    /// <summary>What the identity says of itself when our own pages made the request.</summary>
    public const string PageSession = "Session on a page";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyIn(Request) is { } key) return await OfKeyAsync(key);
        var bearer = await Context.AuthenticateAsync(BearerTokenDefaults.AuthenticationScheme);
        // A token that was sent counts, good or bad; the cookie is asked where there is none.
        if (bearer.None && await cookie.SessionInAsync(Context) is { } browserSession) return await OfSessionAsync(browserSession, PageSession, new AuthenticationProperties());
        if (bearer is not { Succeeded: true, Principal: { } token }) return bearer;
        // A designer's token lies open in a page, so it opens nothing but what the designer uses.
        if (token.HasClaim(PersonClaims.Use, PersonClaims.DesignerUse) && !IsElsa(Request)) return AuthenticateResult.Fail("This token is for the designer.");
        return token.FindFirstValue(PersonClaims.SessionId) is { } id ? await OfSessionAsync(id, SchemeName, bearer.Properties) : AuthenticateResult.Fail("The session is over.");
    }

    /// <summary>Keys work where tools work, and nowhere else: no key takes a decision.</summary>
    private async Task<AuthenticateResult> OfKeyAsync(string secret) =>
        (IsElsa(Request) || Context.GetEndpoint()?.Metadata.GetMetadata<TakesApiKeys>() is not null) && await keys.FindAsync(secret, SchemeName, Context.RequestAborted) is { } user
            ? AuthenticateResult.Success(new AuthenticationTicket(user, SchemeName))
            : AuthenticateResult.Fail("The API key is not good here.");

    /// <summary>The token in the address of a hub's web socket; null for everything else.</summary>
    /// <remarks>By the header: whether it is a web socket is only worked out behind the sign-in.</remarks>
    internal static string? SocketTokenIn(HttpRequest request) =>
        (request.Path.StartsWithSegments("/elsa/hubs") || request.Path.StartsWithSegments("/hub")) && request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase) && request.Query["access_token"].ToString() is { Length: > 0 } token
            ? token
            : null;

    /// <summary>As Elsa's clients send it, or as a bearer token by those that know no other way; null without one.</summary>
    private static string? KeyIn(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith("ApiKey ", StringComparison.OrdinalIgnoreCase)) return header["ApiKey ".Length..].Trim();
        if (header.StartsWith("Bearer " + ApiKeys.Prefix, StringComparison.OrdinalIgnoreCase)) return header["Bearer ".Length..].Trim();
        return SocketTokenIn(request) is { } token && token.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) ? token : null;
    }

    private static bool IsElsa(HttpRequest request) => request.Path.StartsWithSegments("/elsa");

    private async Task<AuthenticateResult> OfSessionAsync(string id, string kind, AuthenticationProperties properties) =>
        await sessions.PersonInAsync(id, Context.RequestAborted) is { } person
            ? AuthenticateResult.Success(new AuthenticationTicket(PersonClaims.For(person, id, kind), properties, SchemeName))
            : AuthenticateResult.Fail("The session is over.");

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer");
        return WriteAsync(StatusCodes.Status401Unauthorized, SignInProblems.SignInFirst());
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => WriteAsync(StatusCodes.Status403Forbidden, SignInProblems.NotAllowed());

    private async Task WriteAsync(int status, ProblemDetails problem)
    {
        Response.StatusCode = status;
        await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = Context, ProblemDetails = problem });
    }
}
