using Workflows.Engine.Expressions;

namespace Workflows.Engine.Catalog;

/// <summary>Lists that a definition writes out: inputs of lists are bound anew for each run, and yet known before any.</summary>
internal static class ConstantList
{
    /// <summary>The items; null when only a run can tell.</summary>
    public static IReadOnlyList<T>? Of<T>(Input<IReadOnlyList<T>> input) => input.Expression switch
    {
        null => input.Constant ?? [],
        LiteralExpression literal => ValueConverter.To<List<T>>(literal.Value) ?? [],
        ObjectExpression json => ValueConverter.To<List<T>>(json.Json) ?? [],
        _ => null,
    };
}
