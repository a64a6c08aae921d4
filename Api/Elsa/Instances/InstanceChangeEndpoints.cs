using System.Security.Claims;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Instances;

public sealed record InstanceIds(IReadOnlyList<string>? Ids);

/// <param name="Ids">These runs; or those of a version or process, when none is named.</param>
public sealed record BulkCancelRequest(IReadOnlyList<string>? Ids, string? DefinitionVersionId, string? DefinitionId, string? VersionOptions);

public sealed record CancelledCount(int Cancelled);

public sealed record DeletedInstances(int Deleted);

public sealed record Nothing;

/// <summary>Ending and deleting runs.</summary>
internal static class InstanceChangeEndpoints
{
    public static void MapInstanceChanges(this IEndpointRouteBuilder api)
    {
        api.MapPost("/cancel/workflow-instances/{id}", Cancel).NeedsRight(Right.InstancesManage).WithSummary("Ends a run as cancelled; its tasks disappear.");
        api.MapPost("/bulk-actions/cancel/workflow-instances", CancelMany).NeedsRight(Right.InstancesManage).WithSummary("Ends several runs.");
        api.MapDelete("/workflow-instances/{id}", Delete).NeedsRight(Right.InstancesManage).WithSummary("Deletes a run that has ended.");
        api.MapPost("/bulk-actions/delete/workflow-instances/by-id", DeleteMany).NeedsRight(Right.InstancesManage).WithSummary("Deletes those of several runs that have ended.");
    }

    private static async Task<IResult> Cancel(string id, ClaimsPrincipal user, InstanceQueries queries, WorkflowRuntime runtime, PeopleDirectory people, CancellationToken ct)
    {
        if (await queries.FindAsync(user, id, ct) is null) return ElsaProblems.NoSuch("run", id);
        // One that has ended already is as it should be.
        await runtime.CancelAsync(id, [Cancelled(user, people)], ct);
        return TypedResults.Ok(new Nothing());
    }

    private static async Task<IResult> CancelMany(
        BulkCancelRequest body, ClaimsPrincipal user, InstanceQueries queries, WorkflowRuntime runtime, DefinitionStore store, PeopleDirectory people, CancellationToken ct)
    {
        var filter = new InstanceFilter { Status = "Running" };
        if (body.Ids is { Count: > 0 } ids)
        {
            filter = filter with { Ids = ids };
        }
        else if (body.DefinitionVersionId is { Length: > 0 } version)
        {
            filter = filter with { DefinitionVersionIds = [version] };
        }
        else if (body.DefinitionId is { Length: > 0 } definitionId)
        {
            if (VersionOptions.Parse(body.VersionOptions, VersionOptions.AllVersions) is not { } wanted) return Definitions.DefinitionEndpoints.UnknownVersions(body.VersionOptions);
            filter = filter with { DefinitionVersionIds = [.. store.VersionsOf(definitionId).Where(wanted.Includes).Select(stored => stored.Id).DefaultIfEmpty("")] };
        }
        else
        {
            return ElsaProblems.Refused("invalid-input", "Nothing was cancelled.", "ids: name the runs to cancel, or give definitionVersionId or definitionId.");
        }

        var cancelled = 0;
        foreach (var id in await queries.IdsAsync(user, filter, ct))
        {
            if (await runtime.CancelAsync(id, [Cancelled(user, people)], ct) is not null) cancelled++;
        }

        return TypedResults.Ok(new CancelledCount(cancelled));
    }

    private static async Task<IResult> Delete(string id, ClaimsPrincipal user, InstanceQueries queries, InstanceRemoval removal, CancellationToken ct)
    {
        if (await queries.FindAsync(user, id, ct) is null) return ElsaProblems.NoSuch("run", id);
        return await removal.DeleteAsync(id, ct) ? TypedResults.NoContent() : ElsaProblems.Refused("still-running", "Nothing was deleted.", "This run is still going on. Cancel it first.");
    }

    private static async Task<IResult> DeleteMany(InstanceIds body, ClaimsPrincipal user, InstanceQueries queries, InstanceRemoval removal, CancellationToken ct)
    {
        var (deleted, running) = (0, 0);
        foreach (var id in body.Ids is { Count: > 0 } ids ? await queries.IdsAsync(user, new InstanceFilter { Ids = ids }, ct) : [])
        {
            if (await removal.DeleteAsync(id, ct)) deleted++;
            else running++;
        }

        return deleted == 0 && running > 0
            ? ElsaProblems.Refused("still-running", "Nothing was deleted.", "These runs are still going on. Cancel them first.")
            : TypedResults.Ok(new DeletedInstances(deleted));
    }

    private static RecordAlteration Cancelled(ClaimsPrincipal user, PeopleDirectory people) => new(people.Find(user.PersonId()), "Cancelled");
}
