using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Workflows.Engine;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

public static class MailServices
{
    /// <summary>Mail from the outbox to the SMTP server that the section <c>Smtp</c> names; without one to the development mailbox, which production never has.</summary>
    /// <param name="dataFolder">Where the program keeps its data; the mailbox is a folder in it.</param>
    /// <exception cref="SettingException">A setting or a template is wrong; the message names it and the cure.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, string dataFolder)
    {
        var settings = MailSettings.Read(configuration);
        var templates = MailTemplates.With(Path.Combine(environment.ContentRootPath, configuration["Mail:Templates"] ?? "templates"));
        services.AddSingleton(settings);
        services.AddSingleton(templates);
        services.AddSingleton<MailComposer>();
        if (settings.HasServer)
        {
            services.AddSingleton<OutboxHandler, SmtpMailer>();
        }
        else if (environment.IsProduction())
        {
            services.AddSingleton<OutboxHandler, MailWithoutServer>();
        }
        else
        {
            services.AddSingleton(provider => new DevelopmentMailbox(Path.Combine(dataFolder, "mailbox"), settings, provider.GetRequiredService<MailComposer>(), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<OutboxHandler>(provider => provider.GetRequiredService<DevelopmentMailbox>());
        }

        return services;
    }
}
