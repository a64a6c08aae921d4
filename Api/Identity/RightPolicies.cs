using Microsoft.AspNetCore.Authorization;

namespace Workflows.Api.Identity;

internal sealed record RightRequirement(string Right) : IAuthorizationRequirement;

internal sealed class RightHandler(Rights rights) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        if (rights.Of(context.User).Contains(requirement.Right)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
