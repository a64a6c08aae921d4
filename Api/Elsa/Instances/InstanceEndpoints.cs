using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Elsa.Descriptors;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Reading runs.</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/workflow-instances").RequireAuthorization(Right.InstancesRead);
        group.MapPost("/", List).WithSummary("Runs by search, filter, order and page; pages count from 0.");
        group.MapGet("/", ListByQuery).WithSummary("The same, with the filter in the query.");
        group.MapGet("/{id}", Show).WithSummary("One run with its state.");
        group.MapGet("/{id}/journal", Journal).WithSummary("What happened, oldest first.");
        group.MapPost("/{id}/journal", FilteredJournal).WithSummary("What happened to some activities, oldest first.");
        group.MapGet("/{id}/execution-state", State).WithSummary("Where a run stands.");
        group.MapGet("/{id}/variables", Variables).WithSummary("The variables of a run as they are now.");
    }

    private static async Task<Results<Ok<InstancePage>, ProblemHttpResult>> List(InstanceFilter? body, ClaimsPrincipal user, InstanceQueries queries, CancellationToken ct)
    {
        var filter = body ?? new InstanceFilter();
        return InstanceQueries.Problem(filter) is { } problem
            ? ElsaProblems.Refused("invalid-input", "The filter is not right.", problem)
            : TypedResults.Ok(await queries.ListAsync(user, filter, ct));
    }

    private static Task<Results<Ok<InstancePage>, ProblemHttpResult>> ListByQuery(HttpRequest request, ClaimsPrincipal user, InstanceQueries queries, CancellationToken ct)
    {
        var query = request.Query;
        return List(
            new InstanceFilter
            {
                Page = Number("page"),
                PageSize = Number("pageSize"),
                SearchTerm = query["searchTerm"],
                DefinitionIds = Many("definitionIds", "definitionId"),
                CorrelationId = query["correlationId"],
                Version = Number("version"),
                HasIncidents = Flag("hasIncidents"),
                IsSystem = Flag("isSystem"),
                Statuses = Many("statuses", "status"),
                SubStatuses = Many("subStatuses", "subStatus"),
                OrderBy = query["orderBy"],
                OrderDirection = query["orderDirection"],
            },
            user,
            queries,
            ct);

        int? Number(string name) => int.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        bool? Flag(string name) => bool.TryParse(query[name], out var flag) ? flag : null;
        List<string> Many(string name, string single) => [.. query[name].Concat(query[single]).OfType<string>().Where(value => value.Length > 0)];
    }

    private static async Task<Results<Ok<InstanceDetail>, ProblemHttpResult>> Show(string id, ClaimsPrincipal user, InstanceQueries queries, InstanceStates states, CancellationToken ct)
    {
        if (await queries.FindAsync(user, id, ct) is not { } row) return ElsaProblems.NoSuch("run", id);
        return TypedResults.Ok(Detail(row, await states.StateAsync(row, ct)));
    }

    internal static InstanceDetail Detail(InstanceSummary row, System.Text.Json.Nodes.JsonObject state) => new()
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.DefinitionVersionId,
        Version = row.Version,
        Status = row.Status,
        SubStatus = row.SubStatus,
        CorrelationId = row.CorrelationId,
        Name = row.Name,
        IncidentCount = row.IncidentCount,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        FinishedAt = row.FinishedAt,
        ParentWorkflowInstanceId = row.ParentWorkflowInstanceId,
        WorkflowState = state,
    };

    private static Task<Results<Ok<JournalPage>, ProblemHttpResult>> Journal(
        string id, int? skip, int? take, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct) =>
        FilteredJournal(id, skip, take, body: null, user, queries, history, ct);

    private static async Task<Results<Ok<JournalPage>, ProblemHttpResult>> FilteredJournal(
        string id, int? skip, int? take, JournalQuery? body, ClaimsPrincipal user, InstanceQueries queries, InstanceHistory history, CancellationToken ct)
    {
        if (await queries.FindAsync(user, id, ct) is not { } row) return ElsaProblems.NoSuch("run", id);
        IEnumerable<JournalRecord> records = await history.JournalAsync(row, ct);
        var filter = body?.Filter;
        if (filter?.ActivityNodeIds is { Count: > 0 } nodes) records = records.Where(record => nodes.Contains(record.NodeId));
        if (filter?.ActivityIds is { Count: > 0 } activities) records = records.Where(record => activities.Contains(record.ActivityId));
        if (filter?.EventNames is { Count: > 0 } events) records = records.Where(record => events.Contains(record.EventName));
        if (filter?.ExcludedActivityTypes is { Count: > 0 } excluded) records = records.Where(record => !excluded.Contains(record.ActivityType));
        var all = records.ToList();
        return TypedResults.Ok(new JournalPage([.. all.Skip(Math.Max(skip ?? 0, 0)).Take(take is > 0 and var most ? most : all.Count)], all.Count));
    }

    private static async Task<Results<Ok<ExecutionState>, ProblemHttpResult>> State(string id, ClaimsPrincipal user, InstanceQueries queries, CancellationToken ct) =>
        await queries.FindAsync(user, id, ct) is { } row
            ? TypedResults.Ok(new ExecutionState(row.Status, row.SubStatus, row.SubStatus, row.UpdatedAt))
            : ElsaProblems.NoSuch("run", id);

    private static async Task<Results<Ok<ElsaList<InstanceVariable>>, ProblemHttpResult>> Variables(string id, ClaimsPrincipal user, InstanceQueries queries, InstanceStates states, CancellationToken ct) =>
        await queries.FindAsync(user, id, ct) is { } row
            ? ElsaList<InstanceVariable>.Of([.. await states.VariablesAsync(row.Id, ct)])
            : ElsaProblems.NoSuch("run", id);
}
