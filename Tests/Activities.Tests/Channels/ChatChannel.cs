using System.Collections.Concurrent;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Channels;

/// <summary>A second channel, as small as one can be: a room for each person who has linked one.</summary>
internal sealed class ChatChannel(PeopleDirectory people) : Channel
{
    public ConcurrentDictionary<string, string> Rooms { get; } = new();

    public ConcurrentQueue<TaskTurn> Turns { get; } = new();

    public override string Name => "chat";

    public override string NameIn(string language) => "Chat";

    public override string? DestinationOf(Person person) => Rooms.GetValueOrDefault(person.Id);

    public override Person? OwnerOf(string destination) => Rooms.FirstOrDefault(room => room.Value == destination).Key is { } id ? people.Find(id) : null;

    public override ChannelMessage Ask(Question question) => new(
        ActionTokens.HashOf(ActionTokens.Create()),
        question.TokenExpiresAt,
        Message($"chat-{question.Key}", question.To.Person!, string.Join(" ", [.. question.Opening, question.Task.Title]), question.Task.InstanceId) with { Topic = question.Task.Id, NotBefore = question.NotBefore });

    public override OutboxMessage Tell(Notice notice, Person to) =>
        Message($"chat-{notice.Key}", to, string.Join(" ", [notice.Content.Heading, .. notice.Content.Intro]), notice.InstanceId) with { NotBefore = notice.NotBefore };

    public override Task WriteTurnAsync(Transaction transaction, TaskTurn turn, CancellationToken ct)
    {
        transaction.AfterCommit(() => Turns.Enqueue(turn));
        return Task.CompletedTask;
    }

    private OutboxMessage Message(string id, Person to, string text, string? instanceId) =>
        new() { Id = id, Kind = Name, Destination = Rooms[to.Id], InstanceId = instanceId, Subject = text, Payload = $"\"{id}\"" };
}

/// <summary>The other side of the chat: what arrived, and who has blocked it.</summary>
internal sealed class ChatServer : OutboxHandler
{
    private readonly ConcurrentQueue<(string Room, string Text)> _received = new();

    public ConcurrentBag<string> Blocked { get; } = [];

    public IReadOnlyList<(string Room, string Text)> Received => [.. _received];

    public override string Kind => "chat";

    public override Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        if (Blocked.Contains(message.Destination)) return Task.FromResult<OutboxResult>(new OutboxResult.Refused("The room is closed", ReceiverIsGone: true));
        _received.Enqueue((message.Destination, message.Subject!));
        return Task.FromResult<OutboxResult>(new OutboxResult.Delivered());
    }
}
