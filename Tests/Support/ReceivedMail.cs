using System.Net;
using System.Text.RegularExpressions;

namespace Workflows.Tests.Support;

/// <summary>A mail as the server received it, its parts decoded by a parser that is not ours (npm's postal-mime).</summary>
public sealed partial record ReceivedMail
{
    /// <summary>The connection that it came over: mails that came over one have the same.</summary>
    public required string Connection { get; init; }

    /// <summary>The envelope's sender.</summary>
    public required string From { get; init; }

    /// <summary>The envelope's receivers.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>The addresses in the To header, as a mail program shows them.</summary>
    public required IReadOnlyList<string> AddressedTo { get; init; }

    public required string FromName { get; init; }

    public required string ToName { get; init; }

    public required string Subject { get; init; }

    /// <summary>With its angle brackets, as are <see cref="InReplyTo"/> and <see cref="References"/>.</summary>
    public required string MessageId { get; init; }

    public string? InReplyTo { get; init; }

    public string? References { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>Name and value, in order.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Headers { get; init; }

    /// <summary>Whether it came over an encrypted connection.</summary>
    public bool Secure { get; init; }

    /// <summary>Who had signed in; null when nobody had.</summary>
    public string? User { get; init; }

    /// <summary>The bytes of the message, one character each.</summary>
    public required string Raw { get; init; }

    /// <summary>What the HTML part links to, in order, with the words on each link.</summary>
    public IReadOnlyList<MailLink> Links =>
    [
        .. Anchors().Matches(Html)
            .Select(link => new MailLink(WebUtility.HtmlDecode(Tags().Replace(link.Groups["words"].Value, "")).Trim(), WebUtility.HtmlDecode(link.Groups["url"].Value))),
    ];

    /// <summary>The address behind the link or button with these words.</summary>
    public string Link(string label) =>
        Links.FirstOrDefault(link => link.Label == label)?.Url
        ?? throw new InvalidOperationException($"'{Subject}' has no link '{label}'. It has: {string.Join(", ", Links.Select(link => link.Label))}.");

    /// <summary>The value of the first header with this name, or null.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];

    public override string ToString() => $"'{Subject}' to {string.Join(',', To)}";

    [GeneratedRegex("""<a\b[^>]*\bhref="(?<url>[^"]*)"[^>]*>(?<words>.*?)</a>""", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Anchors();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();
}

public sealed record MailLink(string Label, string Url);
