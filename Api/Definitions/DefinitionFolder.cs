using System.Text.Json.Nodes;

namespace Workflows.Api.Definitions;

/// <summary>The server's own folder of definitions: taken over at the start, and seen again for its state.</summary>
public sealed class DefinitionFolder(DefinitionSync sync, ILogger<DefinitionFolder> logger) : IDisposable
{
    private readonly SemaphoreSlim _importing = new(1, 1);
    private string? _folder;
    private IReadOnlyList<DefinitionFile> _files = [];

    /// <summary>What the folder is remembered by.</summary>
    public static string PlaceOf(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Takes over what is new or ahead of the database, and publishes it if it says so. Whatever cannot be taken over is logged with its cure, and the database keeps what it has.</summary>
    public async Task ImportAsync(string folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder)) return;
        await _importing.WaitAsync(ct);
        try
        {
            _folder = folder;
            _files = await DefinitionFile.ReadAsync([folder], ct);
            foreach (var file in _files.Where(file => file.Problem is not null)) logger.LogError("{File}: {Problem}", file.Path, file.Problem);
            var pending = _files.Where(file => file.Problem is null).ToList();
            // A process may use one that comes later: what was refused is tried again as long as others get in.
            while (pending.Count > 0)
            {
                var refused = new List<(DefinitionFile File, ImportResult.Invalid Why)>();
                foreach (var file in pending)
                {
                    if (await ImportFileAsync(file, ct) is ImportResult.Invalid invalid) refused.Add((file, invalid));
                }

                if (refused.Count is 0 || refused.Count == pending.Count)
                {
                    foreach (var (file, why) in refused) Report(file, why);
                    break;
                }

                pending = refused.ConvertAll(item => item.File);
            }

            foreach (var gone in (await sync.StatusAsync(PlaceOf(folder), Facts(_files), isWhole: true, ct)).Where(status => status.State == FileState.FileGone && !IsUnreadable(status.DefinitionId)))
                logger.LogWarning("{Process}: {Message}", gone.DefinitionId, gone.Message);
        }
        finally
        {
            _importing.Release();
        }
    }

    /// <summary>The folder and the database as they are now; empty before the first import. Files are those of the last import.</summary>
    public async Task<IReadOnlyList<ProcessFileStatus>> StatusAsync(CancellationToken ct) =>
        _folder is null ? [] : FileReport.Of(_files, await sync.StatusAsync(PlaceOf(_folder), Facts(_files), isWhole: true, ct));

    public void Dispose() => _importing.Dispose();

    private static List<FileFacts> Facts(IEnumerable<DefinitionFile> files) => [.. files.Where(file => file.Problem is null).Select(file => file.Facts!)];

    private async Task<ImportResult> ImportFileAsync(DefinitionFile file, CancellationToken ct)
    {
        var publish = file.Document!["isPublished"] is not JsonValue flag || !flag.TryGetValue(out bool isPublished) || isPublished;
        var how = new ImportFile(PlaceOf(_folder!), Path.GetFileName(file.Path), publish, Comment: null, By: null, Force: false);
        var result = await sync.ImportAsync(file.Document, file.Facts!, how, ct);
        // Another node took it over at the same moment.
        if (result is ImportResult.ChangedMeanwhile) result = await sync.ImportAsync(file.Document, file.Facts!, how, ct);
        switch (result)
        {
            case ImportResult.Imported imported:
                logger.LogInformation("{File}: version {Version} of {Process} is {State}", file.Path, imported.Version, file.Facts!.DefinitionId, imported.IsPublished ? "in use" : "the draft");
                break;
            case ImportResult.NotNewer { State: not FileState.DatabaseAhead } kept:
                logger.LogWarning("{File} is not taken over ({State}). {Message}", file.Path, kept.State, kept.Message);
                break;
            case ImportResult.NotNewer kept:
                logger.LogInformation("{File}: {Message}", file.Path, kept.Message);
                break;
        }

        return result;
    }

    private void Report(DefinitionFile file, ImportResult.Invalid why)
    {
        foreach (var problem in why.Problems.Where(problem => !problem.IsWarning)) logger.LogError("{File} is not taken over: {Path}: {Problem}", file.Path, problem.Path, problem.Message);
    }

    private bool IsUnreadable(string definitionId) => _files.Any(file => file.Problem is not null && (file.Facts is null || file.Facts.DefinitionId == definitionId));
}
