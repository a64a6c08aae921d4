using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Stock.Scripting;

[Activity("Elsa.RunJavaScript", Category = "Scripting", DisplayName = "Run JavaScript", Description = "Runs a script.")]
[Outcomes]
public sealed class RunJavaScript : Activity
{
    private JavaScriptExpression? _compiled;

    [Input("The script; setOutcome('...') chooses how it is left.", UiHint = UiHints.CodeEditor, DefaultSyntax = "Literal")]
    public Input<string> Script { get; init; } = new();

    [Input("The outcomes that setOutcome may name.", UiHint = UiHints.DynamicOutcomes)]
    public Input<IReadOnlyList<string>> PossibleOutcomes { get; init; } = new([]);

    [Output("What the script returns.")]
    public Output<object> Result { get; init; } = new();

    internal JavaScriptExpression? Compiled => _compiled;

    public override IReadOnlyList<string>? OutcomesHere()
    {
        if (ConstantList.Of(PossibleOutcomes) is not { } possible) return null;
        if (_compiled is null) return Script.IsConstant ? [.. possible, "Done"] : null;
        var chosen = _compiled.Script.FreeReferences.Where(reference => reference.Name is "setOutcome" or "setOutcomes").ToList();
        // A name that the script works out may be any.
        return chosen.Exists(reference => reference.FirstArgument is null) ? null : [.. possible, .. chosen.Select(reference => reference.FirstArgument!), "Done"];
    }

    public override void Bind(ActivityBinding binding)
    {
        if (!Script.IsConstant || string.IsNullOrWhiteSpace(Script.Constant)) return;
        try
        {
            _compiled = new JavaScriptExpression(Expressions.JavaScript.Script.Cached(Script.Constant), Script.Constant);
        }
        catch (ScriptSyntaxException error)
        {
            binding.Report("script.expression.value", $"JavaScript, line {error.Line}, column {error.Column}: {error.Message}");
        }
    }

    public override void Execute(ActivityContext context)
    {
        var script = _compiled;
        if (script is null && context.Get(Script) is { } text && !string.IsNullOrWhiteSpace(text)) script = new JavaScriptExpression(Expressions.JavaScript.Script.Cached(text), text);
        context.Burst.ScriptOutcomes = null;
        context.Set(Result, script?.Evaluate(context, typeof(object)));
        if (context.Burst.ScriptOutcomes is { } outcomes) context.Complete(Outcomes.Of(outcomes));
        else context.Complete();
        context.Burst.ScriptOutcomes = null;
    }
}
