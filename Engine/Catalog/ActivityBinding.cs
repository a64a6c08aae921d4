using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Catalog;

/// <summary>What an activity sees of the document while it is bound to its node.</summary>
public sealed class ActivityBinding(ActivityNode node, List<ActivityNode> children, Func<JsonObject, string, ActivityNode> readChild, List<DefinitionProblem> problems)
{
    private readonly List<Input> _evaluated = [];

    public ActivityNode Node => node;

    public JsonObject Json => node.Json;

    internal Input[] EvaluatedInputs => [.. _evaluated];

    internal List<Input> Inputs { get; } = [];

    internal List<Output> Outputs { get; } = [];

    /// <summary>Reads a child activity that stands in a place of its own.</summary>
    /// <param name="path">Relative to this activity, such as <c>cases[0].activity</c>.</param>
    /// <returns>Null when there is none.</returns>
    public ActivityNode? Child(JsonNode? json, string path)
    {
        if (json is not JsonObject activity || activity["type"] is null) return null;
        var child = readChild(activity, $"{node.Path}.{path}");
        children.Add(child);
        return child;
    }

    /// <summary>Binds an input wrapper <c>{typeName, expression}</c>, or a bare value, to an input.</summary>
    public Input Bind(string name, string jsonPath, Input prototype, JsonNode? json, bool autoEvaluate = true)
    {
        var expression = json is null ? null : ExpressionReader.ReadInput(json, $"{node.Path}.{jsonPath}", node.Id, problems);
        var input = prototype.Bind(name, expression, _evaluated.Count, autoEvaluate);
        if (!input.IsConstant)
        {
            // Inputs asked for on demand have a slot too, so that the journal can show the last value.
            _evaluated.Add(input);
        }

        if (json is not null) Inputs.Add(input);
        return input;
    }

    /// <summary>Reads a bare expression <c>{type, value}</c> without input wrapper; null when the member is missing.</summary>
    public Expression? Expression(JsonNode? json, string jsonPath) =>
        json is null ? null : ExpressionReader.ReadExpression(json, $"{node.Path}.{jsonPath}", node.Id, problems);

    public void Report(string jsonPath, string message, bool isWarning = false) =>
        problems.Add(new DefinitionProblem($"{node.Path}.{jsonPath}", message, node.Id, isWarning));
}
