using System.Security.Claims;
using System.Text;
using Dapper;
using Workflows.Activities.People;
using Workflows.Api.Identity;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Api.Elsa.Instances;

/// <summary>Finds runs. Requests are seen by those who may see the requester; runs that are no request by everybody with the right to read runs.</summary>
public sealed class InstanceQueries(Database database, VisiblePeople visible, PeopleDirectory people)
{
    private const int LargestPage = 1000;

    private const string Columns =
        "i.id, i.definition_id, i.definition_version_id, i.version, i.status, i.sub_status, i.correlation_id, i.name, i.incident_count, i.created_at, i.updated_at, i.finished_at, i.parent_instance_id AS parent_workflow_instance_id";

    private static readonly Dictionary<string, string> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Is"] = "=", ["IsNot"] = "<>", ["GreaterThan"] = ">", ["GreaterThanOrEqual"] = ">=", ["LessThan"] = "<", ["LessThanOrEqual"] = "<=",
    };

    public async Task<InstancePage> ListAsync(ClaimsPrincipal user, InstanceFilter filter, CancellationToken ct)
    {
        var (where, parameters) = Where(user, filter);
        var size = filter.PageSize is > 0 and var asked ? Math.Min(asked, LargestPage) : LargestPage;
        parameters.Add("size", size);
        parameters.Add("offset", (long)Math.Max(filter.Page ?? 0, 0) * size);
        await using var reader = database.OpenReader();
        var total = await reader.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM instances i {where}", parameters, cancellationToken: ct));
        var rows = await reader.QueryAsync<InstanceSummary>(new CommandDefinition(
            $"SELECT {Columns} FROM instances i {where} ORDER BY {Order(filter)} LIMIT @size OFFSET @offset", parameters, cancellationToken: ct));
        return new InstancePage(rows.AsList(), (int)Math.Min(total, int.MaxValue));
    }

    /// <summary>The ids of all that match, oldest first: for what is done to many at once.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(ClaimsPrincipal user, InstanceFilter filter, CancellationToken ct)
    {
        var (where, parameters) = Where(user, filter);
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<string>(new CommandDefinition($"SELECT i.id FROM instances i {where} ORDER BY i.created_at, i.id", parameters, cancellationToken: ct))).AsList();
    }

    /// <returns>Null when there is none, or none that the viewer may see.</returns>
    public async Task<InstanceSummary?> FindAsync(ClaimsPrincipal user, string id, CancellationToken ct)
    {
        var (where, parameters) = Where(user, new InstanceFilter { Ids = [id] });
        await using var reader = database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<InstanceSummary>(new CommandDefinition($"SELECT {Columns} FROM instances i {where}", parameters, cancellationToken: ct));
    }

    /// <summary>What is wrong with a filter; null when nothing is.</summary>
    public static string? Problem(InstanceFilter filter)
    {
        foreach (var status in filter.Statuses ?? [])
        {
            if (!Enum.TryParse<WorkflowStatus>(status, ignoreCase: true, out _)) return $"statuses: there is no status '{status}'. Use {string.Join(", ", Enum.GetNames<WorkflowStatus>())}.";
        }

        foreach (var timestamp in filter.TimestampFilters ?? [])
        {
            if (ColumnOf(timestamp.Column) is null) return $"timestampFilters: there is no column '{timestamp.Column}'. Use CreatedAt, UpdatedAt or FinishedAt.";
            if (!Operators.ContainsKey(timestamp.Operator ?? "")) return $"timestampFilters: there is no operator '{timestamp.Operator}'. Use {string.Join(", ", Operators.Keys)}.";
            if (timestamp.Timestamp is null) return "timestampFilters: write the timestamp, for example 2026-02-25T08:00:00Z.";
        }

        return null;
    }

    private (string Sql, DynamicParameters Parameters) Where(ClaimsPrincipal user, InstanceFilter filter)
    {
        var (conditions, parameters) = (new List<string>(), new DynamicParameters());
        In("i.id", "ids", filter.Ids);
        In("i.definition_id", "definitionIds", filter.DefinitionIds is { Count: > 0 } several ? several : Single(filter.DefinitionId));
        In("i.definition_version_id", "versionIds", filter.DefinitionVersionIds);
        In("i.correlation_id", "correlationIds", filter.CorrelationIds is { Count: > 0 } correlations ? correlations : Single(filter.CorrelationId));
        In("i.name", "names", filter.Names);
        In("i.status", "statuses", Names<WorkflowStatus>(filter.Statuses is { Count: > 0 } statuses ? statuses : Single(filter.Status)));
        In("i.sub_status", "subStatuses", Names<WorkflowSubStatus>(filter.SubStatuses is { Count: > 0 } subStatuses ? subStatuses : Single(filter.SubStatus)));
        if (filter.Version is { } version) Add("i.version = @version", "version", version);
        if (filter.HasIncidents is { } incidents) conditions.Add(incidents ? "i.incident_count > 0" : "i.incident_count = 0");
        // Nothing that the product runs for itself is a workflow.
        if (filter.IsSystem == true) conditions.Add("1 = 0");
        foreach (var (timestamp, index) in (filter.TimestampFilters ?? []).Select((timestamp, index) => (timestamp, index)))
        {
            if (ColumnOf(timestamp.Column) is { } column && Operators.TryGetValue(timestamp.Operator ?? "", out var comparison) && timestamp.Timestamp is { } at)
                Add($"{column} {comparison} @at{index}", $"at{index}", at.ToUniversalTime());
        }

        if (filter.SearchTerm?.Trim() is { Length: > 0 } term)
        {
            Add(
                """
                (LOWER(i.id) LIKE @term ESCAPE '!' OR LOWER(i.name) LIKE @term ESCAPE '!' OR LOWER(i.correlation_id) LIKE @term ESCAPE '!' OR LOWER(i.definition_id) LIKE @term ESCAPE '!'
                 OR EXISTS (SELECT 1 FROM requests q WHERE q.id = i.id AND LOWER(q.reference) LIKE @term ESCAPE '!'))
                """,
                "term",
                $"%{Escaped(term.ToLowerInvariant())}%");
        }

        if (people.Find(user.PersonId()) is not { } viewer || visible.ScopeOf(viewer) != VisibleScope.All)
        {
            Add(
                "NOT EXISTS (SELECT 1 FROM requests r WHERE r.id IN (i.id, i.parent_instance_id) AND r.requester_id NOT IN @visible)",
                "visible",
                visible.Of(user.PersonId()).Select(person => person.Id).ToList());
        }

        return (conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions), parameters);

        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            parameters.Add(name, value);
        }

        void In(string column, string name, IReadOnlyList<string>? values)
        {
            if (values is { Count: > 0 }) Add($"{column} IN @{name}", name, values);
        }
    }

    // A name that does not exist matches nothing.
    private static List<string> Names<T>(IReadOnlyList<string>? values)
        where T : struct, Enum => [.. (values ?? []).Select(value => Enum.TryParse<T>(value, ignoreCase: true, out var known) ? known.ToString() : value)];

    private static IReadOnlyList<string>? Single(string? value) => string.IsNullOrEmpty(value) ? null : [value];

    private static string? ColumnOf(string? name) => name?.ToUpperInvariant() switch
    {
        "CREATEDAT" or "CREATED" => "i.created_at",
        "UPDATEDAT" or "LASTEXECUTED" => "i.updated_at",
        "FINISHEDAT" or "FINISHED" => "i.finished_at",
        _ => null,
    };

    private static string Order(InstanceFilter filter)
    {
        var direction = string.Equals(filter.OrderDirection, "Ascending", StringComparison.OrdinalIgnoreCase) ? "ASC" : "DESC";
        var column = filter.OrderBy?.ToUpperInvariant() switch { "NAME" => "i.name", "STATUS" => "i.status", "SUBSTATUS" => "i.sub_status", _ => ColumnOf(filter.OrderBy) ?? "i.created_at" };
        return $"{column} {direction}, i.id {direction}";
    }

    private static string Escaped(string term) => new StringBuilder(term).Replace("!", "!!").Replace("%", "!%").Replace("_", "!_").ToString();
}
