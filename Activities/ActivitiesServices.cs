using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.Channels;
using Workflows.Activities.Leave;
using Workflows.Activities.People;
using Workflows.Activities.Privacy;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities;

public static class ActivitiesServices
{
    /// <summary>Requests, approvals and the registers behind the processes. Needs the engine, people and mail.</summary>
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.TryAddSingleton(new ApprovalSettings());
        services.AddSingleton<ApproverRules>();
        services.AddSingleton<SubstituteRegister>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<SubstituteRegister>());
        services.AddSingleton<Workload>();
        services.AddSingleton<Absences>();
        services.AddSingleton<TaskRights>();
        services.TryAddSingleton(new AttachmentSettings());
        services.AddSingleton<AttachmentStore>();
        services.AddChannels();
        services.AddSingleton<TaskQuestions>();
        services.AddSingleton<ShownFacts>();
        services.AddSingleton<StoredQuestions>();
        services.AddSingleton<TaskStore>();
        services.AddSingleton<Decisions>();
        services.AddSingleton<TaskHandOver>();
        services.AddSingleton<Leavers>();
        services.AddHostedService(provider => provider.GetRequiredService<Leavers>());
        services.AddSingleton<ApprovalForecast>();
        services.AddSingleton<RequestService>();
        services.AddSingleton<RequestRevisions>();
        services.AddSingleton<FormNames>();
        services.AddSingleton<RequestComments>();
        services.AddSingleton<Processes.ChangeWords>();
        services.AddSingleton<LeaveRegister>();
        services.AddSingleton<TeamCalendar>();
        services.AddRegisters();
        services.AddSingleton<CommitParticipant, RequestProjection>();
        services.AddSingleton<RetentionParticipant, RequestArchive>();
        services.AddSingleton<PersonalData, RequestData>();
        services.AddSingleton<PersonalData, RegisterData>();
        services.AddSingleton<PersonErasure>();
        services.AddSingleton(provider => RequestFunctions.For(provider.GetRequiredService<PeopleDirectory>()));
        return services;
    }
}
