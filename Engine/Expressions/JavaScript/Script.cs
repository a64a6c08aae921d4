using Workflows.Engine.Expressions.JavaScript.Syntax;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A compiled script. Immutable: one instance may run on many threads at once.</summary>
/// <remarks>
/// The language is ECMAScript 2023 in strict mode without classes, <c>this</c>, prototypes, generators, promises and symbols. A script sees the values its host gives
/// it and nothing else of the process, and every run ends: see <see cref="ScriptLimits"/>.
/// </remarks>
public sealed class Script
{
    // Longer than any script a person writes; keeps compiling itself cheap.
    private const int MaxTextLength = 200_000;

    private static readonly ScriptCache Cache = new();

    private readonly string text;
    private readonly ScriptProgram program;

    private Script(string text)
    {
        this.text = text;
        program = ScriptProgramOf(text);
    }

    /// <summary>The names that the host has to know, in the order in which they occur; a name that occurs twice is listed twice.</summary>
    public IReadOnlyList<ScriptReference> FreeReferences => program.FreeReferences;

    /// <summary>Parses a script; at most 200,000 characters.</summary>
    /// <exception cref="ScriptSyntaxException">The text is not a script.</exception>
    public static Script Compile(string text) => new(text);

    /// <summary>As <see cref="Compile"/>, keeping recently used scripts for the whole process.</summary>
    /// <exception cref="ScriptSyntaxException">The text is not a script.</exception>
    public static Script Cached(string text) => Cache.Get(text);

    /// <summary>Runs the script: the value of <c>return</c>, else of the last expression statement, as a host value (see <see cref="ScriptValues.ToHost"/>).</summary>
    /// <exception cref="ScriptLimitException">It cost more than the limits allow. Trying again is pointless.</exception>
    /// <exception cref="ScriptException">It failed.</exception>
    public object? Run(IScriptHost host, ScriptLimits limits)
    {
        var run = new ScriptRun(text, host, limits);
        return HostConversion.ToHost(program.Run(run), run);
    }

    /// <summary>The value as the script has it, not yet converted for the host.</summary>
    internal object? Evaluate(IScriptHost host, ScriptLimits limits) => program.Run(new ScriptRun(text, host, limits));

    private static ScriptProgram ScriptProgramOf(string text) => text.Length > MaxTextLength
        ? throw new ScriptSyntaxException($"The script is longer than {MaxTextLength} characters.", 1, 1)
        : ScriptParser.Parse(text);
}
