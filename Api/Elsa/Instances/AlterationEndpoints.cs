using System.Security.Claims;
using System.Text.Json.Nodes;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Instances;

/// <param name="Alterations">Objects with <c>type</c> (Migrate, ModifyVariable, ScheduleActivity, CancelActivity, Cancel) and what each needs.</param>
public sealed record RunAlterationsRequest(IReadOnlyList<JsonObject>? Alterations, IReadOnlyList<string>? WorkflowInstanceIds);

public sealed record SubmitAlterationsRequest(string? Id, IReadOnlyList<JsonObject>? Alterations, AlterationFilter? Filter);

/// <summary>Which runs an alteration is for.</summary>
/// <param name="EmptyFilterSelectsAll">Without it, a filter that says nothing selects nothing.</param>
public sealed record AlterationFilter(
    bool? EmptyFilterSelectsAll, IReadOnlyList<string>? WorkflowInstanceIds, IReadOnlyList<string>? CorrelationIds, IReadOnlyList<string>? Names, string? SearchTerm,
    IReadOnlyList<TimestampFilter>? TimestampFilters, IReadOnlyList<string>? DefinitionIds, IReadOnlyList<string>? DefinitionVersionIds, bool? HasIncidents, bool? IsSystem,
    IReadOnlyList<string>? Statuses, IReadOnlyList<string>? SubStatuses)
{
    internal InstanceFilter ToFilter() => new()
    {
        Ids = WorkflowInstanceIds, CorrelationIds = CorrelationIds, Names = Names, SearchTerm = SearchTerm, TimestampFilters = TimestampFilters, DefinitionIds = DefinitionIds,
        DefinitionVersionIds = DefinitionVersionIds, HasIncidents = HasIncidents, IsSystem = IsSystem, Statuses = Statuses, SubStatuses = SubStatuses,
    };

    internal bool SaysNothing =>
        string.IsNullOrWhiteSpace(SearchTerm) && HasIncidents is null
        && Array.TrueForAll<IReadOnlyCollection<object>?>([WorkflowInstanceIds, CorrelationIds, Names, DefinitionIds, DefinitionVersionIds, Statuses, SubStatuses, TimestampFilters], list => list is not { Count: > 0 });
}

public sealed record RetryRequest(IReadOnlyList<string>? WorkflowInstanceIds, IReadOnlyList<string>? ActivityIds);

public sealed record AlterationLogEntry(string Message, string LogLevel, DateTimeOffset Timestamp);

public sealed record AlterationLog(IReadOnlyList<AlterationLogEntry> LogEntries);

public sealed record AlteredInstance(string WorkflowInstanceId, AlterationLog Log, bool WorkflowHasScheduledWork, bool IsSuccessful);

public sealed record AlterationResults(IReadOnlyList<AlteredInstance> Results);

public sealed record SubmittedPlan(string PlanId);

public sealed record DryRun(IReadOnlyList<string> WorkflowInstanceIds);

/// <summary>Changing runs from outside.</summary>
internal static class AlterationEndpoints
{
    public static void MapAlterations(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/alterations");
        group.MapPost("/run", Run).NeedsRight(Right.InstancesManage).WithSummary("Changes runs now, each in one commit.");
        group.MapPost("/submit", Submit).NeedsRight(Right.InstancesManage).WithSummary("Changes all runs that match, and keeps the log of it as a plan.");
        group.MapPost("/dry-run", Try).NeedsRight(Right.InstancesManage).WithSummary("Which runs match; nothing is changed.");
        group.MapPost("/workflows/retry", Retry).NeedsRight(Right.InstancesManage).WithSummary("Runs again what failed.");
        group.MapGet("/{id}", Show).RequireAuthorization(Right.InstancesRead).WithSummary("A plan and what became of it.");
    }

    private static async Task<IResult> Run(RunAlterationsRequest body, ClaimsPrincipal user, InstanceQueries queries, AlterationPlans plans, CancellationToken ct)
    {
        var alterations = AlterationReader.Read(body.Alterations, out var problem);
        if (problem is not null) return Invalid(problem);
        var ids = body.WorkflowInstanceIds is { Count: > 0 } named ? await queries.IdsAsync(user, new InstanceFilter { Ids = named }, ct) : [];
        return TypedResults.Ok(new AlterationResults(await plans.ApplyAsync(user, ids, _ => alterations, ct)));
    }

    private static async Task<IResult> Submit(SubmitAlterationsRequest body, ClaimsPrincipal user, InstanceQueries queries, AlterationPlans plans, CancellationToken ct)
    {
        var alterations = AlterationReader.Read(body.Alterations, out var problem);
        if (problem is not null) return Invalid(problem);
        if (await SelectAsync(user, body.Filter, queries, ct) is not { } ids) return Invalid("filter: it selects nothing. Say which runs, or set emptyFilterSelectsAll.");
        return TypedResults.Ok(new SubmittedPlan(await plans.SubmitAsync(user, body, ids, alterations, ct)));
    }

    private static async Task<IResult> Try(AlterationFilter body, ClaimsPrincipal user, InstanceQueries queries, CancellationToken ct) =>
        TypedResults.Ok(new DryRun(await SelectAsync(user, body, queries, ct) ?? []));

    private static async Task<IResult> Retry(RetryRequest body, ClaimsPrincipal user, InstanceQueries queries, AlterationPlans plans, CancellationToken ct)
    {
        var ids = body.WorkflowInstanceIds is { Count: > 0 } named ? await queries.IdsAsync(user, new InstanceFilter { Ids = named }, ct) : [];
        return TypedResults.Ok(new AlterationResults(await plans.RetryAsync(user, ids, body.ActivityIds, ct)));
    }

    private static async Task<IResult> Show(string id, AlterationPlans plans, CancellationToken ct) =>
        await plans.FindAsync(id, ct) is { } plan ? TypedResults.Ok(plan) : ElsaProblems.NoSuch("plan", id);

    /// <returns>Null for a filter that says nothing and does not say that this means all.</returns>
    private static async Task<IReadOnlyList<string>?> SelectAsync(ClaimsPrincipal user, AlterationFilter? filter, InstanceQueries queries, CancellationToken ct)
    {
        if (filter is null || (filter.SaysNothing && filter.EmptyFilterSelectsAll != true)) return null;
        return await queries.IdsAsync(user, filter.ToFilter(), ct);
    }

    private static IResult Invalid(string line) => ElsaProblems.Refused("invalid-input", "Nothing was changed.", line);
}
