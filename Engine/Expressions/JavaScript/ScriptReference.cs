namespace Workflows.Engine.Expressions.JavaScript;

/// <summary>A name that a script uses and does not declare: the host has to know it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="IsCall">The name is called directly, as in <c>getVariable("x")</c>.</param>
/// <param name="Member">The member read from it when written literally: <c>x</c> in <c>variables.x</c>, <c>variables?.x</c> and <c>variables["x"]</c>; else null.</param>
/// <param name="FirstArgument">Of a direct call, when it is a string literal; else null.</param>
public sealed record ScriptReference(string Name, int Line, int Column, bool IsCall, string? Member, string? FirstArgument);
