namespace Workflows.Engine.Execution;

/// <summary>By which ports an activity was left.</summary>
public sealed class Outcomes
{
    /// <summary>The default: connections without a port name follow it too.</summary>
    public static readonly Outcomes Done = new(["Done"], isDefault: true);

    /// <summary>Left by no port: nothing that follows runs.</summary>
    public static readonly Outcomes None = new([], isDefault: false);

    private readonly bool _isDefault;

    private Outcomes(IReadOnlyList<string> names, bool isDefault)
    {
        Names = names;
        _isDefault = isDefault;
    }

    public IReadOnlyList<string> Names { get; }

    public static Outcomes Of(params IReadOnlyList<string> names) => new(names, isDefault: false);

    public bool Includes(string? port)
    {
        if (port is null) return _isDefault;
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == port) return true;
        }

        return false;
    }
}
