using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Stock.Composition;

/// <summary>Another workflow, run inside this one as an activity: same instance, own variables.</summary>
/// <remarks>The type name is the name of that workflow. Which version runs is settled when it starts and kept with the state.</remarks>
public sealed class WorkflowDefinitionActivity : Container
{
    private readonly Dictionary<string, Input<object>> _inputs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _targets = new(StringComparer.OrdinalIgnoreCase);
    private string? _definitionId;
    private string? _versionId;

    /// <summary>The names that the document gives as inputs.</summary>
    public IReadOnlyCollection<string> InputNames => _inputs.Keys;

    public override bool MayWait => true;

    public override void Bind(ActivityBinding binding)
    {
        _definitionId = Raw(binding.Json, "workflowDefinitionId");
        _versionId = Raw(binding.Json, "workflowDefinitionVersionId");
        foreach (var (name, json) in binding.Json)
        {
            if (json is not JsonObject member) continue;
            if (member["expression"] is not null) _inputs[name] = (Input<object>)binding.Bind(PascalCase(name), name, new Input<object>(), member);
            if (DefinitionReader.TargetOf(member) is { } target && member["expression"] is null) _targets[name] = target;
        }
    }

    /// <summary>The definition that runs here; null when there is none.</summary>
    public WorkflowDefinition? Resolve(DefinitionLookup definitions) => definitions.FindReferenced(_versionId, _definitionId, Node.Version, Node.Type);

    public override void Execute(ActivityContext context)
    {
        var inner = Resolve(context.Burst.Services.Definitions)
            ?? throw new InvalidOperationException($"There is no activity type and no workflow named '{Node.Type}'.");
        if (Depth(context) > context.Burst.Services.MaxNesting)
            throw new InvalidOperationException($"Workflow '{inner.Name}' runs inside itself more than {context.Burst.Services.MaxNesting} levels deep.");

        context.InnerDefinition = inner;
        foreach (var input in inner.Inputs)
        {
            var value = Find(input.Name) is { } bound ? context.Get(bound) : null;
            context.Declare(new VariableBlock(new VariableDefinition(input.Name, input.Name, input.Type, Default: null, IsPersisted: true))
            {
                Value = value is null ? null : ValueConverter.Convert(value, input.Type),
                IsInput = true,
            });
        }

        foreach (var variable in inner.Workflow.Variables) context.Declare(variable);
        if (inner.Workflow.Children is [var root, ..]) context.Schedule(root);
        else Complete(context, Outcomes.Done);
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => Complete(context, Outcomes.Done);

    public override bool OnSignal(ActivityContext context, Signal signal)
    {
        // A Complete that stands in the definition outside is not meant for this one.
        if (signal is not CompleteCompositeSignal complete || signal.Sender == context) return false;
        Complete(context, complete.Outcomes);
        return true;
    }

    public override void WriteState(Utf8JsonWriter writer, object state) => JsonValues.Write(writer, state);

    public override object ReadState(JsonElement json) => (ObjectValue)JsonValues.FromJson(json)!;

    /// <summary>An output of the workflow inside; it reaches the variable outside at once.</summary>
    internal static void SetInnerOutput(ActivityContext context, OutputDefinition output, object? value)
    {
        value = ValueConverter.Convert(value, output.Type);
        ((ObjectValue)(context.State ??= new ObjectValue()))[output.Name] = value;
        if (((WorkflowDefinitionActivity)context.Node.Activity).Target(output.Name) is { } target && context.Parent is { } outside) outside.StoreOutput(target, value);
    }

    private void Complete(ActivityContext context, Outcomes outcomes)
    {
        var outputs = context.State as ObjectValue ?? [];
        foreach (var output in context.InnerDefinition?.Outputs ?? [])
        {
            outputs.TryGetValue(output.Name, out var value);
            context.RecordOutput(output.Name, value);
            // Not set inside: what the variable outside holds stays, unless it holds nothing.
            if (value is not null && Target(output.Name) is { } target) context.Parent?.StoreOutput(target, value);
        }

        context.Complete(outcomes);
    }

    private Input<object>? Find(string inputName) =>
        _inputs.GetValueOrDefault(JsonNamingPolicy.CamelCase.ConvertName(inputName)) ?? _inputs.GetValueOrDefault("_" + JsonNamingPolicy.CamelCase.ConvertName(inputName)) ?? _inputs.GetValueOrDefault(inputName);

    private string? Target(string outputName) =>
        _targets.GetValueOrDefault(JsonNamingPolicy.CamelCase.ConvertName(outputName)) ?? _targets.GetValueOrDefault("_" + outputName);

    private static int Depth(ActivityContext context)
    {
        var depth = 0;
        for (var composite = context.Composite; composite is not null; composite = composite.Composite) depth++;
        return depth;
    }

    private static string? Raw(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static string PascalCase(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
