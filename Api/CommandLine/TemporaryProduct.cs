using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Api.Hosting;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.CommandLine;

/// <summary>The whole product on a database that is thrown away, with nothing that sends: the same code as the server, for trying definitions.</summary>
internal sealed class TemporaryProduct : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ServiceProvider _services;

    private TemporaryProduct(string folder, ServiceProvider services)
    {
        _folder = folder;
        _services = services;
    }

    public IServiceProvider Services => _services;

    public static async Task<TemporaryProduct> CreateAsync(TimeProvider time, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("workflows-").FullName;
        var database = await Database.OpenAsync(Path.Combine(folder, "workflows.db"), ProductServices.Migrations, time, ct);
        var services = new ServiceCollection();
        services.AddSingleton(time);
        // What is encrypted here is thrown away with the database.
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddProduct(new ConfigurationBuilder().Build(), new TemporaryEnvironment(folder), database, folder);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DefinitionStore>().ReloadAsync(ct);
        await provider.GetRequiredService<DemoCompany>().LoadAsync(ct);
        await provider.GetRequiredService<DemoRegisters>().LoadAsync(ct);
        return new TemporaryProduct(folder, provider);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Stores the definitions of files as they are written, older versions first.</summary>
    /// <exception cref="System.Text.Json.JsonException">A file is not JSON; the message names it.</exception>
    public async Task LoadAsync(IEnumerable<string> files, CancellationToken ct)
    {
        var documents = new List<(string File, System.Text.Json.Nodes.JsonObject Json)>();
        foreach (var file in files)
        {
            try
            {
                var json = CanonicalJson.Parse(await File.ReadAllTextAsync(file, ct));
                // Other JSON may lie beside definitions.
                if (json["root"] is not null) documents.Add((file, json));
            }
            catch (System.Text.Json.JsonException e)
            {
                throw new System.Text.Json.JsonException($"{file}: {e.Message}", e);
            }
        }

        var store = Get<DefinitionStore>();
        foreach (var (_, json) in documents.OrderBy(document => document.Json["version"] is System.Text.Json.Nodes.JsonValue v && v.TryGetValue(out int version) ? version : 1))
        {
            var publish = json["isPublished"] is not System.Text.Json.Nodes.JsonValue flag || !flag.TryGetValue(out bool isPublished) || isPublished;
            await store.SaveAsync(json, new SaveDefinition(publish, RefuseErrors: false), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class TemporaryEnvironment(string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "Workflows";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
