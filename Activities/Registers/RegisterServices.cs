using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Bookings;
using Workflows.Activities.Expenses;
using Workflows.Activities.Leave;
using Workflows.Activities.Money;
using Workflows.Activities.Partners;
using Workflows.Activities.Projects;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

public static class RegisterServices
{
    /// <summary>The registers behind the processes. Needs people, a database, and, where secrets are stored, Data Protection.</summary>
    public static IServiceCollection AddRegisters(this IServiceCollection services)
    {
        foreach (var register in (Register[])[.. PartnerRegisters.All, .. BookingRegisters.All, .. ProjectRegisters.All, .. ExpenseRegisters.All, .. LeaveRegisters.All]) services.AddSingleton(register);
        services.AddSingleton<RegisterCatalog>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SealedInputs>();
        services.AddSingleton<RegisterStore>();
        services.AddSingleton<ISharedState>(provider => provider.GetRequiredService<RegisterStore>().Kept(LeaveRegisters.Types));
        services.AddSingleton<RegisterImport>();
        services.AddSingleton<DemoRegisters>();
        services.AddSingleton<ExpenseBook>();
        services.AddSingleton<ClaimForm>();
        services.AddSingleton<RevenueBook>();
        services.AddSingleton<LeaveRules>();
        services.AddSingleton<CommitParticipant, AbandonedRowsProjection>();
        services.AddSingleton(Functions());
        return services;
    }

    /// <summary>What expressions may ask of registers: <c>getRow('clients', id)</c>, <c>formatMoney(12.5, 'EUR')</c>. Secrets are masked there too.</summary>
    private static ScriptFunctions Functions() => new(new Dictionary<string, ContextFunction>
    {
        ["getRow"] = (context, arguments) => arguments.Length > 1 && arguments[0] is string register && arguments[1] is string id ? context.FindRow(register, id)?.ToObject() : null,
        ["formatMoney"] = (_, arguments) => arguments.Length > 1 && Engine.Expressions.ValueConverter.TryConvert(arguments[0], typeof(decimal), out var amount) && arguments[1] is string currency
            ? Amounts.Text((decimal)amount!, currency, arguments.Length > 2 && arguments[2] is string language ? language : "en")
            : null,
    });
}
