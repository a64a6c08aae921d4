using System.Text.Json.Serialization;
using Workflows.Engine.Definitions;
using Workflows.Engine.Expressions;

namespace Workflows.Engine.Catalog;

/// <summary>How the designer shows an activity type: in Elsa's JSON shape, derived from the class and nothing else.</summary>
public sealed record ActivityDescriptor
{
    public required string TypeName { get; init; }

    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required int Version { get; init; }

    public required string Category { get; init; }

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<ActivityKind>))]
    public required ActivityKind Kind { get; init; }

    public required bool IsBrowsable { get; init; }

    public required bool IsContainer { get; init; }

    public required bool IsStart { get; init; }

    public required bool IsTerminal { get; init; }

    public required IReadOnlyList<PortDescriptor> Ports { get; init; }

    public required IReadOnlyList<InputDescriptor> Inputs { get; init; }

    public required IReadOnlyList<OutputDescriptor> Outputs { get; init; }

    public IReadOnlyDictionary<string, object> CustomProperties { get; init; } = new Dictionary<string, object>();

    /// <summary>Members that the designer gives to a new activity of this type.</summary>
    public IReadOnlyDictionary<string, object> ConstructionProperties { get; init; } = new Dictionary<string, object>();

    public static ActivityDescriptor Of(ActivityType type)
    {
        var dot = type.TypeName.LastIndexOf('.');
        return new ActivityDescriptor
        {
            TypeName = type.TypeName,
            Name = type.TypeName[(dot + 1)..],
            Namespace = dot < 0 ? "" : type.TypeName[..dot],
            Version = type.Attribute.Version,
            Category = type.Attribute.Category,
            DisplayName = type.DisplayName,
            Description = type.Attribute.Description,
            Kind = type.Attribute.Kind,
            IsBrowsable = type.Attribute.IsBrowsable,
            IsContainer = type.Attribute.IsContainer,
            IsStart = type.Attribute.IsStart,
            IsTerminal = type.Attribute.IsTerminal,
            Ports =
            [
                .. type.Ports.Where(port => !port.IsList).Select(port => new PortDescriptor(port.Property.Name, ActivityType.Words(port.Property.Name), "Embedded", port.Attribute.IsBrowsable)),
                .. type.Outcomes.Select(outcome => new PortDescriptor(outcome, ActivityType.Words(outcome), "Flow", IsBrowsable: true)),
            ],
            Inputs =
            [
                .. type.Inputs.Select(InputDescriptor.Of),
                .. type.Raws.Select((raw, index) => InputDescriptor.Of(raw, type.Inputs.Count + index)),
            ],
            Outputs = [.. type.Outputs.Select(OutputDescriptor.Of)],
        };
    }
}

/// <param name="Type">Flow: an outcome. Embedded: holds a child activity.</param>
public sealed record PortDescriptor(string Name, string DisplayName, string Type, bool IsBrowsable);

/// <param name="IsWrapped">False: the document holds the plain value and no expression.</param>
/// <param name="UiSpecifications">What the editor offers, by UI hint; null when it needs nothing.</param>
/// <param name="OptionsFrom">The list that the host computes for it; null when it has none.</param>
public sealed record InputDescriptor(
    string Name, string TypeName, string DisplayName, string Description, int Order, bool IsBrowsable, bool IsSynthetic, bool IsWrapped, string UiHint, string? Category,
    object? DefaultValue, string DefaultSyntax, bool IsReadOnly, bool IsSensitive, bool IsRequired, IReadOnlyDictionary<string, object>? UiSpecifications, string? OptionsFrom)
{
    internal static InputDescriptor Of(InputMember member, int order)
    {
        var (attribute, type) = (member.Attribute, member.Prototype.ValueType);
        var options = attribute.Options is { Length: > 0 } given ? given : (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names ? Enum.GetNames(names) : [];
        return new InputDescriptor(
            member.Property.Name,
            TypeNames.NameOf(type),
            attribute.DisplayName ?? ActivityType.Words(member.Property.Name),
            attribute.Description,
            order,
            IsBrowsable: true,
            IsSynthetic: false,
            IsWrapped: true,
            attribute.UiHint ?? (options.Length > 0 ? UiHints.DropDown : HintFor(type)),
            attribute.Category,
            // A 0 in the form of what must be given would look as if it were given.
            attribute.IsRequired && member.Prototype.HasPlainDefault ? null : DefaultOf(member.Prototype.ConstantValue),
            attribute.DefaultSyntax,
            IsReadOnly: false,
            attribute.IsSensitive,
            attribute.IsRequired,
            UiSpecification.For(attribute.UiHint ?? (options.Length > 0 ? UiHints.DropDown : HintFor(type)), [.. options.Select(option => new InputOption(option, option))], attribute.FixedOutcomes),
            attribute.OptionsFrom);
    }

    /// <summary>The same input with a list to choose from.</summary>
    public InputDescriptor WithOptions(string uiHint, IReadOnlyList<InputOption> options) => this with { UiHint = uiHint, UiSpecifications = UiSpecification.For(uiHint, options, []) };

    internal static InputDescriptor Of(RawMember member, int order) => new(
        member.Property.Name,
        TypeNames.NameOf(member.Property.PropertyType),
        ActivityType.Words(member.Property.Name),
        member.Attribute.Description,
        order,
        IsBrowsable: true,
        IsSynthetic: false,
        IsWrapped: false,
        member.Attribute.UiHint ?? HintFor(member.Property.PropertyType),
        Category: null,
        DefaultValue: null,
        DefaultSyntax: "Literal",
        IsReadOnly: false,
        IsSensitive: false,
        IsRequired: false,
        UiSpecification.For(member.Attribute.UiHint ?? "", [], []),
        OptionsFrom: null);

    private static string HintFor(Type type)
    {
        if (type == typeof(bool)) return UiHints.Checkbox;
        if (type == typeof(ObjectValue)) return UiHints.Dictionary;
        return type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? UiHints.MultiText : UiHints.SingleLine;
    }

    private static object? DefaultOf(object? value) => value switch
    {
        null or bool or string or int or long or double or decimal => value,
        Enum name => name.ToString(),
        System.Collections.IEnumerable list => list,
        _ => ValueConverter.ToText(value),
    };
}

public sealed record OutputDescriptor(string Name, string TypeName, string DisplayName, string Description, int Order, bool IsBrowsable, bool IsSynthetic)
{
    internal static OutputDescriptor Of(OutputMember member, int order) => new(
        member.Property.Name,
        TypeNames.NameOf(member.Prototype.ValueType),
        ActivityType.Words(member.Property.Name),
        member.Attribute.Description,
        order,
        IsBrowsable: true,
        IsSynthetic: false);
}
