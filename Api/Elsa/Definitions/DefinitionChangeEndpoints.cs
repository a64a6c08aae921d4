using System.Security.Claims;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Changing definitions. Whatever a person can cause here is a 400: another refusal would break the designer's page.</summary>
internal static class DefinitionChangeEndpoints
{
    public static void MapDefinitionChanges(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-definitions");
        group.MapPost("/", Save).NeedsRight(Right.ProcessEdit).WithSummary("Saves the draft of a process, and publishes it when asked; the designer saves with every change.");
        group.MapPost("/{definitionId}/publish", Publish).NeedsRight(Right.ProcessPublish).WithSummary("Makes the latest version the one that new runs use.");
        group.MapPost("/{definitionId}/retract", Retract).NeedsRight(Right.ProcessPublish).WithSummary("Withdraws a process from use: runs go on, nothing starts any more.");
        group.MapPost("/{definitionId}/revert/{version:int}", Revert).NeedsRight(Right.ProcessEdit).WithSummary("Makes what a former version says the new draft.");
        group.MapPost("/{definitionId}/update-references", UpdateReferences).NeedsRight(Right.ProcessPublish).WithSummary("Makes every process that uses this one use its published version.");
        group.MapDelete("/{definitionId}", Delete).NeedsRight(Right.ProcessPublish).WithSummary("Deletes a process that nothing has run.");
        api.MapDelete("/workflow-definition-versions/{id}", DeleteVersion).NeedsRight(Right.ProcessPublish).WithSummary("Deletes a version that nothing has run.");
    }

    private static async Task<IResult> Save(SaveDefinitionRequest body, ClaimsPrincipal user, DefinitionEditing editing, DefinitionViews views, Rights rights, CancellationToken ct)
    {
        if (body.Model is not { } model) return ElsaProblems.Refused("invalid-input", "Something in the request is not right.", "model: send the workflow definition to save.");
        var publish = body.Publish == true;
        if (publish && !rights.May(user, Right.ProcessPublish)) return ElsaRights.Missing(Right.ProcessPublish);
        return Answer(await editing.SaveAsync(user, model, publish, body.Comment, ct), user, views);
    }

    private static async Task<IResult> Publish(string definitionId, PublishRequest? body, ClaimsPrincipal user, DefinitionEditing editing, DefinitionViews views, CancellationToken ct) =>
        Answer(await editing.PublishAsync(user, definitionId, body?.Comment, ct), user, views);

    private static async Task<IResult> Retract(string definitionId, ClaimsPrincipal user, DefinitionStore store, DefinitionViews views, CancellationToken ct)
    {
        if (store.FindLatest(definitionId) is not { } latest) return ElsaProblems.NoSuch("workflow definition", definitionId);
        if (!await store.RetractAsync(definitionId, ct)) return ElsaProblems.Refused("not-published", "Nothing was changed.", $"'{latest.Name}' is not published.");
        return TypedResults.Ok(views.Full(user, store.FindLatest(definitionId)!));
    }

    private static async Task<IResult> Revert(string definitionId, int version, ClaimsPrincipal user, DefinitionEditing editing, DefinitionStore store, DefinitionViews views, CancellationToken ct) =>
        await editing.RevertAsync(user, definitionId, version, ct) switch
        {
            EditOutcome.Done done => TypedResults.Ok(views.Summary(user, store.VersionsOf(definitionId).First(stored => stored.Id == done.Definition.Id))),
            EditOutcome.NoSuchDefinition missing => ElsaProblems.NoSuch("version", missing.Id),
            var other => ((EditOutcome.Refused)other).Problem,
        };

    private static async Task<IResult> UpdateReferences(string definitionId, ClaimsPrincipal user, DefinitionStore store, Publishing publishing, CancellationToken ct)
    {
        if ((store.FindPublished(definitionId) ?? store.FindLatest(definitionId)) is not { } definition) return ElsaProblems.NoSuch("workflow definition", definitionId);
        var updated = await publishing.UpdateConsumersAsync(definition, new SaveDefinition(Publish: false, $"Uses version {definition.Version} of {definition.Name}", user.PersonId()), ct);
        return TypedResults.Ok(new UpdatedReferences([.. updated.Where(saved => saved.IsSaved).Select(saved => saved.Definition.Name)]));
    }

    private static async Task<IResult> Delete(string definitionId, DefinitionDeletion deletion, CancellationToken ct) => Answer(await deletion.DeleteAsync(definitionId, ct), definitionId);

    private static async Task<IResult> DeleteVersion(string id, DefinitionDeletion deletion, CancellationToken ct) => Answer(await deletion.DeleteVersionAsync(id, ct), id);

    private static IResult Answer(DeleteOutcome outcome, string id) => outcome switch
    {
        DeleteOutcome.Deleted => TypedResults.NoContent(),
        DeleteOutcome.Refused refused => ElsaProblems.Refused("in-use", "Nothing was deleted.", refused.Why),
        _ => ElsaProblems.NoSuch("workflow definition", id),
    };

    private static IResult Answer(EditOutcome outcome, ClaimsPrincipal user, DefinitionViews views) => outcome switch
    {
        EditOutcome.Done done => TypedResults.Ok(new SavedDefinition(views.Full(user, done.Definition), done.WasPublished, done.Consumers)),
        EditOutcome.NoSuchDefinition missing => ElsaProblems.NoSuch("workflow definition", missing.Id),
        _ => ((EditOutcome.Refused)outcome).Problem,
    };
}
