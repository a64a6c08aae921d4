using System.Security.Claims;
using System.Text.Json.Nodes;
using Workflows.Api.Identity;
using Workflows.Engine.Definitions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>Definitions as Elsa's clients want them: nothing null that they read as a number, a flag or a list, and links for what the viewer may do.</summary>
public sealed class DefinitionViews(DefinitionStore store, Rights rights)
{
    private const string OldestTool = "3.0.0.0";

    /// <summary>Drafts are private to those who edit: others see what is published or was before.</summary>
    public bool MaySee(ClaimsPrincipal user, DefinitionVersion version)
    {
        if (version.IsPublished || rights.May(user, Right.ProcessEdit)) return true;
        return store.VersionsOf(version.DefinitionId).FirstOrDefault(other => other.IsPublished) is { } published && version.Version < published.Version;
    }

    public JsonObject Full(ClaimsPrincipal user, WorkflowDefinition definition)
    {
        var version = store.VersionsOf(definition.DefinitionId).FirstOrDefault(stored => stored.Id == definition.Id);
        var model = DefinitionModel.Of(definition);
        model.Remove("$schema");
        model["name"] = definition.Name;
        model["description"] = definition.Description ?? "";
        model["createdAt"] = (version?.CreatedAt ?? DateTimeOffset.UnixEpoch).ToString("O");
        model["toolVersion"] = ToolVersion(definition);
        model["materializerName"] = "Json";
        foreach (var list in (string[])["variables", "inputs", "outputs", "outcomes"])
        {
            if (model[list] is not JsonArray) model[list] = new JsonArray();
        }

        foreach (var map in (string[])["customProperties", "options"])
        {
            if (model[map] is not JsonObject) model[map] = new JsonObject();
        }

        foreach (var flag in (string[])["isReadonly", "isSystem"])
        {
            if (model[flag] is not JsonValue value || !value.TryGetValue(out bool _)) model[flag] = false;
        }

        foreach (var variable in model["variables"]!.AsArray().OfType<JsonObject>()) variable["id"] ??= variable["name"]?.DeepClone() ?? "";
        CompleteRoot(model);
        DesignerActions.Write(model["root"]);
        if (version is not null) DraftRevision.Write(model, version);
        model["links"] = new JsonArray([.. Links(user, definition).Select(link => new JsonObject { ["href"] = link.Href, ["rel"] = link.Rel, ["method"] = link.Method })]);
        return model;
    }

    public DefinitionSummary Summary(ClaimsPrincipal user, DefinitionVersion version)
    {
        var definition = store.FindVersion(version.Id)!;
        return new DefinitionSummary(
            version.Id, version.DefinitionId, version.Name, definition.Description ?? "", version.Version, ToolVersion(definition), version.IsLatest, version.IsPublished, IsReadonly(definition),
            version.CreatedAt, Links(user, definition)) { CreatedBy = version.CreatedBy, Comment = version.Comment };
    }

    /// <summary>The designer offers to create and to change several at once when this links it.</summary>
    public IReadOnlyList<ElsaLink> ListLinks(ClaimsPrincipal user) =>
        rights.May(user, Right.ProcessEdit) ? [new ElsaLink("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", "bulk-publish", "POST")] : [];

    public static bool IsReadonly(WorkflowDefinition definition) => definition.Document["isReadonly"] is JsonValue value && value.TryGetValue(out bool isReadonly) && isReadonly;

    // The designer takes the publish link for the right to edit at all; who may edit and not publish is told so when they try.
    private List<ElsaLink> Links(ClaimsPrincipal user, WorkflowDefinition definition)
    {
        var links = new List<ElsaLink> { new($"/elsa/api/workflow-definitions/by-definition-id/{definition.DefinitionId}", "self", "GET") };
        if (rights.May(user, Right.ProcessEdit) && !IsReadonly(definition)) links.Add(new ElsaLink($"/elsa/api/workflow-definitions/{definition.DefinitionId}/publish", "publish", "POST"));
        return links;
    }

    // Clients read it as a System.Version, and stop at anything else.
    private static string ToolVersion(WorkflowDefinition definition) =>
        definition.Document["toolVersion"] is JsonValue value && value.TryGetValue(out string? text) && System.Version.TryParse(text, out _) ? text : OldestTool;

    private static void CompleteRoot(JsonObject model)
    {
        if (model["root"] is not JsonObject root)
        {
            root = new JsonObject { ["id"] = "Flowchart1", ["nodeId"] = $"{DefinitionReader.WorkflowNodeId}:Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1" };
            model["root"] = root;
        }

        if (root["activities"] is JsonObject wrapper && wrapper["$values"] is JsonArray values) root["activities"] = values.DeepClone();
        if (root["activities"] is not JsonArray && root["type"]?.ToString() is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel") root["activities"] = new JsonArray();
    }
}
