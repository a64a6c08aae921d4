namespace Workflows.Activities.Registers;

/// <summary>A row as it is stored, secrets masked.</summary>
/// <param name="Version">Counts changes, from 1.</param>
/// <param name="Values">By column: texts, decimals, longs, booleans, days as yyyy-MM-dd, lists; null where nothing is.</param>
public sealed record RegisterRow(string Register, string Id, long Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, ObjectValue Values)
{
    public string? Text(string column) => Values.GetValueOrDefault(column) as string;

    public decimal? Number(string column) => Values.GetValueOrDefault(column) as decimal?;

    public bool Flag(string column) => Values.GetValueOrDefault(column) is true;

    /// <summary>The row as expressions see it: its columns and its id.</summary>
    public ObjectValue ToObject()
    {
        var value = new ObjectValue { ["id"] = Id };
        foreach (var (name, cell) in Values) value[name] = cell;
        return value;
    }
}

/// <summary>What changed when, by whom and why.</summary>
public sealed record RegisterChange
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>A person's id; null when a process did it.</summary>
    public string? Actor { get; init; }

    public string? ActorName { get; init; }

    /// <summary>api, import, demo, or the reference of the request whose process wrote it.</summary>
    public string Cause { get; init; } = "";

    /// <summary>JSON: <c>{"column": {"before": ..., "after": ...}}</c>; secrets masked.</summary>
    public string Changes { get; init; } = "{}";
}

/// <summary>On whose behalf a row is written.</summary>
/// <param name="RequestId">The request whose process writes, if one does.</param>
public sealed record RegisterCause(string Name, string? ActorId = null, string? ActorName = null, string? RequestId = null);

/// <summary>What came of a write; only <see cref="Done"/> changed anything.</summary>
public abstract record RegisterResult
{
    public sealed record Done(RegisterRow Row, bool IsNew, bool HasChanged) : RegisterResult;

    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Problems) : RegisterResult;

    public sealed record NoSuchRow : RegisterResult;

    public sealed record Exists(string Id) : RegisterResult;

    /// <summary>Somebody changed it since it was read.</summary>
    public sealed record Changed(RegisterRow Now) : RegisterResult;
}
