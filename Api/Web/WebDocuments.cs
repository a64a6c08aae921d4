using System.Buffers.Text;
using System.Security.Cryptography;

namespace Workflows.Api.Web;

/// <summary>The two documents of the web application: its own, and the one that Elsa Studio lives in.</summary>
internal sealed class WebDocuments(WebFolder folder)
{
    // Where the build leaves room for the nonce of an answer.
    private const string Nonce = "__NONCE__";
    private const int NonceBytes = 18;

    /// <summary>Everything comes from this server. What Mantine works out at run time goes into style elements with the nonce.</summary>
    public IResult Application(int status = StatusCodes.Status200OK) => new Document(
        Path.Combine(folder.Application, "index.html"),
        nonce => $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        FrameOptions: "DENY",
        status);

    // The one script that Studio 3.8.2 writes into the page itself (it registers the editor's keys). Another version may have another; the browser's console names its hash.
    private const string StudioScript = "'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc='";

    /// <summary>The document of Studio. Its editors and diagrams write styles into the page and compile WebAssembly, so its policy allows more; it may still reach no other host.</summary>
    public IResult Studio() => new Document(
        Path.Combine(folder.Application, "studio.html"),
        _ => $"default-src 'none'; script-src 'self' {StudioScript} 'wasm-unsafe-eval' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
            + "worker-src 'self' blob:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'",
        FrameOptions: "SAMEORIGIN",
        StatusCodes.Status200OK);

    private sealed record Document(string File, Func<string, string> Policy, string FrameOptions, int Status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
            var html = await System.IO.File.ReadAllTextAsync(File, httpContext.RequestAborted);
            var response = httpContext.Response;
            response.StatusCode = Status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-cache";
            response.Headers.ContentSecurityPolicy = Policy(nonce);
            response.Headers.XFrameOptions = FrameOptions;
            response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            await response.WriteAsync(html.Replace(Nonce, nonce, StringComparison.Ordinal), httpContext.RequestAborted);
        }
    }
}
