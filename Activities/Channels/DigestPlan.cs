using System.Text.Json;
using Workflows.Activities.Calendar;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Channels;

/// <summary>When somebody's tasks come in one mail: on working days, at a time that the person chose.</summary>
/// <remarks>No timer: the first task that is collected puts a message into the outbox that falls due then; whichever node takes it, also after a restart, writes the mail from what is open at that moment.</remarks>
public sealed class DigestPlan(PeopleDirectory people)
{
    /// <summary>Stored name: the outbox's kind of a digest that has not been written yet.</summary>
    public const string Kind = "digest";

    // A task that is committed a little later than it was opened must not miss the digest that it was promised to.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Puts a question into the next digest.</summary>
    /// <returns>Null when the task's time is over by then: it has to come by itself.</returns>
    public ChannelMessage? Collect(Question question, Person person, TimeOnly at)
    {
        var due = NextAfter(question.At, person, at);
        if (question.Task.DueAt <= due) return null;
        return new ChannelMessage(TokenHash: null, due, Marker(person.Id, due));
    }

    /// <summary>The first digest that takes what is opened at an instant.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant, Person person, TimeOnly at)
    {
        var (zone, calendar) = (people.ZoneOf(person), people.CalendarOf(person));
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
        // A year without working days is a calendar that nobody keeps: every day will do then.
        for (var days = 0; days < 366; days++, day = day.AddDays(1))
        {
            if (calendar.IsWorkingDay(day) && LocalTime.Earliest(day, at.ToTimeSpan(), zone) is var due && due > instant + Margin) return due;
        }

        return instant + TimeSpan.FromDays(1);
    }

    internal static OutboxMessage Marker(string personId, DateTimeOffset due) => new()
    {
        Id = $"digest-{personId}-{due:yyyyMMddHHmm}",
        Kind = Kind,
        Destination = personId,
        Payload = JsonSerializer.Serialize(new DigestOrder(personId), JsonSerializerOptions.Web),
        NotBefore = due,
    };
}

/// <summary>Whose digest is to be written.</summary>
internal sealed record DigestOrder(string PersonId);
