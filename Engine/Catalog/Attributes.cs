namespace Workflows.Engine.Catalog;

public enum ActivityKind
{
    Action,
    Trigger,
    Job,
    Task,
}

/// <summary>Names an activity type and says how the designer shows it.</summary>
/// <param name="type">Stored name: it stands in every definition.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string type) : Attribute
{
    public string Type { get; } = type;

    public int Version { get; init; } = 1;

    public string Category { get; init; } = "General";

    /// <summary>Default: the words of the type name.</summary>
    public string? DisplayName { get; init; }

    public string Description { get; init; } = "";

    public ActivityKind Kind { get; init; }

    /// <summary>Hidden types are not offered in the palette.</summary>
    public bool IsBrowsable { get; init; } = true;

    public bool IsContainer { get; init; }

    public bool IsStart { get; init; }

    /// <summary>Nothing follows it: a flowchart or sequence that contains it ends.</summary>
    public bool IsTerminal { get; init; }
}

/// <summary>The outcomes that connections may leave by. Without this attribute: Done.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutcomesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>An input that a definition gives.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;

    /// <summary>Default: the words of the property name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>One of <see cref="UiHints"/>; default by type.</summary>
    public string? UiHint { get; init; }

    public string? Category { get; init; }

    /// <summary>The designer starts with this expression type.</summary>
    public string DefaultSyntax { get; init; } = "Literal";

    /// <summary>What may be chosen.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Outcomes that there are besides those that the input names.</summary>
    public string[] FixedOutcomes { get; init; } = [];

    /// <summary>Names the list that the host computes: people, approvers, escalation, recipients, processes, registers, templates, or the rows of a register, such as <c>rows:partners status=active</c>.</summary>
    public string? OptionsFrom { get; init; }

    /// <summary>Must not be left empty.</summary>
    public bool IsRequired { get; init; }

    /// <summary>False: worked out when the activity asks for it, each time.</summary>
    public bool AutoEvaluate { get; init; } = true;

    public bool IsSensitive { get; init; }
}

/// <summary>A value that the activity gives back.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;
}

/// <summary>Holds a child activity (or a list of them); its name is a port in the designer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute : Attribute
{
    public bool IsBrowsable { get; init; } = true;
}

/// <summary>A plain JSON member without expression.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RawAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;

    public string? UiHint { get; init; }
}

/// <summary>How the designer edits an input.</summary>
public static class UiHints
{
    public const string SingleLine = "singleline";
    public const string MultiLine = "multiline";
    public const string Checkbox = "checkbox";
    public const string DropDown = "dropdown";
    public const string CheckList = "checklist";
    public const string RadioList = "radiolist";
    public const string MultiText = "multitext";
    public const string Dictionary = "dictionary";
    public const string JsonEditor = "json-editor";
    public const string CodeEditor = "code-editor";
    public const string DateTimePicker = "datetime-picker";
    public const string WorkflowDefinitionPicker = "workflow-definition-picker";
    public const string VariablePicker = "variable-picker";
    public const string OutputPicker = "output-picker";
    public const string OutcomePicker = "outcome-picker";
    public const string DynamicOutcomes = "dynamic-outcomes";
    public const string FlowSwitchEditor = "flow-switch-editor";
    public const string SwitchEditor = "switch-editor";
    public const string HttpStatusCodes = "http-status-codes";
}
