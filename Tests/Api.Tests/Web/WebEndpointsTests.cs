using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Workflows.Api.Tests.Web;

public sealed class WebEndpointsTests
{
    private static readonly (string Name, string Value) Page = ("Accept", "text/html,application/xhtml+xml");

    [Fact]
    public async Task Application_AnyOfItsAddresses_IsTheSameDocumentUnderAPolicyOfItsOwn()
    {
        await using var server = await WebServer.StartAsync();

        var nonces = new HashSet<string>();
        foreach (var path in (string[])["/", "/sign-in?token=x", "/processes/leave/design", "/requests/LV-2026-00001"])
        {
            var answer = await server.GetAsync(path, Page);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldStartWith("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            policy.ShouldContain("frame-ancestors 'none'");
            var nonce = Regex.Match(await answer.Content.ReadAsStringAsync(), "nonce=\"(?<nonce>[^\"]+)\"", RegexOptions.NonBacktracking).Groups["nonce"].Value;
            policy.ShouldContain($"script-src 'self' 'nonce-{nonce}'");
            nonces.Add(nonce);
        }

        nonces.Count.ShouldBe(4, "a nonce is used once");
    }

    [Fact]
    public async Task Files_Hashed_ComeCompressedAndAreKeptForever()
    {
        await using var server = await WebServer.StartAsync();

        var answer = await server.GetAsync("/assets/app-A1b2C3d4.js", ("Accept-Encoding", "gzip, br"));
        var plain = await server.GetAsync("/assets/app-A1b2C3d4.js");
        var again = await server.GetAsync("/assets/app-A1b2C3d4.js", ("Accept-Encoding", "br"), ("If-None-Match", answer.Headers.ETag!.ToString()));
        var studio = await server.GetAsync("/designer/_framework/dotnet.k1x2y3z4w5.js");
        var unhashed = await server.GetAsync("/designer/_content/shell.css");
        var versioned = await server.GetAsync("/designer/_content/shell.css?v=3.8.2");

        answer.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        using var reader = new StreamReader(new BrotliStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress));
        (await reader.ReadToEndAsync()).ShouldBe(WebServer.Script);
        (await plain.Content.ReadAsStringAsync()).ShouldBe(WebServer.Script);
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        foreach (var kept in (HttpResponseMessage[])[answer, plain, studio, versioned]) kept.Headers.CacheControl!.ToString().ShouldContain("immutable");
        unhashed.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/unknown")]
    [InlineData("/assets/unknown.js")]
    [InlineData("/designer/unknown.wasm")]
    [InlineData("/a/unknown/more")]
    public async Task Addresses_OfNothing_AreNotFound(string path)
    {
        await using var server = await WebServer.StartAsync();

        (await server.GetAsync(path, Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/..%2f")]
    [InlineData("/assets/..%2f..%2f")]
    [InlineData("/designer/..%2f..%2f")]
    [InlineData("/designer/%2e%2e/%2e%2e/")]
    public async Task Files_OutsideTheFolder_AreNeverServed(string way)
    {
        await using var server = await WebServer.StartAsync();

        (await (await server.GetAsync(way + server.Outside)).Content.ReadAsStringAsync()).ShouldNotContain(WebServer.Secret);
    }

    [Fact]
    public async Task Addresses_AskedForByAProgram_AreNotFoundRatherThanAPage()
    {
        await using var server = await WebServer.StartAsync();

        (await server.GetAsync("/processes/leave", ("Accept", "application/json"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await server.GetAsync("/api/known")).Content.ReadAsStringAsync()).ShouldBe("known");
    }

    [Fact]
    public async Task Studio_ItsDocumentAndAddresses_MayBeFramedByUsOnlyAndLeadBackToOurPages()
    {
        await using var server = await WebServer.StartAsync();

        var document = await server.GetAsync("/designer/editor?id=leave", Page);
        var run = await server.GetAsync("/designer/workflows/instances/one/view", Page);
        var definition = await server.GetAsync("/designer/workflows/definitions/leave/edit", Page);

        var policy = document.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("frame-ancestors 'self'");
        policy.ShouldNotContain("script-src 'self' 'unsafe-inline'");
        document.Headers.GetValues("X-Frame-Options").Single().ShouldBe("SAMEORIGIN");
        run.Headers.Location!.ToString().ShouldBe("/requests/one");
        definition.Headers.Location!.ToString().ShouldBe("/processes/leave/design");
    }

    [Fact]
    public async Task Application_NotBuilt_PlainPagesStandIn()
    {
        await using var server = await WebServer.StartAsync(isBuilt: false);

        (await server.GetAsync("/", Page)).Headers.Location!.ToString().ShouldBe("/plain/home");
        (await server.GetAsync("/sign-in?token=x", Page)).Headers.Location!.ToString().ShouldBe("/plain/sign-in?token=x");
        (await server.GetAsync("/designer/editor", Page)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
