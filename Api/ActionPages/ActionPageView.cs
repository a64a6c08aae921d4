using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Api.Pages;

namespace Workflows.Api.ActionPages;

/// <summary>Everything that an action page shows, in the reader's language and time zone.</summary>
public sealed record ActionPageView(PageFrame Frame, ActionPageState State)
{
    public string Language => Frame.Language;

    public string? Reference { get; init; }

    public string Title { get; init; } = "";

    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<MailFact> Facts { get; init; } = [];

    /// <summary>In whose place the holder decides, or somebody decided.</summary>
    public string? ActsFor { get; init; }

    /// <summary>What may be approved for less; null where it is approved as it stands.</summary>
    public TaskTerms? Money { get; init; }

    /// <summary>What was written into the fields for amounts before the page came back.</summary>
    public IReadOnlyDictionary<string, string> Amounts { get; init; } = new Dictionary<string, string>();

    public string? AmountProblem { get; init; }

    /// <summary>Why an undecided task is closed: changed, settled or counted; null: it was withdrawn.</summary>
    public string? Because { get; init; }

    /// <summary>What may be chosen; the one that the mail's button named comes first.</summary>
    public IReadOnlyList<TaskAction> Actions { get; init; } = [];

    /// <summary>The action that the mail's button named; it is only shown first, never taken.</summary>
    public string? Chosen { get; init; }

    /// <summary>Until when one may decide, or when it was settled.</summary>
    public string? When { get; init; }

    /// <summary>What the form carries back: a decision is about this and nothing newer.</summary>
    public string Revision { get; init; } = "";

    /// <summary>What was written before the page came back.</summary>
    public string? Comment { get; init; }

    public string? Notice { get; init; }

    public string? CommentProblem { get; init; }

    /// <summary>Set when the press could have been a script's: the question who presses is asked.</summary>
    public string? GestureProblem { get; init; }

    /// <summary>For whom the link was made: a name, or an address.</summary>
    public string Holder { get; init; } = "";

    /// <summary>It was opened from a list of tasks, to which one can go back.</summary>
    public bool IsInList { get; init; }

    /// <summary>Who decided.</summary>
    public string? Decider { get; init; }

    /// <summary>What was decided; null while nothing is.</summary>
    public TaskAction? Decision { get; init; }

    public string? DecisionComment { get; init; }

    public string Say(string name, params object?[] values) => ActionPageTexts.Get(Language, name, values);
}

/// <summary>Which of its faces an action page shows.</summary>
public enum ActionPageState
{
    /// <summary>No such link, or one that is long over: nobody can tell which.</summary>
    Unknown,
    Open,

    /// <summary>The reader decided just now.</summary>
    JustDecided,
    Decided,
    Withdrawn,
    Expired,

    /// <summary>The link is over, its task is not.</summary>
    LinkExpired,

    /// <summary>Who may decide has changed since the mail was sent.</summary>
    NotYours,

    /// <summary>Asks whether the link is to be reported.</summary>
    Report,
    Reported,
}
