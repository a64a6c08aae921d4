using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Approvals;
using Workflows.Activities.Leave;
using Workflows.Activities.People;
using Workflows.Activities.Privacy;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Retention;

namespace Workflows.Activities;

public static class ActivitiesServices
{
    /// <summary>Requests, approvals and the registers behind the processes. Needs the engine, people and mail.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<ApproverRules>();
        services.AddSingleton<TaskMails>();
        services.AddSingleton<TaskStore>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<RequestService>();
        services.AddSingleton<Processes.ChangeWords>();
        services.AddSingleton<LeaveRegister>();
        services.AddSingleton<CommitParticipant, RequestProjection>();
        services.AddSingleton<RetentionParticipant, RequestArchive>();
        services.AddSingleton<PersonalData, RequestData>();
        services.AddSingleton<PersonErasure>();
        services.AddSingleton(provider => RequestFunctions.For(provider.GetRequiredService<PeopleDirectory>()));
        return services;
    }
}
