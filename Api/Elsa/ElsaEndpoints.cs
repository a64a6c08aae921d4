using Workflows.Api.Elsa.Definitions;
using Workflows.Api.Elsa.Descriptors;
using Workflows.Api.Elsa.Instances;
using Workflows.Api.Elsa.Live;
using Workflows.Api.Elsa.Trials;

namespace Workflows.Api.Elsa;

/// <summary>Elsa's management API, as its designer and its other clients call it: their routes, shapes and status codes; our rights.</summary>
public static class ElsaEndpoints
{
    public static IServiceCollection AddElsaApi(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionViews>();
        services.AddSingleton<DefinitionEditing>();
        services.AddSingleton<DefinitionDeletion>();
        services.AddSingleton<InputOptions>();
        services.AddSingleton<InstanceQueries>();
        services.AddSingleton<InstanceHistory>();
        services.AddSingleton<InstanceStates>();
        services.AddSingleton<InstanceFiles>();
        services.AddSingleton<AlterationPlans>();
        services.AddSingleton<ActivityTrial>();
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<LiveInstances>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveInstances>());
        services.AddSignalR();
        return services;
    }

    public static IEndpointRouteBuilder MapElsaApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/elsa/api").WithTags("Elsa").RequireAuthorization();
        api.MapDefinitions();
        api.MapDefinitionChanges();
        api.MapDefinitionFiles();
        api.MapDefinitionBulkActions();
        api.MapActivityDescriptors();
        api.MapDescriptors();
        api.MapFeatures();
        api.MapInstances();
        api.MapInstanceChanges();
        api.MapInstanceFiles();
        api.MapTaskReports();
        api.MapActivityExecutions();
        api.MapExecute();
        api.MapAlterations();
        api.MapScripting();
        api.MapActivityTests();
        routes.MapHub<InstanceHub>("/elsa/hubs/workflow-instance");
        return routes;
    }
}
