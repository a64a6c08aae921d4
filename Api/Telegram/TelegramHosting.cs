using Workflows.Activities.Telegram;

namespace Workflows.Api.Telegram;

internal static class TelegramHosting
{
    /// <summary>What people write to the bot and press there. Without a bot nothing of it is there.</summary>
    public static IServiceCollection AddTelegramConversations(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = TelegramSettings.Read(configuration);
        if (!settings.IsOn) return services;
        services.AddSingleton<TelegramIdentity>();
        services.AddSingleton<TelegramReplies>();
        services.AddSingleton<TelegramQuestions>();
        services.AddSingleton<TelegramUnlinking>();
        services.AddSingleton<TelegramDecisions>();
        services.AddSingleton<TelegramTasks>();
        services.AddSingleton<TelegramStatus>();
        services.AddSingleton<TelegramAway>();
        services.AddSingleton<TelegramAnswers>();
        services.AddSingleton<TelegramPresses>();
        services.AddSingleton<TelegramCommands>();
        services.AddSingleton<TelegramConversation>();
        services.AddSingleton<TelegramUpdates>();
        if (settings.HasWebhook) services.AddHostedService<TelegramWebhook>();
        else services.AddHostedService<TelegramPolling>();
        return services;
    }
}
