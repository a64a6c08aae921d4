using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;
using SignInResult = Workflows.Api.Identity.SignInResult;

namespace Workflows.Api.Pages;

/// <summary>The start page and the sign-in page without JavaScript. No cookie: whoever signs in here gets a token for the API. They stand in for the web application where it cannot run.</summary>
public static class PlainPageEndpoints
{
    public static IEndpointRouteBuilder MapPlainPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        group.MapMethods("/plain/home", [HttpMethods.Get, HttpMethods.Head], Home);
        group.MapMethods("/plain/sign-in", [HttpMethods.Get, HttpMethods.Head], AskToSignIn);
        group.MapPost("/plain/sign-in", SignIn).WithMetadata(new RequestSizeLimitAttribute(PageForm.MostBytes));
        return routes;
    }

    private static PageResult<HomePage> Home(HttpRequest request, DefinitionStore definitions, IServiceProvider services)
    {
        var frame = PageFrame.Of(request, known: null);
        var offered =
            from version in definitions.Versions
            where version.IsPublished
            let definition = definitions.FindPublished(version.DefinitionId)
            let form = definition is null ? null : RequestForm.Of(definition)
            where form is not null
            let title = form.Title(frame.Language) ?? definition.Name
            orderby title
            select new OfferedProcess(title, definition.Description);
        return new(new HomeView(frame, [.. offered], services.GetService<DevelopmentMailbox>() is not null));
    }

    /// <summary>Signs nobody in, whatever the address says.</summary>
    private static async Task<IResult> AskToSignIn(HttpRequest request, SignInLinks links, CancellationToken ct)
    {
        var start = Step(request, SignInPageStep.Email);
        if (request.Query["token"].ToString() is not { Length: > 0 } token) return Page(start);
        return await links.FindAsync(token, ct) is { } person
            ? Page(Step(request, SignInPageStep.Link, person) with { Name = person.Name })
            : Page(start with { Notice = start.Say("link.dead") });
    }

    private static async Task<IResult> SignIn(
        HttpRequest request, SignInCodeQueue queue, SignInCodes codes, SignInLinks links, SignInOptions options, SignedInViews signedIn, CancellationToken ct)
    {
        var start = Step(request, SignInPageStep.Email);
        if (await PageForm.ReadAsync(request, ct) is not { } form) return Page(start with { Notice = start.Say("unreadable") }, StatusCodes.Status400BadRequest);

        var client = request.HttpContext.Connection.RemoteIpAddress;
        if (form.ContainsKey("link"))
        {
            var token = request.Query["token"].ToString();
            // A press is needed once more: a script must not use the link up.
            if (Gestures.Of(request, form) is Gesture.Missing or Gesture.Foreign && await links.FindAsync(token, ct) is { } person)
                return Page(Step(request, SignInPageStep.Link, person) with { Name = person.Name, Notice = start.Say("link.refused") }, StatusCodes.Status403Forbidden);
            return Answer(await links.RedeemAsync(token, client, formerSession: null, ct), start with { Notice = start.Say("link.dead") });
        }

        if (SignInEndpoints.Address(form["email"]) is not { } email)
            return Page(start with { Email = form["email"].ToString(), Problem = start.Say("email.problem") }, StatusCodes.Status400BadRequest);
        var enter = Step(request, SignInPageStep.Code) with { Email = email, CodeMinutes = (int)options.CodeLifetime.TotalMinutes };
        if (form["code"].ToString() is { Length: > 0 } code)
            return Answer(await codes.RedeemAsync(email, code, client, formerSession: null, ct), enter with { Problem = enter.Say("code.problem") });
        return await queue.AskAsync(email, client, ct) is { } wait ? TooMany(start with { Email = email }, wait) : Page(enter);

        IResult Answer(SignInResult result, SignInView refused) => result switch
        {
            SignedIn done => Page(signedIn.Of(request, done.Session)),
            TooManySignIns tooMany => TooMany(refused with { Problem = null }, tooMany.Wait),
            _ => Page(refused, StatusCodes.Status401Unauthorized),
        };

        IResult TooMany(SignInView view, TimeSpan wait)
        {
            request.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString();
            return Page(view with { Notice = view.Say("too-many", Math.Ceiling(wait.TotalMinutes)) }, StatusCodes.Status429TooManyRequests);
        }
    }

    private static SignInView Step(HttpRequest request, SignInPageStep step, Person? person = null) => new(PageFrame.Of(request, person?.Language), step);

    private static PageResult<SignInPage> Page(SignInView view, int status = StatusCodes.Status200OK) => new(view, status);
}
