namespace Workflows.Engine.Definitions.Comparison;

/// <summary>What was done to a definition. Stored names: clients see them in camel case.</summary>
public enum ChangeKind
{
    /// <summary>The name of the process.</summary>
    NameChanged,
    DescriptionChanged,

    /// <summary>An entry of <c>options</c>, or a switch of the document itself.</summary>
    OptionChanged,

    /// <summary>A custom property of the process that is not its form.</summary>
    PropertyChanged,

    /// <summary>What the form says about itself: its title, the prefix of references.</summary>
    FormChanged,
    FormFieldAdded,
    FormFieldRemoved,
    FormFieldChanged,
    VariableAdded,
    VariableRemoved,
    VariableChanged,
    InputAdded,
    InputRemoved,
    InputChanged,
    OutputAdded,
    OutputRemoved,
    OutputChanged,
    OutcomesChanged,

    /// <summary>The same inputs, outputs, variables or connections in another order.</summary>
    OrderChanged,
    ActivityAdded,
    ActivityRemoved,

    /// <summary>To another container, branch or place in a sequence.</summary>
    ActivityMoved,
    ActivityRenamed,

    /// <summary>Its id, which running requests know it by.</summary>
    ActivityIdChanged,

    /// <summary>The same step is of another type now.</summary>
    ActivityReplaced,

    /// <summary>An input of an activity.</summary>
    ValueChanged,

    /// <summary>Where an output of an activity is kept.</summary>
    CaptureChanged,

    /// <summary>Anything else of an activity: cases, modes, custom properties, its note.</summary>
    SettingChanged,
    ConnectionAdded,
    ConnectionRemoved,

    /// <summary>An outcome leads to another activity.</summary>
    ConnectionChanged,

    /// <summary>Positions on the canvas: once for the whole definition.</summary>
    LayoutChanged,

    /// <summary>Anything else.</summary>
    OtherChanged,
}
