using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Activities.Approvals;

namespace Workflows.Activities.Channels;

/// <summary>Markup with which Gmail shows one button beside the subject and, when it is pressed, posts to an address of ours (schema.org ConfirmAction).</summary>
/// <remarks>
/// That address has a secret of its own, from which the secret of the page's links follows and not the other way round: whoever follows or posts to the links of the mail never has it,
/// and one row in the database is enough for both.
/// </remarks>
/// <param name="PageToken">For the links of the mail.</param>
public sealed record ConfirmMarkup(string PageToken, string Json)
{
    /// <returns>Null when the task has no action that approves without a comment.</returns>
    public static ConfirmMarkup? For(Question question, PublicAddress address)
    {
        if (ActionOf(question.Task.Actions) is not { } action) return null;
        var token = ActionTokens.Create();
        // The default encoder writes < and & as escapes: nothing in a title ends the script element.
        var json = new JsonObject
        {
            ["@context"] = "http://schema.org",
            ["@type"] = "EmailMessage",
            ["description"] = question.Task.Title,
            ["potentialAction"] = new JsonObject
            {
                ["@type"] = "ConfirmAction",
                ["name"] = action.LabelIn(question.To.Language),
                ["handler"] = new JsonObject { ["@type"] = "HttpActionHandler", ["url"] = address.ConfirmAction(token), ["method"] = "http://schema.org/HttpRequestMethod/POST" },
            },
        };
        return new ConfirmMarkup(PageTokenOf(token), json.ToJsonString());
    }

    /// <summary>The secret of the page's links that goes with the secret of the address.</summary>
    public static string PageTokenOf(string confirmToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("page:" + confirmToken)));

    /// <summary>What the button does: it approves, and needs no words.</summary>
    public static TaskAction? ActionOf(IReadOnlyList<TaskAction> actions) => actions.FirstOrDefault(action => action is { Outcome: "Approved", NeedsComment: false });
}
