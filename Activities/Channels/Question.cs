using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;

namespace Workflows.Activities.Channels;

/// <summary>What somebody is asked, before a channel gives it a form. All texts are in the reader's language and plain.</summary>
public sealed record Question
{
    public required ApprovalTask Task { get; init; }

    public required Reader To { get; init; }

    /// <summary>Stored name and part of the message's key: task, reminder, escalated, changes, fallback.</summary>
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

/// <summary>Who reads a message: a person, or an address that need not belong to anybody known.</summary>
/// <param name="Id">A person's id, or the address.</param>
/// <param name="Name">Null for somebody unknown, who has no account here either.</param>
/// <param name="Person">Null for an address.</param>
public sealed record Reader(string Id, string Address, string? Name, string Language, TimeZoneInfo Zone, Person? Person)
{
    public static Reader Of(Person person, PeopleDirectory people) => new(person.Id, person.Email, person.Name, person.Language, people.ZoneOf(person), person);
}

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
