using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflows.Activities.Mail;

/// <summary>One mail to one person as it goes out: written by <see cref="MailComposer"/>.</summary>
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
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
