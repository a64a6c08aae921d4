using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>Chooses by which channel a person is asked or told, and when. The app shows every task, whatever is chosen here.</summary>
/// <remarks>The order: the channels that the person chose, then e-mail, then the others - without those that do not reach the person now. Reads from memory only.</remarks>
public sealed class ChannelRouter
{
    private readonly Channel[] _channels;
    private readonly PreferenceBook _preferences;
    private readonly PeopleDirectory _people;
    private readonly DigestPlan _digests;

    public ChannelRouter(IEnumerable<Channel> channels, PreferenceBook preferences, PeopleDirectory people, DigestPlan digests)
    {
        // E-mail first: it is what people get who have chosen nothing.
        _channels = [.. channels.OrderBy(channel => channel.Name == ChannelNames.Email ? 0 : 1)];
        _preferences = preferences;
        _people = people;
        _digests = digests;
    }

    /// <summary>E-mail first, then as they were registered.</summary>
    public IReadOnlyList<Channel> Channels => _channels;

    /// <summary>Null for a name that no channel has.</summary>
    public Channel? Find(string name) => Array.Find(_channels, channel => channel.Name == name);

    /// <summary>Everywhere that messages to somebody may be on their way to.</summary>
    public IReadOnlyCollection<string> DestinationsOf(string personId) =>
        _people.Find(personId) is { } person ? [.. _channels.Select(channel => channel.DestinationOf(person)).OfType<string>()] : [personId];

    /// <summary>All channels in the order in which they are tried for a person, whether they reach the person or not.</summary>
    public IEnumerable<Channel> OrderFor(Person person)
    {
        if (_preferences.Of(person.Id) is not { Channels.Count: > 0 } chosen) return _channels;
        var first = chosen.Channels.Select(Find).OfType<Channel>().ToList();
        return first.Concat(_channels.Except(first));
    }

    /// <summary>Whether a channel reaches somebody now: there is a place, and it has not refused for good.</summary>
    public bool Reaches(Channel channel, Person person) => channel.DestinationOf(person) is { } destination && _preferences.MarkOf(channel.Name, destination) is null;

    /// <summary>The channel by which somebody is asked and told now; null when none reaches the person.</summary>
    public Channel? For(Person person)
    {
        // Almost everybody: nothing chosen, and mail arrives.
        if (_preferences.Of(person.Id) is not { Channels.Count: > 0 })
        {
            foreach (var channel in _channels)
            {
                if (Reaches(channel, person)) return channel;
            }

            return null;
        }

        return OrderFor(person).FirstOrDefault(channel => Reaches(channel, person));
    }

    /// <summary>The message that asks a person, with the time for which it waits: quiet hours, or a digest that collects it.</summary>
    /// <param name="without">The name of a channel that has just refused this; null for none.</param>
    /// <returns>Null when no channel reaches the person.</returns>
    public ChannelMessage? Ask(Question question, string? without = null)
    {
        var person = question.To.Person ?? throw new ArgumentException("An address has no channels to choose from.", nameof(question));
        var channel = without is null ? For(person) : OrderFor(person).FirstOrDefault(channel => channel.Name != without && Reaches(channel, person));
        if (channel is null) return null;
        if (_preferences.Of(person.Id) is not { } wishes || question.Task.Terms.Urgent) return channel.Ask(question);
        if (wishes.DigestAt is { } at && channel.Name == ChannelNames.Email && !question.AsksForChanges && _digests.Collect(question, person, at) is { } digest) return digest;
        return channel.Ask(wishes.Quiet?.EndAfter(question.At, question.To.Zone) is { } end && IsInTime(question, end) ? question with { NotBefore = end } : question);
    }

    /// <summary>The message that tells a person; null when no channel reaches the person, or the person wants no notices there.</summary>
    public OutboxMessage? Tell(Notice notice, Person to, DateTimeOffset at, TimeZoneInfo zone, string? without = null)
    {
        var channel = without is null ? For(to) : OrderFor(to).FirstOrDefault(channel => channel.Name != without && Reaches(channel, to));
        if (channel is null) return null;
        if (_preferences.Of(to.Id) is not { } wishes) return channel.Tell(notice, to);
        if (!wishes.MailNotices && channel.Name == ChannelNames.Email && !notice.IsEssential) return null;
        return channel.Tell(wishes.Quiet?.EndAfter(at, zone) is { } end ? notice with { NotBefore = end } : notice, to);
    }

    /// <summary>In the commit in which a task is over, opens again or changes hands: every channel may change what it has sent.</summary>
    public async Task WriteTurnAsync(Transaction transaction, TaskTurn turn, CancellationToken ct)
    {
        foreach (var channel in _channels) await channel.WriteTurnAsync(transaction, turn, ct);
    }

    // A question that would come when its time is over comes at once.
    private static bool IsInTime(Question question, DateTimeOffset end) => question.Task.DueAt is not { } due || due > end;
}
