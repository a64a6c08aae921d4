using Workflows.Activities.People;

namespace Workflows.Activities.Leave;

/// <summary>Who of a person's colleagues is away at a time: what an approver should know before saying yes.</summary>
internal static class TeamCalendar
{
    private const int MostNamed = 8;

    /// <returns>Names and days, one a line; empty when everybody is there.</returns>
    public static string Away(PeopleDirectory people, LeaveRegister register, Person requester, LeaveSpan span)
    {
        var away = new List<string>();
        foreach (var colleague in people.All.Where(person => IsColleague(requester, person) && people.IsActive(person)))
        {
            foreach (var entry in register.Of(colleague.Id, span.FirstDay, span.LastDay).Where(entry => entry.Span.Overlaps(span)))
                away.Add($"{colleague.Name}, {entry.FirstDay:yyyy-MM-dd} to {entry.LastDay:yyyy-MM-dd}{(entry.Status == "requested" ? " (asked for)" : "")}");
        }

        return away.Count <= MostNamed ? string.Join("\n", away) : string.Join("\n", away.Take(MostNamed)) + $"\nand {away.Count - MostNamed} more";
    }

    private static bool IsColleague(Person one, Person other) =>
        one.Id != other.Id && one.Company == other.Company
        && ((one.ManagerId is not null && one.ManagerId == other.ManagerId) || (one.Department is not null && one.Department == other.Department));
}
