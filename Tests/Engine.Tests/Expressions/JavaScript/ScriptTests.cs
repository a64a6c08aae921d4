using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>What the rest of the engine sees of scripts: errors with their place, free names, the cache, limits.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("1 +", 1, 4)]
    [InlineData("getDays(", 1, 8)]
    [InlineData("return unclosedBracket(;", 1, 23)]
    [InlineData("this is not valid javascript", 1, 1)]
    [InlineData("const a = 1;\nconst a = 2;", 2, 7)]
    [InlineData("let x = 1\r\nlet y = = 2", 2, 9)]
    [InlineData("if (a) {\n  b(\n}", 3, 1)]
    [InlineData("'abc", 1, 1)]
    [InlineData("x = `a\n${b", 1, 5)]
    [InlineData("a.b c", 1, 5)]
    [InlineData("/(/", 1, 1)]
    [InlineData("1n", 1, 1)]
    [InlineData("x => { class A {} }", 1, 8)]
    [InlineData("\n\n  await x", 3, 3)]
    [InlineData("a ?? b || c", 1, 3)]
    [InlineData("5 = x", 1, 1)]
    [InlineData("for (const x of [1]) { break; } break", 1, 33)]
    [InlineData("{ \"a\": 1, \"b\" }", 1, 15)]
    public void Compile_NotAScript_TellsWhere(string text, int line, int column)
    {
        var error = Should.Throw<ScriptSyntaxException>(() => Script.Compile(text));

        (error.Line, error.Column).ShouldBe((line, column), error.Message);
        error.Message.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("undefined.property.access", 1, 11, "TypeError", "Cannot read properties of undefined (reading 'property')")]
    [InlineData("1;\n  nope + 1", 2, 3, "ReferenceError", "nope is not defined")]
    [InlineData("noSuchFunction()", 1, 1, "ReferenceError", "noSuchFunction is not defined")]
    [InlineData("getOrder()\n  .lines\n  .foo()", 3, 4, "TypeError", "(intermediate value).foo is not a function")]
    [InlineData("const o = {}; o.a.b = 1", 1, 19, "TypeError", "Cannot set properties of undefined (setting 'b')")]
    [InlineData("JSON.parse('{')", 1, 6, "SyntaxError", "Unexpected end of JSON input")]
    [InlineData("throw new RangeError('too many days')", 1, 1, "RangeError", "too many days")]
    public void Run_Failure_TellsWhatAndWhere(string text, int line, int column, string name, string message)
    {
        var error = Should.Throw<ScriptException>(() => Run(text));

        error.ErrorName.ShouldBe(name);
        error.Message.ShouldBe($"{name}: {message}");
        (error.Line, error.Column).ShouldBe((line, column));
    }

    [Fact]
    public void Run_ThrownText_IsInTheMessage() =>
        Should.Throw<ScriptException>(() => Run("throw 'no budget'")).Message.ShouldBe("Uncaught 'no budget'");

    [Fact]
    public void Run_HostFails_PassesThroughTryCatch() =>
        Should.Throw<InvalidOperationException>(() => Run("try { fail() } catch { 1 } finally { 2 }")).Message.ShouldBe("The host failed.");

    [Fact]
    public void Run_ScriptOfTheHostFails_PassesThroughTryCatch() =>
        Should.Throw<ScriptException>(() => Run("try { runBroken() } catch { 1 }")).ErrorName.ShouldBe("TypeError");

    [Fact]
    public void Run_CaughtInFinallyOnly_KeepsItsPlace()
    {
        var error = Should.Throw<ScriptException>(() => Run("try {\n  null.x\n} finally {\n  1\n}"));

        (error.Line, error.Column, error.ErrorName).ShouldBe((2, 8, "TypeError"));
    }

    [Fact]
    public void FreeReferences_ListWhatTheHostHasToKnow()
    {
        var script = Script.Compile("const local = getDays();\ngetVariable('Foo', 1) + variables.Type + variables?.['Other'] + unknown + Math.max(local, x => x);\nsetVariable(local)");

        script.FreeReferences.ShouldBe(
        [
            new ScriptReference("getDays", 1, 15, IsCall: true, Member: null, FirstArgument: null),
            new ScriptReference("getVariable", 2, 1, IsCall: true, Member: null, FirstArgument: "Foo"),
            new ScriptReference("variables", 2, 25, IsCall: false, Member: "Type", FirstArgument: null),
            new ScriptReference("variables", 2, 42, IsCall: false, Member: "Other", FirstArgument: null),
            new ScriptReference("unknown", 2, 65, IsCall: false, Member: null, FirstArgument: null),
            new ScriptReference("setVariable", 3, 1, IsCall: true, Member: null, FirstArgument: null),
        ]);
    }

    [Theory]
    [InlineData("let a = 1; { let b = a; } [1].map((c, i) => c + i + a)")]
    [InlineData("function f(x) { return g(x) } function g(y) { return y } f(1)")]
    [InlineData("for (const [k, v] of Object.entries({})) k + v; try { 1 } catch (e) { e }")]
    [InlineData("const { a, b: { c = 1 }, ...d } = { a: 1, b: {} }; [a, c, d]")]
    [InlineData("undefined + NaN + Infinity + isNaN(parseInt(String(new Date())))")]
    [InlineData("({ shorthand: 1, method(m) { return m } }).method(1)")]
    public void FreeReferences_DeclaredAndBuiltInNames_AreNotFree(string text) => Script.Compile(text).FreeReferences.ShouldBeEmpty();

    [Fact]
    public void FreeReferences_NameUsedOutsideItsBlock_IsFree() =>
        Script.Compile("{ let inner = 1 } inner").FreeReferences.ShouldHaveSingleItem().Name.ShouldBe("inner");

    [Fact]
    public void Cached_SameText_IsCompiledOnce() => Script.Cached("1 + 41").ShouldBeSameAs(Script.Cached("1 + " + 41));

    [Fact]
    public async Task Cached_ManyTextsFromManyThreads_StayCorrect()
    {
        var work = Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
                Script.Cached($"{i} * 2 + {worker}").Run(new TestHost(), ScriptLimits.Default).ShouldBe((i * 2d) + worker);
        }));
        await Task.WhenAll(work);
    }

    [Fact]
    public async Task Run_OneScriptOnManyThreads_SharesNothing()
    {
        var script = Script.Compile("let n = 0; const add = () => ++n; const seen = new Map(); for (let i = 0; i < 100; i++) { add(); seen.set(i % 7, n) } const r = /(\\d)/g; 'a1b2'.replace(r, '$1$1') + n + seen.size");
        var work = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
                script.Run(new TestHost(), ScriptLimits.Default).ShouldBe("a11b221007");
        }));
        await Task.WhenAll(work);
    }

    [Theory]
    [InlineData("let i = 0; while (true) i++", "steps")]
    [InlineData("const f = n => f(n + 1); f(0)", "levels")]
    [InlineData("'x'.repeat(2000)", "characters")]
    [InlineData("Array.from({ length: 200 })", "elements")]
    [InlineData("let s = ''; for (let i = 0; i < 900; i++) s = 'x'.repeat(900); s", "bytes")]
    [InlineData("/^(a+)+$/.test('a'.repeat(50) + '!')", "regular expression")]
    public void Run_PastALimit_SaysWhichOne(string text, string what)
    {
        var limits = new ScriptLimits
        {
            MaxSteps = 10_000,
            MaxDepth = 50,
            MaxStringLength = 1_000,
            MaxArrayLength = 100,
            MaxTotalAllocation = 200_000,
            RegexTimeout = TimeSpan.FromMilliseconds(50),
        };

        var error = Should.Throw<ScriptLimitException>(() => Script.Compile(text).Run(new TestHost(), limits));

        error.Message.ShouldContain(what);
        error.Line.ShouldBe(1);
        error.ErrorName.ShouldBeNull();
    }

    [Fact]
    public void Run_LimitInsideTry_CannotBeCaught() =>
        Should.Throw<ScriptLimitException>(() => Run("try { 'x'.repeat(1e9) } catch { 'caught' }"));

    [Fact]
    public void Run_LimitInsideTheLimits_IsNoLimit() =>
        Run("let s = 0; for (let i = 0; i < 50000; i++) s += i; s").ShouldBe(1249975000d);

    [Theory]
    [InlineData("{ \"a\": 1 }")]
    [InlineData("{ a: 1 };")]
    [InlineData("({ a: 1 })")]
    [InlineData("return { a: 1 }")]
    public void Run_ObjectLiteralAsAWhole_IsAnObject(string text) =>
        Run(text).ShouldBeOfType<OrderedDictionary<string, object?>>()["a"].ShouldBe(1d);

    [Fact]
    public void Run_BlockThatIsNoObject_IsABlock() => Run("{ const a = 1; a + 1 }").ShouldBe(2d);

    private static object? Run(string text) => Script.Compile(text).Run(new TestHost(), ScriptLimits.Default);
}
