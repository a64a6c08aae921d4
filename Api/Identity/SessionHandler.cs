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
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions, SessionCookie cookie, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    /// <summary>What the identity says of itself when our own pages made the request.</summary>
    public const string PageSession = "Session on a page";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var bearer = await Context.AuthenticateAsync(BearerTokenDefaults.AuthenticationScheme);
        // A token that was sent counts, good or bad; the cookie is asked where there is none.
        if (bearer.None && await cookie.SessionInAsync(Context) is { } browserSession) return await OfSessionAsync(browserSession, PageSession, new AuthenticationProperties());
        if (bearer is not { Succeeded: true, Principal: { } token }) return bearer;
        return token.FindFirstValue(PersonClaims.SessionId) is { } id ? await OfSessionAsync(id, SchemeName, bearer.Properties) : AuthenticateResult.Fail("The session is over.");
    }

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
