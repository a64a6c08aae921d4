using Workflows.Engine.Execution;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Expressions;

/// <summary>A script over the variables, inputs and outputs that its activity can see.</summary>
public sealed class JavaScriptExpression(Script script, string text) : Expression
{
    public Script Script => script;

    public string Text => text;

    public override object? Evaluate(ActivityContext context, Type target) =>
        script.Run(context.Burst.ScriptHost.For(context), context.Burst.Services.ScriptLimits);
}
