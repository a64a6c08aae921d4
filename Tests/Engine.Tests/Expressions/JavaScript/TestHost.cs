using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>The host of the tests. <c>node-harness.mjs</c> defines the same names with the same values.</summary>
internal sealed class TestHost : IScriptHost
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 30, 15, 250, TimeSpan.Zero);

    private readonly Dictionary<string, object?> functions = new()
    {
        ["getDays"] = 5,
        ["getAmount"] = 1234.5m,
        ["getName"] = "Emma de Vries",
        ["getNothing"] = null,
        ["getItems"] = new List<object?> { 3d, 1d, 2d },
        ["getOrder"] = new OrderedDictionary<string, object?>
        {
            ["id"] = 7d,
            ["lines"] = new List<object?>
            {
                new OrderedDictionary<string, object?> { ["sku"] = "A-1", ["quantity"] = 2d, ["price"] = 9.99 },
                new OrderedDictionary<string, object?> { ["sku"] = "B-2", ["quantity"] = 1d, ["price"] = 100d },
            },
            ["customer"] = null,
        },
    };

    public TestVariables Variables { get; } = new();

    public List<string> Calls { get; } = [];

    public TimeProvider Time { get; } = new FixedTime();

    public bool TryGetGlobal(string name, out object? value)
    {
        value = name == "variables" ? Variables : null;
        return name == "variables";
    }

    public bool TryCall(string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        Calls.Add(name);
        switch (name)
        {
            case "getVariable":
                result = Variables.TryGet((string)arguments[0]!, out var value) ? value : null;
                return true;
            case "setVariable":
                Variables.TrySet((string)arguments[0]!, arguments[1]);
                result = null;
                return true;
            case "runBroken":
                result = Script.Compile("null.x").Run(this, ScriptLimits.Default);
                return true;
            case "fail":
                throw new InvalidOperationException("The host failed.");
            default:
                return functions.TryGetValue(name, out result);
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}

internal sealed class TestVariables : ScriptHostObject
{
    private readonly OrderedDictionary<string, object?> values = new()
    {
        ["Type"] = "annual",
        ["Days"] = 5,
        ["Tags"] = new List<object?> { "a", "b" },
        ["Person"] = new OrderedDictionary<string, object?> { ["name"] = "Emma", ["age"] = 42d },
        ["Empty"] = null,
    };

    public override IEnumerable<string> Names => values.Keys;

    public override bool TryGet(string name, out object? value) => values.TryGetValue(name, out value);

    public override bool TrySet(string name, object? value)
    {
        if (name == "ReadOnly")
            return false;
        values[name] = value;
        return true;
    }
}
