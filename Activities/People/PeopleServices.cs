using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

public static class PeopleServices
{
    /// <summary>The directory of people, its import and the demo company. Needs a <see cref="Engine.Storage.Database"/>.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PeopleDirectory>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<PeopleDirectory>());
        services.AddSingleton<PeopleImport>();
        services.AddSingleton<PeopleRegister>();
        services.AddSingleton<DemoCompany>();
        return services;
    }
}
