using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Catalog;

/// <summary>A typed input of an activity, bound to the expression that a definition gives it.</summary>
public abstract class Input
{
    /// <summary>PascalCase, as descriptors and the journal name it.</summary>
    public string Name { get; protected init; } = "";

    /// <summary>The expression in the definition; null: it is not given there and the default counts.</summary>
    public Expression? Expression { get; protected init; }

    public abstract Type ValueType { get; }

    /// <summary>The value when <see cref="IsConstant"/>; otherwise the default.</summary>
    public abstract object? ConstantValue { get; }

    /// <summary>Known before any run: a literal, or not given.</summary>
    public bool IsConstant { get; protected init; } = true;

    /// <summary>The default is no more than what the type begins with (0, false, nothing): nobody chose it.</summary>
    internal bool HasPlainDefault => ConstantValue is null || (ConstantValue is ValueType && ConstantValue.Equals(Activator.CreateInstance(ConstantValue.GetType())));

    internal int Slot { get; init; } = -1;

    internal bool AutoEvaluate { get; init; } = true;

    /// <summary>The same input with an expression. Slots number the inputs that are worked out anew in each run.</summary>
    internal abstract Input Bind(string name, Expression? expression, int slot, bool autoEvaluate);

    /// <summary>Works the expression out now and converts it.</summary>
    internal abstract object? Evaluate(ActivityContext context);
}

/// <inheritdoc/>
public sealed class Input<T>(T? value = default) : Input
{
    /// <summary>A literal's value, or the default.</summary>
    public T? Constant { get; } = value;

    public override Type ValueType => typeof(T);

    public override object? ConstantValue => Constant;

    internal override Input Bind(string name, Expression? expression, int slot, bool autoEvaluate)
    {
        if (expression is null) return new Input<T>(Constant) { Name = name };
        // A list could be changed by whoever receives it, so only what cannot change is shared between runs.
        if (expression.TryGetConstant(typeof(T), out var constant) && (constant is null || constant is string || constant is ValueType))
            return new Input<T>((T?)constant) { Name = name, Expression = expression };
        return new Input<T>(Constant) { Name = name, Expression = expression, IsConstant = false, Slot = slot, AutoEvaluate = autoEvaluate };
    }

    internal override object? Evaluate(ActivityContext context) =>
        IsConstant || Expression is null ? Constant : ValueConverter.To<T>(Expression.Evaluate(context, typeof(T)));
}

/// <summary>A typed output, and where the definition keeps it.</summary>
public abstract class Output
{
    public string Name { get; protected init; } = "";

    /// <summary>The id of a variable or the name of a workflow output; null: not kept.</summary>
    public string? Target { get; protected init; }

    public abstract Type ValueType { get; }

    internal abstract Output Bind(string name, string? target);
}

/// <inheritdoc/>
public sealed class Output<T> : Output
{
    public override Type ValueType => typeof(T);

    internal override Output Bind(string name, string? target) => new Output<T> { Name = name, Target = target };
}
