using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>Mails a sign-in code.</summary>
public sealed class SignInMail(MailComposer composer, OutboxStore outbox, TimeProvider time)
{
    public Task DeliverAsync(Transaction transaction, SignInCodeIssued issued, CancellationToken ct)
    {
        var mail = composer.SignInCode(new MailRecipient(issued.Person.Email, issued.Person.Name), issued.Person.Language, issued.Code, issued.ValidFor);
        return outbox.EnqueueAsync(transaction, mail.ToMessage($"sign-in-{Guid.CreateVersion7()}", notAfter: time.GetUtcNow() + issued.ValidFor), ct);
    }
}
