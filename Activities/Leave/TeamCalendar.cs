using Workflows.Activities.People;

namespace Workflows.Activities.Leave;

/// <summary>Who of a person's team or department is away at a time: what an approver should know before saying yes.</summary>
public sealed class TeamCalendar(PeopleDirectory people)
{
    /// <summary>So many are named; one more is read, to know that there are others.</summary>
    internal const int MostNamed = 8;

    /// <summary>Their leave, the first to be back on top.</summary>
    /// <remarks>Colleagues first: they are few, and each has little leave after a day, while a day of the whole company may be a long list. CROSS JOIN: SQLite takes the tables in this order.</remarks>
    internal const string AwaySql = $"""
        SELECT l.request_id, l.reference, l.person_id, l.type, l.first_day, l.last_day, l.first_half, l.last_half, l.days, l.status
        FROM   people p
        CROSS JOIN leave_register l
        WHERE  (p.manager_id = @ManagerId OR p.department = @Department)
          AND  p.id <> @personId AND (p.left_on IS NULL OR p.left_on > @today) AND COALESCE(p.company, '') = COALESCE(@Company, '')
          AND  l.person_id = p.id AND l.last_day >= @FirstDay AND l.first_day <= @LastDay
          AND  NOT (l.last_day = @FirstDay AND l.last_half = 1 AND @firstHalf = 1) AND NOT (l.first_day = @LastDay AND l.first_half = 1 AND @lastHalf = 1)
          AND  {LeaveRegister.Counts}
        ORDER BY l.last_day, l.first_day, l.request_id
        LIMIT  @limit
        """;

    /// <returns>Names and days, one a line; empty when everybody is there.</returns>
    /// <param name="language">Of who reads it.</param>
    internal string Tell(IReadOnlyList<LeaveEntry> away, string language)
    {
        var lines = away.Take(MostNamed).Select(entry => LeaveTexts.Away(language, people.Find(entry.PersonId)?.Name ?? entry.PersonId, entry));
        return string.Join('\n', away.Count > MostNamed ? lines.Append(LeaveTexts.OthersAway(language)) : lines);
    }
}
