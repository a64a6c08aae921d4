using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Workflows.Activities.Mail;

namespace Workflows.Api.Mailbox;

/// <summary>The mailbox's pages as text. Everything that comes from a mail is escaped here.</summary>
internal static partial class MailboxPage
{
    public static string List(IReadOnlyList<MailboxEntry> mails, string? to) =>
        Frame("Mailbox", to, mails, selected: null, """<section class="mail none"><p>Choose a mail to read it.</p></section>""");

    /// <param name="view">html, text or headers.</param>
    /// <param name="headers">The message's header lines, for the view of that name.</param>
    public static string Mail(IReadOnlyList<MailboxEntry> mails, string? to, MailboxEntry entry, string view, string? headers)
    {
        var mail = entry.Mail;
        var receiver = string.IsNullOrEmpty(mail.To.Name) ? H(mail.To.Address) : $"{H(mail.To.Name)} <span>&lt;{H(mail.To.Address)}&gt;</span>";
        var body = view switch
        {
            "text" => $"""<pre class="text">{Linked(mail.Text)}</pre>""",
            "headers" => $"""<pre class="headers">{H(headers ?? "The message's file is gone.")}</pre>""",
            _ => $"""<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/dev/mailbox/{H(entry.Name)}/html"></iframe>""",
        };
        return Frame(
            mail.Subject,
            to,
            mails,
            entry.Name,
            $"""
            <section class="mail">
              <p class="back"><a href="/dev/mailbox{Query(to)}">← All mail</a></p>
              <h1>{H(mail.Subject)}</h1>
              <p class="meta">To {receiver}<br>{At(entry.At)}</p>
              <nav class="views">
                {Tab("html", "As received")}
                {Tab("text", "Text part")}
                {Tab("headers", "Headers")}
                <a href="/dev/mailbox/{H(entry.Name)}.eml">Download .eml</a>
              </nav>
              {body}
            </section>
            """);

        string Tab(string name, string label) =>
            $"""<a href="/dev/mailbox/{H(entry.Name)}?view={name}{Query(to, '&')}"{(name == view || (name == "html" && view is not ("text" or "headers")) ? " aria-current=\"page\"" : "")}>{label}</a>""";
    }

    private static string Frame(string title, string? to, IReadOnlyList<MailboxEntry> mails, string? selected, string content)
    {
        var shown = mails.Where(entry => to is null || entry.Mail.To.Address.Equals(to, StringComparison.OrdinalIgnoreCase)).ToList();
        var receivers = mails.Select(entry => entry.Mail.To.Address.ToLowerInvariant()).Distinct().Order();
        var items = new StringBuilder();
        foreach (var entry in shown)
        {
            items.Append(CultureInfo.InvariantCulture, $"""
                <li><a href="/dev/mailbox/{H(entry.Name)}{Query(to)}"{(entry.Name == selected ? " aria-current=\"true\"" : "")}>
                  <span class="who">{H(string.IsNullOrEmpty(entry.Mail.To.Name) ? entry.Mail.To.Address : entry.Mail.To.Name)}</span>
                  <time>{At(entry.At)}</time>
                  <span class="what">{H(entry.Mail.Subject)}</span>
                  <span class="start">{H(Start(entry.Mail.Text))}</span>
                </a></li>

                """);
        }

        var empty = to is null
            ? "<p class=\"empty\">No mail yet.<br>What the program sends appears here, because no mail server is configured.</p>"
            : $"<p class=\"empty\">No mail to {H(to)}.</p>";
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{H(title)} - development mailbox</title>
            <link rel="stylesheet" href="/dev/mailbox/style.css">
            </head>
            <body class="{(selected is null ? "listing" : "reading")}">
            <header>
              <a class="name" href="/dev/mailbox">Development mailbox</a>
              <form method="get" action="/dev/mailbox" role="search">
                <label for="to">To</label>
                <input id="to" name="to" type="search" list="receivers" placeholder="everybody" value="{H(to ?? "")}" autocomplete="off">
                <datalist id="receivers">{string.Concat(receivers.Select(address => $"<option value=\"{H(address)}\">"))}</datalist>
                <button>Show</button>
              </form>
            </header>
            <main>
            <nav class="list" aria-label="Mails">
              {(shown.Count == 0 ? empty : $"<ol>{items}</ol>")}
            </nav>
            {content}
            </main>
            </body>
            </html>
            """;
    }

    private static string H(string text) => WebUtility.HtmlEncode(text);

    private static string Query(string? to, char start = '?') => to is null ? "" : H($"{start}to={Uri.EscapeDataString(to)}");

    private static string At(DateTimeOffset at) => at.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Start(string text)
    {
        var line = Gaps().Replace(text, " ").Trim();
        return line.Length <= 140 ? line : line[..139] + "…";
    }

    /// <summary>The text, escaped, with its web addresses as links.</summary>
    private static string Linked(string text)
    {
        var page = new StringBuilder();
        var done = 0;
        foreach (var address in Addresses().EnumerateMatches(text))
        {
            var url = H(text.Substring(address.Index, address.Length));
            page.Append(H(text[done..address.Index])).Append(CultureInfo.InvariantCulture, $"""<a href="{url}" target="_blank" rel="noreferrer">{url}</a>""");
            done = address.Index + address.Length;
        }

        return page.Append(H(text[done..])).ToString();
    }

    [GeneratedRegex(@"https?://[^\s<>""']+[^\s<>""'.,;:!?)\]]", RegexOptions.NonBacktracking)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Gaps();
}
