using System.Text;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions.JavaScript;

namespace Workflows.Engine.Expressions;

/// <summary>What scripts see of a run: Elsa's functions, <c>variables</c>, and the host's own functions.</summary>
/// <remarks>One per burst, pointed at the activity that evaluates: evaluations never nest.</remarks>
internal sealed class ContextScriptHost : IScriptHost
{
    /// <summary>Elsa's functions, besides the accessors of variables, inputs and outputs.</summary>
    public static readonly IReadOnlySet<string> Functions = new HashSet<string>(
    [
        "getVariable", "setVariable", "getInput", "getOutputFrom", "getLastResult", "getWorkflowDefinitionId", "getWorkflowDefinitionVersionId", "getWorkflowDefinitionVersion",
        "getWorkflowInstanceId", "getCorrelationId", "setCorrelationId", "getWorkflowInstanceName", "setWorkflowInstanceName", "setOutcome", "setOutcomes", "getItem",
        "isNullOrWhiteSpace", "isNullOrEmpty", "toJson", "parseGuid", "newGuid", "newGuidString", "getGuidString", "newShortGuid", "getShortGuid", "bytesToString",
        "bytesFromString", "bytesToBase64", "bytesFromBase64", "stringToBase64", "stringFromBase64",
    ]);

    private readonly VariablesObject _variables;
    private ActivityContext _context = null!;

    public ContextScriptHost() => _variables = new VariablesObject(this);

    public TimeProvider Time => _context.Time;

    public ContextScriptHost For(ActivityContext context)
    {
        _context = context;
        return this;
    }

    public bool TryGetGlobal(string name, out object? value)
    {
        value = name == "variables" ? _variables : null;
        return value is not null;
    }

    public bool TryCall(string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        if (_context.Burst.Services.Functions.TryGetValue(name, out var function))
        {
            result = function(_context, arguments);
            return true;
        }

        return TryElsaFunction(name, arguments, out result) || TryAccessor(name, arguments, out result);
    }

    private bool TryElsaFunction(string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        var (instance, first) = (_context.Instance, arguments.Length > 0 ? arguments[0] : null);
        var text = first as string ?? ValueConverter.ToText(first);
        var definition = _context.Composite?.InnerDefinition ?? _context.Burst.Definition;
        (var known, result) = name switch
        {
            "getVariable" => (true, FindVariable(text)?.Value),
            "setVariable" => (true, SetVariable(text, arguments.Length > 1 ? arguments[1] : null)),
            "getInput" => (true, _context.GetWorkflowInput(text)),
            "getOutputFrom" => (true, _context.Burst.Outputs.Find(_context, text, arguments.Length > 1 ? arguments[1] as string : null)),
            "getLastResult" => (true, _context.Burst.Outputs.Last),
            "getWorkflowDefinitionId" => (true, definition.DefinitionId),
            "getWorkflowDefinitionVersionId" => (true, definition.Id),
            "getWorkflowDefinitionVersion" => (true, definition.Version),
            "getWorkflowInstanceId" => (true, instance.Id),
            "getCorrelationId" => (true, instance.CorrelationId),
            "setCorrelationId" => (true, instance.CorrelationId = text),
            "getWorkflowInstanceName" => (true, instance.Name),
            "setWorkflowInstanceName" => (true, instance.Name = text),
            "setOutcome" => (true, SetOutcomes([text])),
            "setOutcomes" => (true, SetOutcomes(ValueConverter.To<List<string>>(first) ?? [])),
            // Anywhere else it reads a variable or an input named Item.
            "getItem" when _context.Burst.CurrentItem is { } item => (true, item.Value),
            "isNullOrWhiteSpace" => (true, string.IsNullOrWhiteSpace(text)),
            "isNullOrEmpty" => (true, string.IsNullOrEmpty(text)),
            "toJson" => (true, JsonValues.ToJson(first)),
            "parseGuid" => (true, Guid.Parse(text).ToString()),
            "newGuid" or "newGuidString" or "getGuidString" => (true, Guid.CreateVersion7().ToString()),
            "newShortGuid" or "getShortGuid" => (true, ShortGuid()),
            "bytesToString" => (true, Encoding.UTF8.GetString(Bytes(first))),
            "bytesFromString" => (true, Encoding.UTF8.GetBytes(text)),
            "bytesToBase64" => (true, Convert.ToBase64String(Bytes(first))),
            "bytesFromBase64" => (true, Convert.FromBase64String(text)),
            "stringToBase64" => (true, Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
            "stringFromBase64" => (true, Encoding.UTF8.GetString(Convert.FromBase64String(text))),
            _ => (false, (object?)null),
        };
        return known;
    }

    /// <summary>getX() and setX(v) per variable and input, and getResultFromActivity() per output of a named activity.</summary>
    private bool TryAccessor(string name, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        if (name.Length <= 3) return false;
        var isSetter = name.StartsWith("set", StringComparison.Ordinal);
        if (!isSetter && !name.StartsWith("get", StringComparison.Ordinal)) return false;
        var member = name.AsSpan(3);
        for (var scope = _context; scope is not null; scope = scope.Parent)
        {
            foreach (var block in scope.Variables)
            {
                if (!IsAccessor(member, block.Definition.Name)) continue;
                result = isSetter ? Store(block, arguments.Length > 0 ? arguments[0] : null) : block.Value;
                return true;
            }
        }

        if (isSetter) return false;
        foreach (var input in _context.Burst.Definition.Inputs)
        {
            if (!IsAccessor(member, input.Name)) continue;
            result = _context.GetWorkflowInput(input.Name);
            return true;
        }

        foreach (var (key, value) in _context.Instance.Input)
        {
            if (!IsAccessor(member, key)) continue;
            result = value;
            return true;
        }

        var from = name.LastIndexOf("From", StringComparison.Ordinal);
        if (from <= 3) return false;
        result = _context.Burst.Outputs.Find(_context, name[(from + 4)..], name[3..from]);
        return true;
    }

    // The first letter is upper-cased in the accessor, the rest stays.
    private static bool IsAccessor(ReadOnlySpan<char> member, string name) =>
        member.Length == name.Length && char.ToUpperInvariant(name[0]) == member[0] && member[1..].SequenceEqual(name.AsSpan(1));

    private VariableBlock? FindVariable(string name) => _context.FindVariableByName(name) ?? _context.FindVariableByName(name, StringComparison.OrdinalIgnoreCase);

    private object? SetVariable(string name, object? value)
    {
        if (FindVariable(name) is { } block) return Store(block, value);
        _context.DeclareInWorkflow(name, value);
        return value;
    }

    private static object? Store(VariableBlock block, object? value) => block.Value = ValueConverter.Convert(value, block.Definition.Type);

    private object? SetOutcomes(IReadOnlyList<string> outcomes)
    {
        _context.Burst.ScriptOutcomes = outcomes;
        return null;
    }

    private static byte[] Bytes(object? value) => value as byte[] ?? ValueConverter.To<byte[]>(value) ?? [];

    private static string ShortGuid() => Convert.ToBase64String(Guid.CreateVersion7().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed class VariablesObject(ContextScriptHost host) : ScriptHostObject
    {
        public override IEnumerable<string> Names => host._context.VisibleVariables().Select(block => block.Definition.Name).Distinct();

        public override bool TryGet(string name, out object? value)
        {
            var block = host.FindVariable(name);
            value = block?.Value;
            return block is not null;
        }

        public override bool TrySet(string name, object? value)
        {
            host.SetVariable(name, value);
            return true;
        }
    }
}
