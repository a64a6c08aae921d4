using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Workflows.Engine.Runtime.Outbox;

public static class OutboxServices
{
    /// <summary>The outbox and its worker. Needs a <see cref="Storage.Database"/> and a <see cref="TimeProvider"/>; handlers are added as <see cref="OutboxHandler"/>.</summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OutboxOptions>().Configure(options => configuration.ReadInto(OutboxOptions.Section, options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboxOptions>, OutboxOptionsValidator>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<OutboxWorker>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OutboxWorker>());
        return services;
    }

    private sealed class OutboxOptionsValidator : IValidateOptions<OutboxOptions>
    {
        public ValidateOptionsResult Validate(string? name, OutboxOptions options) =>
            options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
