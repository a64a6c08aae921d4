using Workflows.Activities.Mail;

namespace Workflows.Activities.Channels;

/// <summary>Something that people are told and for which nothing waits.</summary>
public sealed record Notice
{
    /// <summary>In the reader's language. Channels without templates show heading, paragraphs, comment, facts and the links.</summary>
    public required MailContent Content { get; init; }

    /// <summary>The same for the same notice, and different for each reader. A channel puts its own name before it, where it is not e-mail.</summary>
    public required string Key { get; init; }

    /// <summary>How it looks where there are templates.</summary>
    public string Template { get; init; } = "notice";

    /// <summary>The run that it belongs to.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What belongs together in the reader's mail program.</summary>
    public string? Thread { get; init; }

    /// <summary>It is about the reader's own account, so who wants no notices by mail gets it too.</summary>
    public bool IsEssential { get; init; }

    /// <summary>The end of the reader's quiet hours; null: now.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
