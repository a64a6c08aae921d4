using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Engine.Stock.Http;

public static class HttpCallServices
{
    /// <summary>Lets workflows call other systems. Needs the engine and the outbox.</summary>
    public static IServiceCollection AddHttpCalls(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HttpCallOptions>().Configure(options => configuration.ReadInto(HttpCallOptions.Section, options))
            .Validate(options => options.Timeout > TimeSpan.Zero, "HttpCalls:Timeout must be longer than nothing, such as 00:00:25.")
            .Validate(options => options.MaxResponseBytes > 0, "HttpCalls:MaxResponseBytes must be more than nothing.")
            .ValidateOnStart();
        services.AddSingleton<OutboxHandler, HttpCallHandler>();
        return services;
    }
}
