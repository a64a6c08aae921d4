using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Api.ActionPages;
using Workflows.Api.Pages;

namespace Workflows.Api.Channels;

/// <summary>Ends mails that ask nothing. A GET shows a page and changes nothing; a mail program's one click (RFC 8058) and the button on the page do.</summary>
public static class UnsubscribeEndpoints
{
    public static IEndpointRouteBuilder MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/u").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(ActionPageEndpoints.HideToken);
        group.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], Show);
        group.MapPost("/{token}", Press).WithMetadata(new RequestSizeLimitAttribute(PageForm.MostBytes));
        return routes;
    }

    private static IResult Show(string token, HttpRequest request, UnsubscribeLinks links, PreferenceBook preferences, PeopleDirectory people) =>
        Find(token, links, people) is var (person, sort) ? Page(View(request, person, sort, preferences)) : Unknown(request);

    private static async Task<IResult> Press(string token, HttpRequest request, UnsubscribeLinks links, PreferenceBook preferences, PeopleDirectory people, CancellationToken ct)
    {
        if (Find(token, links, people) is not var (person, sort)) return Unknown(request);
        var form = await PageForm.ReadAsync(request, ct) ?? FormCollection.Empty;
        // What mail programs send by RFC 8058, and no page of ours: neither cookies nor a gesture come with it.
        var isOneClick = form.Count == 1 && form["List-Unsubscribe"] == "One-Click";
        var view = View(request, person, sort, preferences);
        if (!isOneClick)
        {
            var refused = Gestures.Of(request, form) switch
            {
                Gesture.Missing or Gesture.Foreign => view with { Notice = view.Say("nothing") },
                Gesture.Unknown => view with { Notice = view.Say("nothing"), GestureProblem = PageTexts.Get(view.Language, "by.problem") },
                _ => null,
            };
            if (refused is not null) return Page(refused, StatusCodes.Status403Forbidden);
        }

        var wish = isOneClick ? "stop" : Gestures.Pressed(form, "mails");
        if (wish is not ("stop" or "again")) return Page(view with { Notice = view.Say("nothing") }, StatusCodes.Status400BadRequest);
        await preferences.ChangeAsync(
            person.Id, now => sort == MailSort.Digest ? (wish == "stop" ? now with { DigestAt = null } : now) : now with { MailNotices = wish == "again" }, ct);
        return Page(View(request, person, sort, preferences));
    }

    private static (Person Person, MailSort Sort)? Find(string token, UnsubscribeLinks links, PeopleDirectory people) =>
        links.Read(token) is var (id, sort) && people.Find(id) is { } person ? (person, sort) : null;

    private static UnsubscribeView View(HttpRequest request, Person person, MailSort sort, PreferenceBook preferences)
    {
        var wishes = preferences.Of(person.Id) ?? Preferences.None;
        return new UnsubscribeView(PageFrame.Of(request, person.Language), sort, sort == MailSort.Digest ? wishes.DigestAt is null : !wishes.MailNotices) { Address = person.Email };
    }

    private static PageResult<UnsubscribePage> Page(UnsubscribeView view, int status = StatusCodes.Status200OK) => new(view, status);

    private static PageResult<UnsubscribePage> Unknown(HttpRequest request) => Page(new UnsubscribeView(PageFrame.Of(request, known: null), null, false), StatusCodes.Status404NotFound);
}
