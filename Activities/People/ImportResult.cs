namespace Workflows.Activities.People;

/// <summary>What one file brought. Holidays count by day.</summary>
public sealed record ImportCount(string File, int Added, int Changed, int Unchanged)
{
    public override string ToString() => $"{File}: {Added} added, {Changed} changed, {Unchanged} unchanged";
}

/// <summary>What an import did: everything, or, when there are problems, nothing.</summary>
public sealed record ImportResult(IReadOnlyList<ImportCount> Counts, IReadOnlyList<CsvProblem> Problems)
{
    public bool Succeeded => Problems.Count == 0;
}

/// <summary>How far the one who imports may go. The command line may do everything; over the API nobody hands out more than they have.</summary>
/// <param name="MayChange">Whether this person's row may be changed at all.</param>
/// <param name="MayAddTo">Whether people may be put into this company (null: no company).</param>
/// <param name="MayGrant">Whether this role may be given and taken, and whether the address of somebody who has it may be changed.</param>
/// <param name="MayChangeCompanies">Whether companies, calendars and holidays may be changed.</param>
public sealed record ImportAuthority(Func<Person, bool> MayChange, Func<string?, bool> MayAddTo, Func<string, bool> MayGrant, bool MayChangeCompanies)
{
    public static ImportAuthority Unlimited { get; } = new(_ => true, _ => true, _ => true, MayChangeCompanies: true);
}
