using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Activities.Channels;
using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

public static class PeopleServices
{
    /// <summary>The directory of people, how they want to be reached, its import and the demo company. Needs a <see cref="Engine.Storage.Database"/>.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<PeopleDirectory>());
        services.AddSingleton<PreferenceBook>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<PreferenceBook>());
        services.AddSingleton<PeopleImport>();
        services.AddSingleton<PeopleRegister>();
        services.AddSingleton<DemoCompany>();
        return services;
    }
}
