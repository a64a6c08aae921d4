using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;
using Workflows.Activities.People;

namespace Workflows.Api.Identity;

/// <param name="ExpiresAt">When it ends by itself; with its session it may end sooner.</param>
public sealed record AccessToken(string Value, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"An access token until {ExpiresAt:u}";
}

/// <summary>Access tokens as text, for a page that shows one. The API's own answers come from the framework's handler.</summary>
public sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> bearer, SignInOptions options, PeopleDirectory directory, TimeProvider time)
{
    public AccessToken Issue(Session session) =>
        Protect(PersonClaims.For(directory.Find(session.PersonId)!, session.Id, BearerTokenDefaults.AuthenticationScheme, session.Generation), options.AccessTokenLifetime);

    /// <summary>A short-lived token of the same session, for Elsa's API and hub only. Ask again for the next one; it ends with the session.</summary>
    public AccessToken IssueForDesigner(string personId, string sessionId)
    {
        var user = PersonClaims.For(directory.Find(personId)!, sessionId, BearerTokenDefaults.AuthenticationScheme);
        ((ClaimsIdentity)user.Identity!).AddClaim(new Claim(PersonClaims.Use, PersonClaims.DesignerUse));
        return Protect(user, options.DesignerTokenLifetime);
    }

    private AccessToken Protect(ClaimsPrincipal user, TimeSpan lifetime)
    {
        var expires = time.GetUtcNow() + lifetime;
        // As the framework's handler does it; that one reads the token again.
        var ticket = new AuthenticationTicket(user, new AuthenticationProperties { ExpiresUtc = expires }, $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        return new AccessToken(bearer.Get(BearerTokenDefaults.AuthenticationScheme).BearerTokenProtector.Protect(ticket), expires);
    }
}
