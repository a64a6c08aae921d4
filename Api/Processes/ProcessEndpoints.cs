using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Processes;

/// <param name="Form">JSON Schema of the inputs, with labels and hints in the viewer's language.</param>
public sealed record ProcessView(string Id, int Version, string Name, string? Description, JsonObject Form);

public sealed record ProcessList(IReadOnlyList<ProcessView> Items);

public static class ProcessEndpoints
{
    public static IEndpointRouteBuilder MapProcesses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/processes").WithTags("Processes").RequireAuthorization();
        group.MapGet("/", List).WithName("offeredProcesses").WithSummary("The processes that people can start, each with its form.");
        group.MapGet("/{id}", Show).WithName("processForm").WithSummary("One process with its form.");
        return routes;
    }

    private static Ok<ProcessList> List(ClaimsPrincipal user, DefinitionStore definitions, PeopleDirectory people)
    {
        var language = people.Find(user.PersonId())?.Language ?? "en";
        var published = definitions.Versions.Where(version => version.IsPublished).Select(version => version.DefinitionId).Order(StringComparer.Ordinal);
        return TypedResults.Ok(new ProcessList([.. published.Select(id => View(definitions, id, language)).OfType<ProcessView>()]));
    }

    private static Results<Ok<ProcessView>, ProblemHttpResult> Show(string id, ClaimsPrincipal user, DefinitionStore definitions, PeopleDirectory people) =>
        View(definitions, id, people.Find(user.PersonId())?.Language ?? "en") is { } process
            ? TypedResults.Ok(process)
            : Problems.Of(StatusCodes.Status404NotFound, "no-such-process", "There is no such process.", $"There is no process '{id}'. GET /api/processes lists them.");

    private static ProcessView? View(DefinitionStore definitions, string id, string language) =>
        definitions.FindPublished(id) is { } definition && RequestForm.Of(definition) is { } form
            ? new ProcessView(definition.DefinitionId, definition.Version, form.Title(language) ?? definition.Name, definition.Description, form.ToJsonSchema(language))
            : null;
}
