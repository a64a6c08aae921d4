using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Api.Definitions;
using Workflows.Api.Identity;
using Workflows.Engine;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Storage;

namespace Workflows.Api.Hosting;

/// <summary>The product without its web side: what the server, the command line and the scenarios share.</summary>
internal static class ProductServices
{
    public static IReadOnlyList<Migration> Migrations { get; } =
        [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(RequestApproval).Assembly), .. Migration.In(typeof(SignInCodes).Assembly)];

    /// <param name="dataFolder">Where the development mailbox and keys are kept.</param>
    public static IServiceCollection AddProduct(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, Database database, string dataFolder)
    {
        services.TryAddSingleton(ShiftedTime.OfProcess);
        services.AddSingleton(new WorkLease(configuration.Read("Runtime:Lease", WorkLease.Usual.Duration)));
        services.AddEngine(database, typeof(RequestApproval).Assembly);
        services.AddOutbox(configuration);
        services.AddRetention(configuration);
        services.AddHttpCalls(configuration);
        services.AddMail(configuration, environment, dataFolder);
        services.AddPeople();
        services.AddSingleton(ApprovalSettings.Read(configuration));
        services.AddSingleton(AttachmentSettings.Read(configuration));
        services.AddApprovals();
        services.AddTelegram(configuration);
        services.AddSingleton<DefinitionSync>();
        services.AddSingleton<DefinitionFolder>();
        return services;
    }
}
