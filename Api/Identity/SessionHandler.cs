using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Workflows.Api.Identity;

/// <summary>The default scheme: a bearer token whose session is still good. Who the person is and which roles they have comes from the directory as it is now, not from the token.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Sessions sessions, IProblemDetailsService problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var bearer = await Context.AuthenticateAsync(BearerTokenDefaults.AuthenticationScheme);
        if (bearer is not { Succeeded: true, Principal: { } token }) return bearer;
        if (token.FindFirstValue(PersonClaims.SessionId) is not { } id || await sessions.PersonInAsync(id, Context.RequestAborted) is not { } person)
        {
            return AuthenticateResult.Fail("The session is over.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(PersonClaims.For(person, id, SchemeName), bearer.Properties, SchemeName));
    }

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
