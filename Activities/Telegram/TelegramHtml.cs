using System.Text;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Telegram;

/// <summary>Builds the text of a message, in the HTML that the Bot API takes: every value is escaped, and what would be too long is cut.</summary>
/// <param name="limit">What may be shown, in UTF-16 units as Telegram counts them, without the marks.</param>
public sealed class TelegramHtml(int limit = TelegramHtml.Most - TelegramHtml.LeftForVerdict)
{
    /// <summary>What Telegram shows of one message.</summary>
    public const int Most = 4096;

    /// <summary>Kept free under a question for what becomes of it.</summary>
    public const int LeftForVerdict = 700;

    // A link always has its place: it leads to what was cut.
    private const int LeftForLink = 120;
    private const int ShortestPiece = 20;

    private readonly StringBuilder _html = new();
    private int _shown;

    /// <summary>Whether something was left out.</summary>
    public bool IsCut { get; private set; }

    public TelegramHtml Heading(string text) => Line(("<b>", Cut(MailComposer.OneLine(text), 300), "</b>"));

    public TelegramHtml Text(string text) => Line(("", MailComposer.OneLine(text), ""));

    public TelegramHtml Bold(string text) => Line(("<b>", MailComposer.OneLine(text), "</b>"));

    public TelegramHtml Fact(string label, string value) => Line(("<b>", Cut(MailComposer.OneLine(label), 200) + ":", "</b> "), ("", MailComposer.OneLine(value), ""));

    public TelegramHtml Small(string text) => Line(("<i>", MailComposer.OneLine(text), "</i>"));

    /// <summary>What somebody wrote, in their words; line breaks stay.</summary>
    public TelegramHtml Quote(string by, string text, int most = 1500) =>
        Line(("", Cut(MailComposer.OneLine(by), 200) + ":", "")).Line(("<blockquote>", Cut(string.Join('\n', text.ReplaceLineEndings("\n").Trim().Split('\n').Select(MailComposer.OneLine)), most), "</blockquote>"));

    /// <summary>An empty line between what stands above and what follows.</summary>
    public TelegramHtml Gap()
    {
        if (_html.Length > 0 && _html[^1] != '\n' && !IsCut) Add("\n", 1);
        return this;
    }

    public TelegramHtml Link(string text, string url)
    {
        var label = Cut(MailComposer.OneLine(text), LeftForLink - 2);
        Add($"{(_html.Length > 0 ? "\n" : "")}<a href=\"{Escape(url)}\">{Escape(label)}</a>", label.Length + 1);
        return this;
    }

    public override string ToString() => _html.ToString();

    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");

    /// <summary>At most so many UTF-16 units, and no half of a character.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        if (most < 2) return "";
        var end = most - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd() + "…";
    }

    private TelegramHtml Line(params (string Open, string Text, string Close)[] pieces)
    {
        var left = limit - LeftForLink - _shown - 1;
        if (IsCut || left < ShortestPiece)
        {
            IsCut = true;
            return this;
        }

        var (html, shown) = (new StringBuilder(_html.Length > 0 ? "\n" : ""), 1);
        foreach (var (open, text, close) in pieces)
        {
            var cut = Cut(text, left);
            html.Append(open).Append(Escape(cut)).Append(close);
            (shown, left) = (shown + cut.Length + 1, left - cut.Length - 1);
            if (cut.Length < text.Length) IsCut = true;
        }

        Add(html.ToString(), shown);
        return this;
    }

    private void Add(string html, int shown)
    {
        _html.Append(html);
        _shown += shown;
    }
}
