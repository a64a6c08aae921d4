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
public sealed class AccessTokens(IOptionsMonitor<BearerTokenOptions> bearer, PeopleDirectory directory, TimeProvider time)
{
    public AccessToken Issue(Session session)
    {
        var options = bearer.Get(BearerTokenDefaults.AuthenticationScheme);
        var expires = time.GetUtcNow() + options.BearerTokenExpiration;
        var user = PersonClaims.For(directory.Find(session.PersonId)!, session.Id, BearerTokenDefaults.AuthenticationScheme, session.Generation);
        // As the framework's handler does it; that one reads the token again.
        var ticket = new AuthenticationTicket(user, new AuthenticationProperties { ExpiresUtc = expires }, $"{BearerTokenDefaults.AuthenticationScheme}:AccessToken");
        return new AccessToken(options.BearerTokenProtector.Protect(ticket), expires);
    }
}
