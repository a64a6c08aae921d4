using System.Text.Json;
using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>Writes the mail that collects somebody's open tasks, when its time has come.</summary>
/// <remarks>The order in the outbox only says whose it is. The mail is written in one commit under a key of its own, so that an attempt that is repeated finds it there.</remarks>
public sealed class DigestWriter(
    Database database, Digests digests, ChannelRouter router, EmailChannel email, ChannelFallback fallback, MailComposer composer, ShownFacts facts, UnsubscribeLinks unsubscribe, PublicAddress address,
    PreferenceBook preferences, PeopleDirectory people, OutboxStore outbox, TimeProvider time) : OutboxHandler
{
    private const int FactsShown = 4;

    public override string Kind => DigestPlan.Kind;

    public override async Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        var order = JsonSerializer.Deserialize<DigestOrder>(message.Payload, JsonSerializerOptions.Web) ?? throw new JsonException("The message names no person.");
        if (people.Find(order.PersonId) is not { } person || !people.IsActive(person)) return new OutboxResult.Delivered();
        var open = await digests.OpenForAsync(person, ct);
        if (open.Count == 0) return new OutboxResult.Delivered();
        if (!router.Reaches(email, person))
        {
            // Refused since they were collected: they go where the person is reached now.
            var reason = preferences.MarkOf(email.Name, person.Email)?.Reason ?? "";
            await database.WriteAsync(await fallback.MoveAsync(email, person, open, person.Email, reason, ct), ct);
            return new OutboxResult.Delivered();
        }

        var (token, id) = (ActionTokens.Create(), $"mail-{message.Id}");
        var mail = await ComposeAsync(id, person, open, token, ct);
        await database.WriteAsync(
            async transaction =>
            {
                if (await digests.AddAsync(transaction, id, ActionTokens.HashOf(token), person.Id, open, ct)) await outbox.EnqueueAsync(transaction, mail, ct);
            },
            ct);
        return new OutboxResult.Delivered();
    }

    private async Task<OutboxMessage> ComposeAsync(string id, Person person, IReadOnlyList<TaskView> open, string token, CancellationToken ct)
    {
        var (language, zone) = (person.Language, people.ZoneOf(person));
        var items = new List<object>();
        foreach (var task in open)
        {
            var shown = (await facts.InAsync(task, language, ct)).Take(FactsShown).Select(fact => $"{fact.Label}: {fact.Value}");
            items.Add(new Dictionary<string, object?>
            {
                ["title"] = MailComposer.OneLine(task.In(language).Title),
                ["line"] = MailComposer.OneLine(string.Join(" · ", shown)),
                ["reference"] = task.Reference ?? "",
                ["until"] = task.DueAt is { } due ? Texts.Get(language, "mail.until", Texts.Instant(due, zone, language)) : "",
            });
        }

        var subject = open.Count == 1 ? Texts.Get(language, "mail.subject.digest.one") : Texts.Get(language, "mail.subject.digest", open.Count);
        var content = new MailContent
        {
            Language = language,
            Subject = subject,
            Heading = subject,
            Intro = [Texts.Get(language, "mail.digest")],
            Buttons = [new MailButton(Texts.Get(language, "mail.digest.button"), address.DigestPage(token))],
            Note = Texts.Get(language, "mail.digest.until", Texts.Instant(time.GetUtcNow() + Digests.Lifetime, zone, language)),
            Why = Texts.Get(language, "why.digest"),
            UnsubscribeUrl = unsubscribe.For(person.Id, MailSort.Digest),
            Values = new Dictionary<string, object?> { ["tasks"] = items },
        };
        return composer.Draft("digest", content, new MailRecipient(person.Email, person.Name), thread: null).ToMessage(id, notAfter: time.GetUtcNow() + Digests.Lifetime);
    }
}
