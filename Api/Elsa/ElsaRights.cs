using System.Security.Claims;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa;

internal static class ElsaRights
{
    /// <summary>Asks for a right on a route whose 403 would break the designer's page: a missing one is a 400 that the designer shows.</summary>
    public static RouteHandlerBuilder NeedsRight(this RouteHandlerBuilder route, string right) => route.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<Rights>().Of(context.HttpContext.User).Contains(right) ? await next(context) : Missing(right));

    public static bool May(this Rights rights, ClaimsPrincipal user, string right) => rights.Of(user).Contains(right);

    public static IResult Missing(string right) => ElsaProblems.Refused(
        "not-allowed", "You may not do this.", $"Your roles do not give the right '{right}' that this needs. Nothing was changed. Ask an administrator.");
}
