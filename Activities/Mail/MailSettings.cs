using System.Net.Mail;
using Microsoft.Extensions.Configuration;
using Workflows.Engine;

namespace Workflows.Activities.Mail;

/// <summary>How mail leaves; configuration section <c>Smtp</c>. Without a host no mail server is used.</summary>
public sealed class MailSettings
{
    public const string Section = "Smtp";

    /// <summary>The mail server's name. Empty: the development mailbox takes the mail, or, in production, it waits in the outbox.</summary>
    public string? Host { get; set; }

    /// <summary>Default 587, where mail servers take mail to pass on. 465 is refused: see <see cref="Problems"/>.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Encrypt by STARTTLS before anything else is said. Default true; a server that does not offer it is then an error.</summary>
    public bool StartTls { get; set; } = true;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender's address. Its domain also ends every Message-ID.</summary>
    public string? From { get; set; }

    /// <summary>The name that people see as the sender, and at the top of each mail.</summary>
    public string FromName { get; set; } = "Approvals";

    /// <summary>How long one mail may take. Default 20.</summary>
    public int TimeoutSeconds { get; set; } = 20;

    /// <summary>Setting <c>Mail:ConfirmAction</c>: mails that ask carry markup with which Gmail approves without opening the page. Default false.</summary>
    public bool ConfirmAction { get; set; }

    public bool HasServer => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The sender; an address on this machine when none is configured, which only the development mailbox accepts.</summary>
    internal string Sender => string.IsNullOrWhiteSpace(From) ? "approvals@localhost" : From.Trim();

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="SettingException">A setting is wrong; the message names each key and the cure.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var settings = configuration.Read<MailSettings>(Section);
        var confirm = configuration["Mail:ConfirmAction"];
        if (confirm is not null && !bool.TryParse(confirm, out _)) throw new SettingException($"Mail:ConfirmAction is '{confirm}'. Write true or false.");
        settings.ConfirmAction = confirm is not null && bool.Parse(confirm);
        var problems = settings.Problems().ToList();
        return problems.Count == 0 ? settings : throw new SettingException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>What is wrong with these settings, each line naming its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrWhiteSpace(From) && !IsAddress(From)) yield return $"Smtp:From is '{MailComposer.OneLine(From)}'; it must be one e-mail address, such as approvals@example.com.";
        if (string.IsNullOrWhiteSpace(FromName) || FromName.Any(char.IsControl)) yield return "Smtp:FromName must be a name on one line.";
        if (!HasServer)
        {
            if (!string.IsNullOrEmpty(User) || !string.IsNullOrEmpty(Password)) yield return "Smtp:User is set without Smtp:Host; name the mail server.";
            yield break;
        }

        if (Uri.CheckHostName(Host!.Trim()) == UriHostNameType.Unknown) yield return $"Smtp:Host is '{Host}'; it must be the mail server's name alone, such as smtp.example.com.";
        if (Port == 465) yield return "Smtp:Port is 465, which expects TLS from the first byte (implicit TLS); that is not supported. Use 587 with Smtp:StartTls=true, which is encrypted too.";
        else if (Port is < 1 or > 65535) yield return $"Smtp:Port is {Port}; it must be between 1 and 65535, usually 587.";
        if (string.IsNullOrWhiteSpace(From)) yield return "Smtp:From is missing; set the address that mail comes from, such as approvals@example.com.";
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password)) yield return "Smtp:User and Smtp:Password must be set together, or both left out.";
        if (!string.IsNullOrEmpty(User) && !StartTls && Host is not ("localhost" or "127.0.0.1")) yield return "Smtp:StartTls is false, so Smtp:Password would be sent readable; set it to true.";
        if (TimeoutSeconds is < 1 or > 600) yield return $"Smtp:TimeoutSeconds is {TimeoutSeconds}; it must be between 1 and 600.";
    }

    internal static bool IsAddress(string text) =>
        !text.Any(char.IsControl) && MailAddress.TryCreate(text.Trim(), out var address) && address.Address == text.Trim();
}
