using Workflows.Activities;
using Workflows.Activities.People;
using Workflows.Api.Identity;

namespace Workflows.Api.Pages;

/// <summary>What somebody sees who has just signed in.</summary>
public sealed class SignedInViews(AccessTokens tokens, PeopleDirectory people, PublicAddress address)
{
    public SignInView Of(HttpRequest request, Session session)
    {
        var person = people.Find(session.PersonId)!;
        var frame = PageFrame.Of(request, person.Language);
        var token = tokens.Issue(session);
        return new SignInView(frame with { InEnglish = "sign-in?lang=en", InIndonesian = "sign-in?lang=id" }, SignInPageStep.SignedIn)
        {
            Name = person.Name,
            Token = token,
            TokenUntil = Texts.Instant(token.ExpiresAt, people.ZoneOf(person), frame.Language),
            Address = address.Base.ToString(),
        };
    }
}
