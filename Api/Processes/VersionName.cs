using System.Globalization;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Processes;

/// <summary>How people and addresses name a version: its number, or published, latest, draft.</summary>
internal static class VersionName
{
    /// <param name="versions">Of one process, newest first.</param>
    /// <returns>Null when there is none of that name.</returns>
    public static DefinitionVersion? Find(IReadOnlyList<DefinitionVersion> versions, string name) => name switch
    {
        "latest" => versions.Count == 0 ? null : versions[0],
        "published" => versions.FirstOrDefault(version => version.IsPublished),
        "draft" => versions.FirstOrDefault(version => version is { WasPublished: false, IsLatest: true }),
        _ => versions.FirstOrDefault(version => version.Version.ToString(CultureInfo.InvariantCulture) == name),
    };
}
