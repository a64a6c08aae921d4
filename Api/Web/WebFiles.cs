using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Workflows.Api.Web;

/// <summary>The files of one folder, compressed as they were at build time.</summary>
/// <param name="folder">Nothing outside it is served.</param>
internal sealed partial class WebFiles(string folder)
{
    private const string Forever = "public, max-age=31536000, immutable";

    // Asked each time and answered with 304 while nothing has changed.
    private const string Asked = "no-cache";

    private static readonly FileExtensionContentTypeProvider Types = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".dat"] = "application/octet-stream",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".map"] = "application/json",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".ttf"] = "font/ttf",
        [".txt"] = "text/plain; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".webmanifest"] = "application/manifest+json",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
    });

    private PhysicalFileProvider? _files;

    // Not before it is there: it may be built while the server runs.
    private PhysicalFileProvider? Provider => _files ??= Directory.Exists(folder) ? new PhysicalFileProvider(folder) : null;

    /// <returns>Null when there is no such file.</returns>
    public IResult? Find(HttpContext context, string path)
    {
        if (Provider is not { } files || !Types.TryGetContentType(path, out var type)) return null;
        var file = files.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory) return null;

        var response = context.Response;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = Hashed().IsMatch(path) || context.Request.Query.ContainsKey("v") ? Forever : Asked;
        var etag = $"{file.LastModified.Ticks:x}-{file.Length:x}";
        foreach (var (encoding, ending) in ((string, string)[])[("br", ".br"), ("gzip", ".gz")])
        {
            if (!Accepts(context.Request, encoding) || files.GetFileInfo(path + ending) is not { Exists: true, PhysicalPath: { } compressed }) continue;
            response.Headers.ContentEncoding = encoding;
            return TypedResults.PhysicalFile(compressed, type, entityTag: new EntityTagHeaderValue($"\"{etag}-{encoding}\""));
        }

        return TypedResults.PhysicalFile(file.PhysicalPath!, type, entityTag: new EntityTagHeaderValue($"\"{etag}\""));
    }

    // A name with "q=0" would refuse the encoding; browsers do not send that.
    private static bool Accepts(HttpRequest request, string encoding) =>
        request.Headers.AcceptEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Any(accepted => accepted.Split(';')[0].Equals(encoding, StringComparison.OrdinalIgnoreCase));

    // Vite: assets/name-Ab3_dE9f.js. Blazor: name.k1x2y3z4w5.wasm.
    [GeneratedRegex(@"^/?assets/|\.[a-z0-9]{10}\.(wasm|js|dat|css|pdb)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hashed();
}
