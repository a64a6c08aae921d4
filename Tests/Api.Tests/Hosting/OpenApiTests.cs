using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Hosting;

/// <summary>The web application's client is generated from <c>Designer/openapi.json</c>: this keeps that file true. <c>UPDATE_OPENAPI=1</c> writes it anew.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Committed = Path.Combine(Repository.Root, "Designer", "openapi.json");

    [Fact]
    public async Task Document_ServedNow_SaysWhatTheWebApplicationWasBuiltFor()
    {
        var served = await ServedAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") is "1") await File.WriteAllTextAsync(Committed, served.ToJsonString(Indented) + "\n");
        var committed = JsonNode.Parse(await File.ReadAllTextAsync(Committed))!.AsObject();

        // What the server has besides does no harm: the next update takes it in.
        foreach (var (path, operations) in committed["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
                JsonNode.DeepEquals(served["paths"]?[path]?[method], operation).ShouldBeTrue($"{method} {path} has changed. Run this test with UPDATE_OPENAPI=1, then build the web application.");
        }

        foreach (var (name, schema) in committed["components"]!["schemas"]!.AsObject())
            JsonNode.DeepEquals(served["components"]?["schemas"]?[name], schema).ShouldBeTrue($"{name} has changed. Run this test with UPDATE_OPENAPI=1, then build the web application.");
    }

    /// <summary>The document without what belongs to Elsa's clients, in a stable order.</summary>
    private static async Task<JsonObject> ServedAsync()
    {
        await using var company = await Stories.Company.OpenAsync();
        var document = JsonNode.Parse(await company.Http.GetStringAsync("/openapi/v1.json"))!.AsObject();
        document.Remove("servers");
        document.Remove("tags");
        var paths = document["paths"]!.AsObject();
        foreach (var path in paths.Select(entry => entry.Key).Where(path => !path.StartsWith("/api/", StringComparison.Ordinal)).ToList()) paths.Remove(path);
        var schemas = document["components"]!["schemas"]!.AsObject();
        var used = new HashSet<string>();
        Follow(paths, schemas, used);
        foreach (var unused in schemas.Select(entry => entry.Key).Where(name => !used.Contains(name)).ToList()) schemas.Remove(unused);
        return (JsonObject)Sorted(document)!;
    }

    private static void Follow(JsonNode? node, JsonObject schemas, HashSet<string> used)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Follow(item, schemas, used);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, member) in members)
            {
                if (name == "$ref" && member?.ToString().Split('/')[^1] is { } schema && used.Add(schema)) Follow(schemas[schema], schemas, used);
                else Follow(member, schemas, used);
            }
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
