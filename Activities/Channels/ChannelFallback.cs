using Dapper;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>Where a channel refused for good: marks the place, and puts the tasks that were asked there to the person's next channel, each once.</summary>
public sealed class ChannelFallback(
    Database database, TaskStore tasks, TaskRights rights, StoredQuestions questions, ChannelRouter router, PreferenceBook book, PeopleDirectory people, OutboxStore outbox, TimeProvider time) : OutboxRefusals
{
    public override async Task<Func<Transaction, Task>?> OnRefusedAsync(OutboxMessage message, OutboxResult.Refused refused, CancellationToken ct)
    {
        if (router.Find(message.Kind) is not { } channel) return null;
        var person = channel.OwnerOf(message.Destination);
        var move = person is null ? null : await PrepareAsync(channel, person, message.Destination, refused, message, ct);
        var task = message.Topic is { } topic ? await tasks.FindAsync(topic, ct) : null;
        // An address was asked, not a person: it has no other channel, and whoever looks after the request learns of it.
        if (task is null || (person is not null && task.Approvers.Any(row => row.Approver == person.Id))) return move;
        return async transaction =>
        {
            if (move is not null) await move(transaction);
            await TellIncidentAsync(transaction, task, $"{message.Destination} cannot be reached by {channel.Name}: {Sentence(refused.Reason)}", ct);
        };
    }

    /// <summary>A bounce that came back later, when the message had been handed over already.</summary>
    /// <returns>False when the destination belongs to nobody here.</returns>
    public async Task<bool> BouncedAsync(string channelName, string destination, string reason, CancellationToken ct)
    {
        if (router.Find(channelName) is not { } channel || channel.OwnerOf(destination) is not { } person) return false;
        var write = await PrepareAsync(channel, person, destination, new OutboxResult.Refused(reason, ReceiverIsGone: true), message: null, ct);
        await database.WriteAsync(write, ct);
        return true;
    }

    /// <summary>Puts tasks to the person's next channel.</summary>
    /// <returns>What to write; it does each task once, however often it is prepared.</returns>
    internal async Task<Func<Transaction, Task>> MoveAsync(Channel channel, Person person, IReadOnlyList<TaskView> open, string destination, string reason, CancellationToken ct)
    {
        var instead = new List<(TaskView Task, ChannelMessage? Message)>();
        foreach (var task in open)
        {
            if (task.Approvers.FirstOrDefault(row => row.Approver == person.Id) is not { } row || !await IsStillAskedAsync(task, person, ct)) continue;
            var opening = Texts.Get(person.Language, "channel.instead", channel.NameIn(person.Language), destination, Sentence(reason));
            instead.Add((task, router.Ask(await questions.ForAsync(task, person, row.Rule, "fallback", [opening], ct), without: channel.Name)));
        }

        return async transaction =>
        {
            foreach (var (task, message) in instead) await PutAsync(transaction, channel, person, task, message, reason, ct);
        };
    }

    private async Task<Func<Transaction, Task>> PrepareAsync(Channel channel, Person person, string destination, OutboxResult.Refused refused, OutboxMessage? message, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var open = await AskedThereAsync(channel, person, destination, message, refused.ReceiverIsGone, ct);
        var move = await MoveAsync(channel, person, open, destination, refused.Reason, ct);
        var mark = new UnreachableMark { Channel = channel.Name, Destination = destination, PersonId = person.Id, Reason = refused.Reason, MarkedAt = now };
        // Nothing to ask elsewhere: the person hears of it all the same.
        var notice = refused.ReceiverIsGone && open.Count == 0 ? router.Tell(NoticeOf(channel, person, mark), person, now, people.ZoneOf(person), without: channel.Name) : null;
        return async transaction =>
        {
            await move(transaction);
            if (refused.ReceiverIsGone && await book.MarkAsync(transaction, mark, ct) && notice is not null) await outbox.EnqueueAsync(transaction, notice, ct);
        };
    }

    /// <summary>The open tasks about which messages went to a destination: the one that was refused, and where nothing arrives any more, all of them.</summary>
    private async Task<IReadOnlyList<TaskView>> AskedThereAsync(Channel channel, Person person, string destination, OutboxMessage? message, bool all, CancellationToken ct)
    {
        const string asked = """
            SELECT DISTINCT t.id
            FROM   task_approvers a JOIN tasks t ON t.id = a.task_id AND t.status = 'open' JOIN outbox o ON o.topic = t.id AND o.kind = @Name AND LOWER(o.destination) = LOWER(@destination)
            WHERE  a.approver = @Id AND (@all = 1 OR o.id = @message)
            """;
        const string collected = """
            SELECT DISTINCT t.id
            FROM   digests d JOIN digest_tasks c ON c.digest_id = d.id JOIN tasks t ON t.id = c.task_id AND t.status = 'open'
            WHERE  d.person_id = @Id AND (@all = 1 OR d.id = @message)
            """;
        var parameters = new { channel.Name, destination, person.Id, all = all ? 1 : 0, message = message?.Id };
        List<string> ids;
        await using (var reader = database.OpenReader())
        {
            ids = (await reader.QueryAsync<string>(new CommandDefinition(asked, parameters, cancellationToken: ct))).AsList();
            if (channel.Name == ChannelNames.Email) ids.AddRange(await reader.QueryAsync<string>(new CommandDefinition(collected, parameters, cancellationToken: ct)));
        }

        return await tasks.FindAllAsync([.. ids.Distinct()], ct);
    }

    private async Task<bool> IsStillAskedAsync(TaskView task, Person person, CancellationToken ct) =>
        task.Status == "open" && (task.Kind == TaskTerms.Change ? task.RequesterId == person.Id && people.IsActive(person) : await rights.OfAsync(task, person.Id, ct) is not null);

    private async Task PutAsync(Transaction transaction, Channel from, Person person, TaskView task, ChannelMessage? message, string reason, CancellationToken ct)
    {
        // It locks the task: whoever decides it now comes before, and nothing is asked, or after, and this message is withdrawn.
        if (await transaction.ExecuteAsync("UPDATE tasks SET status = status WHERE id = @Id AND status = @open AND revision = @Revision", new { task.Id, open = "open", task.Revision }, ct) == 0) return;
        var now = time.GetUtcNow();
        var isFirst = await transaction.ExecuteAsync(
            "INSERT INTO task_fallbacks (task_id, person_id, channel, moved_at) VALUES (@Id, @person, @channel, @now) ON CONFLICT (task_id, person_id, channel) DO NOTHING",
            new { task.Id, person = person.Id, channel = from.Name, now },
            ct);
        if (isFirst == 0) return;
        await TellIncidentAsync(
            transaction,
            task,
            $"{person.Name} cannot be reached by {from.Name}: {Sentence(reason)} {(message is null ? "No other channel reaches them; the app shows the task." : $"Asked by {message.Message.Kind} instead.")}",
            ct);
        if (message is null) return;
        if (message.TokenHash is { } hash)
        {
            await transaction.ExecuteAsync(
                "INSERT INTO action_tokens (hash, task_id, approver, revision, expires_at) VALUES (@hash, @Id, @person, @Revision, @TokenExpiresAt)",
                new { hash, task.Id, person = person.Id, task.Revision, message.TokenExpiresAt },
                ct);
        }

        await outbox.EnqueueAsync(transaction, message.Message, ct);
    }

    private Task TellIncidentAsync(Transaction transaction, TaskView task, string detail, CancellationToken ct) => AuditTrail.AppendAsync(
        transaction, new AuditEntry { At = time.GetUtcNow(), Kind = AuditKinds.Incident, RequestId = task.InstanceId, TaskId = task.Id, Detail = detail }, ct);

    private static Notice NoticeOf(Channel channel, Person person, UnreachableMark mark)
    {
        var (language, name) = (person.Language, channel.NameIn(person.Language));
        var subject = Texts.Get(language, "channel.lost", name);
        return new Notice
        {
            Key = $"unreachable-{mark.Channel}-{person.Id}-{mark.MarkedAt.ToUnixTimeMilliseconds()}",
            IsEssential = true,
            Content = new MailContent
            {
                Language = language,
                Subject = subject,
                Heading = subject,
                Intro = [Texts.Get(language, "channel.lost.text", mark.Destination, Sentence(mark.Reason)), Texts.Get(language, "channel.lost.cure")],
                Why = Texts.Get(language, "why.notice"),
            },
        };
    }

    private static string Sentence(string reason) => reason.TrimEnd() is var text && text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : text + ".";
}
