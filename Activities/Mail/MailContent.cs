namespace Workflows.Activities.Mail;

/// <summary>What a mail says; the template decides how it looks. Texts are in the reader's language and plain: nothing in them is markup.</summary>
public sealed record MailContent
{
    /// <summary><c>en</c> or <c>id</c>: the language of what the templates themselves say. Anything else reads as English.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The request's reference, such as LV-2026-00042; it stands in brackets before the subject and in the footer.</summary>
    public string? Reference { get; init; }

    /// <summary>Without the reference: <c>Leave for Emma: please decide</c>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What mail programs show beside the subject in the list; the first paragraph when left out.</summary>
    public string? Preheader { get; init; }

    /// <summary>One or two words above the heading: Approved, Reminder. Templates have their own when left out.</summary>
    public string? Badge { get; init; }

    /// <summary>The badge's colour; templates have their own when left out.</summary>
    public MailTone? Tone { get; init; }

    public string Heading { get; init; } = "";

    /// <summary>Paragraphs under the heading.</summary>
    public IReadOnlyList<string> Intro { get; init; } = [];

    public IReadOnlyList<MailFact> Facts { get; init; } = [];

    /// <summary>What somebody wrote, in their words; line breaks stay.</summary>
    public MailQuote? Comment { get; init; }

    public IReadOnlyList<MailButton> Buttons { get; init; } = [];

    /// <summary>Small print under the buttons, such as until when they work.</summary>
    public string? Note { get; init; }

    /// <summary>Why this reader gets it, in the footer: <c>You get this because you are Emma's manager.</c></summary>
    public string? Why { get; init; }

    /// <summary>The request's page, linked from the reference in the footer.</summary>
    public string? RequestUrl { get; init; }

    /// <summary>Where the reader ends mails of this sort, linked from the footer.</summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>JSON-LD for mail programs that show an action beside the subject; null: none.</summary>
    public string? Markup { get; init; }

    /// <summary>Further values that a template names. Text, numbers, dates, true and false, JSON, and dictionaries and lists of these.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; init; } = new Dictionary<string, object?>();
}

public sealed record MailFact(string Label, string Value);

public sealed record MailQuote(string By, string Text);

/// <param name="Url">Absolute, http or https.</param>
public sealed record MailButton(string Label, string Url, MailButtonStyle Style = MailButtonStyle.Primary);

public enum MailButtonStyle
{
    Primary,
    Danger,
    Neutral,
}

public enum MailTone
{
    Info,
    Good,
    Bad,
    Attention,
}
