using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Workflows.Activities;
using Workflows.Activities.People;

namespace Workflows.Api.Identity;

/// <summary>The session of a browser that uses our own pages. Scripts cannot read it, and it counts only for requests that our own pages make.</summary>
/// <remarks>
/// It names the session and nothing else, so it never has to be renewed while somebody works: the session is looked up at each request, as for tokens.
/// Against requests that another site makes a browser send, three things stand: the cookie is <c>SameSite=Strict</c>, the API takes JSON only, and <see cref="IsOwnPage"/>.
/// </remarks>
public sealed class SessionCookie(PeopleDirectory directory, PublicAddress address, SignInOptions options, TimeProvider time)
{
    internal const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    internal const string Name = "workflows-session";

    internal static void Configure(CookieAuthenticationOptions cookie, SignInOptions options, bool isAlwaysSecure)
    {
        cookie.Cookie.Name = Name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.IsEssential = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        // Behind a proxy that ends TLS the request itself does not look secure; the public address tells.
        cookie.Cookie.SecurePolicy = isAlwaysSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.SessionLifetime;
        cookie.SlidingExpiration = false;
    }

    /// <summary>Gives the browser its cookie.</summary>
    /// <returns>Who is signed in now.</returns>
    public async Task<Person> IssueAsync(HttpContext context, Session session)
    {
        var person = directory.Find(session.PersonId)!;
        var expires = time.GetUtcNow() + options.SessionLifetime;
        await context.SignInAsync(
            Scheme, PersonClaims.For(person, session.Id, Scheme), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = expires, AllowRefresh = false });
        return person;
    }

    /// <returns>The session that the cookie of a request from our own pages names; null without one.</returns>
    internal async Task<string?> SessionInAsync(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(Name) || !IsOwnPage(context.Request)) return null;
        var ticket = await context.AuthenticateAsync(Scheme);
        return ticket.Succeeded ? ticket.Principal.FindFirstValue(PersonClaims.SessionId) : null;
    }

    /// <summary>Whether a page of ours made this request, or, for one that changes nothing, whether nothing speaks against it.</summary>
    /// <remarks>Browsers send <c>Sec-Fetch-Site</c> to secure and to local addresses only; elsewhere <c>Origin</c> tells, which they send with everything that may change something and with web sockets.</remarks>
    internal bool IsOwnPage(HttpRequest request)
    {
        var reads = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.HttpContext.WebSockets.IsWebSocketRequest;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site == "same-origin" || (site == "none" && reads);
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return reads;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) || from.Authority == address.Base.Authority);
    }
}
