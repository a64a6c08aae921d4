using System.Text.RegularExpressions;

namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A regular expression: its translation to .NET, shared, and its own <c>lastIndex</c>.</summary>
internal sealed class ScriptRegExp(RegExpProgram program, Regex regex)
{
    public RegExpProgram Program { get; } = program;

    public Regex Regex { get; } = regex;

    public double LastIndex { get; set; }

    public bool Global => Program.Has('g');

    public bool Sticky => Program.Has('y');

    public bool Unicode => Program.Has('u');

    public override string ToString() => $"/{Program.Source}/{Program.Flags}";
}
