using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Expressions.JavaScript;
using Workflows.Engine.Stock.Flow;
using Workflows.Engine.Stock.Primitives;
using Workflows.Engine.Stock.Scripting;

namespace Workflows.Engine.Definitions.Validation;

/// <summary>Finds references to variables, inputs, outputs, activities and functions that there are not.</summary>
internal sealed class ReferenceChecks
{
    // Loops and bulk dispatch declare these while they run.
    private static readonly string[] Dynamic = ["CurrentValue", "CurrentIndex", "ChildInstanceId", "ChildOutput"];

    private readonly WorkflowDefinition _definition;
    private readonly IReadOnlyDictionary<string, ContextFunction>? _hostFunctions;
    private readonly List<DefinitionProblem> _problems;
    private readonly HashSet<string> _madeByScripts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _inputs;

    public ReferenceChecks(WorkflowDefinition definition, IReadOnlyDictionary<string, ContextFunction>? hostFunctions, List<DefinitionProblem> problems)
    {
        (_definition, _hostFunctions, _problems) = (definition, hostFunctions, problems);
        _inputs = definition.Inputs.Select(input => input.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // setVariable and variables.x = ... make a variable where there is none.
        foreach (var (_, script, _) in definition.Nodes.SelectMany(Scripts))
        {
            foreach (var reference in script.FreeReferences)
            {
                if (reference is { Name: "setVariable", FirstArgument: { } name }) _madeByScripts.Add(name);
            }
        }
    }

    public void Check(ActivityNode node)
    {
        foreach (var (path, expression) in Expressions(node)) CheckExpression(node, path, expression);
        foreach (var (path, script, _) in Scripts(node)) CheckScript(node, path, script);
        foreach (var output in node.Outputs)
        {
            if (output.Target is { } target && !HasVariable(node, target, target) && _definition.FindOutput(target) is null)
                _problems.Add(new DefinitionProblem($"{node.Path}.{Camel(output.Name)}.memoryReference.id", $"{node.DisplayName}: '{output.Name}' is kept in '{target}', which is neither a variable nor an output of the workflow. Choose one that exists.", node.Id, IsWarning: true));
        }

        if (node.Activity is SetVariable set) CheckTarget(node, set);
    }

    private void CheckTarget(ActivityNode node, SetVariable set)
    {
        var (id, name) = (set.Variable?["id"]?.ToString(), set.Variable?["name"]?.ToString());
        if (id is null && name is null) _problems.Add(new DefinitionProblem(node.Path + ".variable", $"{node.DisplayName}: no variable is chosen. Choose the one to set.", node.Id));
        else if (!HasVariable(node, id, name)) Unknown(node, node.Path + ".variable", $"variable '{name ?? id}'", "Choose one of", VariableNames(node));
    }

    private void CheckExpression(ActivityNode node, string path, Expression expression)
    {
        switch (expression)
        {
            case VariableExpression { Id: null, Name: null }:
                _problems.Add(new DefinitionProblem(path, $"{node.DisplayName}: this expression is of type Variable and names none. Choose a variable, or another expression type.", node.Id));
                break;
            case VariableExpression variable when !HasVariable(node, variable.Id, variable.Name):
                Unknown(node, path, $"variable '{variable.Name ?? variable.Id}'", "Choose one of", VariableNames(node));
                break;
            case InputExpression input when !_inputs.Contains(input.Name):
                Unknown(node, path, $"input '{input.Name}' of the workflow", "Choose one of", _inputs);
                break;
        }
    }

    private void CheckScript(ActivityNode node, string path, Script script)
    {
        foreach (var reference in script.FreeReferences)
        {
            if (Problem(node, reference) is not { } problem) continue;
            _problems.Add(new DefinitionProblem(path, $"{node.DisplayName}: JavaScript, line {reference.Line}, column {reference.Column}: {problem.Message}", node.Id, problem.IsWarning));
        }
    }

    private (string Message, bool IsWarning)? Problem(ActivityNode node, ScriptReference reference)
    {
        if (reference.Name == "variables")
        {
            return reference.Member is { } member && !HasVariableNamed(node, member) && !_madeByScripts.Contains(member) ? ($"there is no variable '{member}'. {Choose(VariableNames(node))}", false) : null;
        }

        if (!reference.IsCall)
        {
            if (_hostFunctions?.ContainsKey(reference.Name) == true || ContextScriptHost.Functions.Contains(reference.Name)) return null;
            return ($"there is no '{reference.Name}'. {(HasVariableNamed(node, reference.Name) ? $"The variable is read as variables.{reference.Name} or get{Pascal(reference.Name)}()." : "Declare it with const, or read a variable as variables.name.")}", false);
        }

        switch (reference)
        {
            case { Name: "getVariable", FirstArgument: { } name } when !HasVariableNamed(node, name) && !_madeByScripts.Contains(name):
                return ($"there is no variable '{name}'. {Choose(VariableNames(node))}", false);
            case { Name: "getInput", FirstArgument: { } name } when !_inputs.Contains(name):
                // An input that is not declared can be given all the same.
                return ($"the workflow declares no input '{name}'. {Choose(_inputs)}", true);
            case { Name: "getOutputFrom", FirstArgument: { } activity } when !_definition.Nodes.Any(other => other.Id == activity || other.Name == activity):
                return ($"there is no activity '{activity}'. Use the id or the name of one.", true);
        }

        if (ContextScriptHost.Functions.Contains(reference.Name) || _hostFunctions?.ContainsKey(reference.Name) == true) return null;
        if (IsAccessor(node, reference.Name)) return null;
        var closest = ContextScriptHost.Functions.Concat(_hostFunctions?.Keys ?? []).Concat(VariableNames(node).Concat(_inputs).Select(name => "get" + Pascal(name))).MinBy(known => Distance(known, reference.Name));
        return ($"there is no function '{reference.Name}'. Did you mean {closest}?", _hostFunctions is null);
    }

    /// <summary>getX(), setX(v) of a variable or input, getResultFromActivity().</summary>
    private bool IsAccessor(ActivityNode node, string name)
    {
        if (name.Length <= 3) return false;
        var isSetter = name.StartsWith("set", StringComparison.Ordinal);
        if (!isSetter && !name.StartsWith("get", StringComparison.Ordinal)) return false;
        var member = name[3..];
        if (VariableNames(node).Concat(Dynamic).Concat(_madeByScripts).Any(variable => Pascal(variable) == member)) return true;
        if (isSetter) return false;
        if (_inputs.Any(input => Pascal(input) == member)) return true;
        var from = member.LastIndexOf("From", StringComparison.Ordinal);
        return from > 0 && _definition.Nodes.Any(other => other.Id == member[(from + 4)..] || other.Name == member[(from + 4)..]);
    }

    private bool HasVariable(ActivityNode node, string? id, string? name) =>
        Scopes(node).Any(variable => id is null ? variable.Name == name : variable.Id == id)
        || Dynamic.Any(dynamic => id == new DynamicVariable(dynamic, Value: null).Id || (id ?? name) == dynamic)
        || (id ?? name) is { } made && _madeByScripts.Contains(made);

    private static bool HasVariableNamed(ActivityNode node, string name) =>
        VariableNames(node).Concat(Dynamic).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> VariableNames(ActivityNode node) => Scopes(node).Select(variable => variable.Name).Distinct();

    private static IEnumerable<VariableDefinition> Scopes(ActivityNode node)
    {
        for (ActivityNode? scope = node; scope is not null; scope = scope.Parent)
        {
            foreach (var variable in scope.Variables) yield return variable;
        }
    }

    private void Unknown(ActivityNode node, string path, string what, string advice, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Take(20));
        _problems.Add(new DefinitionProblem(path, $"{node.DisplayName}: there is no {what}. {(names.Length == 0 ? "Declare it first." : $"{advice} {names}, or declare it first.")}", node.Id));
    }

    private static string Choose(IEnumerable<string> known) => string.Join(", ", known.Take(20)) is { Length: > 0 } names ? $"Use one of {names}, or declare it first." : "Declare it first.";

    /// <summary>Every expression of an activity with its path.</summary>
    private static IEnumerable<(string Path, Expression Expression)> Expressions(ActivityNode node)
    {
        foreach (var input in node.Inputs)
        {
            if (input.Expression is { } expression) yield return ($"{node.Path}.{Camel(input.Name)}.expression.value", expression);
        }

        var cases = node.Activity switch
        {
            FlowSwitch flow => flow.Cases,
            Stock.ControlFlow.Switch embedded => embedded.Cases,
            _ => [],
        };
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases[i].Condition is { } condition) yield return ($"{node.Path}.cases[{i}].condition.value", condition);
        }
    }

    private static IEnumerable<(string Path, Script Script, string Text)> Scripts(ActivityNode node)
    {
        foreach (var (path, expression) in Expressions(node))
        {
            if (expression is JavaScriptExpression script) yield return (path, script.Script, script.Text);
        }

        if (node.Activity is RunJavaScript { Compiled: { } compiled }) yield return (node.Path + ".script.expression.value", compiled.Script, compiled.Text);
    }

    private static string Camel(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    // Edits between two names: enough to find the one that was meant.
    private static int Distance(string left, string right)
    {
        var costs = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (diagonal, costs[j]) = (costs[j], Math.Min(Math.Min(costs[j], costs[j - 1]) + 1, diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1)));
        }

        return costs[^1];
    }
}
