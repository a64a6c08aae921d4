using Workflows.Activities.Approvals;
using Workflows.Api.Identity;
using Workflows.Engine.Storage;

namespace Workflows.Stress;

internal static class Product
{
    public static IReadOnlyList<Migration> Migrations { get; } =
        [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(RequestApproval).Assembly), .. Migration.In(typeof(SignInCodes).Assembly)];
}
