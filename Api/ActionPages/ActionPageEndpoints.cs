using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Api.Pages;

namespace Workflows.Api.ActionPages;

/// <summary>The pages behind the buttons in mails. A GET never decides; the press of a button on the page does.</summary>
public static class ActionPageEndpoints
{
    public static IEndpointRouteBuilder MapActionPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/a").AllowAnonymous().ExcludeFromDescription().AddEndpointFilter(HideToken);
        group.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], Show);
        group.MapPost("/{token}", Press).WithMetadata(new RequestSizeLimitAttribute(PageForm.MostBytes));
        group.MapPost("/{token}/confirm", ConfirmedByMailProgram.Take).WithMetadata(new RequestSizeLimitAttribute(PageForm.MostBytes));
        return routes;
    }

    private static async Task<IResult> Show(string token, HttpRequest request, ActionPageViews views, CancellationToken ct)
    {
        if (await views.FindAsync(token, ct) is not { } link) return Unknown(request, views);
        return request.Query.ContainsKey("report")
            ? Page(views.Report(request, link, ActionPageState.Report))
            : Page(await views.ShowAsync(request, link, ct));
    }

    private static async Task<IResult> Press(string token, HttpRequest request, ActionPageViews views, Decisions decisions, LinkReports reports, CancellationToken ct)
    {
        if (await views.FindAsync(token, ct) is not { } link) return Unknown(request, views);
        var form = await PageForm.ReadAsync(request, ct);
        if (request.Query.ContainsKey("report")) return await ReportAsync(request, link, form, views, reports, ct);
        return await DecideAsync(request, link, form, views, decisions, ct);
    }

    /// <summary>What comes of a press on the page of a task: the page that says so.</summary>
    internal static async Task<IResult> DecideAsync(HttpRequest request, TokenView link, IFormCollection? form, ActionPageViews views, Decisions decisions, CancellationToken ct)
    {
        var page = await views.ShowAsync(request, link, ct);
        if (page.State != ActionPageState.Open) return Page(page with { Notice = Late(page) }, StatusCodes.Status409Conflict);
        if (form is null) return Page(page with { Notice = page.Say("notice.unreadable") }, StatusCodes.Status400BadRequest);

        page = page with { Comment = form["comment"].ToString().ReplaceLineEndings("\n") };
        var choice = Gestures.Pressed(form, "choice");
        // When the page comes back, what was pressed stands out.
        if (page.Actions.Any(action => action.Name == choice)) page = page with { Chosen = choice };
        if (Refusal(Gestures.Of(request, form), page) is { } refusal) return Page(refusal, StatusCodes.Status403Forbidden);
        if (choice is null) return Page(page with { Notice = page.Say("notice.choose") }, StatusCodes.Status400BadRequest);
        ApprovedValue? approved = null;
        if (page.Money is { } money && page.Actions.Any(action => action.Name == choice && action.Outcome == "Approved"))
        {
            page = page with { Amounts = AmountForm.Written(form, money) };
            if (!AmountForm.TryRead(form, money, page.Language, out approved)) return Page(page with { Notice = page.Say("notice.amount"), AmountProblem = page.Say("problem.amount") }, StatusCodes.Status422UnprocessableEntity);
        }

        var result = await decisions.TakeAsync(
            new Decision
            {
                TaskId = link.Task.Id,
                Action = choice,
                DeciderId = link.Approver,
                Channel = ChannelNames.Email,
                Comment = page.Comment,
                Approved = approved,
                // A form without it decides nothing: what its sender was shown, nobody knows.
                Revision = form["revision"].ToString(),
                Address = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
                TokenHash = link.Hash,
            },
            ct);
        return result switch
        {
            DecisionResult.Recorded recorded => Page((await views.ShowAsync(request, link with { Task = recorded.Task }, ct)) with { State = ActionPageState.JustDecided }),
            DecisionResult.Closed closed => Page(await LateAsync(closed.Task), StatusCodes.Status409Conflict),
            DecisionResult.Changed changed => Page(await ChangedAsync(changed.Task), StatusCodes.Status409Conflict),
            DecisionResult.WrongValue => Page(page with { Notice = page.Say("notice.amount"), AmountProblem = page.Say("problem.range") }, StatusCodes.Status422UnprocessableEntity),
            DecisionResult.CommentMissing { Action.Outcome: "Approved", Action.NeedsComment: false } => Page(
                page with { Notice = page.Say("notice.comment"), CommentProblem = page.Say("problem.less") }, StatusCodes.Status422UnprocessableEntity),
            DecisionResult.CommentMissing missing => Page(
                page with { Notice = page.Say("notice.comment"), CommentProblem = page.Say("problem.comment", missing.Action.LabelIn(page.Language)) },
                StatusCodes.Status422UnprocessableEntity),
            DecisionResult.CommentTooLong => Page(
                page with { Notice = page.Say("notice.comment"), CommentProblem = page.Say("problem.long") }, StatusCodes.Status422UnprocessableEntity),
            DecisionResult.NoSuchAction => Page(page with { Notice = page.Say("notice.choose") }, StatusCodes.Status400BadRequest),
            DecisionResult.NotAnApprover => Page(page with { State = ActionPageState.NotYours }, StatusCodes.Status403Forbidden),
            DecisionResult.NoSuchTask => Unknown(request, views),
            _ => throw new UnreachableException(),
        };

        async Task<ActionPageView> LateAsync(TaskView task)
        {
            var now = await views.ShowAsync(request, link with { Task = task }, ct);
            return now with { Notice = Late(now) };
        }

        // What was written is kept, what was pressed is not: it was about something else.
        async Task<ActionPageView> ChangedAsync(TaskView task) =>
            (await views.ShowAsync(request, link with { Task = task }, ct)) with { Comment = page.Comment, Notice = page.Say("notice.changed") };
    }

    private static async Task<IResult> ReportAsync(
        HttpRequest request, TokenView link, IFormCollection? form, ActionPageViews views, LinkReports reports, CancellationToken ct)
    {
        var page = views.Report(request, link, ActionPageState.Report);
        form ??= FormCollection.Empty;
        if (Refusal(Gestures.Of(request, form), page) is { } refusal) return Page(refusal with { Notice = page.Say("report.notice") }, StatusCodes.Status403Forbidden);
        if (Gestures.Pressed(form, "report") != "yes") return Page(page with { Notice = page.Say("report.notice") }, StatusCodes.Status400BadRequest);

        await reports.ReportAsync(link, page.Holder, request.HttpContext.Connection.RemoteIpAddress?.ToString(), ct);
        return Page(page with { State = ActionPageState.Reported });
    }

    /// <returns>The page that says why a form that nobody seems to have pressed changes nothing; null when somebody did.</returns>
    private static ActionPageView? Refusal(Gesture gesture, ActionPageView page) => gesture switch
    {
        Gesture.Missing => page with { Notice = page.Say("notice.gesture") },
        Gesture.Foreign => page with { Notice = page.Say("notice.foreign") },
        Gesture.Unknown => page with { Notice = page.Say("notice.unknown"), GestureProblem = PageTexts.Get(page.Language, "by.problem") },
        _ => null,
    };

    private static string? Late(ActionPageView page) =>
        page.State is ActionPageState.Decided or ActionPageState.Withdrawn or ActionPageState.Expired ? page.Say("notice.late") : null;

    private static PageResult<ActionPage> Page(ActionPageView view, int status = StatusCodes.Status200OK) => new(view, status);

    private static PageResult<ActionPage> Unknown(HttpRequest request, ActionPageViews views) => Page(views.Unknown(request), StatusCodes.Status404NotFound);

    /// <summary>The address holds the secret, and loggers add the address to every line of a request.</summary>
    internal static ValueTask<object?> HideToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var start = context.HttpContext.Request.Path.Value is { Length: > 1 } path ? path[..2] : "/";
        context.HttpContext.Request.Path = start;
        Activity.Current?.SetTag("url.path", start);
        return next(context);
    }
}
