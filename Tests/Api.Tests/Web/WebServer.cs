using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Workflows.Api.Web;

namespace Workflows.Api.Tests.Web;

/// <summary>The web application's routes on a real Kestrel, with a small application of its own.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    public const string Script = "console.log('the script of the application, long enough to be worth compressing');";

    public const string Secret = "what lies beside the folder";

    private readonly string _folder = Directory.CreateTempSubdirectory("web-").FullName;
    private WebApplication _app = null!;

    /// <summary>The name of a file beside the folder.</summary>
    public string Outside => Path.GetFileName(_folder) + ".outside.js";

    public HttpClient Http { get; private set; } = null!;

    public static async Task<WebServer> StartAsync(bool isBuilt = true)
    {
        var server = new WebServer();
        if (isBuilt)
        {
            server.Write("index.html", "<html><script nonce=\"__NONCE__\"></script>The application</html>");
            server.Write("studio.html", "<html>Studio</html>");
            server.Write("assets/app-A1b2C3d4.js", Script);
            server.Write("icon.svg", "<svg/>");
            server.Write("designer/_framework/dotnet.k1x2y3z4w5.js", Script);
            server.Write("designer/_content/shell.css", "body{}");
            using var compressed = File.Create(Path.Combine(server._folder, "assets/app-A1b2C3d4.js.br"));
            using var brotli = new BrotliStream(compressed, CompressionLevel.Fastest);
            brotli.Write(Encoding.UTF8.GetBytes(Script));
        }

        await File.WriteAllTextAsync(server._folder + ".outside.js", Secret);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Web", server._folder)]);
        builder.Services.AddWeb();
        server._app = builder.Build();
        server._app.UseWebPages();
        server._app.MapGet("/api/known", () => "known");
        server._app.MapWeb();
        await server._app.StartAsync();
        server.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(server._app.Urls.Single()) };
        return server;
    }

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        File.Delete(_folder + ".outside.js");
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
