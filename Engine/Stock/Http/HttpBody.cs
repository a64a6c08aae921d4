using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Http;

/// <summary>Bodies of requests and responses as plain values, by their content type.</summary>
internal static class HttpBody
{
    /// <summary>JSON as plain values, a form as an object, text as text, anything else as bytes; null when empty.</summary>
    /// <exception cref="InvalidDataException">The body is not what its content type says.</exception>
    public static async Task<(object? Content, ListValue Files)> ReadAsync(string? contentType, byte[] body, CancellationToken ct)
    {
        if (body.Length == 0) return (null, []);
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return (Encoding.UTF8.GetString(body), []);
        var media = type.MediaType.Value ?? "";
        if (media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            return JsonValues.TryParse(Encoding.UTF8.GetString(body), out var json) ? (json, []) : throw new InvalidDataException("The body is not valid JSON.");
        if (media.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return (Form(body), []);
        if (media.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return await MultipartAsync(type, body, ct);
        var isText = media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || media.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
        return (isText ? (type.Encoding ?? Encoding.UTF8).GetString(body) : body, []);
    }

    private static ObjectValue Form(byte[] body)
    {
        var form = new ObjectValue();
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body))) Add(form, pair.DecodeName().ToString(), pair.DecodeValue().ToString());
        return form;
    }

    private static async Task<(object?, ListValue)> MultipartAsync(MediaTypeHeaderValue type, byte[] body, CancellationToken ct)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary)) throw new InvalidDataException("The form has no boundary.");
        var (form, files) = (new ObjectValue(), new ListValue());
        try
        {
            var reader = new MultipartReader(boundary, new MemoryStream(body));
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content, ct);
                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                if (fileName is null) Add(form, HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", Encoding.UTF8.GetString(content.ToArray()));
                else files.Add(new ObjectValue { ["fileName"] = Path.GetFileName(fileName), ["contentType"] = section.ContentType, ["length"] = content.Length, ["content"] = content.ToArray() });
            }
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"The form cannot be read: {e.Message}", e);
        }

        return (form, files);
    }

    private static void Add(ObjectValue form, string name, string value)
    {
        if (!form.TryGetValue(name, out var existing)) form[name] = value;
        else if (existing is ListValue list) list.Add(value);
        else form[name] = new ListValue { existing, value };
    }

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Bytes(object? content) => content switch
    {
        null => [],
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        IFormattable number => Encoding.UTF8.GetBytes(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => Encoding.UTF8.GetBytes(JsonValues.ToJson(content)),
    };
}
