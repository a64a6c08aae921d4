using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Stock.Composition;

namespace Workflows.Engine.Definitions.Validation;

/// <summary>Finds everything that is wrong with a definition, all at once, each with its JSON path and how to mend it.</summary>
/// <remarks>Errors stop a publish. Warnings are what Elsa would run all the same and nobody can have meant.</remarks>
public static class DefinitionValidator
{
    public static IReadOnlyList<DefinitionProblem> Validate(JsonObject document, ActivityCatalog catalog, DefinitionLookup definitions) =>
        Validate(document, catalog, definitions, hostFunctions: null);

    /// <param name="hostFunctions">The functions that the host adds to scripts; null: not known, so a call of an unknown function is only a warning.</param>
    public static IReadOnlyList<DefinitionProblem> Validate(JsonObject document, ActivityCatalog catalog, DefinitionLookup definitions, IReadOnlyDictionary<string, ContextFunction>? hostFunctions)
    {
        var problems = new List<DefinitionProblem>();
        DocumentShape.Check(document, problems);
        try
        {
            problems.AddRange(Check(DefinitionReader.Read(document, catalog), catalog, definitions, hostFunctions));
            if (hostFunctions is not null || problems.TrueForAll(problem => problem.IsWarning)) CheckTriggers(document, catalog, definitions, hostFunctions, problems);
        }
        catch (JsonException e)
        {
            problems.Add(new DefinitionProblem("$", e.Message));
        }

        return Distinct(problems);
    }

    /// <summary>What is wrong with a definition that was read: its own problems and those of its references.</summary>
    internal static List<DefinitionProblem> Check(WorkflowDefinition definition, ActivityCatalog catalog, DefinitionLookup definitions, IReadOnlyDictionary<string, ContextFunction>? hostFunctions)
    {
        var problems = definition.Problems.ToList();
        CheckRetention(definition, problems);
        var references = new ReferenceChecks(definition, hostFunctions, problems);
        foreach (var node in definition.Nodes)
        {
            if (node.Index == 0) continue;
            CheckType(node, definition, definitions, problems);
            InputChecks.Check(node, catalog.Find(node.Type), problems);
            references.Check(node);
            FlowchartChecks.Check(node, catalog, definitions, problems);
        }

        return problems;
    }

    internal static IReadOnlyList<DefinitionProblem> Distinct(IEnumerable<DefinitionProblem> problems) => [.. problems.DistinctBy(problem => (problem.Path, problem.Message)).OrderBy(problem => problem.IsWarning)];

    private static void CheckRetention(WorkflowDefinition definition, List<DefinitionProblem> problems)
    {
        try
        {
            RetentionPeriod.Of(definition.CustomProperties, otherwise: null);
        }
        catch (FormatException e)
        {
            problems.Add(new DefinitionProblem($"$.customProperties['{RetentionPeriod.Property}']", e.Message));
        }
    }

    private static void CheckType(ActivityNode node, WorkflowDefinition definition, DefinitionLookup definitions, List<DefinitionProblem> problems)
    {
        if (node.Activity is not WorkflowDefinitionActivity used || ActivityCatalog.WhyNotRun(node.Type) is not null) return;
        var inner = used.Resolve(definitions);
        if (inner is null && node.Type != definition.ActivityTypeName)
        {
            problems.Add(new DefinitionProblem(
                node.Path + ".type",
                $"Activity '{node.DisplayName}' ({node.Id}) is of type '{node.Type}', which is neither an activity type nor the name of a workflow that is usable as an activity. Choose an activity from the palette, or import that workflow first.",
                node.Id));
        }
        else if ((inner?.DefinitionId ?? definition.DefinitionId) == definition.DefinitionId)
        {
            problems.Add(new DefinitionProblem(node.Path, $"Activity '{node.DisplayName}' ({node.Id}) runs this very workflow inside itself, without end. Use Elsa.DispatchWorkflow, or take it out.", node.Id));
        }
    }

    private static void CheckTriggers(
        JsonObject document, ActivityCatalog catalog, DefinitionLookup definitions, IReadOnlyDictionary<string, ContextFunction>? hostFunctions, List<DefinitionProblem> problems)
    {
        var definition = DefinitionReader.Read(document, catalog);
        if (!definition.Nodes.Any(node => node.CanStartWorkflow)) return;
        var services = new BurstServices(TimeProvider.System, definitions, NoServices.Instance) { Functions = hostFunctions ?? new Dictionary<string, ContextFunction>() };
        var triggers = TriggerIndex.Collect(definition, services, problems);
        foreach (var trigger in triggers.Where(trigger => trigger.WhenClaimed is not null))
        {
            foreach (var other in definitions.Published().Where(other => other.DefinitionId != definition.DefinitionId))
            {
                if (!TriggerIndex.Collect(other, services, []).Exists(taken => taken.Hash == trigger.Hash)) continue;
                problems.Add(new DefinitionProblem(definition.FindNode(trigger.ActivityId)?.Path ?? "$.root", trigger.WhenClaimed!, trigger.ActivityId));
                break;
            }
        }
    }
}

/// <summary>For triggers that are worked out outside any host: there is nothing to read from.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static readonly NoServices Instance = new();

    public object? GetService(Type serviceType) => null;
}
