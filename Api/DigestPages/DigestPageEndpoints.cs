using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Api.ActionPages;
using Workflows.Api.Pages;

namespace Workflows.Api.DigestPages;

/// <summary>The page behind a mail that collects tasks. A GET never decides; the press of the button does, for each ticked task by itself.</summary>
public static class DigestPageEndpoints
{
    private const int MostBytes = 64 * 1024;

    public static IEndpointRouteBuilder MapDigestPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/d").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(ActionPageEndpoints.HideToken);
        group.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], Show);
        group.MapPost("/{token}", Press).WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        return routes;
    }

    private static async Task<IResult> Show(string token, HttpRequest request, DigestPageViews views, ActionPageViews single, CancellationToken ct)
    {
        if (await views.FindAsync(token, ct) is not { } digest) return Unknown(request, views);
        if (request.Query.ContainsKey("report")) return Page(views.Start(request, digest, DigestPageState.Report));
        if (request.Query["task"].ToString() is not { Length: > 0 } id) return Page(await views.ShowAsync(request, digest, [], ct));
        return DigestPageViews.TaskIn(digest, id) is { } link ? new PageResult<ActionPage>(await single.ShowAsync(request, link, ct)) : Unknown(request, views);
    }

    private static async Task<IResult> Press(string token, HttpRequest request, DigestPageViews views, ActionPageViews single, Digests digests, Decisions decisions, CancellationToken ct)
    {
        if (await views.FindAsync(token, ct) is not { } digest) return Unknown(request, views);
        var form = await PageForm.ReadAsync(request, ct);
        if (request.Query.ContainsKey("report")) return await ReportAsync(request, digest, form, views, digests, ct);
        if (request.Query["task"].ToString() is { Length: > 0 } id)
            return DigestPageViews.TaskIn(digest, id) is { } link ? await ActionPageEndpoints.DecideAsync(request, link, form, single, decisions, ct) : Unknown(request, views);

        var ticked = form?["task"].OfType<string>().Distinct().ToList() ?? [];
        var page = await views.ShowAsync(request, digest, ticked, ct);
        if (form is null) return Page(page with { Notice = page.Say("notice.unreadable") }, StatusCodes.Status400BadRequest);
        if (Refusal(Gestures.Of(request, form), page) is { } refusal) return Page(refusal, StatusCodes.Status403Forbidden);
        if (Gestures.Pressed(form, "choice") != "approve" || ticked.Count == 0) return Page(page with { Notice = page.Say("notice.choose") }, StatusCodes.Status400BadRequest);

        var outcomes = new List<DigestOutcome>();
        foreach (var task in digest.Tasks.Where(task => ticked.Contains(task.Id)))
            outcomes.Add(OutcomeOf(task, await TakeAsync(task, form, request, digest, decisions, ct), page));
        // Read again: what is decided is gone from the list.
        var rest = await views.FindAsync(token, ct) is { } now ? await views.ShowAsync(request, now, [], ct) : page;
        return Page(rest with { Outcomes = outcomes });
    }

    private static async Task<DecisionResult> TakeAsync(TaskView task, IFormCollection form, HttpRequest request, DigestView digest, Decisions decisions, CancellationToken ct)
    {
        if (DigestPageViews.Approving(task) is not { } action) return new DecisionResult.NoSuchAction(task.Actions);
        return await decisions.TakeAsync(
            new Decision
            {
                TaskId = task.Id,
                Action = action.Name,
                DeciderId = digest.PersonId,
                Channel = ChannelNames.Email,
                // A form without it decides nothing: what its sender was shown, nobody knows.
                Revision = form[$"revision.{task.Id}"].ToString(),
                Address = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
            },
            ct);
    }

    private static DigestOutcome OutcomeOf(TaskView task, DecisionResult result, DigestPageView page)
    {
        var (name, tone) = result switch
        {
            DecisionResult.Recorded => ("outcome.approved", "good"),
            DecisionResult.Closed { Task.Status: "decided" } => ("outcome.decided", "attention"),
            DecisionResult.Closed => ("outcome.closed", "attention"),
            DecisionResult.Changed => ("outcome.changed", "attention"),
            DecisionResult.NotAnApprover or DecisionResult.NoSuchTask => ("outcome.not-yours", "bad"),
            _ => ("outcome.own-page", "attention"),
        };
        return new DigestOutcome(task.In(page.Language).Title, task.Reference, page.Say(name, (result as DecisionResult.Closed)?.Task.DecidedName), tone);
    }

    private static async Task<IResult> ReportAsync(HttpRequest request, DigestView digest, IFormCollection? form, DigestPageViews views, Digests digests, CancellationToken ct)
    {
        var page = views.Start(request, digest, DigestPageState.Report);
        form ??= FormCollection.Empty;
        if (Refusal(Gestures.Of(request, form), page) is { } refusal) return Page(refusal, StatusCodes.Status403Forbidden);
        if (Gestures.Pressed(form, "report") != "yes") return Page(page with { Notice = page.Say("notice.choose") }, StatusCodes.Status400BadRequest);
        await digests.ReportAsync(digest, page.Holder, request.HttpContext.Connection.RemoteIpAddress?.ToString(), ct);
        return Page(page with { State = DigestPageState.Reported });
    }

    /// <returns>The page that says why a form that nobody seems to have pressed changes nothing; null when somebody did.</returns>
    private static DigestPageView? Refusal(Gesture gesture, DigestPageView page) => gesture switch
    {
        Gesture.Missing => page with { Notice = page.Say("notice.gesture") },
        Gesture.Foreign => page with { Notice = page.Say("notice.foreign") },
        Gesture.Unknown => page with { Notice = page.Say("notice.unknown"), GestureProblem = PageTexts.Get(page.Language, "by.problem") },
        _ => null,
    };

    private static PageResult<DigestPage> Page(DigestPageView view, int status = StatusCodes.Status200OK) => new(view, status);

    private static PageResult<DigestPage> Unknown(HttpRequest request, DigestPageViews views) => Page(views.Unknown(request), StatusCodes.Status404NotFound);
}
