using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>One mail to one person: written by <see cref="MailComposer"/>, kept in the outbox until it is delivered.</summary>
public sealed record OutgoingMail
{
    /// <summary>Stored name: the outbox's kind of these messages.</summary>
    public const string Kind = "email";

    public required MailRecipient To { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>What belongs together in the reader's mail program: a request's id or reference. Null: the mail stands alone.</summary>
    public string? Thread { get; init; }

    /// <summary>Where the reader ends mails of this sort with one click (RFC 8058); null for what cannot be ended.</summary>
    public string? UnsubscribeUrl { get; init; }

    public static OutgoingMail Create(MailRecipient to, ComposedMail mail, string? thread) =>
        new() { To = to, Subject = mail.Subject, Text = mail.Text, Html = mail.Html, Thread = thread };

    /// <summary>The mail as an outbox message: enqueue it in the commit that asks for it.</summary>
    /// <param name="id">The idempotency key, such as <c>task-0190…-emma@example.com</c>. The Message-ID is made of it.</param>
    /// <param name="topic">What the mail asks about, such as a task; see <see cref="OutboxMessage.Topic"/>.</param>
    public OutboxMessage ToMessage(string id, string? instanceId = null, string? topic = null, DateTimeOffset? notAfter = null) => new()
    {
        Id = id,
        Kind = Kind,
        Destination = To.Address,
        InstanceId = instanceId,
        Topic = topic,
        Subject = Subject,
        Payload = JsonSerializer.Serialize(this, MailJson.Options),
        NotAfter = notAfter,
    };

    internal static OutgoingMail Parse(string payload) =>
        JsonSerializer.Deserialize<OutgoingMail>(payload, MailJson.Options) ?? throw new JsonException("The message holds no mail.");

    /// <summary>The id as a Message-ID with its angle brackets: the same for the same id, whatever characters it holds.</summary>
    internal static string MessageId(string id, string domain)
    {
        // What RFC 5322 takes as it stands to the left of the @ stays readable; anything else becomes a digest.
        var plain = id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !id.StartsWith('.') && !id.EndsWith('.') && !id.Contains("..");
        return $"<{(plain ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..40])}@{domain}>";
    }
}

/// <summary>Who gets a mail.</summary>
public sealed record MailRecipient(string Address, string? Name = null);

/// <summary>A mail's parts, rendered.</summary>
public sealed record ComposedMail(string Subject, string Text, string Html);

internal static class MailJson
{
    // Never part of a page: escaping the marks of HTML would make it a third longer.
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
