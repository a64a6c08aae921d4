using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using static Workflows.Engine.Tests.Outbox.OutboxFixture;

namespace Workflows.Engine.Tests.Outbox;

public sealed class OutboxLaneTestsOnSqlite() : OutboxLaneTests(Dialect.Sqlite);

public sealed class OutboxLaneTestsOnPostgreSql() : OutboxLaneTests(Dialect.PostgreSql)
{
    // Where one transaction may wait while others write: SQLite has one writer.
    [Fact]
    public async Task Send_ReceiverIsDone_TheNextGoesWhileThatWaitsToBeNoted()
    {
        await using var outbox = await CreateAsync(Dialect.PostgreSql, options => options.Lane = new OutboxLimits { Concurrency = 1 });
        outbox.Receiver.KeepWaiting(message => message.Id == "a");
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a"), Message("b"));
        await outbox.Receiver.BegunAsync();

        await outbox.Database.WriteAsync(
            async transaction =>
            {
                await transaction.ExecuteAsync("UPDATE outbox SET subject = 'held' WHERE id = 'a'", null, CancellationToken.None);
                outbox.Receiver.Release();
                await outbox.Receiver.BegunAsync();
            },
            CancellationToken.None);

        outbox.Receiver.Ids.ShouldBe(["a", "b"]);
        await worker.WhenIdleAsync(CancellationToken.None);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
        (await outbox.EntryAsync("b")).Status.ShouldBe(OutboxStatus.Delivered);
    }
}

/// <summary>How many messages go to one receiver at a time, and how often.</summary>
public abstract class OutboxLaneTests(Dialect dialect)
{
    [Fact]
    public async Task Send_FullLane_HoldsUpNoOtherLane()
    {
        await using var outbox = await CreateAsync(dialect, options => options.Lane = new OutboxLimits { Concurrency = 2 });
        outbox.Receiver.KeepWaiting(message => message.Lane == "slow");
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync([.. Enumerable.Range(1, 40).Select(n => Message($"slow{n}", lane: "slow"))]);
        await outbox.EnqueueAsync(Message("quick", lane: "quick"));

        for (var begun = 0; begun < 3; begun++) await outbox.Receiver.BegunAsync();

        outbox.Receiver.Ids.Count(id => id.StartsWith("slow")).ShouldBe(2);
        outbox.Receiver.Ids.ShouldContain("quick");
        outbox.Receiver.Release();
        await worker.WhenIdleAsync(CancellationToken.None);
        outbox.Receiver.Ids.Distinct().Count().ShouldBe(41);
    }

    [Fact]
    public async Task Send_LaterMessageOfAnotherLane_IsSentWhenDueWhileOneLaneIsFull()
    {
        await using var outbox = await CreateAsync(dialect, options => options.Lane = new OutboxLimits { Concurrency = 1 });
        outbox.Receiver.Answer(new OutboxResult.Retry("busy"));
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("quick", lane: "quick"));
        await worker.WhenIdleAsync(CancellationToken.None);
        await outbox.Receiver.BegunAsync();
        outbox.Receiver.KeepWaiting(message => message.Lane == "slow");
        await outbox.EnqueueAsync(Message("slow1", lane: "slow"), Message("slow2", lane: "slow"));
        await outbox.Receiver.BegunAsync();

        outbox.Time.Advance(TimeSpan.FromSeconds(5));
        await outbox.Receiver.BegunAsync();

        outbox.Receiver.Ids.ShouldBe(["quick", "slow1", "quick"]);
    }

    [Fact]
    public async Task Send_LaneWithARate_SpacesItsMessages()
    {
        await using var outbox = await CreateAsync(dialect, options => options.Lanes["email"] = new OutboxLimits { PerMinute = 6 });
        await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a"), Message("b"), Message("c"));
        await outbox.Receiver.BegunAsync();

        for (var sent = 1; sent < 3; sent++)
        {
            outbox.Receiver.Attempts.Count.ShouldBe(sent);
            outbox.Time.Advance(TimeSpan.FromSeconds(10));
            await outbox.Receiver.BegunAsync();
        }
    }
}
