using Workflows.Engine.Execution;

namespace Workflows.Engine.Expressions;

/// <summary>A value written in the definition.</summary>
public sealed class LiteralExpression(object? literal) : Expression
{
    public object? Value => literal;

    public override object? Evaluate(ActivityContext context, Type target) => Convert(target);

    public override bool TryGetConstant(Type target, out object? value)
    {
        value = Convert(target);
        return true;
    }

    private object? Convert(Type target) =>
        literal is string { Length: 0 } && target != typeof(string) && target != typeof(object) ? ValueConverter.Convert(null, target) : ValueConverter.Convert(literal, target);
}

/// <summary>JSON text. An input of type object keeps the text, as Elsa does.</summary>
public sealed class ObjectExpression(string json) : Expression
{
    public string Json => json;

    public override object? Evaluate(ActivityContext context, Type target)
    {
        if (string.IsNullOrWhiteSpace(json)) return null;
        if (target == typeof(object)) return json;
        return ValueConverter.Convert(JsonValues.TryParse(json, out var value) ? value : json, target);
    }
}

/// <summary>The value of a variable in scope, found by id; null when there is none.</summary>
public sealed class VariableExpression(string? id, string? name) : Expression
{
    public string? Id => id;

    public string? Name => name;

    public override object? Evaluate(ActivityContext context, Type target) =>
        (id is null ? null : context.FindVariable(id))?.Value ?? (id is null && name is not null ? context.FindVariableByName(name)?.Value : null);
}

/// <summary>An input of the workflow; inside a composite, of the composite.</summary>
public sealed class InputExpression(string name) : Expression
{
    public string Name => name;

    public override object? Evaluate(ActivityContext context, Type target) => context.GetWorkflowInput(name);
}

/// <summary>An expression that was refused when the definition was read.</summary>
public sealed class BrokenExpression(string message) : Expression
{
    public override object? Evaluate(ActivityContext context, Type target) => throw new ExpressionException(message);
}
