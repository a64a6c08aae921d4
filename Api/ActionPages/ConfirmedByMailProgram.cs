using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Api.Pages;

namespace Workflows.Api.ActionPages;

/// <summary>Gmail posts here when somebody presses the button that it shows beside the subject: see <see cref="ConfirmMarkup"/>. Off unless <c>Mail:ConfirmAction</c> is true.</summary>
/// <remarks>
/// Takes exactly what Gmail sends - a form with the one field <c>confirmed=Approved</c> - and nothing that a browser could send: a page, its scripts and its forms cannot leave out the fetch
/// metadata headers and the origin. The secret in the address stands in the markup alone, not in any link; nothing here answers a GET.
/// </remarks>
internal static class ConfirmedByMailProgram
{
    public static async Task<IResult> Take(string token, HttpRequest request, MailSettings settings, ActionPageViews views, Decisions decisions, CancellationToken ct)
    {
        if (!settings.ConfirmAction || await views.FindAsync(ConfirmMarkup.PageTokenOf(token), ct) is not { } link) return Say(StatusCodes.Status404NotFound, "There is no such link.");
        if (await PageForm.ReadAsync(request, ct) is not { Count: 1 } form || form["confirmed"] != "Approved" || IsFromBrowser(request))
            return Say(StatusCodes.Status400BadRequest, "Only a mail program confirms here. Nothing was decided.");
        if (link.ExpiresAt <= views.Now) return Say(StatusCodes.Status410Gone, "The link is over. Nothing was decided.");
        if (ConfirmMarkup.ActionOf(link.Task.Actions) is not { } action) return Say(StatusCodes.Status409Conflict, "This needs a comment: open the page. Nothing was decided.");

        var result = await decisions.TakeAsync(
            new Decision
            {
                TaskId = link.Task.Id,
                Action = action.Name,
                DeciderId = link.Approver,
                Channel = ChannelNames.Email,
                // What the mail showed: where the request has changed since, the page asks again.
                Revision = link.Revision,
                Address = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
                TokenHash = link.Hash,
            },
            ct);
        return result switch
        {
            DecisionResult.Recorded => Say(StatusCodes.Status200OK, "Decided."),
            DecisionResult.Closed { Task.DecidedBy: { } by } when by == link.Approver => Say(StatusCodes.Status200OK, "Decided before."),
            DecisionResult.Closed => Say(StatusCodes.Status409Conflict, "It was settled before."),
            DecisionResult.NotAnApprover => Say(StatusCodes.Status403Forbidden, "This is not yours to decide any more."),
            _ => Say(StatusCodes.Status409Conflict, "It has changed: open the page. Nothing was decided."),
        };
    }

    private static bool IsFromBrowser(HttpRequest request) => request.Headers.Keys.Any(name => name.StartsWith("Sec-Fetch-", StringComparison.OrdinalIgnoreCase)) || request.Headers.Origin.Count > 0;

    private static IResult Say(int status, string text) => TypedResults.Text(text, statusCode: status);
}
