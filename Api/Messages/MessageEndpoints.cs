using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Api.Messages;

/// <summary>An outbound message as its log shows it. What it says stays out: bodies carry one-time links.</summary>
/// <param name="Status">waiting, delivered, parked or withdrawn.</param>
/// <param name="Attempts">Since it was written or last sent again.</param>
/// <param name="NextAttemptAt">While it is waiting.</param>
/// <param name="NotAfter">After this it is of no use and can no longer be sent.</param>
public sealed record MessageView(
    string Id,
    string Kind,
    string Destination,
    string? Subject,
    string? InstanceId,
    string Status,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? NotAfter,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeliveredAt);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record MessagePage(IReadOnlyList<MessageView> Items, string? Next);

/// <summary>The log of what left the house, or tries to, for those who look after it.</summary>
public static class MessageEndpoints
{
    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/messages").WithTags("Messages").RequireAuthorization(Right.MessagesManage);
        group.MapGet("/", List).WithSummary("Outbound messages, newest first.");
        group.MapGet("/{id}", Show).WithSummary("One outbound message, without what it says.");
        group.MapPost("/{id}/resend", Resend).WithSummary("Sends a parked or delivered message again: the same content under the same key.");
        return routes;
    }

    private static async Task<Results<Ok<MessagePage>, ProblemHttpResult>> List(
        OutboxStore outbox, CancellationToken ct, string? status = null, string? instance = null, string? destination = null, string? after = null, int limit = 50)
    {
        if (!TryReadStatus(status, out var wanted)) return Problems.Invalid("status", "status: use waiting, delivered, parked or withdrawn, or leave it out.");
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var filter = new OutboxFilter { Status = wanted, InstanceId = instance, Destination = destination };
        // One more than asked for tells whether there is a next page.
        var entries = await outbox.ListAsync(filter, cursor is { } position ? (position.At, position.Id) : null, size + 1, ct);
        var next = entries.Count > size ? PageCursor.Write(entries[size - 1].CreatedAt, entries[size - 1].Id) : null;
        return TypedResults.Ok(new MessagePage([.. entries.Take(size).Select(View)], next));
    }

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Show(string id, OutboxStore outbox, CancellationToken ct) =>
        await outbox.FindAsync(Decoded(id), ct) is { } entry ? TypedResults.Ok(View(entry)) : NoSuchMessage(id);

    private static async Task<Results<Ok<MessageView>, ProblemHttpResult>> Resend(string id, OutboxStore outbox, CancellationToken ct) =>
        await outbox.ResendAsync(Decoded(id), ct) switch
        {
            ResendResult.Waiting => await Show(id, outbox, ct),
            ResendResult.AlreadyWaiting => NotNow("already-waiting", "The message is already waiting.", "It is sent by itself when its next attempt is due."),
            ResendResult.Withdrawn => NotNow("message-withdrawn", "The message was withdrawn.", "What it asked was settled before it was sent, so it would mislead."),
            ResendResult.TooLate => NotNow("message-too-old", "The message is too old.", "What it holds is no longer valid. Whoever needs it asks for a new one."),
            ResendResult.Emptied => NotNow("message-emptied", "The message is no longer kept.", "Only that it was sent is still known; what it said was removed when its time was over."),
            _ => NoSuchMessage(id),
        };

    private static MessageView View(OutboxEntry entry) => new(
        entry.Id,
        entry.Kind,
        entry.Destination,
        entry.Subject,
        entry.InstanceId,
        entry.Status.ToString().ToLowerInvariant(),
        entry.Attempts,
        entry.Status == OutboxStatus.Waiting ? entry.NextAttemptAt : null,
        entry.NotAfter,
        entry.LastError,
        entry.CreatedAt,
        entry.DeliveredAt);

    private static bool TryReadStatus(string? text, out OutboxStatus? status)
    {
        status = null;
        if (string.IsNullOrEmpty(text)) return true;
        // Letters only: Enum.TryParse takes numbers too.
        if (!text.All(char.IsAsciiLetter) || !Enum.TryParse<OutboxStatus>(text, ignoreCase: true, out var known)) return false;
        status = known;
        return true;
    }

    // Routing leaves an encoded slash as it is, and ids may hold addresses, which may hold slashes.
    private static string Decoded(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult NotNow(string name, string title, string detail) => Problems.Of(StatusCodes.Status409Conflict, name, title, detail);

    private static ProblemHttpResult NoSuchMessage(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-message", "There is no such message.", $"There is no message '{id}'. GET /api/messages lists them.");
}
