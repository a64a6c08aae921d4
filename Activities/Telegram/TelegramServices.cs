using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Channels;
using Workflows.Activities.Privacy;
using Workflows.Activities.Telegram.Bot;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

public static class TelegramServices
{
    /// <summary>The bot, where the section <c>Telegram</c> has a token: its channel, and sending from the outbox. Without a token nothing of it runs. Needs the approvals.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the cure.</exception>
    public static IServiceCollection AddTelegram(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TelegramSettings.Read(configuration);
        services.AddSingleton(settings);
        services.AddSingleton<TelegramAccounts>();
        services.AddSingleton<TelegramLinks>();
        // Also while it is off: what was there before is let go of and erased like everything else.
        services.AddSingleton<PersonalData, TelegramData>();
        services.AddSingleton<RetentionParticipant, TelegramRetention>();
        if (!settings.IsOn) return services;

        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<TelegramAccounts>());
        services.AddSingleton<TelegramBot>();
        services.AddSingleton<TelegramWriter>();
        services.AddSingleton<TelegramMessages>();
        services.AddSingleton<TelegramVerdicts>();
        services.AddSingleton<TelegramChannel>();
        services.AddSingleton<Channel>(provider => provider.GetRequiredService<TelegramChannel>());
        services.AddSingleton<OutboxHandler, TelegramDelivery>();
        services.AddHostedService<TelegramGroupPosts>();
        return services;
    }
}
