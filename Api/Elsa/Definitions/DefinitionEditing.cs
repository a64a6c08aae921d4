using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Changes to definitions as editors send them: the whole model with every save, from several people at once.</summary>
public sealed class DefinitionEditing(DefinitionStore store, Publishing publishing, ActivityCatalog catalog, PeopleDirectory people, TimeProvider time)
{
    // The designer may send a save before it has the answer to the one before; it then still names the state before that.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, OwnSave> _lastSaves = new();

    /// <summary>Stores a model as the draft of its process (the next version, when the latest was published) and publishes it when asked.</summary>
    internal async Task<EditOutcome> SaveAsync(ClaimsPrincipal user, JsonObject model, bool publish, string? comment, CancellationToken ct)
    {
        model = (JsonObject)model.DeepClone();
        var revision = DraftRevision.Take(model);
        if (WhyNoDefinition(model) is { } wrong) return wrong;
        var definitionId = model["definitionId"]?.ToString();
        var latest = Latest(definitionId);
        if (latest is null) return await CreateAsync(user, model, publish, comment, ct);

        if (DefinitionViews.IsReadonly(store.FindVersion(latest.Id)!)) return Readonly(latest.Name);
        var basedOn = BasedOn(user, latest, revision);
        if (basedOn != latest.Revision || (revision is null && IsOlder(model, latest))) return Conflict(latest);
        var document = publishing.Draft(latest.DefinitionId)!;
        var changed = EditedDocument.Apply(document, model);
        if (!changed) return publish ? await PublishAsync(user, latest.DefinitionId, comment, ct) : new EditOutcome.Done(store.FindVersion(latest.Id)!);

        var outcome = await StoreAsync(document, How(user, publish, comment, latest.Revision), ct);
        if (outcome is EditOutcome.Done && store.VersionsOf(latest.DefinitionId) is [var now, ..])
            _lastSaves[latest.DefinitionId] = new OwnSave(SessionOf(user), latest.Revision, now.Revision, time.GetUtcNow());
        return outcome;
    }

    /// <summary>Publishes the latest version as it is stored.</summary>
    internal async Task<EditOutcome> PublishAsync(ClaimsPrincipal user, string definitionId, string? comment, CancellationToken ct)
    {
        if (store.VersionsOf(definitionId) is not [var latest, ..]) return new EditOutcome.NoSuchDefinition(definitionId);
        var definition = store.FindVersion(latest.Id)!;
        if (latest.IsPublished) return new EditOutcome.Done(definition, WasPublished: true);
        return await StoreAsync((JsonObject)definition.Document.DeepClone(), How(user, publish: true, comment ?? latest.Comment, latest.Revision), ct);
    }

    /// <summary>Makes what a former version says the new draft.</summary>
    internal async Task<EditOutcome> RevertAsync(ClaimsPrincipal user, string definitionId, int version, CancellationToken ct)
    {
        var known = store.VersionsOf(definitionId);
        if (known.FirstOrDefault(stored => stored.Version == version) is not { } former) return new EditOutcome.NoSuchDefinition($"{definitionId}, version {version}");
        var document = (JsonObject)store.FindVersion(former.Id)!.Document.DeepClone();
        document["id"] = Guid.CreateVersion7().ToString();
        document["version"] = known[0].Version + 1;
        document["isPublished"] = false;
        document["isLatest"] = true;
        return await StoreAsync(document, How(user, publish: false, $"As version {former.Version}", known[0].Revision), ct);
    }

    /// <summary>Takes a definition file in: a new process, or the next draft of one that is there.</summary>
    internal async Task<EditOutcome> ImportAsync(ClaimsPrincipal user, JsonObject document, bool publish, string? comment, CancellationToken ct)
    {
        document = (JsonObject)document.DeepClone();
        var revision = DraftRevision.Take(document);
        if (WhyNoDefinition(document) is { } wrong) return wrong;
        if (document["root"] is not JsonObject) return Refused("This is no workflow definition: it has no root activity. Export a workflow to see what one looks like.");
        var latest = Latest(document["definitionId"]?.ToString());
        if (latest is not null && DefinitionViews.IsReadonly(store.FindVersion(latest.Id)!)) return Readonly(latest.Name);
        // A file is taken as it is; who exported it from an editor and says so is told when the process has moved on.
        if (latest is not null && revision is not null && revision != latest.Revision) return Conflict(latest);
        foreach (var computed in (string[])["links", "createdAt", "isLatest", "isPublished", "materializerName", "providerName"]) document.Remove(computed);
        EditedDocument.Clean(document["root"]);
        if (ReadRefusals(document) is { } refused) return refused;
        var saved = await publishing.ImportAsync(document, How(user, publish, comment ?? "Imported", revision is null ? null : latest?.Revision ?? ""), ct);
        if (saved.Conflict is not null) return Conflict(Latest(saved.Definition.DefinitionId));
        return saved.IsSaved ? new EditOutcome.Done(saved.Definition) : new EditOutcome.Refused(ElsaProblems.Invalid(saved.Definition, saved.Errors));
    }

    private async Task<EditOutcome> CreateAsync(ClaimsPrincipal user, JsonObject model, bool publish, string? comment, CancellationToken ct)
    {
        var document = new JsonObject
        {
            ["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
            ["id"] = Guid.CreateVersion7().ToString(),
            ["definitionId"] = model["definitionId"]?.ToString() is { Length: > 0 } id ? id : Guid.CreateVersion7().ToString(),
            ["name"] = "Workflow",
            ["description"] = "",
            ["version"] = 1,
            ["toolVersion"] = "3.8.2.0",
            ["isLatest"] = true,
            ["isPublished"] = false,
            ["isReadonly"] = false,
            ["isSystem"] = false,
            ["variables"] = new JsonArray(),
            ["inputs"] = new JsonArray(),
            ["outputs"] = new JsonArray(),
            ["outcomes"] = new JsonArray(),
            ["customProperties"] = new JsonObject(),
            ["options"] = new JsonObject(),
            ["root"] = new JsonObject { ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1", ["activities"] = new JsonArray(), ["connections"] = new JsonArray() },
        };
        EditedDocument.Apply(document, model);
        return await StoreAsync(document, How(user, publish, comment, revision: ""), ct);
    }

    private async Task<EditOutcome> StoreAsync(JsonObject document, SaveDefinition how, CancellationToken ct)
    {
        if (!how.Publish) document["isPublished"] = false;
        var before = how.Publish ? store.Versions.Where(version => version.IsLatest).Select(version => version.Id).ToHashSet() : [];
        SaveResult saved;
        try
        {
            saved = how.Publish ? await publishing.PublishAsync(document, how, ct) : await store.SaveAsync(document, how, ct);
        }
        catch (JsonException unreadable)
        {
            return Refused(unreadable.Message);
        }

        if (saved.Conflict is not null) return Conflict(Latest(saved.Definition.DefinitionId));
        if (!saved.IsSaved) return new EditOutcome.Refused(ElsaProblems.Invalid(saved.Definition, saved.Errors));
        var moved = how.Publish ? store.Versions.Count(version => version.IsLatest && !before.Contains(version.Id) && version.DefinitionId != saved.Definition.DefinitionId) : 0;
        return new EditOutcome.Done(saved.Definition, Consumers: moved);
    }

    /// <summary>What this engine does not run at all is refused already here: a draft of it could never be published.</summary>
    private EditOutcome.Refused? ReadRefusals(JsonObject document)
    {
        try
        {
            var definition = DefinitionReader.Read((JsonObject)document.DeepClone(), catalog);
            return definition.Problems.Where(problem => problem.IsRefusal).ToList() is { Count: > 0 } refusals ? new EditOutcome.Refused(ElsaProblems.Invalid(definition, refusals)) : null;
        }
        catch (JsonException unreadable)
        {
            return Refused(unreadable.Message);
        }
    }

    private DefinitionVersion? Latest(string? definitionId) => !string.IsNullOrEmpty(definitionId) && store.VersionsOf(definitionId) is [var latest, ..] ? latest : null;

    /// <summary>The state that a save was made from: the one it names, or the one that the same session has just replaced.</summary>
    private string BasedOn(ClaimsPrincipal user, DefinitionVersion latest, string? revision)
    {
        if (revision is null) return latest.Revision;
        if (_lastSaves.TryGetValue(latest.DefinitionId, out var own)
            && own.Session == SessionOf(user) && own.From == revision && own.To == latest.Revision && time.GetUtcNow() - own.At < Overlap) return own.To;
        return revision;
    }

    // A client that knows nothing of revisions still says which version it has read.
    private bool IsOlder(JsonObject model, DefinitionVersion latest) =>
        model["id"]?.ToString() is { Length: > 0 } id && id != latest.Id && store.VersionsOf(latest.DefinitionId).Any(version => version.Id == id);

    private EditOutcome.Refused Conflict(DefinitionVersion? latest)
    {
        if (latest is null) return new EditOutcome.Refused(ElsaProblems.Refused("edit-conflict", "This process is gone.", "Somebody has deleted this process since you opened it. Keep yours as a file if you need it."));
        var by = latest.CreatedBy is { } id ? people.Find(id)?.Name ?? id : "Somebody";
        var at = latest.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new EditOutcome.Refused(ElsaProblems.Refused(
            "edit-conflict",
            "Somebody else has changed this process.",
            $"{by} saved version {latest.Version} of '{latest.Name}' at {at} UTC, after you had opened it. Your change was not saved, so that theirs is not lost. Keep yours as a file if you need it, then load theirs."));
    }

    private static EditOutcome.Refused? WhyNoDefinition(JsonObject model)
    {
        if (model["definitionId"] is { } given && (given.GetValueKind() != JsonValueKind.String || given.ToString() is { Length: > 0 } id && !IsId(id)))
            return Refused("definitionId: use 1 to 128 letters, digits, dots, dashes, underscores or colons, beginning with a letter or digit.");
        if (model["name"] is { } name && (name.GetValueKind() != JsonValueKind.String || name.ToString().Length > 200)) return Refused("name: give the workflow a name of at most 200 characters.");
        return model["root"] is not (null or JsonObject) ? Refused("root: this is no activity.") : null;
    }

    private static bool IsId(string id) => id.Length <= 128 && char.IsAsciiLetterOrDigit(id[0]) && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':');

    private static EditOutcome.Refused Readonly(string name) => Refused($"'{name}' is read-only. Copy it to change it.");

    private static EditOutcome.Refused Refused(string line) => new(ElsaProblems.Refused("invalid-definition", "The workflow cannot be saved as it is.", line));

    private static SaveDefinition How(ClaimsPrincipal user, bool publish, string? comment, string? revision) =>
        new(publish, string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(), user.PersonId(), BasedOn: revision);

    private static string SessionOf(ClaimsPrincipal user) => user.FindFirstValue(PersonClaims.SessionId) ?? user.PersonId();

    private sealed record OwnSave(string Session, string From, string To, DateTimeOffset At);
}
