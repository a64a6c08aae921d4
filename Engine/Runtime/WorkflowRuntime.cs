using Dapper;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Starts, resumes and cancels runs: one burst, one commit. A conflict throws the burst away and runs it again from the stored state.</summary>
public sealed class WorkflowRuntime(Database database, InstanceStore instances, DefinitionLookup definitions, BurstServices services, ConsoleLog console)
{
    private const int MaxConflicts = 50;

    // A burst computes, and waits on its thread for what it reads. More at once only take the processors from each other.
    private static readonly int MostBursts = Math.Max(4, 2 * Environment.ProcessorCount);
    private static readonly SemaphoreSlim Running = new(MostBursts);

    // Bursts of one instance in this process wait for each other instead of colliding in the database.
    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Raised after every commit, with the instances it changed. It must not block or throw.</summary>
    public event Action<IReadOnlyList<WorkflowInstance>>? Committed;

    /// <summary>Gives the thread pool as many threads beside those on which bursts may wait: an answer for a burst may have to be taken from its socket by another thread, and a pool whose threads all wait adds one after half a second only.</summary>
    internal static void ReserveThreads()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * MostBursts), completions);
    }

    /// <summary>Starts the published version of a definition (or an exact version) and executes until it waits or ends.</summary>
    /// <param name="effects">Written first in the same commit: what must be there before the run's own effects.</param>
    public async Task<StartResult> StartAsync(StartWorkflow request, IReadOnlyList<Effect> effects, CancellationToken ct)
    {
        var definition = Find(request);
        if (definition is null)
        {
            // Another node may have published it a moment ago.
            await definitions.RefreshAsync(ct);
            definition = Find(request);
        }

        if (definition is null) return new StartResult(StartOutcome.NoSuchDefinition, Instance: null, Burst: null);
        if (request.CheckActivation && ActivationGuard.For(definition, request.CorrelationId) is { } guard)
        {
            if (!await MayStartAsync(guard, ct)) return new StartResult(StartOutcome.NotActivated, Instance: null, Burst: null);
            effects = [guard, .. effects];
        }

        using var coming = database.ExpectTogether();
        for (var attempt = 1; ; attempt++)
        {
            var instance = NewInstance(definition, request);
            var options = new StartOptions { TriggerActivityId = request.TriggerActivityId, TriggerPayload = request.TriggerPayload, Http = request.Http };
            var burst = await RunAsync(() => Burst.Start(definition, instance, services, options), ct);
            try
            {
                await CommitAsync(burst, before: [], effects, ct);
                return new StartResult(StartOutcome.Started, instance, burst);
            }
            catch (NotActivatedException)
            {
                return new StartResult(StartOutcome.NotActivated, Instance: null, Burst: null);
            }
            catch (RevisionConflictException) when (attempt < MaxConflicts)
            {
                // Either this start has been committed before, or an effect found that what the burst had read is no longer so.
                if (await instances.ExistsAsync(instance.Id, ct)) return new StartResult(StartOutcome.AlreadyStarted, Instance: null, Burst: null);
            }
        }
    }

    /// <summary>Resumes bookmarks of an instance.</summary>
    /// <param name="select">Chooses among the bookmarks that are there now; none means there is nothing to do.</param>
    /// <param name="effects">Written first in the same commit. An exception from one of them undoes everything and reaches the caller.</param>
    /// <param name="known">The instance as the caller has just read it; null: it is read.</param>
    /// <returns>Null when the instance does not exist or waits for nothing of the kind.</returns>
    public Task<Burst?> ResumeAsync(
        string instanceId, Func<WorkflowInstance, IEnumerable<Bookmark>> select, ResumeWith with, IReadOnlyList<Effect> effects, CancellationToken ct, StoredInstance? known = null) =>
        ChangeAsync(
            instanceId,
            burst =>
            {
                List<Bookmark> bookmarks = [.. select(burst.Instance)];
                if (bookmarks.Count == 0 || burst.Instance.Status == WorkflowStatus.Finished) return false;
                burst.Resume(bookmarks, with.Payload, with.Input, with.At ?? services.Time.GetUtcNow());
                return true;
            },
            with.Http,
            effects,
            ct,
            known: known);

    /// <summary>Changes a run from outside. An <see cref="AlterationException"/> leaves it as it is.</summary>
    /// <param name="migrateTo">The definition to go on with; null: the one it runs.</param>
    /// <returns>Null when the instance does not exist.</returns>
    internal Task<Burst?> AlterAsync(
        string instanceId, Func<WorkflowInstance, WorkflowDefinition?> migrateTo, Action<Burst> change, IReadOnlyList<Effect> effects, CancellationToken ct) =>
        ChangeAsync(
            instanceId,
            burst =>
            {
                change(burst);
                return true;
            },
            http: null,
            effects,
            ct,
            migrateTo);

    /// <summary>Ends a run as cancelled.</summary>
    /// <returns>Null when it does not exist or has ended.</returns>
    public Task<Burst?> CancelAsync(string instanceId, IReadOnlyList<Effect> effects, CancellationToken ct) =>
        ChangeAsync(
            instanceId,
            burst =>
            {
                if (burst.Instance.Status == WorkflowStatus.Finished) return false;
                burst.CancelWorkflow();
                return true;
            },
            http: null,
            effects,
            ct);

    private async Task<Burst?> ChangeAsync(
        string instanceId, Func<Burst, bool> change, HttpExchange? http, IReadOnlyList<Effect> effects, CancellationToken ct, Func<WorkflowInstance, WorkflowDefinition?>? migrateTo = null, StoredInstance? known = null)
    {
        var lane = _lanes[(uint)instanceId.GetHashCode(StringComparison.Ordinal) % (uint)_lanes.Length];
        await lane.WaitAsync(ct);
        try
        {
            using var coming = database.ExpectTogether();
            for (var attempt = 1; ; attempt++)
            {
                var burst = known is not null && attempt == 1
                    ? await instances.RestoreAsync(known, services, http, migrateTo, ct)
                    : await instances.RestoreAsync(instanceId, services, http, migrateTo, ct);
                if (burst is null) return null;
                Bookmark[] before = [.. burst.Instance.Bookmarks];
                if (!await RunAsync(() => change(burst), ct)) return null;
                try
                {
                    await CommitAsync(burst, before, effects, ct);
                    return burst;
                }
                catch (RevisionConflictException) when (attempt < MaxConflicts)
                {
                    // Another node was faster. Nothing has happened yet, so the burst is run again.
                }
            }
        }
        finally
        {
            lane.Release();
        }
    }

    private async Task CommitAsync(Burst burst, IReadOnlyList<Bookmark> before, IReadOnlyList<Effect> effects, CancellationToken ct)
    {
        var stored = StoredBurst.Of(burst);
        await database.WriteTogetherAsync(
            burst.Instance.Id,
            async transaction =>
            {
                var context = new EffectContext(burst.Instance, services.Time.GetUtcNow(), services.Reads);
                foreach (var effect in effects) await effect.WriteAsync(transaction, context, ct);
                await instances.CommitAsync(transaction, stored, before, ct);
            },
            ct);
        console.Write(burst.Instance, burst.ConsoleLines);
        Committed?.Invoke([burst.Instance, .. burst.Children.Select(child => child.Instance)]);
    }

    private static async Task<T> RunAsync<T>(Func<T> burst, CancellationToken ct)
    {
        await Running.WaitAsync(ct);
        try
        {
            return burst();
        }
        finally
        {
            Running.Release();
        }
    }

    private WorkflowInstance NewInstance(WorkflowDefinition definition, StartWorkflow request)
    {
        var now = services.Time.GetUtcNow();
        return new WorkflowInstance
        {
            Id = request.InstanceId ?? Guid.CreateVersion7().ToString(),
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            ParentInstanceId = request.ParentInstanceId,
            Input = WorkflowInputs.Convert(definition, request.Input),
            Properties = new ObjectValue(request.Properties),
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private WorkflowDefinition? Find(StartWorkflow request) =>
        request.VersionId is not null ? definitions.FindVersion(request.VersionId) : definitions.FindPublished(request.DefinitionId);

    // Asked before, so that what is refused executes nothing; the guard asks again in the commit.
    private async Task<bool> MayStartAsync(ActivationGuard guard, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(new CommandDefinition(guard.Sql, guard.Parameters, cancellationToken: ct)) == 0;
    }
}

/// <summary>What to start.</summary>
public sealed record StartWorkflow
{
    public string DefinitionId { get; init; } = "";

    /// <summary>An exact version instead of the published one.</summary>
    public string? VersionId { get; init; }

    /// <summary>Makes the start happen once, however often it is asked for.</summary>
    public string? InstanceId { get; init; }

    public ObjectValue Input { get; init; } = [];

    public ObjectValue Properties { get; init; } = [];

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? ParentInstanceId { get; init; }

    public string? TriggerActivityId { get; init; }

    public object? TriggerPayload { get; init; }

    public HttpExchange? Http { get; init; }

    /// <summary>False for dispatched children: the activation strategy is not asked.</summary>
    public bool CheckActivation { get; init; } = true;
}

public enum StartOutcome
{
    Started,
    NoSuchDefinition,

    /// <summary>The activation strategy refused it.</summary>
    NotActivated,
    AlreadyStarted,
}

/// <param name="Burst">What was executed; null unless started.</param>
public sealed record StartResult(StartOutcome Outcome, WorkflowInstance? Instance, Burst? Burst);

/// <summary>What a stimulus brings to the bookmarks it resumes.</summary>
public sealed record ResumeWith(object? Payload = null, ObjectValue? Input = null, DateTimeOffset? At = null, HttpExchange? Http = null);
