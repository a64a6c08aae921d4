using Workflows.Activities.Channels;
using Workflows.Api.Pages;

namespace Workflows.Api.Channels;

/// <summary>What the page that ends mails shows.</summary>
/// <param name="Sort">Null for a link that we did not make.</param>
/// <param name="IsEnded">The mails do not come any more.</param>
public sealed record UnsubscribeView(PageFrame Frame, MailSort? Sort, bool IsEnded)
{
    public string Language => Frame.Language;

    public string Address { get; init; } = "";

    public string? Notice { get; init; }

    public string? GestureProblem { get; init; }

    public string Say(string name, params object?[] values) => UnsubscribeTexts.Get(Language, name, values);
}
