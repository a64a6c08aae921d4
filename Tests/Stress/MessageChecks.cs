using System.Data.Common;
using Dapper;
using Workflows.Activities.Mail;

namespace Workflows.Stress;

/// <summary>Every message is delivered at least once and never with two different contents; a parked one is visible; nothing is sent that was not committed.</summary>
internal static class MessageChecks
{
    public static void Check(DbConnection reader, History history, Verdict verdict)
    {
        var delivered = verdict.Check("4 every message is delivered");
        var same = verdict.Check("4 no message comes with two contents");
        var committed = verdict.Check("4 nothing is sent that was not committed");
        var asked = verdict.Check("4 whoever must be told has a message");
        var outbox = reader.Query<OutboxRow>("SELECT id, kind, instance_id, topic, status, last_error, not_after FROM outbox").ToList();
        var mails = history.Of<MailReceived>().ToLookup(mail => mail.MessageId);
        var calls = history.Of<CallReceived>().ToLookup(call => call.Key);

        foreach (var copies in mails)
        {
            if (copies.Select(copy => (copy.To, copy.Subject, copy.Text)).Distinct().Count() > 1) same.Add($"mail {copies.Key} came with two contents");
        }

        foreach (var copies in calls)
        {
            if (copies.Select(copy => copy.Body).Distinct().Count() > 1) same.Add($"call {copies.Key} came with two contents");
        }

        var known = new HashSet<string>();
        foreach (var message in outbox)
        {
            var messageId = OutgoingMail.MessageId(message.Id, "example.test");
            known.Add(messageId);
            var arrived = message.Kind == "email" ? mails.Contains(messageId) : calls.Contains(message.Id);
            // Parked with its reason is right for what could not be sent before it was of no use; what was withdrawn while it was on its way may have arrived.
            if (message is { Status: "parked", NotAfter: not null, LastError: not null }) continue;
            if (message.Status is not ("delivered" or "withdrawn")) delivered.Add($"message {message.Id} is {message.Status}: {message.LastError}");
            else if (message.Status == "delivered" && !arrived) delivered.Add($"message {message.Id} is said to be delivered and never arrived");
        }

        foreach (var mail in mails.Where(mail => !known.Contains(mail.Key))) committed.Add($"mail {mail.Key} '{mail.First().Subject}' arrived and is not in the outbox");
        var ids = outbox.Select(message => message.Id).ToHashSet();
        foreach (var call in calls.Where(call => !ids.Contains(call.Key))) committed.Add($"call {call.Key} arrived and is not in the outbox");

        var topics = outbox.Select(message => message.Topic).ToHashSet();
        foreach (var task in reader.Query<string>("SELECT id FROM tasks").Where(task => !topics.Contains(task))) asked.Add($"nobody was told of task {task}");
        var notices = outbox.Where(message => message.Id.StartsWith("notify-", StringComparison.Ordinal)).CountBy(message => message.InstanceId ?? "").ToDictionary();
        foreach (var request in reader.Query<string>("SELECT id FROM requests WHERE status = 'closed'"))
        {
            if (notices.GetValueOrDefault(request) != 1) asked.Add($"the end of request {request} was told {notices.GetValueOrDefault(request)} times");
        }
    }

    private sealed class OutboxRow
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string? InstanceId { get; init; }

        public string? Topic { get; init; }

        public string Status { get; init; } = "";

        public string? LastError { get; init; }

        public long? NotAfter { get; init; }
    }
}
