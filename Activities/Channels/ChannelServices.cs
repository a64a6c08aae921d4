using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Privacy;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Channels;

public static class ChannelServices
{
    /// <summary>How people are reached. A further channel is one more singleton of type <see cref="Channel"/>. Needs people and mail.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<DigestPlan>();
        services.AddSingleton<EmailChannel>();
        services.AddSingleton<Channel>(provider => provider.GetRequiredService<EmailChannel>());
        services.AddSingleton<ChannelRouter>();
        services.AddSingleton<UnsubscribeLinks>();
        services.AddSingleton<Digests>();
        services.AddSingleton<OutboxHandler, DigestWriter>();
        services.AddSingleton<PersonalData, ChannelData>();
        services.AddSingleton<ChannelFallback>();
        services.AddSingleton<OutboxRefusals>(provider => provider.GetRequiredService<ChannelFallback>());
        return services;
    }
}
