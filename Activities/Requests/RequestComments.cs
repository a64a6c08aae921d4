using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>What people write about a request besides decisions: questions, answers, files.</summary>
public sealed class RequestComments(
    Database database, TaskStore tasks, TaskRights rights, AttachmentStore attachments, OutboxStore outbox, ChannelRouter router, PublicAddress address, PeopleDirectory people, TimeProvider time)
{
    /// <summary>Writes a comment and tells the requester and whoever decides now, without the one who wrote it.</summary>
    /// <returns>The field at fault and what to do; null when it is written.</returns>
    public async Task<(string Field, string Message)?> AddAsync(RequestRow request, Person by, string? text, IReadOnlyList<string> files, string channel, CancellationToken ct)
    {
        text = text?.ReplaceLineEndings("\n").Trim() ?? "";
        if (text.Length == 0 && files.Count == 0) return ("text", "text: write something, or attach a file.");
        if (text.Length > 4000) return ("text", "text: use at most 4,000 characters.");
        if (await attachments.ProblemAsync(files, by.Id, ct) is { } problem) return ("attachments", problem);
        var names = new List<string>();
        foreach (var file in files) names.Add((await attachments.FindAsync(file, ct))!.Name);
        var id = Guid.CreateVersion7().ToString();
        var notices = (await ReadersAsync(request, ct)).Where(reader => reader.Id != by.Id).Select(reader => NoticeTo(reader, id, request, by, text, names)).OfType<OutboxMessage>().ToList();
        await database.WriteAsync(
            async transaction =>
            {
                await AttachmentStore.AttachAsync(transaction, files, request.Id, taskId: null, by.Id, ct);
                foreach (var notice in notices) await outbox.EnqueueAsync(transaction, notice, ct);
                await AuditTrail.AppendAsync(
                    transaction,
                    new AuditEntry
                    {
                        At = time.GetUtcNow(), Kind = AuditKinds.Commented, RequestId = request.Id, Actor = by.Id, ActorName = by.Name, Channel = channel, Comment = text.Length == 0 ? null : text,
                        Detail = names.Count == 0 ? null : string.Join(", ", names),
                    },
                    ct);
            },
            ct);
        return null;
    }

    private async Task<IReadOnlyList<Person>> ReadersAsync(RequestRow request, CancellationToken ct)
    {
        var readers = new List<Person>();
        if (people.Find(request.RequesterId) is { } requester && people.IsActive(requester)) readers.Add(requester);
        foreach (var task in (await tasks.OfRequestAsync(request.Id, ct)).Where(task => task.Status == "open")) readers.AddRange((await rights.AllAsync(task, ct)).Select(right => right.Person));
        return [.. readers.DistinctBy(reader => reader.Id)];
    }

    private OutboxMessage? NoticeTo(Person to, string id, RequestRow request, Person by, string text, IReadOnlyList<string> files)
    {
        var subject = Texts.Get(to.Language, "mail.subject.comment", by.Name, request.Title);
        var content = new MailContent
        {
            Language = to.Language,
            Reference = request.Reference,
            Subject = subject,
            Heading = request.Title,
            Comment = text.Length == 0 ? null : new MailQuote(by.Name, text),
            Facts = files.Count == 0 ? [] : [new MailFact(Texts.Get(to.Language, "fact.files"), string.Join(", ", files))],
            RequestUrl = address.RequestPage(request.Reference),
            Why = Texts.Get(to.Language, "why.notice"),
        };
        return router.Tell(new Notice { Key = $"comment-{id}-{to.Id}", Content = content, InstanceId = request.Id, Thread = request.Reference }, to, time.GetUtcNow(), people.ZoneOf(to));
    }
}
