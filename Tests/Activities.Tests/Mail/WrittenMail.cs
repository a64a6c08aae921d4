using System.Text.Json;
using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Tests.Mail;

internal static class WrittenMail
{
    /// <summary>A mail in the outbox whose text and HTML are there already, as programs before 23 November 2026 stored all of them.</summary>
    public static OutboxMessage ToMessage(this OutgoingMail mail, string id, string? instanceId = null) => new()
    {
        Id = id,
        Kind = OutgoingMail.Kind,
        Destination = mail.To.Address,
        InstanceId = instanceId,
        Subject = mail.Subject,
        Payload = JsonSerializer.Serialize(mail, JsonSerializerOptions.Web),
    };
}
