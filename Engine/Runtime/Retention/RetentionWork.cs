using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Workflows.Engine.Definitions;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime.Retention;

/// <summary>Archives runs whose time is over and empties old messages, a few in each transaction.</summary>
/// <remarks>
/// Every node does it. Rows are claimed by the lock of the transaction that removes them (SKIP LOCKED), so nodes share the work, nobody waits for it,
/// and a node that dies leaves nothing half done.
/// </remarks>
public sealed class RetentionWork(
    Database database, DefinitionLookup definitions, RunArchive archive, IEnumerable<RetentionParticipant> participants, IOptions<RetentionOptions> options, TimeProvider time,
    ILogger<RetentionWork> logger) : BackgroundService
{
    private readonly RetentionOptions _options = options.Value;

    /// <summary>Does everything that is due now.</summary>
    /// <returns>How many runs were archived and how many messages emptied.</returns>
    public async Task<(int Runs, int Messages)> RunDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var runs = 0;
        foreach (var definitionId in await DefinitionsAsync(ct))
        {
            if (PeriodOf(definitionId) is { } days) runs += await InBatchesAsync(transaction => ArchiveSomeAsync(transaction, definitionId, now, now.AddDays(-days), ct), ct);
        }

        var messages = await InBatchesAsync(transaction => EmptySomeAsync(transaction, now, now.AddDays(-_options.MessageDays), ct), ct);
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var participant in participants) await participant.SweepAsync(transaction, now, ct);
            },
            ct);
        return (runs, messages);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Not at the start, when there is other work, and nodes that start together do not look together.
                await Task.Delay(_options.Every * (0.75 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
                var (runs, messages) = await RunDueAsync(stoppingToken);
                if (runs + messages > 0) logger.LogInformation("{Runs} ended runs were archived, {Messages} old messages emptied", runs, messages);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A full disk or a lost database must not end it; what was due stays due.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                logger.LogError(failure, "Retention could not go on; it is tried again in {Pause}", _options.Every);
            }
        }
    }

    private async Task<IReadOnlyList<string>> DefinitionsAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<string>(new CommandDefinition("SELECT DISTINCT definition_id FROM definitions ORDER BY definition_id", cancellationToken: ct))).AsList();
    }

    // A process whose setting cannot be read keeps everything: what is gone is gone.
    private int? PeriodOf(string definitionId)
    {
        var definition = definitions.FindPublished(definitionId) ?? definitions.FindLatest(definitionId);
        if (definition is null) return null;
        try
        {
            return RetentionPeriod.Of(definition.CustomProperties, _options.Days);
        }
        catch (FormatException e)
        {
            logger.LogWarning("Nothing of {Process} is archived: {Problem}", definitionId, e.Message);
            return null;
        }
    }

    private async Task<int> InBatchesAsync(Func<Transaction, Task<(int Found, int Done)>> some, CancellationToken ct)
    {
        for (var total = 0; ; await Task.Delay(_options.Pause, time, ct))
        {
            var (found, done) = await database.WriteAsync(some, ct);
            total += done;
            if (found < _options.Batch || done == 0) return total;
        }
    }

    private async Task<(int Found, int Done)> ArchiveSomeAsync(Transaction transaction, string definitionId, DateTimeOffset now, DateTimeOffset before, CancellationToken ct)
    {
        // A run that failed stays until somebody has mended or cancelled it; one that another run started goes with that run.
        var sql = $"""
            SELECT i.id FROM instances i
            WHERE  i.definition_id = @definitionId AND i.finished_at <= @before AND i.finished_at IS NOT NULL AND i.status = 'Finished' AND i.sub_status <> 'Faulted'
              AND  (i.parent_instance_id IS NULL OR NOT EXISTS (SELECT 1 FROM instances p WHERE p.id = i.parent_instance_id))
              AND  NOT EXISTS (SELECT 1 FROM outbox o WHERE o.instance_id = i.id AND o.status = 'waiting')
            ORDER  BY i.finished_at
            LIMIT  @Batch
            {database.SkipLocked}
            """;
        var ids = (await transaction.QueryAsync<string>(sql, new { definitionId, before, _options.Batch }, ct)).ToList();
        return ids.Count == 0 ? (0, 0) : (ids.Count, await archive.ArchiveAsync(transaction, ids, now, ct));
    }

    private async Task<(int Found, int Done)> EmptySomeAsync(Transaction transaction, DateTimeOffset now, DateTimeOffset before, CancellationToken ct)
    {
        // What is parked can be sent again, so it keeps its content as long as that is of use, or its run is kept.
        var sql = $"""
            SELECT id, topic, instance_id FROM outbox
            WHERE  status <> 'waiting' AND payload <> '' AND created_at <= @before AND (status <> 'parked' OR not_after <= @now)
            ORDER  BY created_at
            LIMIT  @Batch
            {database.SkipLocked}
            """;
        var rows = (await transaction.QueryAsync<MessageRow>(sql, new { now, before, _options.Batch }, ct)).ToList();
        if (rows.Count == 0) return (0, 0);
        transaction.Defer("UPDATE outbox SET payload = '' WHERE id IN @ids", new { ids = rows.ConvertAll(row => row.Id) });
        // Of no request, such as a sign-in code: nobody needs to know of it any more.
        List<string> loose = [.. rows.Where(row => row.InstanceId is null).Select(row => row.Id)];
        if (loose.Count > 0) transaction.Defer("DELETE FROM outbox WHERE id IN @loose", new { loose });
        List<string> topics = [.. rows.Select(row => row.Topic).OfType<string>().Distinct()];
        if (topics.Count > 0)
        {
            foreach (var participant in participants) await participant.ForgetLinksAsync(transaction, topics, now, ct);
        }

        return (rows.Count, rows.Count);
    }

    private sealed class MessageRow
    {
        public string Id { get; init; } = "";

        public string? Topic { get; init; }

        public string? InstanceId { get; init; }
    }
}
