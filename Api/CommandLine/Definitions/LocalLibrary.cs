using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Api.Definitions;
using Workflows.Api.Hosting;
using Workflows.Api.Processes;
using Workflows.Engine.Runtime;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>The database of a data folder, opened by the command itself.</summary>
internal sealed class LocalLibrary(ServiceProvider services, string dataFolder) : DefinitionLibrary
{
    public override string Name => $"the database in {dataFolder}";

    public static async Task<LocalLibrary> OpenAsync(string dataFolder, CancellationToken ct)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        // A command must not make a database where there is none: it was meant for another folder.
        if (configuration.GetConnectionString("Workflows") is not { Length: > 0 } && !File.Exists(Path.Combine(dataFolder, "workflows.db")))
            throw new LibraryException($"There is no database in '{dataFolder}'. Give its folder with --data, or ask a server with --server https://... --key ...");
        var database = await DatabaseAtStart.OpenAsync(configuration.GetConnectionString("Workflows"), dataFolder, ct);
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddProduct(configuration, new CommandEnvironment(dataFolder), database, dataFolder);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DefinitionStore>().ReloadAsync(ct);
        return new LocalLibrary(provider, dataFolder);
    }

    public override string PlaceOf(string folder) => DefinitionFolder.PlaceOf(folder);

    public override Task<IReadOnlyList<ProcessFileStatus>> StatusAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct) => Sync.StatusAsync(PlaceOf(folder), files, isWhole: true, ct);

    public override Task<JsonObject?> DocumentAsync(string definitionId, string version, CancellationToken ct)
    {
        var store = services.GetRequiredService<DefinitionStore>();
        var found = VersionName.Find(store.VersionsOf(definitionId), version);
        return Task.FromResult(found is null ? null : (JsonObject?)store.FindVersion(found.Id)?.Document.DeepClone());
    }

    public override async Task<PushResult> PushAsync(string folder, DefinitionFile file, bool publish, string? comment, bool force, CancellationToken ct)
    {
        var id = file.Facts!.DefinitionId;
        var how = new ImportFile(PlaceOf(folder), Path.GetFileName(file.Path), publish, comment, By: null, force);
        return await Sync.ImportAsync(file.Document!, file.Facts, how, ct) switch
        {
            ImportResult.Imported done => new PushResult(id, file.Path, done.IsPublished ? "published" : "imported", done.Version, $"version {done.Version} is {(done.IsPublished ? "in use" : "the draft")}", [.. done.Warnings.Select(warning => $"{warning.Path}: warning: {warning.Message}")]),
            ImportResult.Unchanged same => new PushResult(id, file.Path, "unchanged", same.Version, $"version {same.Version} says the same", []),
            ImportResult.Invalid invalid => new PushResult(id, file.Path, "invalid", null, "it cannot be published", [.. invalid.Problems.Select(problem => $"{problem.Path}: {(problem.IsWarning ? "warning: " : "")}{problem.Message}")]),
            ImportResult.NotNewer kept => new PushResult(id, file.Path, "refused", null, kept.Message, []),
            _ => new PushResult(id, file.Path, "refused", null, "Somebody saved at the same moment; nothing was overwritten. Try again.", []),
        };
    }

    public override async Task AgreeAsync(string folder, IReadOnlyList<FileFacts> files, CancellationToken ct)
    {
        foreach (var file in files) await Sync.AgreeAsync(PlaceOf(folder), file.DefinitionId, file.ContentHash, ct);
    }

    public override ValueTask DisposeAsync() => services.DisposeAsync();

    private DefinitionSync Sync => services.GetRequiredService<DefinitionSync>();
}
