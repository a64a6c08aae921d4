using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Storage;

namespace Workflows.Api.Requests;

/// <param name="WaitingFor">The names of those who may decide now.</param>
public sealed record ProcessRequest(
    string Id, string Reference, int Version, string Title, string Status, string? Outcome, string RequesterId, string RequesterName, IReadOnlyList<string> WaitingFor,
    DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record ProcessRequestPage(IReadOnlyList<ProcessRequest> Items, string? Next);

public static class ProcessRequestEndpoints
{
    private static readonly string[] Statuses = ["open", "closed", "withdrawn", "failed"];

    public static IEndpointRouteBuilder MapProcessRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/processes/{id}/requests", List).WithTags("Requests").RequireAuthorization(Right.ProcessRead).WithName("processRequests")
            .WithSummary("The requests of a process that I may see, newest first; of one status when asked.");
        return routes;
    }

    private static async Task<Results<Ok<ProcessRequestPage>, ProblemHttpResult>> List(
        string id, ClaimsPrincipal user, ProcessRequests requests, CancellationToken ct, string? status = null, string? after = null, int limit = 50)
    {
        if (!PageCursor.TryRead(after, out var cursor)) return Problems.Invalid("after", "after: this is no position in the list. Use the value of next, or leave it out.");
        if (status is { Length: > 0 } && !Statuses.Contains(status)) return Problems.Invalid("status", $"status: '{status}' is none. Use one of {string.Join(", ", Statuses)}, or leave it out.");
        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var found = await requests.OfAsync(id, user.PersonId(), string.IsNullOrEmpty(status) ? null : status, cursor, size + 1, ct);
        var next = found.Count > size ? PageCursor.Write(found[size - 1].CreatedAt, found[size - 1].Id) : null;
        return TypedResults.Ok(new ProcessRequestPage([.. found.Take(size)], next));
    }
}

/// <summary>The requests of one process, for those who look after it.</summary>
public sealed class ProcessRequests(Database database, PeopleDirectory people, VisiblePeople visible)
{
    // Rows of people whom the viewer may not see are passed over, so more are read than shown.
    private const int RowsAtATime = 200;

    /// <returns>Only requests of people whom the viewer may see; newest first.</returns>
    public async Task<IReadOnlyList<ProcessRequest>> OfAsync(string process, string viewerId, string? status, (DateTimeOffset At, string Id)? before, int limit, CancellationToken ct)
    {
        var seen = visible.Of(viewerId).Select(person => person.Id).ToHashSet();
        await using var reader = database.OpenReader();
        var found = new List<Row>();
        while (found.Count < limit)
        {
            const string sql = """
                SELECT id, reference, version, title, status, outcome, requester_id, created_at, closed_at
                FROM   requests
                WHERE  process = @process AND (@status IS NULL OR status = @status)
                  AND  (@beforeId IS NULL OR created_at < @beforeAt OR (created_at = @beforeAt AND id < @beforeId))
                ORDER BY created_at DESC, id DESC
                LIMIT @rows
                """;
            var rows = (await reader.QueryAsync<Row>(new CommandDefinition(
                sql, new { process, status, beforeAt = before?.At, beforeId = before?.Id, rows = RowsAtATime }, cancellationToken: ct))).AsList();
            found.AddRange(rows.Where(row => seen.Contains(row.RequesterId)));
            if (rows.Count < RowsAtATime) break;
            before = (rows[^1].CreatedAt, rows[^1].Id);
        }

        if (found.Count > limit) found.RemoveRange(limit, found.Count - limit);
        var waiting = (await reader.QueryAsync<Asked>(new CommandDefinition(
            "SELECT t.instance_id, a.approver FROM tasks t JOIN task_approvers a ON a.task_id = t.id WHERE t.status = 'open' AND t.instance_id IN @ids ORDER BY t.opened_at, a.asked_at, a.approver",
            new { ids = found.Where(row => row.Status == "open").Select(row => row.Id).ToArray() },
            cancellationToken: ct))).ToLookup(asked => asked.InstanceId, asked => NameOf(asked.Approver));
        return [.. found.Select(row => new ProcessRequest(
            row.Id, row.Reference, row.Version, row.Title, row.Status, row.Outcome, row.RequesterId, NameOf(row.RequesterId), [.. waiting[row.Id].Distinct()], row.CreatedAt, row.ClosedAt))];
    }

    private string NameOf(string personOrAddress) => people.Find(personOrAddress)?.Name ?? personOrAddress;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Reference { get; init; } = "";

        public int Version { get; init; }

        public string Title { get; init; } = "";

        public string Status { get; init; } = "";

        public string? Outcome { get; init; }

        public string RequesterId { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? ClosedAt { get; init; }
    }

    private sealed record Asked
    {
        public string InstanceId { get; init; } = "";

        public string Approver { get; init; } = "";
    }
}
