using System.Diagnostics;
using System.Text;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Ways out of other tools' sandboxes, and ways to make a host pay: each ends in undefined, an error or a limit.</summary>
public sealed class EscapeTests
{
    // Each takes a second or two of one core; a busy machine needs longer, a hang far longer.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    // The classic, in all its spellings.
    [InlineData("constructor.constructor('return process')()")]
    [InlineData("(() => 1).constructor('return process')()")]
    [InlineData("[].constructor.constructor('return process')()")]
    [InlineData("[]['constructor']['constructor']('return process')()")]
    [InlineData("[]['const' + 'ructor']['const' + 'ructor']('return process')()")]
    [InlineData("({}).constructor.constructor('return globalThis')()")]
    [InlineData("''.constructor.constructor('return this')()")]
    [InlineData("(5).constructor.constructor('return this')()")]
    [InlineData("Math.max.constructor('return this')()")]
    [InlineData("getDays.constructor('return this')()")]
    [InlineData("[].map.constructor('return this')()")]
    [InlineData("(function () {}).constructor.call(null, 'return this')()")]
    [InlineData("Object.getPrototypeOf(() => 1).constructor('return this')()")]
    [InlineData("(async () => {}).constructor('return this')()")]
    [InlineData("Object['constructor'].constructor('return 1')()")]
    // n8n: names that reach the evaluator's own scope, template and destructuring forms, arrow functions with other this.
    [InlineData("(() => { const { constructor: c } = () => 1; return c('return process')() })()")]
    [InlineData("(({ constructor }) => constructor('return process')())(() => 1)")]
    [InlineData("((c = (() => 1).constructor) => c('return process')())()")]
    [InlineData("[...'constructor'].reduce((o, c) => o[c], {}).x.y")]
    [InlineData("this.process.mainModule.require('child_process').execSync('id')")]
    [InlineData("(function () { return this })().process.env")]
    [InlineData("process.mainModule.require('fs')")]
    [InlineData("global.process.env")]
    [InlineData("globalThis.process.env")]
    [InlineData("require('child_process')")]
    [InlineData("import('fs')")]
    [InlineData("module.exports")]
    [InlineData("new Function('return process')()")]
    [InlineData("Function('return process')()")]
    [InlineData("eval('process')")]
    [InlineData("(0, eval)('process')")]
    [InlineData("setTimeout('process', 0)")]
    [InlineData("new (class { static { process } })")]
    [InlineData("with ({}) process")]
    [InlineData("Error.prepareStackTrace = (e, frames) => frames; new Error().stack.getThis().process.env")]
    [InlineData("try { null.x } catch (e) { e.constructor.constructor('return process')() }")]
    [InlineData("try { (() => { const f = () => f(); f() })() } catch (e) { e.constructor.constructor('return process')() }")]
    [InlineData("Reflect.construct(Array, [])")]
    [InlineData("new Proxy({}, { get: () => 1 }).x")]
    [InlineData("Symbol.species")]
    [InlineData("[][Symbol.iterator]().__proto__.constructor('return this')()")]
    [InlineData("({ [Symbol.toPrimitive]: () => 1 }) + 1")]
    [InlineData("`${(() => 1).constructor`return process`()}`")]
    [InlineData("String.raw`${process}`")]
    [InlineData("(x => x)`a`")]
    [InlineData("arguments.callee.caller")]
    [InlineData("(function f() { return f.caller.x })()")]
    [InlineData("({ get a() { return process } }).a")]
    [InlineData("Object.defineProperty({}, 'x', { get: () => process }).x")]
    [InlineData("({}).__defineGetter__('x', () => 1)")]
    [InlineData("({}).__lookupGetter__('__proto__').call([])")]
    [InlineData("({}).__proto__.polluted = 1")]
    [InlineData("const o = {}; o.__proto__ = { polluted: 1 }")]
    [InlineData("const o = {}; o['__pro' + 'to__'] = { polluted: 1 }")]
    [InlineData("({ __proto__: { polluted: 1 } })")]
    [InlineData("({ ['__proto__']: { polluted: 1 } })")]
    [InlineData("Object.assign({}, JSON.parse('{\"__proto__\":{\"polluted\":1}}'))")]
    [InlineData("({}).constructor.prototype.polluted = 1")]
    [InlineData("Array.prototype.push = () => 1")]
    [InlineData("Object.prototype.x = 1")]
    [InlineData("Math.max = () => 1")]
    [InlineData("JSON.parse = x => x")]
    [InlineData("Object.keys = () => ['x']")]
    [InlineData("Date = 1")]
    [InlineData("undefined = 1")]
    [InlineData("getDays = () => 1")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("importNamespace('System')")]
    [InlineData("variables.GetType().Assembly")]
    [InlineData("variables.getType().assembly")]
    [InlineData("getOrder().GetType()")]
    [InlineData("'x'.GetType()")]
    [InlineData("variables.TryGet('x')")]
    [InlineData("variables.constructor.constructor('return 1')()")]
    [InlineData("getItems().AddRange([1])")]
    [InlineData("getItems().Capacity.x")]
    public void Run_KnownEscape_Fails(string program)
    {
        var outcome = ValueText.Of(program);

        (outcome.StartsWith("throws ", StringComparison.Ordinal) || outcome == "does not parse").ShouldBeTrue($"{program} gave {outcome}");
    }

    [Theory]
    [InlineData("[].constructor")]
    [InlineData("({}).constructor")]
    [InlineData("''.constructor")]
    [InlineData("(() => 1).constructor")]
    [InlineData("(() => 1).prototype")]
    [InlineData("Array.prototype")]
    [InlineData("Object.prototype")]
    [InlineData("Math.constructor")]
    [InlineData("JSON.__proto__")]
    [InlineData("[].__proto__")]
    [InlineData("({}).__proto__")]
    [InlineData("new Date().constructor")]
    [InlineData("new Map().constructor")]
    [InlineData("/a/.constructor")]
    [InlineData("new Error('x').constructor")]
    [InlineData("[1].values().constructor")]
    [InlineData("[].map.constructor")]
    [InlineData("Math.max.constructor")]
    [InlineData("Math.max.bind(null).constructor")]
    [InlineData("variables.constructor")]
    [InlineData("variables.__proto__")]
    [InlineData("variables.GetHashCode")]
    [InlineData("getOrder().GetType")]
    [InlineData("getItems().Count")]
    [InlineData("'abc'.Length")]
    [InlineData("/(a)/.exec('a').constructor")]
    [InlineData("[]['__proto__']")]
    [InlineData("({})['__proto__']")]
    [InlineData("(() => { const { constructor } = []; return constructor })()")]
    [InlineData("JSON.parse('{}').constructor")]
    [InlineData("(() => 1).caller")]
    [InlineData("({}).isPrototypeOf")]
    public void Run_WayToAPrototype_ReadsUndefined(string program) => ValueText.Of(program).ShouldBe("undefined");

    [Theory]
    [InlineData("'x'.repeat(1e9)")]
    [InlineData("'x'.repeat(2 ** 31)")]
    [InlineData("'x'.padStart(1e9)")]
    [InlineData("'x'.padEnd(Number.MAX_SAFE_INTEGER, 'ab')")]
    [InlineData("let s = 'x'; while (true) s += s")]
    [InlineData("let s = 'x'; for (;;) s = `${s}${s}`")]
    [InlineData("let s = 'x'.repeat(1e6); for (;;) s.concat(s)")]
    [InlineData("let a = ['x'.repeat(1e5)]; for (let i = 0; i < 40; i++) a = a.concat(a); a.join('')")]
    [InlineData("'x'.repeat(1e6).replaceAll('x', 'y'.repeat(1e6))")]
    [InlineData("'x'.repeat(1e5).replace(/x/g, '$`$`')")]
    [InlineData("'x'.repeat(1e6).split('').map(c => 'x'.repeat(1e6))")]
    [InlineData("new Array(1e9)")]
    [InlineData("new Array(4294967295)")]
    [InlineData("Array.from({ length: 1e9 })")]
    [InlineData("Array.from({ length: Infinity }, x => x)")]
    [InlineData("const a = []; a[1e9] = 1")]
    [InlineData("const a = []; a.length = 4e9")]
    [InlineData("const a = [1]; for (;;) a.push(...a)")]
    [InlineData("const a = [1]; for (const x of a) a.push(x)")]
    [InlineData("const s = new Set([0]); for (const x of s) s.add(x + 1)")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) m.set(i, i)")]
    [InlineData("const m = new Map([[1, 1]]); m.forEach((v, k) => { m.clear(); m.set(k, v) })")]
    [InlineData("const m = new Map(); for (let i = 0; ; i++) { m.set(i, i); m.delete(i); for (const x of m) x }")]
    [InlineData("const o = {}; for (let i = 0; ; i++) o[i] = i")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; JSON.stringify(a)")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; String(a)")]
    [InlineData("let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; a.flat(Infinity)")]
    [InlineData("while (true) {}")]
    [InlineData("for (;;) ;")]
    [InlineData("do { } while (1)")]
    [InlineData("try { while (true) {} } catch { 'caught' } finally { while (true) {} }")]
    [InlineData("for (;;) { try { null.x } catch { } }")]
    [InlineData("for (;;) { try { continue } finally { } }")]
    [InlineData("const f = () => f(); f()")]
    [InlineData("function f() { return [1].map(f) } f()")]
    [InlineData("function f() { try { f() } catch { f() } finally { f() } } f()")]
    [InlineData("const o = { toString: () => `${o}` }; `${o}`")]
    [InlineData("const o = { valueOf: () => o + 1 }; o + 1")]
    [InlineData("const o = { toJSON: () => JSON.stringify(o) }; JSON.stringify(o)")]
    [InlineData("[3, 2, 1].sort(function f(a, b) { return [3, 2, 1].sort(f) })")]
    [InlineData("let f = x => x; for (let i = 0; i < 5000; i++) f = f.bind(null, 1); f()")]
    [InlineData("let f = () => 1; for (let i = 0; i < 5000; i++) { const g = f; f = () => g() } f()")]
    [InlineData("let a = []; for (let i = 0; i < 5000; i++) a = [a]; String(a)")]
    [InlineData("let a = []; for (let i = 0; i < 5000; i++) a = [a]; JSON.stringify(a)")]
    [InlineData("let a = []; for (let i = 0; i < 5000; i++) a = [a]; a.flat(Infinity)")]
    [InlineData("JSON.parse('['.repeat(100000))")]
    [InlineData("JSON.parse('{\"a\":'.repeat(100000))")]
    [InlineData("JSON.parse('['.repeat(150) + ']'.repeat(150), function f(k, v) { return JSON.parse('['.repeat(150) + ']'.repeat(150), f) })")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + '!')")]
    [InlineData("/(x+x+)+y/.test('x'.repeat(60))")]
    [InlineData("'a'.repeat(50000).replace(/(a|aa)+b/g, '')")]
    [InlineData("'a'.repeat(60).split(/(a*)*b/)")]
    [InlineData("'a'.repeat(60).match(/(.*)*\\1$b/)")]
    [InlineData("for (;;) new RegExp('a{1,1000}'.repeat(100))")]
    [InlineData("for (;;) /(\\w+\\s?)+$/.test('a a a a a a a!')")]
    [InlineData("const a = Array.from({ length: 99999 }, (x, i) => i); for (;;) a.indexOf(-1)")]
    [InlineData("const a = Array.from({ length: 99999 }, (x, i) => i); for (;;) a.reverse()")]
    [InlineData("const a = Array.from({ length: 99999 }, (x, i) => i); for (;;) a.shift() + a.unshift(1)")]
    [InlineData("const a = Array.from({ length: 99999 }, (x, i) => i); for (;;) a.sort()")]
    [InlineData("const s = 'x'.repeat(1e6); for (;;) s.indexOf('y')")]
    [InlineData("const s = 'x'.repeat(1e6); for (;;) s.toUpperCase()")]
    [InlineData("const s = ' '.repeat(1e6); for (;;) s.trim()")]
    [InlineData("const s = 'x'.repeat(1e6); for (;;) s.localeCompare(s)")]
    [InlineData("const s = 'x'.repeat(1e6); for (;;) encodeURIComponent(s)")]
    [InlineData("const s = '1'.repeat(1e6); for (;;) Number(s)")]
    [InlineData("const s = '1'.repeat(1e6); for (;;) parseInt(s, 36)")]
    [InlineData("const s = 'x'.repeat(1e6); for (;;) s === s + ''")]
    [InlineData("const s = 'x'.repeat(5e5), t = s + 'a', u = s + 'b'; for (;;) t < u")]
    [InlineData("const s = '\\u0301'.repeat(3e5); for (;;) s.normalize('NFD')")]
    [InlineData("const o = Object.fromEntries(Array.from({ length: 99999 }, (x, i) => [i, i])); for (const k in o) delete o[k]; for (;;) Object.keys(o)")]
    [InlineData("const s = '\\u0301\\u0327'.repeat(2e5); for (;;) s.normalize()")]
    [InlineData("for (;;) Object.keys(Object.fromEntries(Array.from({ length: 999 }, (x, i) => [i, i])))")]
    [InlineData("const s = 'x'.repeat(1e6); const m = new Map(); for (;;) m.get(s)")]
    [InlineData("const s = 'x'.repeat(1e6); const o = {}; for (;;) o[s]")]
    [InlineData("for (;;) (1e308).toFixed(100) + (5e-324).toPrecision(100)")]
    [InlineData("for (;;) (1.5e300).toString(2)")]
    public void Run_Bomb_EndsInALimitSoon(string program)
    {
        var start = Stopwatch.GetTimestamp();

        var outcome = ValueText.Of(program);

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Soon, program);
        outcome.ShouldBe("throws limit");
    }

    [Theory]
    [InlineData("(", ")", "1")]
    [InlineData("[", "]", "")]
    [InlineData("{a:", "}", "1")]
    [InlineData("({a:", "})", "1")]
    [InlineData("`${", "}`", "1")]
    [InlineData("x=>", "", "1")]
    [InlineData("(x=>", ")", "1")]
    [InlineData("!", "", "1")]
    [InlineData("- ", "", "x")]
    [InlineData("typeof ", "", "x")]
    [InlineData("{", "}", "")]
    [InlineData("if(1)", "", ";")]
    [InlineData("if(1);else ", "", ";")]
    [InlineData("a?b:", "", "1")]
    [InlineData("a=", "", "1")]
    [InlineData("2**", "", "1")]
    [InlineData("f(", ")", "")]
    [InlineData("new Array(", ")", "")]
    [InlineData("try{", "}catch{}", "")]
    [InlineData("for(;;)", "", ";")]
    [InlineData("let [", "]=1", "a")]
    [InlineData("function f(){", "}", "")]
    [InlineData("switch(1){case 1:", "}", "")]
    [InlineData("a:", "", ";")]
    [InlineData("/*", "*/", "")]
    public void Compile_DeepNesting_IsRefusedOrRuns(string open, string close, string inside)
    {
        foreach (var levels in (ReadOnlySpan<int>)[50, 300, 1_000, 20_000, 100_000])
        {
            var text = new StringBuilder().Insert(0, open, levels).Append(inside).Insert(open.Length * levels + inside.Length, close, levels).ToString();
            ValueText.Of(text).ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("a", ".b")]
    [InlineData("a", "?.b")]
    [InlineData("a", "[0]")]
    [InlineData("a", "()")]
    [InlineData("1", "+1")]
    [InlineData("1", "&&1")]
    [InlineData("1", ",1")]
    [InlineData("1", "??1")]
    [InlineData("1", "<1")]
    [InlineData("'a'", ".trim()")]
    [InlineData("1", ";1")]
    public void Compile_LongChain_IsRefusedOrRuns(string first, string link)
    {
        foreach (var links in (ReadOnlySpan<int>)[100, 1_000, 20_000])
            ValueText.Of(new StringBuilder(first).Insert(first.Length, link, links).ToString()).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("1+", 10_000)]
    [InlineData("1&&", 10_000)]
    [InlineData("'ab'+", 5_000)]
    [InlineData("1?0:", 150)]
    [InlineData("if(0);else ", 150)]
    public void Run_LongButFlatProgram_Runs(string part, int count) =>
        ValueText.Of(new StringBuilder().Insert(0, part, count).Append('1').ToString()).ShouldNotStartWith("throws");

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1536)]
    public void Run_RecursionOnASmallStack_EndsInALimit(int stackKilobytes)
    {
        // Frames as large as the parser allows, on stacks as small as a host might give.
        var nested = new StringBuilder().Insert(0, "[1].map(x=>(", 30).Append("f(n+1)").Append(new StringBuilder().Insert(0, "))", 30)).ToString();
        string[] programs = ["const f = n => f(n + 1); f(0)", $"const f = n => {nested}; f(0)", "const f = n => ({ toString: () => `${f(n + 1)}` }); `${f(0)}`", new StringBuilder().Insert(0, "(", 100_000).ToString()];
        foreach (var program in programs)
        {
            var outcome = "";
            var thread = new Thread(() => outcome = ValueText.Of(program, ScriptLimits.Default with { MaxDepth = int.MaxValue, MaxSteps = 100_000_000 }), stackKilobytes * 1024);
            thread.Start();
            thread.Join();
            outcome.ShouldBeOneOf("throws limit", "does not parse");
        }
    }

    [Theory]
    [InlineData("[5, 2, 9, 1].sort(() => 1).length", "4")]
    [InlineData("[5, 2, 9, 1].sort(() => NaN).length", "4")]
    [InlineData("Array.from({ length: 500 }, (x, i) => i).sort(() => Math.random() - 0.5).length", "500")]
    [InlineData("const a = Array.from({ length: 100 }, (x, i) => i); a.sort((x, y) => { a.length = 0; a.push(1); return -1 }).length", "100")]
    [InlineData("[1, 2, 3].sort(() => ({ valueOf: () => 'x' })).length", "3")]
    [InlineData("const a = [1, 2, 3]; a.forEach(() => { a.length = 0 }); a.length", "0")]
    [InlineData("const a = [1, 2, 3]; a.map(() => a.splice(0, 5)).length", "3")]
    [InlineData("const a = [1, 2, 3]; a.reduceRight((s, x) => { a.length = 1; return s + x })", "6")]
    [InlineData("const a = [1, 2, 3]; a.fill({ valueOf: () => a.length = 0 }, 0).length", "3")]
    [InlineData("const a = [1, 2, 3]; a.slice({ valueOf: () => { a.length = 0; return 0 } }).length", null)]
    [InlineData("const a = [1, 2, 3]; a.splice({ valueOf: () => { a.length = 0; return 2 } }, 1).length", null)]
    [InlineData("const a = [1, 2, 3]; a.splice(1, { valueOf: () => { a.length = 0; return 2 } }).length", null)]
    [InlineData("const a = [1, 2, 3]; a.slice(1, { valueOf: () => { a.length = 0; return 3 } }).length", null)]
    [InlineData("const a = [1, 2, 3]; a.copyWithin(0, 1, { valueOf: () => { a.length = 0; return 3 } }).length", null)]
    [InlineData("const a = [1, 2, 3]; a.toSpliced({ valueOf: () => { a.length = 0; return 2 } }, 2).length", null)]
    [InlineData("const a = [1, 2, 3]; a.concat({ toString: () => a.length = 0 }).flat().join().length", null)]
    [InlineData("const a = [1, 2, 3]; a.with({ valueOf: () => { a.length = 0; return 2 } }, 1).length", null)]
    [InlineData("const a = [1, 2, 3]; a.copyWithin({ valueOf: () => { a.length = 0; return 2 } }, 1).length", null)]
    [InlineData("const a = [1, 2, 3]; a.fill(0, { valueOf: () => { a.length = 0; return 0 } }).length", null)]
    [InlineData("const a = [1, 2, 3]; a.lastIndexOf(3, { valueOf: () => { a.length = 0; return 2 } })", null)]
    [InlineData("const a = [1, 2, 3]; a.indexOf(3, { valueOf: () => { a.length = 0; return 2 } })", null)]
    [InlineData("const a = [1, 2, 3]; a.at({ valueOf: () => { a.length = 0; return 2 } })", null)]
    [InlineData("const a = [1, { toString: () => { a.length = 0; return 'x' } }, 3]; a.join()", null)]
    [InlineData("const a = [1, { toString: () => { a.length = 0; return 'x' } }, 3]; a.sort().length", null)]
    [InlineData("const a = [1, { toJSON: () => { a.length = 0; return 'x' } }, 3]; JSON.stringify(a)", null)]
    [InlineData("const a = [1, 2, 3]; a.length = { valueOf: () => { a.push(4); return 2 } }; a.length", null)]
    [InlineData("const o = { a: 1, b: 2 }; for (const k in o) { delete o.a; delete o.b; o.c = 1 } Object.keys(o).length", "1")]
    [InlineData("const o = { a: { toJSON: () => { delete o.b; return 1 } }, b: 2 }; JSON.stringify(o)", "\"{\\\"a\\\":1}\"")]
    [InlineData("const m = new Map([[1, 1], [2, 2]]); m.forEach((v, k) => { m.clear(); if (k < 5) m.set(k + 1, v) }); m.size", "0")]
    [InlineData("const o = {}; o.o = o; try { JSON.stringify(o) } catch (e) { e.name }", "\"TypeError\"")]
    [InlineData("const a = []; a.push(a); String(a)", "\"\"")]
    [InlineData("const a = []; a.push(a, 1); a + ''", "\",1\"")]
    [InlineData("JSON.parse('{\"__proto__\":{\"x\":1}}').x", "undefined")]
    public void Run_DataThatChangesUnderway_NeverBreaksTheHost(string program, string? expected)
    {
        var outcome = ValueText.Of(program);

        if (expected is not null)
            outcome.ShouldBe(expected);
    }
}
