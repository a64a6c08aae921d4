using Workflows.Activities.People;

namespace Workflows.Activities.Leave;

/// <summary>Who of a person's team or department is away at a time: what an approver should know before saying yes.</summary>
public sealed class TeamCalendar(PeopleDirectory people)
{
    /// <summary>The leave of a department at a time, which lies together in an index.</summary>
    internal const string DepartmentSql = $"{Select} l.department = @Department AND {AtThatTime}";

    /// <summary>That of people one by one: the few of a team who are not in the department.</summary>
    internal const string OthersSql = $"{Select} l.person_id IN @others AND {AtThatTime}";

    private const int MostNamed = 8;

    private const string Select = """
        SELECT l.request_id, l.reference, l.person_id, l.type, l.first_day, l.last_day, l.first_half, l.last_half, l.days, l.status
        FROM   leave_register l
        WHERE
        """;

    // BETWEEN, though no leave is after all days: without an end PostgreSQL takes the days to be many, and plans anew whenever it is asked.
    private const string AtThatTime = $"l.last_day BETWEEN @FirstDay AND @to AND l.first_day <= @LastDay AND {LeaveRegister.Counts}";

    /// <summary>Those of a person's team whom the department does not include, by id.</summary>
    internal IReadOnlyList<string> TeamElsewhere(Person person) =>
        [.. people.TeamOf(person).Where(colleague => person.Department is null || colleague.Department != person.Department).Select(colleague => colleague.Id)];

    /// <returns>Who of them is away then, the first to be back on top.</returns>
    /// <param name="leave">Of the department and the team around that time, the person's own too.</param>
    internal IReadOnlyList<(LeaveEntry Entry, Person Colleague)> Away(Person person, LeaveSpan span, IEnumerable<LeaveEntry> leave) =>
        [.. leave
            .Select(entry => (Entry: entry, Colleague: people.Find(entry.PersonId)!))
            .Where(one => one.Colleague is { } colleague && colleague.Id != person.Id && colleague.Company == person.Company && people.IsActive(colleague) && one.Entry.Span.Overlaps(span))
            .OrderBy(one => one.Entry.LastDay).ThenBy(one => one.Entry.FirstDay).ThenBy(one => one.Entry.RequestId, StringComparer.Ordinal)];

    /// <returns>Names and days, one a line; empty when everybody is there.</returns>
    /// <param name="language">Of who reads it.</param>
    internal static string Tell(IReadOnlyList<(LeaveEntry Entry, Person Colleague)> away, string language)
    {
        var lines = away.Take(MostNamed).Select(one => LeaveTexts.Away(language, one.Colleague.Name, one.Entry));
        return string.Join('\n', away.Count > MostNamed ? lines.Append(LeaveTexts.OthersAway(language)) : lines);
    }
}
