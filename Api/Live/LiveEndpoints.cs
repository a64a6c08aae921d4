namespace Workflows.Api.Live;

/// <summary>Live updates of the web application, and of any client that is signed in.</summary>
public static class LiveEndpoints
{
    public static IServiceCollection AddLiveUpdates(this IServiceCollection services)
    {
        services.AddSingleton<LiveTasks>();
        services.AddSingleton<LiveUpdates>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveUpdates>());
        services.AddSignalR();
        return services;
    }

    public static IEndpointRouteBuilder MapLiveUpdates(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<AppHub>("/hub");
        return routes;
    }
}
