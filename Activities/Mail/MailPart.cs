using System.Text;

namespace Workflows.Activities.Mail;

/// <summary>A part of a received message: just enough of MIME to find a delivery report in it.</summary>
internal sealed record MailPart(string MediaType, string Body, IReadOnlyList<MailPart> Parts)
{
    private const int Deepest = 8;
    private const int MostParts = 50;

    /// <param name="text">Headers and body, with single line feeds.</param>
    public static MailPart Parse(string text, int depth)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var headers = HeadersIn(end < 0 ? text : text[..end]);
        var body = end < 0 ? "" : text[(end + 2)..];
        var type = headers.GetValueOrDefault("content-type") ?? "text/plain";
        var media = type.Split(';')[0].Trim().ToLowerInvariant();
        if (depth >= Deepest) return new MailPart(media, "", []);
        if (media.StartsWith("multipart/", StringComparison.Ordinal) && ParameterIn(type, "boundary") is { Length: > 0 } boundary)
            return new MailPart(media, "", [.. Split(body, boundary).Take(MostParts).Select(part => Parse(part, depth + 1))]);
        body = Decode(body, headers.GetValueOrDefault("content-transfer-encoding"));
        // A report that was forwarded whole.
        return new MailPart(media, body, media == "message/rfc822" ? [Parse(body, depth + 1)] : []);
    }

    /// <summary>Header fields by name in lower case, folded lines joined; of a field that comes twice the first.</summary>
    public static Dictionary<string, string> HeadersIn(string text)
    {
        var fields = new Dictionary<string, string>();
        string? name = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                if (name is not null) fields[name] += " " + line.Trim();
                continue;
            }

            var colon = line.IndexOf(':');
            name = colon > 0 ? line[..colon].Trim().ToLowerInvariant() : null;
            if (name is not null && !fields.TryAdd(name, line[(colon + 1)..].Trim())) name = null;
        }

        return fields;
    }

    private static IEnumerable<string> Split(string body, string boundary)
    {
        var pieces = ("\n" + body).Split("\n--" + boundary);
        // Before the first boundary stands nothing that counts; the last one ends with two dashes.
        foreach (var piece in pieces.Skip(1))
        {
            if (piece.StartsWith("--", StringComparison.Ordinal)) yield break;
            var line = piece.IndexOf('\n');
            yield return line < 0 ? "" : piece[(line + 1)..];
        }
    }

    private static string? ParameterIn(string field, string name)
    {
        foreach (var part in field.Split(';').Skip(1))
        {
            var equals = part.IndexOf('=');
            if (equals > 0 && part[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return part[(equals + 1)..].Trim().Trim('"');
        }

        return null;
    }

    private static string Decode(string body, string? encoding)
    {
        switch (encoding?.Trim().ToLowerInvariant())
        {
            case "base64":
                try
                {
                    return Encoding.Latin1.GetString(Convert.FromBase64String(body)).ReplaceLineEndings("\n");
                }
                catch (FormatException)
                {
                    return "";
                }

            case "quoted-printable":
                var text = new StringBuilder();
                for (var i = 0; i < body.Length; i++)
                {
                    if (body[i] != '=' || i + 1 >= body.Length) text.Append(body[i]);
                    else if (body[i + 1] == '\n') i++;
                    else if (i + 2 < body.Length && char.IsAsciiHexDigit(body[i + 1]) && char.IsAsciiHexDigit(body[i + 2])) (_, i) = (text.Append((char)Convert.ToByte(body.Substring(i + 1, 2), 16)), i + 2);
                    else text.Append('=');
                }

                return text.ToString().ReplaceLineEndings("\n");
            default:
                return body;
        }
    }
}
