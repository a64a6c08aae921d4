using Workflows.Activities.People;

namespace Workflows.Activities.Channels;

/// <summary>Who reads a message: a person, or an address that need not belong to anybody known.</summary>
/// <param name="Id">A person's id, or the address.</param>
/// <param name="Name">Null for somebody unknown, who has no account here either.</param>
/// <param name="Person">Null for an address.</param>
public sealed record Reader(string Id, string Address, string? Name, string Language, TimeZoneInfo Zone, Person? Person)
{
    public static Reader Of(Person person, PeopleDirectory people) => new(person.Id, person.Email, person.Name, person.Language, people.ZoneOf(person), person);
}
