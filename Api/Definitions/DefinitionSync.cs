using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Workflows.Activities.People;
using Workflows.Api.Processes;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Api.Definitions;

/// <summary>Keeps files and the database in agreement: says who is ahead, and takes files over.</summary>
public sealed class DefinitionSync(Database database, DefinitionStore store, Publishing publishing, PeopleDirectory people, TimeProvider time)
{
    /// <summary>Every process that is in the files or in the database, by id.</summary>
    /// <param name="isWhole">The files are all there are in the place, so that what is missing is gone.</param>
    public async Task<IReadOnlyList<ProcessFileStatus>> StatusAsync(string place, IReadOnlyCollection<FileFacts> files, bool isWhole, CancellationToken ct)
    {
        var agreed = await AgreedAsync(place, ct);
        var named = files.Select(file => file.DefinitionId).ToHashSet();
        var states = files.Select(file => Status(file.DefinitionId, Decide(file, agreed.GetValueOrDefault(file.DefinitionId))));
        var others = isWhole
            ? store.Versions.Where(version => version.IsLatest && !named.Contains(version.DefinitionId))
                .Select(version => Status(version.DefinitionId, agreed.ContainsKey(version.DefinitionId) ? FileState.FileGone : FileState.OnlyInDatabase))
            : [];
        return [.. states.Concat(others).OrderBy(status => status.DefinitionId, StringComparer.Ordinal)];
    }

    /// <summary>Takes a file over when it is new or ahead of the database. What was changed in the database stays, unless it is forced; and then it is still there as an earlier version.</summary>
    public async Task<ImportResult> ImportAsync(JsonObject document, FileFacts file, ImportFile how, CancellationToken ct)
    {
        var state = Decide(file, (await AgreedAsync(how.Place, ct)).GetValueOrDefault(file.DefinitionId));
        var versions = store.VersionsOf(file.DefinitionId);
        if (state == FileState.Same && (versions[0].IsPublished || !how.Publish))
        {
            await AgreeAsync(how.Place, file.DefinitionId, file.ContentHash, ct);
            return new ImportResult.Unchanged(versions[0].Version, versions[0].IsPublished);
        }

        if (state is not (FileState.New or FileState.FileAhead or FileState.Same) && !how.Force) return new ImportResult.NotNewer(state, Status(file.DefinitionId, state).Message);
        var next = (JsonObject)document.DeepClone();
        Number(next, file, versions, how, isSame: state == FileState.Same);
        var save = new SaveDefinition(how.Publish, how.Comment ?? $"From {how.File}", how.By, BasedOn: versions.Count == 0 ? "" : versions[0].Revision);
        if (!how.Publish) next["isPublished"] = false;
        var saved = how.Publish ? await publishing.PublishAsync(next, save, ct) : await store.SaveAsync(next, save, ct);
        if (saved.Conflict is not null) return new ImportResult.ChangedMeanwhile(state);
        var problems = saved.Problems.Select(problem => ProcessProblem.Of(problem, saved.Definition)).ToList();
        if (!saved.IsSaved) return new ImportResult.Invalid(state, problems);
        await AgreeAsync(how.Place, file.DefinitionId, file.ContentHash, ct);
        return new ImportResult.Imported(state, saved.Definition.Version, how.Publish, problems);
    }

    /// <summary>Remembers that a file and the database say the same.</summary>
    public Task AgreeAsync(string place, string definitionId, string contentHash, CancellationToken ct)
    {
        const string sql = """
            INSERT INTO definition_files (definition_id, place, content_hash, agreed_at) VALUES (@definitionId, @place, @contentHash, @now)
            ON CONFLICT (definition_id, place) DO UPDATE SET content_hash = excluded.content_hash, agreed_at = excluded.agreed_at
            """;
        return database.WriteAsync(transaction => transaction.ExecuteAsync(sql, new { definitionId, place, contentHash, now = time.GetUtcNow() }, ct), ct);
    }

    private FileState Decide(FileFacts file, string? agreed)
    {
        if (store.VersionsOf(file.DefinitionId) is not [var latest, ..] versions) return FileRule.Decide(file.ContentHash, null, agreed, isOlder: false, isBasedOnLatest: false);
        var isBasedOnLatest = (latest.WasPublished && latest.Id == file.VersionId) || (agreed is null && latest.CreatedBy is null && file.Version > latest.Version);
        return FileRule.Decide(file.ContentHash, store.ContentHashOf(latest), agreed, versions.Skip(1).Any(version => store.ContentHashOf(version) == file.ContentHash), isBasedOnLatest);
    }

    /// <summary>Gives the document its place among the versions: its own number where that is the next or higher, else the next one.</summary>
    private void Number(JsonObject document, FileFacts file, IReadOnlyList<DefinitionVersion> versions, ImportFile how, bool isSame)
    {
        if (versions.Count == 0)
        {
            document["version"] = file.Version ?? 1;
            if (file.VersionId is not { Length: > 0 } || store.FindVersion(file.VersionId) is not null) document["id"] = Guid.CreateVersion7().ToString();
            return;
        }

        var latest = versions[0];
        // A draft of the same hand is gone on with; somebody else's stays as it is, below the new version.
        if (!latest.WasPublished && (isSame || latest.CreatedBy is null || latest.CreatedBy == how.By))
        {
            (document["version"], document["id"]) = (latest.Version, latest.Id);
            return;
        }

        var isNext = file.Version > latest.Version;
        document["version"] = isNext ? file.Version : latest.Version + 1;
        if (!isNext || file.VersionId is not { Length: > 0 } || store.FindVersion(file.VersionId) is not null) document["id"] = Guid.CreateVersion7().ToString();
    }

    private ProcessFileStatus Status(string definitionId, FileState state)
    {
        var versions = store.VersionsOf(definitionId);
        var latest = versions.Count == 0 ? null : versions[0];
        var by = latest?.CreatedBy is { } id ? people.Find(id)?.Name ?? id : null;
        var saved = latest is null ? "" : string.Create(CultureInfo.InvariantCulture, $"version {latest.Version}{(latest.WasPublished ? "" : " (a draft)")}, saved by {by ?? "an import"} on {latest.CreatedAt:yyyy-MM-dd HH:mm} UTC");
        var message = state switch
        {
            FileState.Same => "The file and the database say the same.",
            FileState.New => "The database does not have it yet: push it, or start the server.",
            FileState.FileAhead => "The file is ahead: push it, or start the server.",
            FileState.DatabaseAhead => $"The database is ahead: {saved}. {(latest!.WasPublished ? "Pull it." : "Publish it, then pull it.")}",
            FileState.Diverged when latest is null => "The file was changed, and the process was deleted in the database. Push it with --force to bring it back, or delete the file.",
            FileState.Diverged => $"Both were changed; the database has {saved}. Look at it with diff, then keep one: pull --force takes the database's, push --force makes the file the next version.",
            FileState.OnlyInDatabase => $"There is no file. The database has {saved}. {(versions.Any(version => version.IsPublished) ? "Pull it." : "Publish it, then pull it.")}",
            FileState.FileGone => $"The file is gone; the process stays: {saved}. Pull it again, or delete the process in the designer.",
            FileState.DeletedInDatabase => "It was deleted in the database, so the file is not imported by itself. Push it with --force to bring it back, or delete the file.",
            _ => "The file cannot be used.",
        };
        return new ProcessFileStatus(definitionId, state, latest?.Version, versions.FirstOrDefault(version => version.IsPublished)?.Version, latest is { WasPublished: false }, by, latest?.CreatedAt, message);
    }

    private async Task<IReadOnlyDictionary<string, string>> AgreedAsync(string place, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var rows = await reader.QueryAsync<(string DefinitionId, string ContentHash)>(new CommandDefinition(
            "SELECT definition_id, content_hash FROM definition_files WHERE place = @place", new { place }, cancellationToken: ct));
        return rows.ToDictionary(row => row.DefinitionId, row => row.ContentHash);
    }
}
