using System.Text.Json;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Every JavaScript expression of Elsa's own test workflows.</summary>
public sealed class ElsaExpressionTests
{
    public static TheoryData<string> Expressions { get; } = new(JsonSerializer.Deserialize<string[]>(File.ReadAllText(Node.DataFile("elsa-expressions.json")))!);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Run_ElsasExpressions_DoWhatElsaAsserts(string text)
    {
        var script = () => Script.Compile(text).Run(new AnyFunctionHost(), ScriptLimits.Default);

        switch (text)
        {
            case "return unclosedBracket(;" or "this is not valid javascript":
                Should.Throw<ScriptSyntaxException>(script);
                break;
            case "undefined.property.access":
                Should.Throw<ScriptException>(script).ErrorName.ShouldBe("TypeError");
                break;
            case "noSuchFunction()":
                Should.Throw<ScriptException>(script).ErrorName.ShouldBe("ReferenceError");
                break;
            default:
                script();
                break;
        }
    }

    [Theory]
    [InlineData("40 + 2", 42d)]
    [InlineData("return 1 + 1;", 2d)]
    [InlineData("return 'Foo';", "Foo")]
    [InlineData("`Bar`", "Bar")]
    [InlineData("'' + variables.MagicNumber", "5")]
    [InlineData("'ForEach: Item \\'' + getCurrentItem() + '\\''", "ForEach: Item '5'")]
    [InlineData("return getNothing() ?? \"first-value\";", "first-value")]
    public void Run_ElsasForms_GiveElsasResults(string text, object expected) =>
        Script.Compile(text).Run(new AnyFunctionHost(), ScriptLimits.Default).ShouldBe(expected);

    /// <summary>Knows every variable and every getter and setter.</summary>
    private sealed class AnyFunctionHost : IScriptHost
    {
        public TimeProvider Time { get; } = TimeProvider.System;

        public bool TryGetGlobal(string name, out object? value)
        {
            value = new AnyVariables();
            return name == "variables";
        }

        public bool TryCall(string name, ReadOnlySpan<object?> arguments, out object? result)
        {
            result = name switch
            {
                "getNothing" => null,
                "getChildResult" => new Dictionary<string, object?> { ["output"] = new Dictionary<string, object?> { ["Result"] = 5 } },
                _ => 5,
            };
            return name != "noSuchFunction";
        }
    }

    private sealed class AnyVariables : ScriptHostObject
    {
        public override IEnumerable<string> Names => [];

        public override bool TryGet(string name, out object? value)
        {
            value = 5;
            return true;
        }

        public override bool TrySet(string name, object? value) => true;
    }
}
