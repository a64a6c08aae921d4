namespace Workflows.Engine.Expressions.JavaScript.Syntax;

/// <summary>A parsed script.</summary>
internal sealed class ScriptProgram(StatementNode[] statements, BlockSetup? setup, FunctionScope scope, IReadOnlyList<ScriptReference> freeReferences)
{
    // Most scripts are one expression: it runs without the statement around it.
    private readonly ScriptNode? expression = statements is [ExpressionStatement only] ? only.Expression : null;

    public IReadOnlyList<ScriptReference> FreeReferences { get; } = freeReferences;

    public object? Run(ScriptRun run)
    {
        var frame = new Frame(run, scope.SlotCount, captures: []);
        setup?.Enter(frame);
        if (expression is not null)
            return expression.Evaluate(frame);
        run.Charge(statements.Length);
        foreach (var statement in statements)
        {
            if (statement.Execute(frame) != Flow.Next)
                break;
        }
        return frame.Result;
    }
}
