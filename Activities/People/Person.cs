namespace Workflows.Activities.People;

/// <summary>Somebody in the company, as of one state of the directory. What the person leaves open (time zone, calendar) is filled in from the company.</summary>
public sealed record Person
{
    /// <summary>Short and stable, such as <c>emma</c>: what definitions, URLs and other tables call this person.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Lower case, unique.</summary>
    public required string Email { get; init; }

    /// <summary>In kebab case, such as <c>process-owner</c>; in alphabetical order.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    public string? ManagerId { get; init; }

    /// <summary>The company's id; null when there are no companies.</summary>
    public string? Company { get; init; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The id of a working calendar.</summary>
    public required string Calendar { get; init; }

    /// <summary><c>en</c> or <c>id</c>.</summary>
    public required string Language { get; init; }

    public string? Grade { get; init; }

    public string? Department { get; init; }

    /// <summary>The first day on which the person is no longer with the company.</summary>
    public DateOnly? LeftOn { get; init; }

    public bool HasRole(string role) => Roles.Contains(role);

    public bool IsActiveOn(DateOnly day) => LeftOn is not { } left || day < left;
}

/// <param name="Rank">A higher grade has a higher rank.</param>
public sealed record Grade(string Id, int Rank, string Name);

/// <param name="Company">Null where there are no companies.</param>
public sealed record Department(string? Company, string Id, string Name, string? HeadId);

/// <param name="Members">The ids of people.</param>
public sealed record PeopleGroup(string Id, string Name, IReadOnlyList<string> Members);

/// <param name="TimeZone">An IANA name.</param>
/// <param name="Calendar">The id of a working calendar.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Company(string Id, string Name, string TimeZone, string Calendar, string Currency);
