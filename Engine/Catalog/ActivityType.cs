using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflows.Engine.Catalog;

/// <summary>An activity type: its names for the designer and its members, derived from the class once.</summary>
public sealed class ActivityType
{
    private readonly Func<Activity> _create;

    private ActivityType(Type clrType, ActivityAttribute attribute)
    {
        ClrType = clrType;
        _create = () => (Activity)Activator.CreateInstance(clrType)!;
        Attribute = attribute;
        TypeName = attribute.Type;
        DisplayName = attribute.DisplayName ?? Words(TypeName[(TypeName.LastIndexOf('.') + 1)..]);
        Outcomes = clrType.GetCustomAttribute<OutcomesAttribute>()?.Names ?? (attribute.IsTerminal ? [] : ["Done"]);
        HasDynamicOutcomes = clrType.GetCustomAttribute<OutcomesAttribute>() is { Names.Count: 0 };

        var prototype = _create();
        foreach (var property in clrType.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken))
        {
            var json = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (typeof(Input).IsAssignableFrom(property.PropertyType))
            {
                Inputs.Add(new InputMember(property, json, property.GetCustomAttribute<InputAttribute>() ?? new InputAttribute(), (Input)property.GetValue(prototype)!));
            }
            else if (typeof(Output).IsAssignableFrom(property.PropertyType))
            {
                Outputs.Add(new OutputMember(property, json, property.GetCustomAttribute<OutputAttribute>() ?? new OutputAttribute(), (Output)property.GetValue(prototype)!));
            }
            else if (property.GetCustomAttribute<PortAttribute>() is { } port)
            {
                Ports.Add(new PortMember(property, json, port, typeof(IEnumerable).IsAssignableFrom(property.PropertyType)));
            }
            else if (property.GetCustomAttribute<RawAttribute>() is { } raw)
            {
                Raws.Add(new RawMember(property, json, raw));
            }
        }
    }

    /// <summary>Stored name.</summary>
    public string TypeName { get; }

    public string DisplayName { get; }

    public Type ClrType { get; }

    public ActivityAttribute Attribute { get; }

    /// <summary>The fixed outcomes; more may come from inputs, see <see cref="HasDynamicOutcomes"/>.</summary>
    public IReadOnlyList<string> Outcomes { get; }

    /// <summary>The outcomes come from what the definition says (cases, branches, actions).</summary>
    public bool HasDynamicOutcomes { get; }

    public List<InputMember> Inputs { get; } = [];

    public List<OutputMember> Outputs { get; } = [];

    public List<PortMember> Ports { get; } = [];

    public List<RawMember> Raws { get; } = [];

    public static ActivityType Of(Type clrType) =>
        new(clrType, clrType.GetCustomAttribute<ActivityAttribute>() ?? throw new ArgumentException($"{clrType} has no [Activity] attribute."));

    public Activity Create() => _create();

    /// <summary>How the designer calls an input.</summary>
    public string LabelOf(InputMember member) => member.Attribute.DisplayName ?? Words(member.Property.Name);

    /// <summary>"body" -> "Body": members of the document as descriptors name them.</summary>
    public static string PascalCase(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>"EmailActionToken" -> "Email action token".</summary>
    internal static string Words(string pascal)
    {
        var words = new StringBuilder();
        for (var i = 0; i < pascal.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(pascal[i]) && (char.IsLower(pascal[i - 1]) || (i + 1 < pascal.Length && char.IsLower(pascal[i + 1])));
            if (startsWord) words.Append(' ');
            var keepsCase = i == 0 || !char.IsUpper(pascal[i]) || (i + 1 < pascal.Length && char.IsUpper(pascal[i + 1])) || (!startsWord && char.IsUpper(pascal[i - 1]));
            words.Append(keepsCase ? pascal[i] : char.ToLowerInvariant(pascal[i]));
        }

        return words.ToString();
    }
}

public sealed record InputMember(PropertyInfo Property, string JsonName, InputAttribute Attribute, Input Prototype);

public sealed record OutputMember(PropertyInfo Property, string JsonName, OutputAttribute Attribute, Output Prototype);

public sealed record PortMember(PropertyInfo Property, string JsonName, PortAttribute Attribute, bool IsList);

public sealed record RawMember(PropertyInfo Property, string JsonName, RawAttribute Attribute)
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <exception cref="JsonException">The member has another shape.</exception>
    public void Read(Activity activity, JsonNode json) => Property.SetValue(activity, json.Deserialize(Property.PropertyType, Lenient));
}
