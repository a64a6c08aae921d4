using HandlebarsDotNet;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Expressions;

/// <summary>A Handlebars template over <c>variables</c>, <c>input</c> and the names of both. Values are escaped for HTML; {{{ }}} is escaped too.</summary>
/// <remarks>A template gets dictionaries and lists, never objects of the host.</remarks>
public sealed class HandlebarsExpression : Expression
{
    private static readonly IHandlebars Environment = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = false });

    private readonly HandlebarsTemplate<object, object> _template;

    public HandlebarsExpression(string text)
    {
        Text = text;
        // A triple brace would put a value in unescaped; request data is never markup.
        _template = Environment.Compile(text.Replace("{{{", "{{", StringComparison.Ordinal).Replace("}}}", "}}", StringComparison.Ordinal));
    }

    public string Text { get; }

    public override object? Evaluate(ActivityContext context, Type target) => _template(Model(context));

    private static Dictionary<string, object?> Model(ActivityContext context)
    {
        var variables = new Dictionary<string, object?>();
        foreach (var block in context.VisibleVariables()) variables.TryAdd(block.Definition.Name, Plain(block.Value));
        var input = context.Burst.Definition.Inputs.ToDictionary(definition => definition.Name, definition => Plain(context.GetWorkflowInput(definition.Name)));
        var model = new Dictionary<string, object?>(variables);
        foreach (var (name, value) in input) model.TryAdd(name, value);
        model["variables"] = variables;
        model["input"] = input;
        foreach (var (name, function) in context.Burst.Services.Functions)
        {
            // getRequester reads as requester.
            if (name.StartsWith("get", StringComparison.Ordinal)) model.TryAdd(char.ToLowerInvariant(name[3]) + name[4..], Plain(function(context, [])));
        }

        return model;
    }

    private static object? Plain(object? value) => value switch
    {
        null or string or bool or int or long or double or decimal => value,
        IDictionary<string, object?> map => map.ToDictionary(member => member.Key, member => Plain(member.Value)),
        ListValue list => list.ConvertAll(Plain),
        _ => ValueConverter.ToText(value),
    };
}
