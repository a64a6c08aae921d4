namespace Workflows.Activities.People;

internal sealed record CalendarRow
{
    public required string Id { get; init; }

    public required string WorkingWeek { get; init; }
}

internal sealed record HolidayRow
{
    public required string Calendar { get; init; }

    public required DateOnly Day { get; init; }

    public required string Name { get; init; }

    /// <summary>Stored name: morning, afternoon; null for the whole day.</summary>
    public string? FreeHalf { get; init; }
}

internal sealed record CompanyRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TimeZone { get; init; }

    public required string Calendar { get; init; }

    public required string Currency { get; init; }
}

internal sealed record GradeRow
{
    public required string Id { get; init; }

    public required int Rank { get; init; }

    public required string Name { get; init; }
}

internal sealed record DepartmentRow
{
    /// <summary>Empty where there are no companies.</summary>
    public required string Company { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? HeadId { get; init; }
}

/// <summary>A group with its members. Equality is by content, so an import knows what changed.</summary>
internal sealed record GroupRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Ids in order, separated by semicolons; people_group_members holds them one by one.</summary>
    public string Members { get; init; } = "";

    public string[] MemberList => Members.Split(';', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A person as stored. Equality is by content, roles included, so an import knows what changed.</summary>
internal sealed record PersonRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Email { get; init; }

    /// <summary>In order, separated by semicolons; person_roles holds them one by one.</summary>
    public string Roles { get; init; } = "";

    public string? ManagerId { get; init; }

    public string? Company { get; init; }

    public string? TimeZone { get; init; }

    public string? Calendar { get; init; }

    public string Language { get; init; } = "en";

    public string? Grade { get; init; }

    public string? Department { get; init; }

    public DateOnly? LeftOn { get; init; }

    public string SecurityStamp { get; init; } = "";

    public string[] RoleList => Roles.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A new stamp where something changed that sessions rest on: who signs in there, with which roles, until when.</summary>
    public PersonRow StampedAfter(PersonRow? before) =>
        before is not null && before.Roles == Roles && before.Email == Email && before.LeftOn == LeftOn
            ? this with { SecurityStamp = before.SecurityStamp }
            : this with { SecurityStamp = Guid.CreateVersion7().ToString("N") };
}
