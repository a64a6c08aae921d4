using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Conformance;

/// <summary>What has happened in a case so far; steps write it, expectations read it.</summary>
internal sealed class CaseRun(ConformanceSuite suite, ConformanceCase @case, CaseHost host)
{
    public ConformanceSuite Suite => suite;

    public ConformanceCase Case => @case;

    public CaseHost Host => host;

    /// <summary>The instance that the expectations are about; null: none was started.</summary>
    public string? InstanceId { get; set; }

    /// <summary>Instances that the case itself started or was refused, in order.</summary>
    public List<string?> Started { get; } = [];

    /// <summary>What differs from expectations that belong to steps.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Imported definitions by the name that the case gives them.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    public Dictionary<string, JsonObject> Drafts { get; } = [];

    /// <summary>The last answer of an HTTP or API request.</summary>
    public CaseResponse? Response { get; set; }

    /// <summary>The last result of a publish.</summary>
    public SaveResult? Published { get; set; }

    public AlterationResult? Altered { get; set; }

    public bool RefuseErrors { get; set; } = true;

    public string Resolve(string nameOrId) => Aliases.GetValueOrDefault(nameOrId, nameOrId);

    /// <summary>A definition by its id, else by its name.</summary>
    public WorkflowDefinition? Latest(string idOrName) => host.Definitions.FindLatest(Resolve(idOrName))
        ?? host.Definitions.Versions.Where(version => version.IsLatest && version.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase))
            .Select(version => host.Definitions.FindVersion(version.Id)).FirstOrDefault();

    public async Task<WorkflowInstance?> InstanceAsync(CancellationToken ct) =>
        InstanceId is null ? null : (await host.RestoreAsync(InstanceId, ct))?.Instance;
}

/// <summary>The answer to a request.</summary>
internal sealed record CaseResponse(int Status, string Body, JsonNode? Json = null);
