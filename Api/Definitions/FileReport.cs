namespace Workflows.Api.Definitions;

/// <summary>Puts what the database says beside the files that were read.</summary>
internal static class FileReport
{
    public static IReadOnlyList<ProcessFileStatus> Of(IReadOnlyList<DefinitionFile> files, IReadOnlyList<ProcessFileStatus> states)
    {
        var paths = files.Where(file => file.Problem is null).ToDictionary(file => file.Facts!.DefinitionId, file => file.Path);
        var unusable = files.Where(file => file.Problem is not null).Select(file => new ProcessFileStatus(
            file.Facts?.DefinitionId ?? Path.GetFileNameWithoutExtension(file.Path), file.IsDuplicate ? FileState.Duplicate : FileState.Broken, null, null, false, null, null, file.Problem!) { File = file.Path }).ToList();
        // A file that cannot be used is not gone.
        return
        [
            .. states.Where(state => !unusable.Exists(file => file.DefinitionId == state.DefinitionId)).Select(state => state with { File = paths.GetValueOrDefault(state.DefinitionId) }).Concat(unusable)
                .OrderBy(state => state.DefinitionId, StringComparer.Ordinal).ThenBy(state => state.File, StringComparer.Ordinal),
        ];
    }
}
