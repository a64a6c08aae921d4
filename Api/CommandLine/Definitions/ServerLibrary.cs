using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Workflows.Api.Definitions;
using Workflows.Engine.Definitions;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>A running server, asked over HTTP with an API key.</summary>
internal sealed class ServerLibrary : DefinitionLibrary
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, MaxDepth = 512 };

    private readonly HttpClient _http;

    /// <exception cref="LibraryException">The address or the key cannot be used.</exception>
    public ServerLibrary(string server, string? key)
    {
        if (!Uri.TryCreate(server.EndsWith('/') ? server : server + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new LibraryException($"--server: '{server}' is no address of a server. Write it as https://approvals.example.com.");
        if (string.IsNullOrWhiteSpace(key)) throw new LibraryException("--key: give an API key of the server, or set WORKFLOWS_KEY. An administrator makes keys under API keys.");
        // A key must not travel in the open, except within one machine.
        if (address.Scheme == "http" && !address.IsLoopback) throw new LibraryException($"--server: {address} is not encrypted, so the key would be readable on its way. Use https.");
        // A redirect would take the key to another place.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = address, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key.Trim());
    }

    public override string Name => _http.BaseAddress!.ToString();

    public override string PlaceOf(string folder) => $"{Environment.MachineName}:{DefinitionFolder.PlaceOf(folder)}";

    public override async Task<IReadOnlyList<ProcessFileStatus>> StatusAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Post, "api/definition-files/status", new CompareFiles(PlaceOf(folder), files), ct);
        return (await ReadAsync<ProcessFileStatusList>(response, ct)).Items;
    }

    public override async Task<JsonObject?> DocumentAsync(string definitionId, string version, CancellationToken ct)
    {
        using var response = await SendAsync(HttpMethod.Get, $"api/processes/{Uri.EscapeDataString(definitionId)}/versions/{Uri.EscapeDataString(version)}/document", null, ct, HttpStatusCode.NotFound);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        try
        {
            return CanonicalJson.Parse(await response.Content.ReadAsStringAsync(ct));
        }
        catch (JsonException e)
        {
            throw NotOurs(e);
        }
    }

    public override async Task<PushResult> PushAsync(string folder, DefinitionFile file, bool publish, string? comment, bool force, CancellationToken ct)
    {
        var id = file.Facts!.DefinitionId;
        var body = new ImportDefinition(PlaceOf(folder), Path.GetFileName(file.Path), file.Document, publish, comment, force);
        using var response = await SendAsync(HttpMethod.Post, "api/definition-files/import", body, ct, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity);
        if (response.IsSuccessStatusCode)
        {
            var done = await ReadAsync<ImportedDefinition>(response, ct);
            if (!done.IsChanged) return new PushResult(id, file.Path, "unchanged", done.Version, $"version {done.Version} says the same", []);
            return new PushResult(
                id, file.Path, done.IsPublished ? "published" : "imported", done.Version, $"version {done.Version} is {(done.IsPublished ? "in use" : "the draft")}", [.. done.Warnings.Select(warning => $"{warning.Path}: warning: {warning.Message}")]);
        }

        var problem = await ReadAsync<JsonObject>(response, ct);
        var lines = (problem["problems"] as JsonArray ?? []).OfType<JsonObject>().Select(line => $"{line["path"]}: {((bool?)line["isWarning"] == true ? "warning: " : "")}{line["message"]}").ToList();
        return response.StatusCode == HttpStatusCode.Conflict
            ? new PushResult(id, file.Path, "refused", null, $"{problem["detail"]}", lines)
            : new PushResult(id, file.Path, "invalid", null, "it cannot be published", lines);
    }

    public override async Task AgreeAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct) =>
        (await SendAsync(HttpMethod.Post, "api/definition-files/agreed", new AgreeFiles(PlaceOf(folder), files), ct)).Dispose();

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <param name="expected">Refusals that are answers.</param>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, CancellationToken ct, params HttpStatusCode[] expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, ct);
        }
        catch (HttpRequestException e)
        {
            throw new LibraryException($"{Name} cannot be reached: {e.Message.TrimEnd('.')}. Check the address, and that the server runs.", e);
        }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new LibraryException($"{Name} did not answer within {Patience.TotalSeconds:0} seconds. Try again; what was sent last may have been done.", e);
        }

        if (response.IsSuccessStatusCode || expected.Contains(response.StatusCode)) return response;
        using (response)
        {
            var said = await DetailAsync(response, ct);
            throw new LibraryException(response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => $"{Name} does not accept the key. Check --key or WORKFLOWS_KEY; it may have expired or been withdrawn.",
                HttpStatusCode.Forbidden => $"{Name}: the key may not do this. {said ?? "It needs process:edit, and process:publish to publish."}",
                HttpStatusCode.NotFound => $"{Name} has nothing at {path}: it is no server of this product, or an older one.",
                >= HttpStatusCode.MovedPermanently and < HttpStatusCode.BadRequest => $"{Name} sends on to {response.Headers.Location}. Give that address with --server if you trust it.",
                _ => $"{Name} answered {(int)response.StatusCode}. {said ?? "It says nothing more."}",
            });
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Json, ct) ?? throw NotOurs(null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw NotOurs(e);
        }
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<JsonObject>(Json, ct))?["detail"]?.ToString();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or HttpRequestException)
        {
            return null;
        }
    }

    private LibraryException NotOurs(Exception? e) => new($"{Name} answered something that this command does not understand. It may be an older or newer server.", e);
}
