using System.Diagnostics;
using System.Text;
using Workflows.Engine.Expressions.JavaScript;
using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Tests.Expressions.JavaScript;

/// <summary>Whatever the text: it is refused, fails, runs out of its budget or gives a value. Nothing else, and soon.</summary>
public sealed class FuzzTests
{
    private const int Programs = 200_000;
    private const int Seed = 7;

    private static readonly ScriptLimits Limits = new()
    {
        MaxSteps = 5_000,
        MaxDepth = 60,
        MaxStringLength = 20_000,
        MaxArrayLength = 2_000,
        MaxTotalAllocation = 2_000_000,
        RegexTimeout = TimeSpan.FromMilliseconds(20),
    };

    private static readonly string[] Fragments =
    [
        "(", ")", "[", "]", "{", "}", "`", "${", "'", "\"", "/", "\\", "=>", "...", "?.", "??", "??=", "**", ",", ";", ":", "?", "=", "0", "-1", "1e9", "1e309", "NaN", "null", "undefined",
        "for(;;)", "while(1)", "return ", "throw ", "try{", "}catch(e){", "}finally{", "function f(){", "x=>", "const ", "let ", "var ", "new ", "delete ", "typeof ", "in ", "of ",
        "instanceof ", ".constructor", ".__proto__", "['__proto__']", ".prototype", ".length=", ".repeat(1e6)", ".padEnd(1e9,'x')", ".split('')", ".map(", ".sort(", ".join(", ".flat(Infinity)",
        "Array(1e6)", "JSON.parse(", "JSON.stringify(", "new Date(", "new RegExp(", "new Map(", "new Set(", "/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!')", ".replace(/./g,", "Object.assign(",
        "variables", "getItems()", "getOrder()", "break", "continue", "\u2028", "\ud800", "\0", "\uFEFF", "\n", "#", "@", "0x", "1n", "1_", "eval", "this", "async ", "await ", "class ", "yield ",
    ];

    [Fact]
    public void Run_MutatedPrograms_EndWithAValueOrADocumentedError()
    {
        var corpus = Corpus.Expressions;
        var slowest = TimeSpan.Zero;
        var slowestProgram = "";
        var outcomes = new Dictionary<string, int>();
        var random = new Random(Seed);
        for (var i = 0; i < Programs; i++)
        {
            var program = Mutate(random, corpus);
            var start = Stopwatch.GetTimestamp();
            string outcome;
            try
            {
                outcome = Outcome(program);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Program {i} of seed {Seed}:\n{program}", exception);
            }
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed > slowest)
                (slowest, slowestProgram) = (elapsed, program);
        }
        // Far above what the budget allows even on a busy machine, far below a hang.
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(20), slowestProgram);
        // The mutations must not all die in the parser.
        outcomes["value"].ShouldBeGreaterThan(Programs / 20);
        outcomes["fails"].ShouldBeGreaterThan(Programs / 50);
        outcomes["limit"].ShouldBeGreaterThan(100);
        outcomes["does not parse"].ShouldBeGreaterThan(Programs / 20);
    }

    private static string Outcome(string program)
    {
        try
        {
            Script.Compile(program).Run(new FuzzHost(), Limits);
            return "value";
        }
        catch (ScriptSyntaxException exception)
        {
            exception.Line.ShouldBeGreaterThan(0);
            exception.Column.ShouldBeGreaterThan(0);
            return "does not parse";
        }
        catch (ScriptLimitException)
        {
            return "limit";
        }
        catch (ScriptException exception)
        {
            exception.Message.ShouldNotBeNullOrEmpty();
            return "fails";
        }
    }

    private static string Mutate(Random random, IReadOnlyList<string> corpus)
    {
        var text = new StringBuilder(corpus[random.Next(corpus.Count)]);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
            Edit(random, corpus, text);
        return text.ToString();
    }

    private static void Edit(Random random, IReadOnlyList<string> corpus, StringBuilder text)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(8))
        {
            case 0 when text.Length > 0:
                text.Remove(Math.Min(at, text.Length - 1), 1);
                break;
            case 1 when text.Length > 0:
                text[Math.Min(at, text.Length - 1)] = (char)random.Next(32, 127);
                break;
            case 2:
                text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                break;
            case 3 or 4:
                ReplaceToken(random, corpus, text);
                break;
            case 5:
                text.Append(random.Next(2) == 0 ? "; " : " + ").Append(corpus[random.Next(corpus.Count)]);
                break;
            case 6:
                text.Insert(0, Fragments[random.Next(Fragments.Length)] + "(").Append(')');
                break;
            default:
                var from = random.Next(text.Length + 1);
                var length = Math.Min(random.Next(12), text.Length - from);
                text.Insert(at, text.ToString(from, length));
                break;
        }
    }

    private static void ReplaceToken(Random random, IReadOnlyList<string> corpus, StringBuilder text)
    {
        if (Tokens(text.ToString()) is not { Length: > 1 } mine)
            return;
        var other = corpus[random.Next(corpus.Count)];
        if (Tokens(other) is not { Length: > 1 } theirs)
            return;
        var target = mine[random.Next(mine.Length - 1)];
        var source = theirs[random.Next(theirs.Length - 1)];
        text.Remove(target.Start, target.End - target.Start).Insert(target.Start, other[source.Start..source.End]);
    }

    private static ScriptToken[]? Tokens(string text)
    {
        try
        {
            return ScriptLexer.Tokenize(text);
        }
        catch (ScriptSyntaxException)
        {
            return null;
        }
    }

    /// <summary>As the test host, but with arguments of any kind.</summary>
    private sealed class FuzzHost : IScriptHost
    {
        private readonly TestHost inner = new();

        public TimeProvider Time => inner.Time;

        public bool TryGetGlobal(string name, out object? value) => inner.TryGetGlobal(name, out value);

        public bool TryCall(string name, ReadOnlySpan<object?> arguments, out object? result)
        {
            result = null;
            return name is "fail" || (name is "getVariable" or "setVariable" && (arguments.Length < 2 || arguments[0] is not string)) || inner.TryCall(name, arguments, out result);
        }
    }
}
