using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>What a mail will say, as it waits in the outbox. It is written when it is sent: a commit stores a fifth of it, and nobody waits for its templates.</summary>
public sealed record MailDraft
{
    public required MailRecipient To { get; init; }

    public required string Template { get; init; }

    public required MailContent Content { get; init; }

    /// <summary>See <see cref="OutgoingMail.Thread"/>.</summary>
    public string? Thread { get; init; }

    /// <summary>As the message log shows it.</summary>
    [JsonIgnore]
    public string Subject { get; init; } = "";

    /// <summary>The mail as an outbox message: enqueue it in the commit that asks for it.</summary>
    /// <param name="id">The idempotency key, such as <c>task-0190…-emma@example.com</c>. The Message-ID is made of it.</param>
    /// <param name="topic">What the mail asks about, such as a task; see <see cref="OutboxMessage.Topic"/>.</param>
    public OutboxMessage ToMessage(string id, string? instanceId = null, string? topic = null, DateTimeOffset? notAfter = null) => new()
    {
        Id = id,
        Kind = OutgoingMail.Kind,
        Destination = To.Address,
        InstanceId = instanceId,
        Topic = topic,
        Subject = Subject,
        Payload = JsonSerializer.Serialize(this, MailJson.Options),
        NotAfter = notAfter,
    };
}
