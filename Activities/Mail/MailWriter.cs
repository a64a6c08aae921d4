using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Workflows.Activities.Mail;

/// <summary>Turns a mail into what goes over the wire: both parts, the thread, and the headers that tell machines that no person wrote it.</summary>
internal static class MailWriter
{
    /// <exception cref="FormatException">The receiver's address is none.</exception>
    public static MailMessage Write(string id, OutgoingMail mail, MailSettings settings)
    {
        if (!MailSettings.IsAddress(mail.To.Address)) throw new FormatException($"'{MailComposer.OneLine(mail.To.Address)}' is not an e-mail address.");

        var sender = new MailAddress(settings.Sender, settings.FromName, Encoding.UTF8);
        var message = new MailMessage(sender, new MailAddress(mail.To.Address.Trim(), MailComposer.OneLine(mail.To.Name ?? ""), Encoding.UTF8))
        {
            Subject = MailComposer.OneLine(mail.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.Headers["Message-ID"] = OutgoingMail.MessageId(id, sender.Host);
        // Every mail of a request answers one that was never sent: mail programs then show them together, whichever arrives first.
        if (mail.Thread is { } thread)
        {
            var root = OutgoingMail.MessageId($"thread.{thread}", sender.Host);
            message.Headers["In-Reply-To"] = root;
            message.Headers["References"] = root;
        }

        message.Headers["Auto-Submitted"] = "auto-generated";
        message.Headers["X-Auto-Response-Suppress"] = "All";
        // The last alternative is the one that a mail program prefers.
        message.AlternateViews.Add(Part(mail.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(Part(mail.Html, MediaTypeNames.Text.Html));
        return message;
    }

    private static AlternateView Part(string text, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(text.ReplaceLineEndings("\r\n"), Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
