using System.Security.Claims;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Live;

/// <summary>Whether somebody who signed in a while ago still is: for connections that outlive many requests.</summary>
public sealed class SessionCheck(Sessions sessions, ApiKeys keys)
{
    public async Task<bool> IsGoodAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.FindFirstValue(PersonClaims.Key) is { } key) return await keys.IsGoodAsync(key, ct);
        // Roles are claims of the connection; when they change, so does the security stamp, and the session is over.
        return user.FindFirstValue(PersonClaims.SessionId) is { } session && await sessions.PersonInAsync(session, ct) is not null;
    }
}
