using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>Takes waiting tasks from people who leave the company, on the day they do: who decides instead is asked at once, not at the next reminder.</summary>
/// <remarks>It looks when the directory has changed and as the days go by. Nodes that look at the same time do not ask twice: who has been replaced is not in the task any more.</remarks>
public sealed class Leavers(Database database, WorkflowRuntime runtime, PeopleDirectory people, TimeProvider time, ILogger<Leavers> logger) : BackgroundService
{
    /// <summary>How long after midnight somebody whose last day was yesterday still has their tasks, at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // A request that was being submitted when they left may still come with a task for them.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(5);

    private readonly WorkSignal _changed = new();
    private readonly Dictionary<(string Id, DateOnly? LeftOn), DateTimeOffset> _since = [];

    /// <summary>Gives on what waits for people who have left.</summary>
    /// <returns>How many tasks were with them.</returns>
    public async Task<int> LookAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var recent = people.All.Where(person => !people.IsActive(person) && now - _since.GetValueOrDefault((person.Id, person.LeftOn), now) <= Afterwards).ToList();
        var held = new List<Held>();
        foreach (var some in recent.Chunk(500)) held.AddRange(await HeldByAsync([.. some.SelectMany(person => (string[])[person.Id, person.Email])], ct));
        foreach (var task in held.GroupBy(row => (row.TaskId, row.InstanceId)))
        {
            var hash = Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Key.TaskId));
            await runtime.ResumeAsync(
                task.Key.InstanceId,
                instance => instance.Bookmarks.Where(bookmark => bookmark.Hash == hash),
                new ResumeWith(new ApproversLeft(task.Key.TaskId, [.. task.Select(row => row.Approver)]), Input: null, now),
                [],
                ct);
        }

        // Only now: what failed is looked at again.
        foreach (var person in recent) _since.TryAdd((person.Id, person.LeftOn), now);
        return held.Count;
    }

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        people.Changed += _changed.Raise;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    logger.LogWarning(e, "Could not give on the tasks of people who have left; trying again in {Interval}", Interval);
                }

                await _changed.WaitAsync(time.GetUtcNow() + Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            people.Changed -= _changed.Raise;
        }
    }

    private async Task<IEnumerable<Held>> HeldByAsync(string[] leavers, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return await reader.QueryAsync<Held>(new CommandDefinition(
            """
            SELECT a.task_id, t.instance_id, a.approver FROM task_approvers a JOIN tasks t ON t.id = a.task_id LEFT JOIN task_terms m ON m.task_id = t.id
            WHERE  a.approver IN @leavers AND t.status = 'open' AND COALESCE(m.kind, @approval) = @approval
            """,
            new { leavers, approval = TaskTerms.Approval },
            cancellationToken: ct));
    }

    private sealed class Held
    {
        public string TaskId { get; init; } = "";

        public string InstanceId { get; init; } = "";

        public string Approver { get; init; } = "";
    }
}
