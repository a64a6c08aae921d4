using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using static Workflows.Engine.Tests.Outbox.OutboxFixture;

namespace Workflows.Engine.Tests.Outbox;

public sealed class OutboxStoreTestsOnSqlite() : OutboxStoreTests(Dialect.Sqlite);

public sealed class OutboxStoreTestsOnPostgreSql() : OutboxStoreTests(Dialect.PostgreSql);

public abstract class OutboxStoreTests(Dialect dialect)
{
    [Fact]
    public async Task Enqueue_RolledBack_IsNeverSent()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => outbox.Database.WriteAsync(
            async transaction =>
            {
                await outbox.Store.EnqueueAsync(transaction, Message("lost"), CancellationToken.None);
                throw new InvalidOperationException("the burst lost its race");
            },
            CancellationToken.None));
        await outbox.EnqueueAsync(Message("kept"));
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Ids.ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Enqueue_SameContentTwice_IsSentOnce()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();

        await outbox.EnqueueAsync(Message("a", """{"text":"hello"}"""));
        await outbox.EnqueueAsync(Message("a", """{"text":"hello"}"""));
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Ids.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Enqueue_OtherContentUnderTheSameId_IsRefused()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a", """{"text":"hello"}"""));

        await Should.ThrowAsync<OutboxConflictException>(() => outbox.EnqueueAsync(Message("a", """{"text":"goodbye"}""")));
        await Should.ThrowAsync<OutboxConflictException>(() => outbox.EnqueueAsync(Message("a", """{"text":"hello"}""") with { Destination = "other@example.com" }));
    }

    [Fact]
    public async Task WithdrawTopic_WaitingMessage_IsNotSent()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a") with { Topic = "task-1" }, Message("b") with { Topic = "task-2" });

        await outbox.WithdrawTopicAsync("task-1");
        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Ids.ShouldBe(["b"]);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Withdrawn);
    }

    [Fact]
    public async Task WithdrawInstance_OtherInstanceAndDelivered_StayAsTheyAre()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("sent") with { InstanceId = "i1" });
        await worker.WhenIdleAsync(CancellationToken.None);
        outbox.Receiver.Answer(new OutboxResult.Retry("busy"), new OutboxResult.Retry("busy"));
        await outbox.EnqueueAsync(Message("mine") with { InstanceId = "i1" }, Message("other") with { InstanceId = "i2" });
        await worker.WhenIdleAsync(CancellationToken.None);

        await outbox.WriteAsync(transaction => OutboxStore.WithdrawInstance(transaction, "i1"));

        (await outbox.EntryAsync("sent")).Status.ShouldBe(OutboxStatus.Delivered);
        (await outbox.EntryAsync("mine")).Status.ShouldBe(OutboxStatus.Withdrawn);
        (await outbox.EntryAsync("other")).Status.ShouldBe(OutboxStatus.Waiting);
    }

    [Fact]
    public async Task Resend_ParkedMessage_IsSentWithTheSameContentAndAllItsTries()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Refused("no such person"));
        await outbox.EnqueueAsync(Message("a", """{"text":"hello"}"""));
        await worker.WhenIdleAsync(CancellationToken.None);

        var result = await outbox.Store.ResendAsync("a", CancellationToken.None);
        await worker.WhenIdleAsync(CancellationToken.None);

        result.ShouldBe(ResendResult.Waiting);
        outbox.Receiver.Attempts.Select(message => (message.Id, message.Payload)).ShouldBe([("a", """{"text":"hello"}"""), ("a", """{"text":"hello"}""")]);
        var entry = await outbox.EntryAsync("a");
        entry.Status.ShouldBe(OutboxStatus.Delivered);
        entry.Attempts.ShouldBe(1);
        entry.LastError.ShouldBeNull();
    }

    [Fact]
    public async Task Resend_WhatCannotBeSentAgain_SaysWhy()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("waiting"), Message("withdrawn") with { Topic = "t" }, Message("late") with { NotAfter = outbox.Time.GetUtcNow().AddMinutes(10) });
        await outbox.WithdrawTopicAsync("t");

        (await outbox.Store.ResendAsync("nobody", CancellationToken.None)).ShouldBe(ResendResult.NotFound);
        (await outbox.Store.ResendAsync("waiting", CancellationToken.None)).ShouldBe(ResendResult.AlreadyWaiting);
        (await outbox.Store.ResendAsync("withdrawn", CancellationToken.None)).ShouldBe(ResendResult.Withdrawn);
        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);
        outbox.Time.Advance(TimeSpan.FromMinutes(11));
        (await outbox.Store.ResendAsync("late", CancellationToken.None)).ShouldBe(ResendResult.TooLate);
    }

    [Fact]
    public async Task List_ByPages_GivesEachMessageOnceNewestFirst()
    {
        await using var outbox = await CreateAsync(dialect);
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            // Two share an instant: the id settles their order.
            if (id != "c") outbox.Time.Advance(TimeSpan.FromSeconds(1));
            await outbox.EnqueueAsync(Message(id));
        }

        var first = await outbox.Store.ListAsync(new OutboxFilter(), null, 3, CancellationToken.None);
        var second = await outbox.Store.ListAsync(new OutboxFilter(), (first[^1].CreatedAt, first[^1].Id), 3, CancellationToken.None);

        first.Select(entry => entry.Id).ShouldBe(["e", "d", "c"]);
        second.Select(entry => entry.Id).ShouldBe(["b", "a"]);
    }

    [Fact]
    public async Task List_WithFilter_GivesOnlyWhatMatches()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a") with { InstanceId = "i1" }, Message("b") with { InstanceId = "i2" });

        async Task<IEnumerable<string>> Ids(OutboxFilter filter) => (await outbox.Store.ListAsync(filter, null, 10, CancellationToken.None)).Select(entry => entry.Id);

        (await Ids(new OutboxFilter { InstanceId = "i1" })).ShouldBe(["a"]);
        (await Ids(new OutboxFilter { Destination = "B@Example.com" })).ShouldBe(["b"]);
        (await Ids(new OutboxFilter { Status = OutboxStatus.Parked })).ShouldBeEmpty();
    }
}
