using System.Security.Claims;
using System.Text.Json.Nodes;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Identity;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Api.Elsa.Trials;

/// <summary>Runs one activity of a definition in memory. What it asks of the outside (tasks, mails, calls) is counted and thrown away.</summary>
public sealed class ActivityTrial(ActivityCatalog catalog, PeopleDirectory people, BurstServices services)
{
    // Stored name: the designer keeps the values that people try with here, by the ids of variables.
    private const string TestValues = "VariableTestValues";
    private const int MostActivities = 10_000;

    /// <returns>The run, whose journal tells what the activity did.</returns>
    public Burst Run(WorkflowDefinition definition, ActivityNode node, ClaimsPrincipal user)
    {
        var document = (JsonObject)definition.Document.DeepClone();
        var root = (JsonObject)node.Json.DeepClone();
        root["id"] = node.Id;
        // Alone, a trigger begins the run instead of waiting for what would start it.
        document["root"] = new JsonObject { ["id"] = "Trial", ["type"] = "Elsa.Sequence", ["version"] = 1, ["variables"] = ScopeOf(node), ["activities"] = new JsonArray(root) };
        UseTestValues(document);
        var alone = DefinitionReader.Read(document, catalog);
        var now = services.Time.GetUtcNow();
        var id = Guid.CreateVersion7().ToString();
        var instance = new WorkflowInstance
        {
            Id = id,
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            // Who tries it stands for the requester.
            Properties = people.Find(user.PersonId()) is { } person ? new RequestInfo(id, "TRY-0001", person.Id).ToProperties() : [],
            CreatedAt = now,
            UpdatedAt = now,
        };
        var limited = new BurstServices(services.Time, services.Definitions, services.Reads) { ScriptLimits = services.ScriptLimits, Functions = services.Functions, MaxActivitiesPerBurst = MostActivities };
        return Burst.Start(alone, instance, limited, StartOptions.Default);
    }

    /// <summary>The variables of the containers around an activity, which it could see in its place.</summary>
    private static JsonArray ScopeOf(ActivityNode node)
    {
        var variables = new JsonArray();
        for (var around = node.Parent; around?.Parent is not null; around = around.Parent)
        {
            foreach (var variable in (around.Json["variables"] as JsonArray ?? []).OfType<JsonObject>()) variables.Add(variable.DeepClone());
        }

        return variables;
    }

    private static void UseTestValues(JsonObject document)
    {
        if ((document["customProperties"] as JsonObject)?[TestValues] is not JsonObject values) return;
        foreach (var variable in (document["variables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (variable["id"]?.ToString() is { } id && values[id] is { } value) variable["value"] = value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.DeepClone() : value.ToJsonString();
        }
    }
}
