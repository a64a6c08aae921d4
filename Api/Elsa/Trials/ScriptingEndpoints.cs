using System.Security.Claims;
using System.Text;
using Workflows.Api.Elsa.Definitions;
using Workflows.Api.Identity;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Trials;

public sealed record TypeDefinitionsRequest(string? WorkflowDefinitionId, string? ActivityTypeName, string? PropertyName);

/// <summary>What the designer's script editor completes.</summary>
internal static class ScriptingEndpoints
{
    public static void MapScripting(this IEndpointRouteBuilder api) => api.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypeDefinitions)
        .RequireAuthorization(Right.ProcessRead).WithSummary("TypeScript declarations of what an expression in this process can use: its variables, inputs and functions.");

    private static IResult TypeDefinitions(string definitionId, TypeDefinitionsRequest? body, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, BurstServices services)
    {
        var id = body?.WorkflowDefinitionId is { Length: > 0 } given ? given : definitionId;
        // The designer names the process, and some clients the version.
        var version = store.VersionsOf(id).FirstOrDefault(version => views.MaySee(user, version)) ?? store.Versions.FirstOrDefault(version => version.Id == id && views.MaySee(user, version));
        if (version is null) return ElsaProblems.NoSuch("workflow definition", id);
        return TypedResults.Text(ScriptTypes.Of(store.FindVersion(version.Id)!, body?.ActivityTypeName, services.Functions.Keys), "application/x-typescript", Encoding.UTF8);
    }
}
