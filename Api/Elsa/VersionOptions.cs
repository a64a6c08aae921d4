using System.Globalization;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa;

/// <summary>Which versions of a process are meant, in Elsa's words: Latest, Published, LatestOrPublished, LatestAndPublished, Draft, AllVersions or a number.</summary>
internal sealed record VersionOptions(string Name, int Version = 0)
{
    public static readonly VersionOptions Latest = new("Latest");
    public static readonly VersionOptions Published = new("Published");
    public static readonly VersionOptions AllVersions = new("AllVersions");

    private static readonly string[] Names = ["Latest", "Published", "LatestOrPublished", "LatestAndPublished", "Draft", "AllVersions"];

    /// <returns>The default for an empty text; null for one that names no versions.</returns>
    public static VersionOptions? Parse(string? text, VersionOptions whenEmpty)
    {
        if (string.IsNullOrWhiteSpace(text)) return whenEmpty;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)) return new VersionOptions("", version);
        return Array.Find(Names, name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found ? new VersionOptions(found) : null;
    }

    public bool Includes(DefinitionVersion version) => Name switch
    {
        "Latest" => version.IsLatest,
        "Published" => version.IsPublished,
        "LatestOrPublished" => version.IsLatest || version.IsPublished,
        "LatestAndPublished" => version.IsLatest && version.IsPublished,
        "Draft" => version.IsLatest && !version.IsPublished,
        "AllVersions" => true,
        _ => version.Version == Version,
    };
}
