using System.Net.Mail;
using System.Text;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>Hands mails to an SMTP server. With its connections the only class that knows <see cref="SmtpClient"/>.</summary>
public sealed class SmtpMailer(MailSettings settings, MailComposer composer, TimeProvider time) : MailDelivery(composer), IDisposable
{
    private readonly SmtpConnections _connections = new(settings, time);

    public void Dispose() => _connections.Dispose();

    protected internal override async Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            using var message = MailWriter.Write(id, mail, settings);
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
            try
            {
                await _connections.SendAsync(message, timeout.Token);
            }
            catch (Exception failure) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                return new OutboxResult.Retry($"The mail server {settings.Host} did not finish within {settings.TimeoutSeconds} seconds ({failure.GetType().Name}).");
            }

            return new OutboxResult.Delivered();
        }
        catch (FormatException failure)
        {
            return new OutboxResult.Refused(failure.Message, ReceiverIsGone: true);
        }
        catch (SmtpException failure)
        {
            return Classify(failure);
        }
    }

    /// <summary>Writes the mail as a complete message, exactly as it would go over the wire.</summary>
    /// <param name="folder">An empty folder to work in.</param>
    /// <returns>The message's file, in that folder.</returns>
    internal static async Task<string> WriteFileAsync(string id, OutgoingMail mail, MailSettings settings, string folder, CancellationToken ct)
    {
        using var message = MailWriter.Write(id, mail, settings);
        using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder };
        await client.SendMailAsync(message, ct);

        // The envelope stands before the message in pickup folders: X-Sender and X-Receiver, perhaps folded.
        var file = Directory.GetFiles(folder, "*.eml").Single();
        var lines = (await File.ReadAllTextAsync(file, Encoding.Latin1, ct)).Split("\r\n");
        var rest = lines.SkipWhile(line => line.StartsWith("X-Sender:") || line.StartsWith("X-Receiver:") || line.StartsWith(' '));
        await File.WriteAllTextAsync(file, string.Join("\r\n", rest), Encoding.Latin1, ct);
        return file;
    }

    /// <summary>A refused receiver or content stays refused. What may be our own settings (sender, sign-in, encryption) or the server's mood is tried again.</summary>
    private OutboxResult Classify(SmtpException failure)
    {
        var code = (int)failure.StatusCode;
        var text = Describe(failure);
        return failure switch
        {
            SmtpFailedRecipientException when code is >= 500 and < 600 => new OutboxResult.Refused($"The mail server refused the receiver ({code}): {text}", ReceiverIsGone: true),
            _ when code is 552 or 554 => new OutboxResult.Refused($"The mail server refused the message ({code}): {text}"),
            _ when code is 530 or 535 => new OutboxResult.Retry($"The mail server did not let us in ({code}); check Smtp:User, Smtp:Password and Smtp:StartTls. {text}"),
            _ when code > 0 => new OutboxResult.Retry($"The mail server answered {code}: {text}"),
            _ => new OutboxResult.Retry($"The mail server {settings.Host}:{settings.Port} cannot be used: {text}"),
        };
    }

    private static string Describe(Exception failure)
    {
        var inner = failure;
        while (inner.InnerException is { } deeper) inner = deeper;
        return inner == failure ? failure.Message : $"{failure.Message} {inner.Message}";
    }
}
