using System.Globalization;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>Telegram: whoever has linked an account gets messages with buttons that decide. After a decision anywhere each message says who decided, and has no buttons.</summary>
public sealed class TelegramChannel(TelegramAccounts accounts, TelegramWriter writer, TelegramMessages messages) : Channel
{
    public override string Name => ChannelNames.Telegram;

    public override string NameIn(string language) => "Telegram";

    public override Person? OwnerOf(string destination) => long.TryParse(destination, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var user) ? accounts.PersonOf(user) : null;

    public override string? DestinationOf(Person person) => accounts.Of(person.Id) is { } account ? DestinationOf(account.UserId) : null;

    public override ChannelMessage Ask(Question question)
    {
        var person = question.To.Person ?? throw new ArgumentException("An address has no Telegram account.", nameof(question));
        var account = accounts.Of(person.Id) ?? throw new InvalidOperationException($"{person.Id} has no Telegram account.");
        return new ChannelMessage(TokenHash: null, question.TokenExpiresAt, MessageOf(question, account.UserId, person.Id, role: null));
    }

    public override OutboxMessage Tell(Notice notice, Person to)
    {
        var account = accounts.Of(to.Id) ?? throw new InvalidOperationException($"{to.Id} has no Telegram account.");
        return new OutboxMessage
        {
            Id = $"telegram-{notice.Key}",
            Kind = Name,
            Destination = DestinationOf(account.UserId),
            InstanceId = notice.InstanceId,
            Subject = notice.Content.Subject,
            Payload = new OutgoingTelegram { Chat = account.UserId, Html = writer.Write(notice) }.ToJson(),
            NotBefore = notice.NotBefore,
        };
    }

    /// <inheritdoc/>
    public override Task WriteTurnAsync(Transaction transaction, TaskTurn turn, CancellationToken ct) =>
        accounts.Any ? messages.ChangeAsync(transaction, turn.TaskId, turn.PersonId, turn.Kind.ToString(), turn.At, ct) : Task.CompletedTask;

    /// <summary>The question as it is put to a group: whoever has the role there may press.</summary>
    /// <param name="question">Its reader stands for the group.</param>
    public OutboxMessage Ask(Question question, TelegramGroup group) => MessageOf(question, group.ChatId, personId: null, group.Role);

    public static string DestinationOf(long chatId) => chatId.ToString(CultureInfo.InvariantCulture);

    private OutboxMessage MessageOf(Question question, long chat, string? personId, string? role)
    {
        var (html, buttons) = writer.Write(question);
        var asks = new TelegramQuestion(question.Task.Id, question.Task.Revision, question.To.Language, personId, role, buttons);
        return new OutboxMessage
        {
            Id = $"telegram-{question.Key}",
            Kind = Name,
            Destination = DestinationOf(chat),
            InstanceId = question.Task.InstanceId,
            Topic = question.Task.Id,
            Subject = question.Task.Title,
            Payload = new OutgoingTelegram { Chat = chat, Html = html, Asks = asks }.ToJson(),
            NotBefore = question.NotBefore,
            NotAfter = question.Task.DueAt,
        };
    }
}
