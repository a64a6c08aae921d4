using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>Puts the open tasks of a role to the groups of that role, besides what each person gets.</summary>
/// <remarks>Every node looks after each commit; the outbound message has one id for a task and a group, so that however many look, one is sent.</remarks>
public sealed class TelegramGroupPosts(
    Database database, TelegramAccounts accounts, TelegramChannel channel, TaskStore tasks, ShownFacts facts, PeopleDirectory people, OutboxStore outbox, TimeProvider time,
    ILogger<TelegramGroupPosts> logger) : BackgroundService
{
    // Where another node died before it could look.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly WorkSignal _changed = new();

    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Changes.Changed += Notice;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await PostAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
                {
                    logger.LogWarning(e, "Tasks could not be put to Telegram groups; trying again in {Rest}", LongestRest);
                }

                await _changed.WaitAsync(time.GetUtcNow() + LongestRest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            database.Changes.Changed -= Notice;
        }
    }

    /// <summary>Puts what is open and has not been put yet.</summary>
    public async Task PostAsync(CancellationToken ct)
    {
        foreach (var group in accounts.Groups)
        {
            foreach (var id in await NewTasksAsync(group, ct))
            {
                if (await tasks.FindAsync(id, ct) is not { Status: "open", Kind: TaskTerms.Approval } task) continue;
                var message = channel.Ask(await QuestionAsync(task, group, ct), group);
                try
                {
                    await database.WriteAsync(transaction => PutAsync(transaction, task.Id, message, ct), ct);
                }
                catch (OutboxConflictException)
                {
                    // Another node has put it in the same moment, with buttons of its own.
                }
            }
        }
    }

    // A task that was decided meanwhile is not put any more: the message would wait with nobody to withdraw it.
    private async Task PutAsync(Transaction transaction, string taskId, OutboxMessage message, CancellationToken ct)
    {
        if (await transaction.FirstAsync<string>("SELECT status FROM tasks WHERE id = @taskId", new { taskId }, ct) == "open") await outbox.EnqueueAsync(transaction, message, ct);
    }

    private void Notice(Change change)
    {
        if (change is Change.Instance or Change.State or Change.Anything && accounts.Groups.Count > 0) _changed.Raise();
    }

    private async Task<IReadOnlyList<string>> NewTasksAsync(TelegramGroup group, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return [.. await reader.QueryAsync<string>(new CommandDefinition(
            """
            SELECT t.id FROM tasks t
            WHERE  t.status = 'open' AND t.opened_at >= @LinkedAt
              AND  EXISTS (SELECT 1 FROM task_approvers a WHERE a.task_id = t.id AND a.rule = @rule)
              AND  NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = t.id AND o.kind = @kind AND o.destination = @destination)
            ORDER BY t.opened_at
            LIMIT  100
            """,
            new { group.LinkedAt, rule = $"role:{group.Role}", kind = ChannelNames.Telegram, destination = TelegramChannel.DestinationOf(group.ChatId) },
            cancellationToken: ct))];
    }

    private async Task<Question> QuestionAsync(TaskView task, TelegramGroup group, CancellationToken ct)
    {
        // Times are told as they are where the requester is: the group may be anywhere.
        var zone = people.Find(task.RequesterId ?? group.LinkedBy) is { } person ? people.ZoneOf(person) : TimeZoneInfo.Utc;
        return new Question
        {
            Task = task.ToTask().In(group.Language),
            To = new Reader($"group{group.ChatId}-{group.Role}", TelegramChannel.DestinationOf(group.ChatId), group.Title, group.Language, zone, Person: null),
            Occasion = "task",
            Why = TelegramTexts.Get(group.Language, "asks-role", group.Role),
            Facts = [.. await facts.InAsync(task, group.Language, ct), .. task.Changes.Select(change => TaskQuestions.ChangeFact(change, group.Language))],
            Reference = task.Reference,
            At = time.GetUtcNow(),
        };
    }
}
