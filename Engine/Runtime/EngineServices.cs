using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

public static class EngineServices
{
    /// <summary>The engine over a database that is open. Functions for scripts are registered as <see cref="ScriptFunctions"/>.</summary>
    /// <param name="activities">Assemblies with activities besides the engine's own.</param>
    public static IServiceCollection AddEngine(this IServiceCollection services, Database database, params Assembly[] activities)
    {
        WorkflowRuntime.ReserveThreads();
        // By a factory: a container disposes what it has made, and closing the database finishes the commits that wait.
        services.AddSingleton(_ => database);
        services.AddSingleton(new ActivityCatalog(activities));
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<DefinitionStore>());
        services.AddSingleton<DefinitionLookup>(provider => provider.GetRequiredService<DefinitionStore>());
        services.AddSingleton(provider => new BurstServices(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<DefinitionLookup>(), provider)
        {
            Functions = provider.GetServices<ScriptFunctions>().SelectMany(functions => functions.ByName).ToDictionary(),
        });
        services.AddSingleton<Publishing>();
        services.AddSingleton<Drafts>();
        services.AddSingleton<InstanceStore>();
        services.AddSingleton<ConsoleLog>();
        services.AddSingleton<WorkSignal>();
        services.TryAddSingleton(WorkLease.Usual);
        services.AddSingleton<WorkflowRuntime>();
        services.AddSingleton<Stimuli>();
        services.AddSingleton<Alterations>();
        services.AddSingleton<InstanceRemoval>();
        services.AddSingleton<Retention.RunArchive>();
        services.AddSingleton<HttpWorkflows>();
        services.AddSingleton<ChangeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeWatch>());
        services.AddSingleton<BackgroundWork>();
        services.AddHostedService(provider => provider.GetRequiredService<BackgroundWork>());
        return services;
    }
}

/// <summary>Functions that a host adds to scripts.</summary>
public sealed record ScriptFunctions(IReadOnlyDictionary<string, ContextFunction> ByName);
