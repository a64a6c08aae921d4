using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Channels;

/// <summary>What somebody is asked, before a channel gives it a form. All texts are in the reader's language and plain.</summary>
public sealed record Question
{
    public required ApprovalTask Task { get; init; }

    public required Reader To { get; init; }

    /// <summary>Stored name and part of the message's key: task, reminder, escalated, reassigned, left, changes, fallback.</summary>
    public required string Occasion { get; init; }

    /// <summary>Why the reader is asked: a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>What was submitted and what changed in it.</summary>
    public required IReadOnlyList<MailFact> Facts { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The request's reference; null when the task belongs to none.</summary>
    public string? Reference { get; init; }

    /// <summary>What is said before the question itself: in whose place they are asked, why it comes here.</summary>
    public IReadOnlyList<string> Opening { get; init; } = [];

    public MailQuote? Comment { get; init; }

    /// <summary>The end of the reader's quiet hours; null: now.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The requester is asked to change the request: nothing is decided.</summary>
    public bool AsksForChanges => Task.Terms.Kind == TaskTerms.Change;

    /// <summary>Until when a secret in the message decides.</summary>
    public DateTimeOffset TokenExpiresAt => Task.DueAt ?? (NotBefore ?? At) + ActionTokens.DefaultLifetime;

    /// <summary>The same for the same question. A channel puts its own name before it, where it is not e-mail.</summary>
    public string Key => $"{Occasion}-{Task.Id}-{To.Id}" + (Occasion is "task" or "escalated" or "fallback" ? "" : $"-{At.ToUnixTimeSeconds()}");
}
