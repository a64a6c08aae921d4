using System.Globalization;
using Workflows.Activities.People;
using Workflows.Activities.Registers;

namespace Workflows.Activities.Leave;

/// <summary>The rules of each type of leave, by company: the rows of the register leave-types. A row that names the company goes before one for all.</summary>
public sealed class LeaveRules(RegisterStore store, RegisterCatalog registers, PeopleDirectory people)
{
    private const string Annual = "annual";

    /// <summary>Null when the register says nothing of this type to this person.</summary>
    public RegisterRow? Of(string personId, string type) => Rows(personId).Where(row => row.Text("type") == type).MaxBy(row => row.Text("company") is null ? 0 : 1);

    /// <summary>Whether the person's company gives this type: it does when the register is empty, or has a row for it.</summary>
    public bool IsGiven(string personId, string type) => Rows(personId) is var rows && (rows.Count == 0 || rows.Any(row => row.Text("type") == type));

    public bool UsesBalance(string personId, string type) => Of(personId, type) is { } row ? row.Flag("uses_balance") : type == Annual;

    public decimal? DaysAYear(string personId) => Of(personId, Annual)?.Number("days_a_year");

    public decimal? CarryOverDays(string personId) => Of(personId, Annual)?.Number("carry_over_days");

    public DateOnly? CarryOverUntil(string personId, int year) =>
        Of(personId, Annual)?.Text("carry_over_until") is { } day && DateOnly.TryParseExact($"{year.ToString("0000", CultureInfo.InvariantCulture)}-{day}", "yyyy-MM-dd", out var until) ? until : null;

    private List<RegisterRow> Rows(string personId)
    {
        var company = people.Find(personId)?.Company;
        return [.. store.Where(registers.Get(LeaveRegisters.Types), ("active", true)).Where(row => row.Text("company") is null || row.Text("company") == company)];
    }
}
