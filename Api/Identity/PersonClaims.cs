using System.Security.Claims;
using Workflows.Activities.Audit;
using Workflows.Activities.People;

namespace Workflows.Api.Identity;

/// <summary>The claims of a signed-in person: <c>sub</c> (person id), <c>name</c>, one <c>role</c> per role, <c>sid</c> (session id).</summary>
public static class PersonClaims
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";
    public const string SessionId = "sid";

    /// <summary>The id of the API key that stands for the person.</summary>
    public const string Key = "key";

    /// <summary>One per right that the API key gives.</summary>
    public const string KeyRight = "key_right";

    /// <summary>In a token that is only good for one thing: what for.</summary>
    internal const string Use = "use";

    internal const string DesignerUse = "designer";

    /// <summary>In the tokens only: which refresh token of the session it is.</summary>
    internal const string Generation = "gen";

    /// <exception cref="InvalidOperationException">Nobody is signed in; the endpoint lacks its authorization.</exception>
    public static string PersonId(this ClaimsPrincipal user) =>
        user.FindFirstValue(Subject) ?? throw new InvalidOperationException("Nobody is signed in. The endpoint must require authorization.");

    /// <summary>Through what this person acts: our own pages, or the API.</summary>
    public static string Channel(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == SessionHandler.PageSession ? ChannelNames.App : ChannelNames.Api;

    internal static ClaimsPrincipal For(Person person, string sessionId, string scheme, string? generation = null)
    {
        var claims = new List<Claim> { new(Subject, person.Id), new(Name, person.Name), new(SessionId, sessionId) };
        claims.AddRange(person.Roles.Select(role => new Claim(Role, role)));
        if (generation is not null) claims.Add(new Claim(Generation, generation));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, Name, Role));
    }
}
