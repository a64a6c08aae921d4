using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Activities.Requests;

/// <summary>What the requester should know before submitting: <c>warnings</c> of a form, each with a condition over inputs and variables, and a text in the process's languages.</summary>
/// <remarks><c>{"field": "share", "when": "getShare() > variables.ShareLimit", "text": {"en": "Above ${variables.ShareLimit} % the PE Manager decides too."}}</c></remarks>
internal static class FormWarnings
{
    /// <param name="root">The run of the process with these inputs, which nothing of is kept.</param>
    public static IEnumerable<string> Of(RequestForm form, ActivityContext root, string language)
    {
        foreach (var warning in form.Warnings)
        {
            if (warning["when"]?.ToString() is not { Length: > 0 } when || FormField.Localized(warning["text"], language) is not { } text) continue;
            string? shown;
            try
            {
                shown = ValueConverter.To<bool>(Evaluate(root, when, typeof(bool))) ? ValueConverter.ToText(Evaluate(root, $"`{text}`", typeof(string))) : null;
            }
            catch (Exception e) when (e is ScriptException or ScriptSyntaxException or ScriptLimitException)
            {
                // Whoever writes processes must see it; the requester loses nothing.
                shown = $"A warning of this form cannot be worked out: {e.Message}";
            }

            if (shown is not null) yield return warning["field"]?.ToString() is { Length: > 0 } field ? $"{field}: {shown}" : shown;
        }
    }

    private static object? Evaluate(ActivityContext root, string script, Type type) => new JavaScriptExpression(Script.Cached(script), script).Evaluate(root, type);
}
