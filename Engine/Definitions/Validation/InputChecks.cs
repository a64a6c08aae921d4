using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Definitions.Validation;

/// <summary>Inputs that are empty and must not be, and literals that their type cannot take (at run time they would silently become its default).</summary>
internal static class InputChecks
{
    public static void Check(ActivityNode node, ActivityType? type, List<DefinitionProblem> problems)
    {
        if (type is null) return;
        foreach (var member in type.Inputs)
        {
            var input = (Input)member.Property.GetValue(node.Activity)!;
            var path = $"{node.Path}.{member.JsonName}";
            if (member.Attribute.IsRequired && IsEmpty(input))
                problems.Add(new DefinitionProblem(path, $"{node.DisplayName}: '{type.LabelOf(member)}' is required and empty. Give it a value.", node.Id));
            else if (input.Expression is { } expression) CheckLiteral(node, member, expression, input.ValueType, path, problems);
            CheckWrapper(node, member, path, problems);
        }
    }

    /// <summary>An input says nothing when its expression is blank; a script or a variable counts as something.</summary>
    private static bool IsEmpty(Input input) => input.Expression switch
    {
        null => input.HasPlainDefault || IsNothing(input.ConstantValue),
        LiteralExpression literal => IsNothing(literal.Value),
        ObjectExpression json => IsNothing(json.Json) || json.Json.Trim() is "null" or "[]" or "\"\"",
        JavaScriptExpression script => string.IsNullOrWhiteSpace(script.Text),
        HandlebarsExpression template => string.IsNullOrWhiteSpace(template.Text),
        VariableExpression variable => variable.Id is null && variable.Name is null,
        InputExpression input2 => string.IsNullOrWhiteSpace(input2.Name),
        _ => false,
    };

    private static bool IsNothing(object? value) => value switch
    {
        null => true,
        string text => string.IsNullOrWhiteSpace(text),
        ICollection list => list.Count == 0,
        _ => value.Equals(value is ValueType ? Activator.CreateInstance(value.GetType()) : null) && value is DateTimeOffset,
    };

    private static void CheckLiteral(ActivityNode node, InputMember member, Expression expression, Type type, string path, List<DefinitionProblem> problems)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        switch (expression)
        {
            case LiteralExpression { Value: { } value } when value is not "" && !ValueConverter.TryConvert(value, type, out _):
                Report(value);
                break;
            case ObjectExpression json when target != typeof(object) && target != typeof(string) && !string.IsNullOrWhiteSpace(json.Json):
                if (JsonValues.TryParse(json.Json, out var parsed) ? parsed is not null && !ValueConverter.TryConvert(parsed, type, out _) : !ValueConverter.TryConvert(json.Json, type, out _)) Report(json.Json);
                break;
        }

        void Report(object value)
        {
            var wanted = target.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(target).Take(12))}" : Describe(target);
            problems.Add(new DefinitionProblem($"{path}.expression.value", $"{node.DisplayName}: '{Shorten(ValueConverter.ToText(value))}' is not {wanted}, so '{member.JsonName}' would be empty. Write {wanted}.", node.Id, IsWarning: true));
        }
    }

    // An expression of a wrong shape is read as something else or as nothing.
    private static void CheckWrapper(ActivityNode node, InputMember member, string path, List<DefinitionProblem> problems)
    {
        if (node.Json[member.JsonName] is not JsonObject wrapper) return;
        if (wrapper.TryGetPropertyValue("expression", out var expression) && expression is not (null or JsonObject))
            problems.Add(new DefinitionProblem(path + ".expression", "An expression is an object: {\"type\": \"Literal\", \"value\": ...}.", node.Id));
        else if (expression is JsonObject typed && typed["type"] is { } type && type.GetValueKind() != JsonValueKind.String)
            problems.Add(new DefinitionProblem(path + ".expression.type", $"An expression type is a text, one of {string.Join(", ", ExpressionReader.Types)}.", node.Id));
    }

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time span such as 00:05:00",
        _ when type == typeof(DateTimeOffset) || type == typeof(DateTime) => "a time such as 2026-02-25T09:00:00Z",
        _ when type == typeof(DateOnly) => "a day such as 2026-02-25",
        _ when type == typeof(int) || type == typeof(long) || type == typeof(short) => "a whole number",
        _ when type == typeof(double) || type == typeof(decimal) || type == typeof(float) => "a number",
        _ when type == typeof(ObjectValue) => "a JSON object",
        _ when typeof(IEnumerable).IsAssignableFrom(type) => "a JSON list",
        _ => $"a {TypeNames.NameOf(type)}",
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
