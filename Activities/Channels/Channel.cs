using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>One way to reach people. Registered as a singleton service of this type; which one somebody gets, the <see cref="ChannelRouter"/> says.</summary>
/// <remarks>
/// Everything but <see cref="WriteTurnAsync"/> is called while activities run: it reads from memory, writes nothing and sends nothing. What it composes leaves through the outbox; a handler
/// that is refused for good says so with <see cref="OutboxResult.Refused.ReceiverIsGone"/>, the destination is marked and the task goes by the next channel.
/// </remarks>
public abstract class Channel
{
    /// <summary>Stored name: email, telegram. Preferences, marks and decisions call it so, and its outbox messages are of this kind.</summary>
    public abstract string Name { get; }

    /// <summary>What people call it.</summary>
    public abstract string NameIn(string language);

    /// <summary>Where it reaches somebody now, as its messages' destination: an address, a chat. Null: it does not, because nothing is linked. That it refused there before, the router knows.</summary>
    public abstract string? DestinationOf(Person person);

    /// <summary>Whose destination it is; null for nobody's. Also of one that has refused, so that its owner can be told by other ways.</summary>
    public abstract Person? OwnerOf(string destination);

    /// <summary>Writes the message that asks. Its topic is the task, so that it stays at home when the task is over before it was sent.</summary>
    /// <param name="question">To somebody whom this channel reaches.</param>
    public abstract ChannelMessage Ask(Question question);

    /// <summary>Writes the message that tells something for which nothing waits.</summary>
    public abstract OutboxMessage Tell(Notice notice, Person to);

    /// <summary>In the commit in which a task is over, opens again, or is taken from somebody: messages that ask about it and have arrived can be changed by messages that are enqueued here.</summary>
    /// <remarks>What still waits to be sent is withdrawn already. It is called for every task: a channel that has nothing to do costs nothing.</remarks>
    public virtual Task WriteTurnAsync(Transaction transaction, TaskTurn turn, CancellationToken ct) => Task.CompletedTask;
}
