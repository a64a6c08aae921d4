using System.Buffers;
using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workflows.Activities.Mail;

/// <summary>Writes mails: a template's words and looks around the content that a process gives.</summary>
public sealed partial class MailComposer(MailTemplates templates, MailSettings settings)
{
    // What the pattern of gaps takes, except for the blank.
    private static readonly SearchValues<char> GapsButBlank = SearchValues.Create(
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(letter => letter != ' ' && (char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))),
    ]);

    // What a mail says above its heading when nothing else is given: a text of its language, and how it looks.
    private static readonly Dictionary<string, (string Text, MailTone? Tone)> Badges = new(StringComparer.OrdinalIgnoreCase)
    {
        ["task"] = ("toDecide", null),
        ["reminder"] = ("reminder", MailTone.Attention),
    };

    public IReadOnlyList<string> TemplateNames => templates.Names;

    /// <summary>What a mail will say. It is written when it is sent, by <see cref="Write"/>; what is wrong with it shows now.</summary>
    /// <param name="thread">See <see cref="OutgoingMail.Thread"/>.</param>
    /// <exception cref="ArgumentException">There is no such template, a button's address is not http(s), or a value is of a kind that templates do not take.</exception>
    public MailDraft Draft(string template, MailContent content, MailRecipient to, string? thread) => new()
    {
        To = to,
        Template = template,
        Content = content.Values.Count == 0 ? content : content with { Values = PlainValues(content) },
        Thread = thread,
        Subject = templates.Subject(template, Model(template, content)),
    };

    /// <summary>Renders subject, text and HTML. The subject starts with the request's reference in brackets when there is one.</summary>
    /// <exception cref="ArgumentException">As of <see cref="Draft"/>.</exception>
    public ComposedMail Compose(string template, MailContent content)
    {
        var mail = templates.Render(template, Model(template, content));
        // Templates leave empty lines where a piece is absent.
        var text = EmptyLines().Replace(SpacesAtLineEnd().Replace(mail.Text, "\n"), "\n\n").Trim() + "\n";
        return mail with { Text = text };
    }

    /// <summary>The mail that waits in the outbox with this payload.</summary>
    public OutgoingMail Write(string payload)
    {
        var stored = JsonSerializer.Deserialize<StoredMail>(payload, MailJson.Options) ?? throw new JsonException("The message holds no mail.");
        if (stored is not { Template: { } template, Content: { } content })
            return new OutgoingMail { To = stored.To, Subject = stored.Subject!, Text = stored.Text!, Html = stored.Html!, Thread = stored.Thread, UnsubscribeUrl = stored.UnsubscribeUrl };
        var mail = Compose(template, content);
        return new OutgoingMail { To = stored.To, Subject = mail.Subject, Text = mail.Text, Html = mail.Html, Thread = stored.Thread, UnsubscribeUrl = content.UnsubscribeUrl };
    }

    /// <summary>The mail with a one-time sign-in code. The code is not in the subject, which the message log shows.</summary>
    public MailDraft SignInCode(MailRecipient to, string language, string code, TimeSpan validFor) =>
        Draft(
            "sign-in-code",
            new MailContent { Language = language, Values = new Dictionary<string, object?> { ["code"] = code, ["minutes"] = (int)validFor.TotalMinutes } },
            to,
            thread: null);

    /// <summary>The text on one line and without control characters: a subject, a name, a fact. What people type must not make lines of its own.</summary>
    internal static string OneLine(string text) => IsOneLine(text) ? text : Gaps().Replace(text, " ").Trim();

    // Most texts are: they are passed on as they are.
    private static bool IsOneLine(string text) => !text.AsSpan().ContainsAny(GapsButBlank) && !text.StartsWith(' ') && !text.EndsWith(' ') && !text.Contains("  ");

    private Dictionary<string, object?> Model(string template, MailContent content)
    {
        var texts = MailTexts.For(content.Language, content.Values);
        var (badge, tone) = (content.Badge ?? "", content.Tone);
        if (badge.Length == 0 && Badges.TryGetValue(template, out var usual)) (badge, tone) = ((string)texts[usual.Text]!, usual.Tone ?? tone);
        var model = PlainValues(content);
        foreach (var button in content.Buttons.Select(button => button.Url).Append(content.RequestUrl).Append(content.UnsubscribeUrl).OfType<string>())
        {
            if (!Uri.TryCreate(button, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                throw new ArgumentException($"A mail cannot link to '{button}': an address starts with https:// or http://.");
            }
        }

        model["brand"] = settings.FromName;
        model["language"] = content.Language == "id" ? "id" : "en";
        model["reference"] = OneLine(content.Reference ?? "");
        model["subject"] = OneLine(content.Subject);
        model["preheader"] = OneLine(content.Preheader ?? (content.Intro is [var first, ..] ? first : ""));
        model["badge"] = OneLine(badge);
        model["tone"] = (tone ?? MailTone.Info).ToString().ToLowerInvariant();
        model["good"] = tone == MailTone.Good;
        model["bad"] = tone == MailTone.Bad;
        model["attention"] = tone == MailTone.Attention;
        model["heading"] = OneLine(content.Heading);
        model["intro"] = content.Intro.Select(paragraph => (object)OneLine(paragraph)).ToList();
        model["facts"] = content.Facts.Select(fact => (object)new Dictionary<string, object?> { ["label"] = OneLine(fact.Label), ["value"] = OneLine(fact.Value) }).ToList();
        model["comment"] = content.Comment is { } comment ? Quote(comment) : null;
        model["buttons"] = content.Buttons.Select(button => (object)new Dictionary<string, object?>
        {
            ["label"] = OneLine(button.Label),
            ["url"] = button.Url,
            ["style"] = button.Style.ToString().ToLowerInvariant(),
            ["primary"] = button.Style == MailButtonStyle.Primary,
            ["danger"] = button.Style == MailButtonStyle.Danger,
        }).ToList();
        model["note"] = OneLine(content.Note ?? "");
        model["why"] = OneLine(content.Why ?? "");
        model["requestUrl"] = content.RequestUrl;
        model["unsubscribeUrl"] = content.UnsubscribeUrl;
        model["markup"] = content.Markup;
        model["t"] = texts;
        return model;
    }

    private static Dictionary<string, object?> PlainValues(MailContent content) => content.Values.ToDictionary(value => value.Key, value => Plain(value.Key, value.Value));

    private static Dictionary<string, object?> Quote(MailQuote quote) => new()
    {
        ["by"] = OneLine(quote.By),
        ["lines"] = quote.Text.ReplaceLineEndings("\n").Trim().Split('\n').Select(line => (object)OneLine(line)).ToList(),
    };

    /// <summary>Templates see dictionaries, lists and text: no object of ours whose members a template could reach.</summary>
    private static object? Plain(string name, object? value) => value switch
    {
        null or string or bool => value,
        JsonElement { ValueKind: JsonValueKind.Object } json => json.EnumerateObject().ToDictionary(member => member.Name, member => Plain($"{name}.{member.Name}", member.Value)),
        JsonElement { ValueKind: JsonValueKind.Array } json => json.EnumerateArray().Select(item => Plain(name, item)).ToList(),
        JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } json => json.GetBoolean(),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement json => json.ToString(),
        JsonNode node => Plain(name, JsonSerializer.SerializeToElement(node)),
        DateOnly day => day.ToString("yyyy-MM-dd"),
        Uri address => address.ToString(),
        IFormattable number => number.ToString(null, null),
        IEnumerable<KeyValuePair<string, object?>> members => members.ToDictionary(member => member.Key, member => Plain($"{name}.{member.Key}", member.Value)),
        IEnumerable items => items.Cast<object?>().Select(item => Plain(name, item)).ToList(),
        _ => throw new ArgumentException($"The value '{name}' is a {value.GetType().Name}; a mail template takes text, numbers, dates, true and false, JSON, and dictionaries and lists of these."),
    };

    // Line separators count: U+2028 and U+0085 make a line in many programs. Bidirectional overrides can make a text read as another.
    [GeneratedRegex(@"[\s\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+", RegexOptions.NonBacktracking)]
    private static partial Regex Gaps();

    [GeneratedRegex(@"[ \t]+\n", RegexOptions.NonBacktracking)]
    private static partial Regex SpacesAtLineEnd();

    [GeneratedRegex(@"\n{3,}", RegexOptions.NonBacktracking)]
    private static partial Regex EmptyLines();

    /// <summary>A <see cref="MailDraft"/>, or a mail that a program before 23 November 2026 had already written.</summary>
    private sealed record StoredMail(MailRecipient To, string? Template, MailContent? Content, string? Thread, string? Subject, string? Text, string? Html, string? UnsubscribeUrl);
}
