using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>Production without a mail server: mail waits, and is parked in the end, visible and resendable.</summary>
internal sealed class MailWithoutServer(MailComposer composer) : MailDelivery(composer)
{
    protected internal override Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct) =>
        Task.FromResult<OutboxResult>(new OutboxResult.Retry("No mail server is configured: set Smtp:Host and Smtp:From."));
}
