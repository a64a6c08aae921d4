namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>What one run may cost. Passing a limit ends the run with a <see cref="ScriptLimitException"/> that the script cannot catch.</summary>
public sealed record ScriptLimits
{
    public static readonly ScriptLimits Default = new();

    /// <summary>Loop iterations, calls and elements touched by built-in functions, together. About 10 ns each.</summary>
    public int MaxSteps { get; init; } = 1_000_000;

    /// <summary>Calls within calls, and levels of nested data that built-in functions follow.</summary>
    public int MaxDepth { get; init; } = 200;

    /// <summary>UTF-16 units in one string.</summary>
    public int MaxStringLength { get; init; } = 1_000_000;

    /// <summary>Elements in one array, map or set; members in one object.</summary>
    public int MaxArrayLength { get; init; } = 100_000;

    /// <summary>Bytes that strings, arrays and objects built during the run take together, also those already garbage.</summary>
    public long MaxTotalAllocation { get; init; } = 128L * 1024 * 1024;

    /// <summary>For one match. All matches of a run together may take five times this.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
