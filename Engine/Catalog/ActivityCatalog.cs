using System.Reflection;

namespace Workflows.Engine.Catalog;

/// <summary>The activity types that definitions may use.</summary>
public sealed class ActivityCatalog
{
    private readonly Dictionary<string, ActivityType> _types = new(StringComparer.Ordinal);

    /// <summary>All activities of the given assemblies: every class with an <see cref="ActivityAttribute"/>.</summary>
    public ActivityCatalog(params IEnumerable<Assembly> assemblies)
    {
        foreach (var type in assemblies.Prepend(typeof(ActivityCatalog).Assembly).Distinct().SelectMany(assembly => assembly.GetTypes()))
        {
            if (!type.IsAbstract && type.GetCustomAttribute<ActivityAttribute>() is not null) Add(ActivityType.Of(type));
        }
    }

    public IReadOnlyCollection<ActivityType> All => _types.Values;

    public ActivityType? Find(string typeName) => _types.GetValueOrDefault(typeName);

    /// <summary>Activity types that Elsa has and this engine does not run, with what to use instead; null for any other name.</summary>
    public static string? WhyNotRun(string typeName) => typeName switch
    {
        "Elsa.RunCSharp" => "C# is not run here, because it could reach the host. Use Elsa.RunJavaScript.",
        "Elsa.RunPython" => "Python is not run here, because it could reach the host. Use Elsa.RunJavaScript.",
        "Elsa.ReadLine" => "there is no console to read from. Use an input of the workflow, or Elsa.Event.",
        "Elsa.Inline" => "it holds compiled code. Use Elsa.RunJavaScript or an activity of your own.",
        "Elsa.BpmnProcess" => "BPMN models are not run here. Use Elsa.Flowchart.",
        _ => null,
    };

    private void Add(ActivityType type)
    {
        if (!_types.TryAdd(type.TypeName, type)) throw new ArgumentException($"Two activities are named {type.TypeName}: {_types[type.TypeName].ClrType} and {type.ClrType}.");
    }
}
