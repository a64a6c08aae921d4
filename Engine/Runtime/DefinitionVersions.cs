using Workflows.Engine.Definitions;

namespace Workflows.Engine.Runtime;

/// <summary>A stored version, without its document.</summary>
public sealed record DefinitionVersion
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public int Version { get; init; }

    public string Name { get; init; } = "";

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public string Hash { get; init; } = "";

    public string? Comment { get; init; }

    /// <summary>Who saved it last: a person's id; null for an imported file.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was saved last.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public string? PublishedBy { get; init; }

    /// <summary>When it was first published; null for a draft.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>It is or was in use, so its content never changes.</summary>
    public bool WasPublished => PublishedAt is not null;

    /// <summary>Changes with every save. Whoever saves says which one they started from.</summary>
    public string Revision => Hash;
}

/// <summary>All stored versions at one instant, found by what activities and requests know of them.</summary>
internal sealed class DefinitionVersions
{
    public static readonly DefinitionVersions None = new([]);

    private readonly Dictionary<string, DefinitionVersion> _byId = [];
    private readonly Dictionary<string, List<DefinitionVersion>> _byDefinition = [];
    private readonly Dictionary<string, List<DefinitionVersion>> _byActivityType = [];

    /// <param name="all">Of each definition the newest version first.</param>
    public DefinitionVersions(IReadOnlyList<DefinitionVersion> all)
    {
        All = all;
        foreach (var version in all)
        {
            _byId[version.Id] = version;
            Add(_byDefinition, version.DefinitionId, version);
            if (version.IsPublished || version.IsLatest) Add(_byActivityType, WorkflowDefinition.ActivityTypeNameOf(version.Name), version);
        }
    }

    public IReadOnlyList<DefinitionVersion> All { get; }

    public DefinitionVersion? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Newest first; empty when there is no such definition.</summary>
    public IReadOnlyList<DefinitionVersion> Of(string definitionId) => (IReadOnlyList<DefinitionVersion>?)_byDefinition.GetValueOrDefault(definitionId) ?? [];

    /// <summary>The versions whose name makes this activity type, published ones first.</summary>
    public IEnumerable<DefinitionVersion> NamedLike(string activityType) =>
        _byActivityType.TryGetValue(activityType, out var versions) ? versions.OrderByDescending(version => version.IsPublished) : [];

    private static void Add(Dictionary<string, List<DefinitionVersion>> index, string key, DefinitionVersion version)
    {
        if (!index.TryGetValue(key, out var list)) index[key] = list = [];
        list.Add(version);
    }
}
