using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>What crosses between the engine and a script, and in which form.</summary>
public sealed class ScriptValuesTests
{
    private readonly TestHost host = new();

    public static TheoryData<object?, string> HostValues => new()
    {
        { 5, "5" },
        { 5L, "5" },
        { 5.5f, "5.5" },
        { 12.99m, "12.99" },
        { (byte)7, "7" },
        { ulong.MaxValue, "18446744073709552000" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { 'x', "\"x\"" },
        { true, "true" },
        { new DateTimeOffset(2026, 3, 14, 10, 0, 0, TimeSpan.FromHours(2)), "Date(1773475200000)" },
        { new DateTime(2026, 3, 14, 8, 0, 0, DateTimeKind.Utc), "Date(1773475200000)" },
        { new DateTime(2026, 3, 14, 8, 0, 0, DateTimeKind.Unspecified), "Date(1773475200000)" },
        { new DateOnly(2026, 3, 14), "\"2026-03-14\"" },
        { new TimeOnly(9, 30), "\"09:30:00\"" },
        { TimeSpan.FromMinutes(90), "\"01:30:00\"" },
        { Guid.Empty, "\"00000000-0000-0000-0000-000000000000\"" },
        { new Uri("https://example.com/a"), "\"https://example.com/a\"" },
        { new[] { 1, 2 }, "[1,2]" },
        { new HashSet<string> { "a" }, "[\"a\"]" },
        { new Dictionary<string, object?> { ["a"] = 1, ["b"] = new[] { "x" } }, "{\"a\":1,\"b\":[\"x\"]}" },
        { new Dictionary<string, string> { ["a"] = "b" }, "{\"a\":\"b\"}" },
        { JsonNode.Parse("""{"a":[1,null,"x",true]}"""), "{\"a\":[1,null,\"x\",true]}" },
        { JsonDocument.Parse("[1.5]").RootElement, "[1.5]" },
        { new List<object?> { 1, 2m, DayOfWeek.Monday }, "[1,2,\"Monday\"]" },
        { new byte[] { 1 }, "{}" },
        { new Version(1, 2), "{}" },
    };

    [Theory]
    [MemberData(nameof(HostValues))]
    public void FromHost_AnyValue_IsPlainData(object? value, string expected)
    {
        host.Variables.TrySet("X", value);

        ValueText.Of("variables.X", host).ShouldBe(expected);
        ValueText.Of("getVariable('X')", host).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Object.keys(variables.X).length", 0d)]
    [InlineData("typeof variables.X.Major", "undefined")]
    [InlineData("typeof variables.X.ToString", "undefined")]
    [InlineData("typeof variables.X.toString", "undefined")]
    [InlineData("'' + variables.X", "[object Object]")]
    [InlineData("JSON.stringify(variables.X)", "{}")]
    public void FromHost_OpaqueObject_ExposesNothing(string text, object expected)
    {
        host.Variables.TrySet("X", new Version(1, 2));

        Run(text).ShouldBe(expected);
    }

    [Fact]
    public void Run_OpaqueObject_ComesBackAsItself()
    {
        byte[] bytes = [1, 2];
        host.Variables.TrySet("X", bytes);

        Run("[variables.X, { a: variables.X }]").ShouldBeOfType<List<object?>>()[0].ShouldBeSameAs(bytes);
    }

    [Fact]
    public void Run_ListOfTheHost_IsSharedNotCopied()
    {
        var list = new List<object?> { 1d };
        host.Variables.TrySet("X", list);

        var result = Run("variables.X.push({ a: 2 }); variables.X[1].a++; variables.X");

        result.ShouldBeSameAs(list);
        list[1].ShouldBeOfType<OrderedDictionary<string, object?>>()["a"].ShouldBe(3d);
    }

    [Theory]
    [InlineData("undefined", null)]
    [InlineData("null", null)]
    [InlineData("3", 3d)]
    [InlineData("'x'", "x")]
    [InlineData("1 > 2", false)]
    [InlineData("/a+/gi", "/a+/gi")]
    public void ToHost_Primitives_StayThemselves(string text, object? expected) => Run(text).ShouldBe(expected);

    [Fact]
    public void ToHost_LanguageObjects_BecomeTheEnginesOwn()
    {
        var result = Run("({ date: new Date(0), map: new Map([['a', new Date(0)]]), set: new Set([1, undefined]), none: undefined, error: new TypeError('x'), nested: [new Date(NaN)] })")
            .ShouldBeOfType<OrderedDictionary<string, object?>>();

        result["date"].ShouldBe(DateTimeOffset.UnixEpoch);
        result["map"].ShouldBeOfType<OrderedDictionary<string, object?>>()["a"].ShouldBe(DateTimeOffset.UnixEpoch);
        result["set"].ShouldBeOfType<List<object?>>().ShouldBe([1d, null]);
        result["none"].ShouldBeNull();
        result["error"].ShouldBeOfType<OrderedDictionary<string, object?>>()["message"].ShouldBe("x");
        result["nested"].ShouldBeOfType<List<object?>>().ShouldBe([null]);
    }

    [Theory]
    [InlineData("x => x")]
    [InlineData("({ f: () => 1 })")]
    [InlineData("const a = []; a.push(a); a")]
    [InlineData("new Date(8.64e15)")]
    [InlineData("setVariable('X', { f: x => x })")]
    [InlineData("variables.X = Math.max")]
    public void ToHost_WhatTheEngineCannotKeep_IsATypeError(string text) =>
        Should.Throw<ScriptException>(() => Run(text)).ErrorName.ShouldBe("TypeError");

    [Fact]
    public void ToHost_SharedParts_AreWalkedOnce()
    {
        var result = Run("let a = [new Date(0)]; for (let i = 0; i < 60; i++) a = [a, a]; a").ShouldBeOfType<List<object?>>();

        result[0].ShouldBeSameAs(result[1]);
    }

    [Fact]
    public void Run_AssignedVariable_ArrivesAsHostValue()
    {
        Run("variables.When = new Date(0); setVariable('Also', undefined)");

        host.Variables.TryGet("When", out var when).ShouldBeTrue();
        when.ShouldBe(DateTimeOffset.UnixEpoch);
        host.Variables.TryGet("Also", out var also).ShouldBeTrue();
        also.ShouldBeNull();
    }

    [Fact]
    public void Run_ReadOnlyMember_IsATypeError() =>
        Should.Throw<ScriptException>(() => Run("variables.ReadOnly = 1")).ErrorName.ShouldBe("TypeError");

    [Fact]
    public void Create_HostFunctionAsValue_CanBeCalledAndPassedOn()
    {
        host.Variables.TrySet("twice", ScriptFunction.Create("twice", arguments => (double)arguments[0]! * 2));

        Run("[1, 2].map(variables.twice)").ShouldBe(new List<object?> { 2d, 4d });
        Run("variables.twice(4)").ShouldBe(8d);
    }

    private object? Run(string text) => Script.Compile(text).Run(host, ScriptLimits.Default);
}
