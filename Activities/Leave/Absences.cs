using Workflows.Activities.People;

namespace Workflows.Activities.Leave;

/// <summary>Who is away today, by the leave register.</summary>
public sealed class Absences(LeaveRegister register, PeopleDirectory people)
{
    /// <summary>The last day of the leave that a person is on today, with leave that follows it at once; null for somebody who is there.</summary>
    public DateOnly? AwayUntil(Person person)
    {
        var today = people.TodayOf(person);
        DateOnly? until = null;
        foreach (var entry in register.Of(person.Id, today, today.AddDays(366)).Where(entry => entry.Status != "requested"))
        {
            if (entry.FirstDay > (until?.AddDays(1) ?? today)) break;
            if (until is null || entry.LastDay > until) until = entry.LastDay;
        }

        return until;
    }
}
