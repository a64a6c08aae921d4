using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Expressions;
using Workflows.Engine.Stock;
using Workflows.Engine.Stock.Composition;

namespace Workflows.Engine.Definitions;

/// <summary>Reads an Elsa 3 definition and binds its activities. What is wrong is collected, not thrown: such a definition loads and faults where it is broken.</summary>
public sealed class DefinitionReader
{
    /// <summary>The id of the synthetic activity above the root, as Elsa names it.</summary>
    public const string WorkflowNodeId = "Workflow1";

    private const int DeepestNesting = 200;

    private readonly ActivityCatalog _catalog;
    private readonly List<DefinitionProblem> _problems = [];
    private readonly List<ActivityNode> _nodes = [];
    private readonly Dictionary<string, int> _generated = [];

    private DefinitionReader(ActivityCatalog catalog) => _catalog = catalog;

    /// <summary>Parses and reads a definition file. A byte order mark and <c>$schema</c> are fine.</summary>
    /// <exception cref="JsonException">The text is not JSON, or no object.</exception>
    public static WorkflowDefinition Read(string json, ActivityCatalog catalog) => Read(CanonicalJson.Parse(json), catalog);

    public static WorkflowDefinition Read(JsonObject document, ActivityCatalog catalog) => new DefinitionReader(catalog).ReadDefinition(document);

    private WorkflowDefinition ReadDefinition(JsonObject json)
    {
        var definitionId = Text(json, "definitionId") ?? Text(json, "id") ?? Guid.CreateVersion7().ToString();
        var version = Number(json, "version") ?? 1;
        var options = ReadOptions(json);
        var customProperties = json["customProperties"] as JsonObject ?? [];
        var log = LogPersistence.Read(customProperties, LogPersistence.All);

        var workflow = new ActivityNode
        {
            Index = 0,
            Id = WorkflowNodeId,
            NodeId = WorkflowNodeId,
            Type = "Elsa.Workflow",
            Version = 1,
            Path = "$",
            Json = json,
            Log = log,
        };
        _nodes.Add(workflow);
        workflow.Variables = ReadVariables(json["variables"], "$.variables", activityId: null);
        var behaviour = new Workflow { Node = workflow };
        workflow.Activity = behaviour;
        if (json["root"] is JsonObject root)
        {
            behaviour.Root = ReadActivity(root, "$.root", workflow, 0);
            workflow.Children = [behaviour.Root];
        }
        else
        {
            _problems.Add(new DefinitionProblem("$.root", "The workflow has no root activity. Give it one, usually an Elsa.Flowchart."));
        }

        ReportDuplicates(json["inputs"], "inputs");
        ReportDuplicates(json["outputs"], "outputs");
        return new WorkflowDefinition
        {
            Id = Text(json, "id") ?? $"{definitionId}:{version}",
            DefinitionId = definitionId,
            Version = version,
            Name = Text(json, "name") ?? definitionId,
            Description = Text(json, "description"),
            IsLatest = Flag(json, "isLatest") ?? true,
            IsPublished = Flag(json, "isPublished") ?? true,
            Workflow = workflow,
            Nodes = _nodes,
            NodesByKey = IndexByKey(),
            Inputs = [.. Objects(json["inputs"]).Select(ReadInput)],
            Outputs = [.. Objects(json["outputs"]).Select(output => new OutputDefinition(Text(output, "name") ?? "", ReadType(output, "type") ?? typeof(object)))],
            Outcomes = [.. (json["outcomes"] as JsonArray ?? []).Select(outcome => outcome?.ToString() ?? "")],
            Options = options,
            CustomProperties = customProperties,
            Document = json,
            Problems = _problems,
        };
    }

    private ActivityNode ReadActivity(JsonObject json, string path, ActivityNode parent, int depth)
    {
        if (depth > DeepestNesting) throw new JsonException($"{path}: activities are nested more than {DeepestNesting} levels deep.");
        var typeName = Text(json, "type") ?? "";
        var type = _catalog.Find(typeName);
        var id = Text(json, "id") ?? GeneratedId(typeName);
        var node = new ActivityNode
        {
            Index = _nodes.Count,
            Id = id,
            NodeId = $"{parent.NodeId}:{id}",
            Name = Text(json, "name"),
            Type = typeName,
            Version = Number(json, "version") ?? 1,
            Path = path,
            Json = json,
            Parent = parent,
            CanStartWorkflow = CustomFlag(json, "canStartWorkflow"),
            RunsInBackground = type?.Attribute.Kind == ActivityKind.Job || (type?.Attribute.Kind == ActivityKind.Task && CustomFlag(json, "runAsynchronously")),
            IsTerminal = type?.Attribute.IsTerminal ?? false,
            Log = LogPersistence.Read(json["customProperties"] as JsonObject, parent.Log),
        };
        _nodes.Add(node);

        var children = new List<ActivityNode>();
        var activity = CreateActivity(node, type);
        activity.Node = node;
        node.Activity = activity;
        node.Variables = ReadVariables(json["variables"], path + ".variables", id);
        var binding = new ActivityBinding(node, children, (child, childPath) => ReadActivity(child, childPath, node, depth + 1), _problems);
        if (type is not null) BindMembers(binding, activity, type);
        activity.Bind(binding);
        node.Children = children;
        node.Inputs = binding.Inputs;
        node.Outputs = binding.Outputs;
        node.EvaluatedInputs = binding.EvaluatedInputs;
        return node;
    }

    private Activity CreateActivity(ActivityNode node, ActivityType? type)
    {
        if (type is not null) return type.Create();
        if (ActivityCatalog.WhyNotRun(node.Type) is { } why)
        {
            _problems.Add(new DefinitionProblem(node.Path + ".type", $"Activity '{node.DisplayName}' ({node.Id}) is of type {node.Type}: {why}", node.Id) { IsRefusal = true });
            return new NotFoundActivity($"Activity type '{node.Type}': {why}");
        }

        // A type that is not ours names another workflow; whether there is one, only the library of definitions knows.
        return new WorkflowDefinitionActivity();
    }

    private void BindMembers(ActivityBinding binding, Activity activity, ActivityType type)
    {
        foreach (var member in type.Inputs)
        {
            var input = binding.Bind(member.Property.Name, member.JsonName, member.Prototype, binding.Json[member.JsonName], member.Attribute.AutoEvaluate);
            member.Property.SetValue(activity, input);
        }

        foreach (var member in type.Outputs)
        {
            var output = member.Prototype.Bind(member.Property.Name, TargetOf(binding.Json[member.JsonName]));
            member.Property.SetValue(activity, output);
            if (output.Target is not null) binding.Outputs.Add(output);
        }

        foreach (var member in type.Raws)
        {
            if (binding.Json[member.JsonName] is not { } json) continue;
            try
            {
                member.Read(activity, json);
            }
            catch (JsonException e)
            {
                binding.Report(member.JsonName, $"This value does not fit: {e.Message}");
            }
        }

        foreach (var member in type.Ports)
        {
            if (member.IsList)
            {
                var items = binding.Json[member.JsonName];
                var list = (items as JsonObject)?["$values"] as JsonArray ?? items as JsonArray ?? [];
                var nodes = list.Select((item, index) => binding.Child(item, $"{member.JsonName}[{index}]")).OfType<ActivityNode>().ToList();
                member.Property.SetValue(activity, nodes);
            }
            else
            {
                member.Property.SetValue(activity, binding.Child(binding.Json[member.JsonName], member.JsonName));
            }
        }
    }

    /// <summary>The variable or workflow output that an output is kept in.</summary>
    internal static string? TargetOf(JsonNode? output) =>
        output is JsonObject wrapper && wrapper["memoryReference"] is JsonObject reference ? Text(reference, "id") : null;

    private List<VariableDefinition> ReadVariables(JsonNode? json, string path, string? activityId)
    {
        var variables = new List<VariableDefinition>();
        foreach (var (variable, index) in Objects(json).Select((variable, index) => (variable, index)))
        {
            var name = Text(variable, "name") is { Length: > 0 } given ? given : $"Variable{index + 1}";
            var type = ReadType(variable, "typeName");
            if (type is null)
            {
                _problems.Add(new DefinitionProblem(
                    $"{path}[{index}].typeName", $"Variable '{name}': there is no type '{Text(variable, "typeName")}', so the variable is left out. Use one of {string.Join(", ", TypeNames.All)}.", activityId, IsWarning: true));
                continue;
            }

            var driver = Text(variable, "storageDriverTypeName") ?? "";
            variables.Add(new VariableDefinition(
                Text(variable, "id") ?? name, name, type, ReadDefault(variable["value"], type), driver.Contains("Workflow", StringComparison.Ordinal) && driver.Contains("StorageDriver", StringComparison.Ordinal)));
        }

        return variables;
    }

    private static object? ReadDefault(JsonNode? value, Type type)
    {
        if (value is null) return null;
        var plain = JsonValues.FromJson(value);
        if (plain is string text && string.IsNullOrWhiteSpace(text)) return null;
        // For values of type object JSON text stays text, unless it is a list or an object.
        if (type == typeof(object) && plain is string json && json.TrimStart() is ['{' or '[', ..] && JsonValues.TryParse(json, out var parsed)) return parsed;
        return ValueConverter.TryConvert(plain, type, out var converted) ? converted : null;
    }

    private static InputDefinition ReadInput(JsonObject json)
    {
        var driver = Text(json, "storageDriverType") ?? Text(json, "storageDriverTypeName") ?? "";
        return new InputDefinition(
            Text(json, "name") ?? "",
            ReadType(json, "type") ?? typeof(object),
            Text(json, "displayName"),
            Text(json, "description"),
            driver.Contains("Workflow", StringComparison.Ordinal) && driver.Contains("StorageDriver", StringComparison.Ordinal),
            json);
    }

    private static WorkflowOptions ReadOptions(JsonObject json)
    {
        var options = json["options"] as JsonObject ?? [];
        var strategy = Text(options, "activationStrategyType") ?? "";
        return new WorkflowOptions
        {
            // Assembly-qualified class names; the longer names first, because they contain the shorter ones.
            ActivationStrategy = strategy.Contains("CorrelatedSingleton", StringComparison.Ordinal) ? ActivationStrategy.CorrelatedSingleton
                : strategy.Contains("Singleton", StringComparison.Ordinal) ? ActivationStrategy.Singleton
                : strategy.Contains("Correlation", StringComparison.Ordinal) ? ActivationStrategy.Correlation
                : ActivationStrategy.AllowAlways,
            ContinueWithIncidents = (Text(options, "incidentStrategyType") ?? "").Contains("ContinueWithIncidents", StringComparison.Ordinal),
            UsableAsActivity = Flag(options, "usableAsActivity") ?? Flag(json, "usableAsActivity") ?? false,
            AutoUpdateConsumingWorkflows = Flag(options, "autoUpdateConsumingWorkflows") ?? false,
            ActivityCategory = Text(options, "activityCategory"),
        };
    }

    private void ReportDuplicates(JsonNode? list, string kind)
    {
        var names = Objects(list).Select(item => Text(item, "name") ?? "").GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        if (names.Count > 0) _problems.Add(new DefinitionProblem($"$.{kind}", $"The following {kind} are defined more than once: {string.Join(", ", names)}"));
    }

    private Dictionary<string, ActivityNode> IndexByKey()
    {
        var byKey = new Dictionary<string, ActivityNode>(_nodes.Count);
        var twice = _nodes.GroupBy(node => node.Id).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        foreach (var node in _nodes)
        {
            node.Key = twice.Contains(node.Id) ? node.NodeId : node.Id;
            if (!byKey.TryAdd(node.Key, node))
                _problems.Add(new DefinitionProblem(node.Path + ".id", $"Two activities beside each other have the id '{node.Id}'. Give one of them another id.", node.Id));
        }

        return byKey;
    }

    private string GeneratedId(string typeName)
    {
        var name = typeName[(typeName.LastIndexOf('.') + 1)..];
        return name + (_generated[name] = _generated.GetValueOrDefault(name) + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static Type? ReadType(JsonObject json, string member) => TypeNames.Resolve(Text(json, member), Flag(json, "isArray") ?? false);

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static bool CustomFlag(JsonObject json, string name)
    {
        // Old files have the flag on the activity itself, newer ones in customProperties, in either case of the first letter.
        foreach (var (key, value) in (json["customProperties"] as JsonObject ?? []).Concat(json))
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase) && value is JsonValue flag && flag.TryGetValue(out bool set)) return set;
        }

        return false;
    }

    private static string? Text(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static int? Number(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static bool? Flag(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
}
