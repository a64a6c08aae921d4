using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Execution;

public static class WorkflowInputs
{
    /// <summary>The given inputs, with declared ones converted to their types. Others are kept as they are.</summary>
    public static ObjectValue Convert(WorkflowDefinition definition, ObjectValue given)
    {
        var converted = new ObjectValue();
        foreach (var (name, value) in given)
        {
            var declared = definition.Inputs.FirstOrDefault(input => string.Equals(input.Name, name, StringComparison.OrdinalIgnoreCase));
            converted[declared?.Name ?? name] = declared is null || value is null ? value : ValueConverter.Convert(value, declared.Type);
        }

        return converted;
    }
}
