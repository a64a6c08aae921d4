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

        var sender = new MailAddress(settings.Sender, HeaderName(settings.FromName), Encoding.UTF8);
        var message = new MailMessage(sender, new MailAddress(mail.To.Address.Trim(), HeaderName(mail.To.Name ?? ""), Encoding.UTF8))
        {
            Subject = HeaderText(mail.Subject),
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

        if (mail.UnsubscribeUrl is { } unsubscribe)
        {
            message.Headers["List-Unsubscribe"] = $"<{unsubscribe}>";
            message.Headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
        }

        message.Headers["Auto-Submitted"] = "auto-generated";
        message.Headers["X-Auto-Response-Suppress"] = "All";
        // The last alternative is the one that a mail program prefers.
        message.AlternateViews.Add(Part(mail.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(Part(mail.Html, MediaTypeNames.Text.Html));
        return message;
    }

    /// <summary>One line, and nothing that reads as an encoded word: a reader would decode it, line ends and all.</summary>
    private static string HeaderText(string text) => MailComposer.OneLine(text).Replace("=?", "= ?");

    // MailAddress puts a name in quotes and leaves those in it as they are: a name could end its quotes and go on with an address.
    private static string HeaderName(string name) => HeaderText(name).Replace('"', '\'').Replace('\\', '/');

    private static AlternateView Part(string text, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(text.ReplaceLineEndings("\r\n"), Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.QuotedPrintable;
        return view;
    }
}
