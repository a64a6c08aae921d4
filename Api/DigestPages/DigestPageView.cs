using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Api.Pages;

namespace Workflows.Api.DigestPages;

/// <summary>Everything that the page of a digest shows, in the reader's language and time zone.</summary>
public sealed record DigestPageView(PageFrame Frame, DigestPageState State)
{
    public string Language => Frame.Language;

    /// <summary>For whom the link was made.</summary>
    public string Holder { get; init; } = "";

    public IReadOnlyList<DigestItem> Items { get; init; } = [];

    /// <summary>What became of the tasks that were just pressed, in their order.</summary>
    public IReadOnlyList<DigestOutcome> Outcomes { get; init; } = [];

    public string? Notice { get; init; }

    /// <summary>Set when the press could have been a script's: the question who presses is asked.</summary>
    public string? GestureProblem { get; init; }

    public string Say(string name, params object?[] values) => DigestPageTexts.Get(Language, name, values);
}

/// <summary>One open task of the digest.</summary>
/// <param name="Approve">What approving it is called; null where it needs more than a tick.</param>
/// <param name="Until">Until when it can be decided.</param>
/// <param name="ActsFor">In whose place.</param>
public sealed record DigestItem(TaskView Task, IReadOnlyList<MailFact> Facts, string? Approve, string? Until, string? ActsFor, bool IsTicked)
{
    /// <summary>What a decision is about is shown whole: its revision covers this, too.</summary>
    public IReadOnlyList<string> Paragraphs => Task.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <param name="Tone">good, bad or attention.</param>
public sealed record DigestOutcome(string Title, string? Reference, string Text, string Tone);

/// <summary>Which of its faces the page shows.</summary>
public enum DigestPageState
{
    /// <summary>No such link, or one that is over: nobody can tell which.</summary>
    Unknown,
    Open,

    /// <summary>Asks whether the link is to be reported.</summary>
    Report,
    Reported,
}
