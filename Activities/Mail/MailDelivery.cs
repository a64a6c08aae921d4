using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>Takes mails from the outbox; its kinds differ in where they put them.</summary>
public abstract class MailDelivery(MailComposer composer) : OutboxHandler
{
    public sealed override string Kind => OutgoingMail.Kind;

    public sealed override Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct) => DeliverAsync(message.Id, composer.Write(message.Payload), ct);

    /// <param name="id">The outbox message's id: the same at every attempt, and with it the Message-ID.</param>
    protected internal abstract Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct);
}
