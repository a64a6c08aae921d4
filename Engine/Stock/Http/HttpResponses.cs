using System.Collections;
using System.IO.Compression;
using System.Net;
using System.Text;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Http;

[Activity("Elsa.WriteHttpResponse", Category = "HTTP", DisplayName = "HTTP Response", Description = "Answers the HTTP request that is being handled.")]
public sealed class WriteHttpResponse : CodeActivity
{
    [Input("The status code.", UiHint = UiHints.HttpStatusCodes)]
    public Input<HttpStatusCode> StatusCode { get; init; } = new(HttpStatusCode.OK);

    [Input("Text is sent as it is, bytes too, anything else as JSON.", UiHint = UiHints.MultiLine)]
    public Input<object> Content { get; init; } = new();

    [Input("The content type; without it, the content decides.", UiHint = UiHints.DropDown, Options = ["", "text/plain", "text/html", "application/json", "application/xml", "application/octet-stream"])]
    public Input<string> ContentType { get; init; } = new();

    [Input("Headers, by name.", UiHint = UiHints.JsonEditor, Category = "Advanced")]
    public Input<ObjectValue> ResponseHeaders { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var exchange = HttpReply.ExchangeOf(context);
        var (status, content) = (context.Get(StatusCode), context.Get(Content));
        var contentType = context.Get(ContentType) is { Length: > 0 } given ? given : content switch
        {
            null => null,
            byte[] => "application/octet-stream",
            string => "text/plain",
            _ => "application/json",
        };
        object? body = content switch
        {
            null or byte[] or string => content,
            _ when status == HttpStatusCode.NoContent => null,
            IConvertible when contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) != true => ValueConverter.ToText(content),
            _ => JsonValues.ToJson(content),
        };
        exchange.Answer = new HttpAnswer((int)status is 0 ? 200 : (int)status, status == HttpStatusCode.NoContent ? null : body, contentType, context.Get(ResponseHeaders) ?? []);
    }
}

[Activity("Elsa.WriteFileHttpResponse", Category = "HTTP", DisplayName = "HTTP File Response", Description = "Answers the HTTP request that is being handled with a file.")]
public sealed class WriteFileHttpResponse : CodeActivity
{
    [Input("The content type; without it, application/octet-stream.")]
    public Input<string> ContentType { get; init; } = new();

    [Input("The name that the file is offered by.")]
    public Input<string> Filename { get; init; } = new();

    [Input("The entity tag.")]
    public Input<string> EntityTag { get; init; } = new();

    [Input("Bytes, text, a file of an HTTP endpoint, or a list of those, which is sent as a zip file.")]
    public Input<object> Content { get; init; } = new();

    [Input("Kept for compatibility: files are sent whole.", Category = "Advanced")]
    public Input<bool> EnableResumableDownloads { get; init; } = new();

    [Input("Kept for compatibility.", Category = "Advanced")]
    public Input<string> DownloadCorrelationId { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var exchange = HttpReply.ExchangeOf(context);
        var (name, bytes, type) = FileOf(context.Get(Content));
        if (bytes is null)
        {
            exchange.Answer = new HttpAnswer((int)HttpStatusCode.NoContent, Content: null, ContentType: null, []);
            return;
        }

        name = context.Get(Filename) is { Length: > 0 } given ? given : name ?? "file.bin";
        var headers = new ObjectValue
        {
            ["Content-Disposition"] = $"attachment; filename=\"{Ascii(name)}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}",
            ["X-Content-Type-Options"] = "nosniff",
        };
        if (context.Get(EntityTag) is { Length: > 0 } tag) headers["ETag"] = tag.StartsWith('"') || tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"\"{tag}\"";
        exchange.Answer = new HttpAnswer((int)HttpStatusCode.OK, bytes, context.Get(ContentType) is { Length: > 0 } contentType ? contentType : type ?? "application/octet-stream", headers);
    }

    private static (string? Name, byte[]? Bytes, string? Type) FileOf(object? content) => content switch
    {
        null => (null, null, null),
        byte[] bytes => (null, bytes, null),
        string text => (null, Encoding.UTF8.GetBytes(text), null),
        ObjectValue file when file.TryGetValue("content", out var inner) =>
            (file.GetValueOrDefault("fileName") as string, inner as byte[] ?? ValueConverter.To<byte[]>(inner), file.GetValueOrDefault("contentType") as string),
        IEnumerable list and not IDictionary<string, object?> => ("download.zip", Zip([.. list.Cast<object?>()]), "application/zip"),
        _ => (null, Encoding.UTF8.GetBytes(JsonValues.ToJson(content)), "application/json"),
    };

    private static byte[] Zip(IReadOnlyList<object?> files)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files.Count; i++)
            {
                var (name, bytes, _) = FileOf(files[i]);
                if (bytes is null) continue;
                using var entry = archive.CreateEntry(Path.GetFileName(name) is { Length: > 0 } safe ? safe : $"file-{i + 1}.bin").Open();
                entry.Write(bytes);
            }
        }

        return buffer.ToArray();
    }

    private static string Ascii(string name) => string.Concat(name.Select(letter => letter is '"' or '\\' or < ' ' or > '~' ? '_' : letter));
}

internal static class HttpReply
{
    /// <exception cref="InvalidOperationException">No request is being handled.</exception>
    public static HttpExchange ExchangeOf(ActivityContext context) => context.Burst.Http ?? throw new InvalidOperationException(
        "There is no HTTP request to answer: it was answered when the workflow began to wait. Answer before the wait, or wait for another request.");
}
