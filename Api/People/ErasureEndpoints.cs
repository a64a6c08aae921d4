using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Activities.Privacy;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.People;

/// <param name="Pseudonym">What stands for the person from now on; nothing says whose it is.</param>
/// <param name="Requests">The person's own requests.</param>
/// <param name="AuditRows">Rows of the trail in which the person stood.</param>
public sealed record ErasureView(string Pseudonym, int Requests, int AuditRows);

public static class ErasureEndpoints
{
    public static IEndpointRouteBuilder MapErasure(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/people/{id}/erase", Erase).WithTags("People").RequireAuthorization(Right.PeopleErase).WithName("erasePerson")
            .WithSummary("Replaces the data of somebody who has left by a pseudonym, for good. Refused while something of theirs goes on.");
        return routes;
    }

    private static async Task<Results<Ok<ErasureView>, ProblemHttpResult>> Erase(
        string id, ClaimsPrincipal user, PersonErasure erasure, PeopleDirectory people, VisiblePeople visible, CancellationToken ct)
    {
        // One answer for those who do not exist and those who may not be seen.
        var known = people.Find(id) ?? people.FindByEmail(id);
        var result = known is null || !visible.CanSee(user.PersonId(), known.Id) ? new ErasureResult.NoSuchPerson() : await erasure.EraseAsync(known.Id, people.Find(user.PersonId()), ct);
        return result switch
        {
            ErasureResult.Erased erased => TypedResults.Ok(new ErasureView(erased.Pseudonym, erased.Requests, erased.AuditRows)),
            ErasureResult.NoSuchPerson => Problems.Of(StatusCodes.Status404NotFound, "no-such-person", "There is no such person.", result.Refusal(id)!),
            _ => Problems.Of(StatusCodes.Status409Conflict, "not-erasable", "The person cannot be erased yet.", result.Refusal(id)!),
        };
    }
}
