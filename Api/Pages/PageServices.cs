using Workflows.Api.ActionPages;
using Workflows.Api.DigestPages;

namespace Workflows.Api.Pages;

public static class PageServices
{
    /// <summary>The pages that work without JavaScript. Needs the approvals, mail and sign-in.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddSingleton<ActionPageViews>();
        services.AddSingleton<SignedInViews>();
        services.AddSingleton<LinkReports>();
        services.AddSingleton<DigestPageViews>();
        // Action links and one-time sign-in links carry their secret in the address, and these two write addresses down. The first one, while it may say anything at all,
        // also puts the address into a scope around every line of the request. What goes wrong in a request is logged by the exception handler and by the server.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning));
        return services;
    }
}
