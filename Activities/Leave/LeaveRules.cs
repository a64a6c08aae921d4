using System.Globalization;
using Workflows.Activities.People;
using Workflows.Activities.Registers;

namespace Workflows.Activities.Leave;

/// <summary>The rules of each type of leave, by company: the rows of the register leave-types. A row that names the company goes before one for all.</summary>
public sealed class LeaveRules(RegisterStore store, PeopleDirectory people)
{
    /// <summary>The rules as they are now, for one person.</summary>
    public PersonalLeaveRules For(string personId)
    {
        var company = people.Find(personId)?.Company;
        return new PersonalLeaveRules([.. store.Kept(LeaveRegisters.Types).Current.Where(row => row.Flag("active") && (row.Text("company") is null || row.Text("company") == company))]);
    }
}

/// <summary>What somebody's company says of each type of leave.</summary>
public sealed class PersonalLeaveRules(IReadOnlyList<RegisterRow> rows)
{
    private const string Annual = "annual";

    public decimal? DaysAYear => Of(Annual)?.Number("days_a_year");

    public decimal? CarryOverDays => Of(Annual)?.Number("carry_over_days");

    /// <summary>Null when the register says nothing of this type.</summary>
    public RegisterRow? Of(string type) => rows.Where(row => row.Text("type") == type).MaxBy(row => row.Text("company") is null ? 0 : 1);

    /// <summary>Whether the company gives this type: it does when the register is empty, or has a row for it.</summary>
    public bool IsGiven(string type) => rows.Count == 0 || rows.Any(row => row.Text("type") == type);

    public bool UsesBalance(string type) => Of(type) is { } row ? row.Flag("uses_balance") : type == Annual;

    public DateOnly? CarryOverUntil(int year) =>
        Of(Annual)?.Text("carry_over_until") is { } day && DateOnly.TryParseExact($"{year.ToString("0000", CultureInfo.InvariantCulture)}-{day}", "yyyy-MM-dd", out var until) ? until : null;
}
