using System.Security.Claims;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>The same done to several definitions. What stops one does not stop the others; the answer says what became of each.</summary>
internal static class DefinitionBulkEndpoints
{
    public static void MapDefinitionBulkActions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/bulk-actions");
        group.MapPost("/publish/workflow-definitions/by-definition-ids", Publish).NeedsRight(Right.ProcessPublish).WithSummary("Publishes the latest versions of several processes.");
        group.MapPost("/retract/workflow-definitions/by-definition-ids", Retract).NeedsRight(Right.ProcessPublish).WithSummary("Withdraws several processes from use.");
        group.MapPost("/delete/workflow-definitions/by-definition-id", Delete).NeedsRight(Right.ProcessPublish).WithSummary("Deletes those processes that nothing has run.");
        group.MapPost("/delete/workflow-definitions/by-id", DeleteVersions).NeedsRight(Right.ProcessPublish).WithSummary("Deletes those versions that nothing has run.");
    }

    private static async Task<IResult> Publish(ProcessIds body, ClaimsPrincipal user, DefinitionEditing editing, DefinitionStore store, CancellationToken ct)
    {
        var (published, already, missing, moved, refused) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new Dictionary<string, IReadOnlyList<string>>());
        foreach (var id in (body.Values ?? []).Distinct())
        {
            var before = store.Versions.Where(version => version.IsLatest).ToDictionary(version => version.DefinitionId, version => version.Id);
            switch (await editing.PublishAsync(user, id, comment: null, ct))
            {
                case EditOutcome.Done { WasPublished: true }:
                    already.Add(id);
                    break;
                case EditOutcome.Done:
                    published.Add(id);
                    moved.AddRange(store.Versions.Where(version => version.IsLatest && version.DefinitionId != id && before.GetValueOrDefault(version.DefinitionId) != version.Id).Select(version => version.DefinitionId));
                    break;
                case EditOutcome.Refused no:
                    refused[id] = no.Lines;
                    break;
                default:
                    missing.Add(id);
                    break;
            }
        }

        // The designer shows lists only: when nothing at all could be published, say why in the shape that it shows.
        return published.Count == 0 && already.Count == 0 && refused.Count > 0
            ? ElsaProblems.Refused("invalid-definition", "Nothing was published.", [.. refused.SelectMany(problems => problems.Value.Select(line => $"{problems.Key}: {line}"))])
            : TypedResults.Ok(new BulkPublished(published, already, missing, [.. moved.Distinct()]) { Refused = refused });
    }

    private static async Task<IResult> Retract(ProcessIds body, DefinitionStore store, CancellationToken ct)
    {
        var (retracted, already, missing) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var id in (body.Values ?? []).Distinct())
        {
            if (store.VersionsOf(id).Count == 0) missing.Add(id);
            else if (await store.RetractAsync(id, ct)) retracted.Add(id);
            else already.Add(id);
        }

        return TypedResults.Ok(new BulkRetracted(retracted, already, missing));
    }

    private static Task<IResult> Delete(ProcessIds body, DefinitionDeletion deletion, CancellationToken ct) => DeleteAsync(body.Values, deletion.DeleteAsync, ct);

    private static Task<IResult> DeleteVersions(VersionIds body, DefinitionDeletion deletion, CancellationToken ct) => DeleteAsync(body.Ids, deletion.DeleteVersionAsync, ct);

    private static async Task<IResult> DeleteAsync(IReadOnlyList<string>? ids, Func<string, CancellationToken, Task<DeleteOutcome>> delete, CancellationToken ct)
    {
        var (deleted, refused) = (0, new List<string>());
        foreach (var id in (ids ?? []).Distinct())
        {
            switch (await delete(id, ct))
            {
                case DeleteOutcome.Deleted done:
                    deleted += done.Versions;
                    break;
                case DeleteOutcome.Refused no:
                    refused.Add(no.Why);
                    break;
            }
        }

        return deleted == 0 && refused.Count > 0 ? ElsaProblems.Refused("in-use", "Nothing was deleted.", refused) : TypedResults.Ok(new DeletedCount(deleted));
    }
}
