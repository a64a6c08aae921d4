using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Expressions;

/// <summary>Reads the expressions of a definition.</summary>
public static class ExpressionReader
{
    /// <summary>The expression types that run here, by their stored names.</summary>
    public static readonly IReadOnlyList<string> Types = ["Literal", "Object", "Variable", "Input", "JavaScript", "Handlebars"];

    /// <summary>Reads an input: <c>{typeName, expression: {type, value}}</c>, or a bare value, which counts as a literal.</summary>
    internal static Expression? ReadInput(JsonNode json, string path, string activityId, List<DefinitionProblem> problems)
    {
        if (json is not JsonObject wrapper || !wrapper.ContainsKey("expression")) return Literal(json);
        return wrapper["expression"] is { } expression ? ReadExpression(expression, path + ".expression", activityId, problems) : null;
    }

    /// <summary>Reads <c>{type, value}</c>. What cannot run here is a problem and, when it runs all the same, a fault.</summary>
    internal static Expression? ReadExpression(JsonNode json, string path, string activityId, List<DefinitionProblem> problems)
    {
        if (json is not JsonObject expression) return Literal(json);
        var type = expression["type"]?.ToString() ?? "Literal";
        var value = expression["value"];
        switch (type)
        {
            case "Literal":
                return value is null ? null : Literal(value);
            case "Object" or "Json":
                return value is null ? null : new ObjectExpression(Text(value));
            case "Variable":
                return new VariableExpression(Member(value, "id"), Member(value, "name"));
            case "Input":
                return new InputExpression(Member(value, "name") ?? Text(value));
            case "JavaScript":
                return Script(Text(value), path, activityId, problems);
            case "Handlebars":
                return Template(Text(value), path, activityId, problems);
            default:
                var why = type switch
                {
                    "CSharp" or "C#" => "C# expressions are not run here, because they could reach the host. Use JavaScript.",
                    "Python" => "Python expressions are not run here, because they could reach the host. Use JavaScript.",
                    "Liquid" => "Liquid templates are not run here. Use Handlebars, or a JavaScript template literal.",
                    "Delegate" => "compiled code cannot be stored in a definition. Use JavaScript.",
                    _ => $"there is no expression type '{type}'. Use one of {string.Join(", ", Types)}.",
                };
                problems.Add(new DefinitionProblem(path, $"Activity '{activityId}' uses {type}: {why}", activityId) { IsRefusal = true });
                return new BrokenExpression($"{type}: {why}");
        }
    }

    private static LiteralExpression Literal(JsonNode json) => new(JsonValues.FromJson(json));

    private static Expression Script(string text, string path, string activityId, List<DefinitionProblem> problems)
    {
        try
        {
            return new JavaScriptExpression(JavaScript.Script.Cached(text), text);
        }
        catch (ScriptSyntaxException error)
        {
            var message = $"JavaScript, line {error.Line}, column {error.Column}: {error.Message}";
            problems.Add(new DefinitionProblem(path + ".value", message, activityId));
            return new BrokenExpression(message);
        }
    }

    private static Expression Template(string text, string path, string activityId, List<DefinitionProblem> problems)
    {
        try
        {
            return new HandlebarsExpression(text);
        }
        catch (HandlebarsDotNet.HandlebarsException error)
        {
            problems.Add(new DefinitionProblem(path + ".value", $"Handlebars: {error.Message}", activityId));
            return new BrokenExpression($"Handlebars: {error.Message}");
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.TryGetValue(out string? plain) => plain,
        _ => value.ToJsonString(),
    };

    // Studio writes the variable as JSON text, files as an object.
    private static string? Member(JsonNode? value, string name)
    {
        try
        {
            var node = value is JsonValue text && text.TryGetValue(out string? json) ? JsonNode.Parse(json) : value;
            return node is JsonObject variable ? variable[name]?.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
