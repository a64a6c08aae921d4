using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using static Workflows.Engine.Tests.Outbox.OutboxFixture;

namespace Workflows.Engine.Tests.Outbox;

public sealed class OutboxWorkerTestsOnSqlite() : OutboxWorkerTests(Dialect.Sqlite);

public sealed class OutboxWorkerTestsOnPostgreSql() : OutboxWorkerTests(Dialect.PostgreSql);

public abstract class OutboxWorkerTests(Dialect dialect)
{
    [Fact]
    public async Task Send_WrittenBeforeTheStart_IsDelivered()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a", """{"n":1}""") with { InstanceId = "i1", Topic = "t1" });

        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Attempts.ShouldBe([Message("a", """{"n":1}""") with { InstanceId = "i1", Topic = "t1" }]);
        var entry = await outbox.EntryAsync("a");
        entry.Status.ShouldBe(OutboxStatus.Delivered);
        entry.DeliveredAt.ShouldBe(outbox.Time.GetUtcNow());
    }

    [Fact]
    public async Task Send_WrittenLater_WakesTheWorker()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        await outbox.EnqueueAsync(Message("a"));

        // Nobody asks the worker to look, and time stands still: only the commit wakes it.
        await outbox.Receiver.BegunAsync();
    }

    [Fact]
    public async Task Send_Failing_IsTriedAgainAfterGrowingWaits()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Retry("busy"), new OutboxResult.Retry("busy"), new OutboxResult.Retry("busy"));
        await outbox.EnqueueAsync(Message("a"));
        await worker.WhenIdleAsync(CancellationToken.None);

        foreach (var (wait, attempts) in new[] { (5, 2), (10, 3), (20, 4) })
        {
            outbox.Time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            await worker.WhenIdleAsync(CancellationToken.None);
            outbox.Receiver.Attempts.Count.ShouldBe(attempts - 1);
            outbox.Time.Advance(TimeSpan.FromMilliseconds(1));
            await worker.WhenIdleAsync(CancellationToken.None);
            outbox.Receiver.Attempts.Count.ShouldBe(attempts);
        }

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_DueAfterAWait_IsSentWithoutBeingAsked()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Retry("busy"));
        await outbox.EnqueueAsync(Message("a"));
        await outbox.Receiver.BegunAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Time.Advance(TimeSpan.FromSeconds(5));

        await outbox.Receiver.BegunAsync();
    }

    [Fact]
    public async Task Send_FailingToTheLastTry_IsParkedWithTheReason()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer([.. Enumerable.Range(1, 12).Select(n => new OutboxResult.Retry($"busy\r\n for the {n}. time"))]);
        await outbox.EnqueueAsync(Message("a"));

        for (var days = 0; days < 20; days++)
        {
            await worker.WhenIdleAsync(CancellationToken.None);
            outbox.Time.Advance(TimeSpan.FromHours(1));
        }

        outbox.Receiver.Attempts.Count.ShouldBe(12);
        var entry = await outbox.EntryAsync("a");
        entry.Status.ShouldBe(OutboxStatus.Parked);
        entry.Attempts.ShouldBe(12);
        entry.LastError.ShouldBe("busy for the 12. time");
    }

    [Fact]
    public async Task Send_Refused_IsParkedAtOnceAndHoldsUpNoOther()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Refused("no such person"));
        await outbox.EnqueueAsync(Message("a"));
        await worker.WhenIdleAsync(CancellationToken.None);
        await outbox.EnqueueAsync(Message("b"));
        await worker.WhenIdleAsync(CancellationToken.None);

        var entry = await outbox.EntryAsync("a");
        (entry.Status, entry.Attempts, entry.LastError).ShouldBe((OutboxStatus.Parked, 1, "no such person"));
        (await outbox.EntryAsync("b")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_Refused_TellsInTheCommitThatParksIt()
    {
        await using var outbox = await CreateAsync(dialect);
        var refusals = new Follower(outbox);
        outbox.Refusals.Add(refusals);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Refused("no such person", ReceiverIsGone: true));
        await outbox.EnqueueAsync(Message("a"));
        await worker.WhenIdleAsync(CancellationToken.None);

        refusals.Seen.ShouldBe(["a: no such person, gone"]);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Parked);
        (await outbox.EntryAsync("instead-of-a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_WithdrawnWhileItIsRefused_WritesNothingInstead()
    {
        await using var outbox = await CreateAsync(dialect);
        outbox.Refusals.Add(new Follower(outbox) { Meanwhile = transaction => OutboxStore.WithdrawTopic(transaction, "task") });
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Refused("no such person", ReceiverIsGone: true));
        await outbox.EnqueueAsync(Message("a") with { Topic = "task" });
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Withdrawn);
        (await outbox.Store.FindAsync("instead-of-a", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Send_TooLateToBeOfUse_TellsNobody()
    {
        await using var outbox = await CreateAsync(dialect);
        var refusals = new Follower(outbox);
        outbox.Refusals.Add(refusals);
        await outbox.EnqueueAsync(Message("a") with { NotAfter = outbox.Time.GetUtcNow().AddMinutes(-1) });
        await (await outbox.StartWorkerAsync()).WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Parked);
        refusals.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_NotBefore_WaitsUntilThen()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a") with { NotBefore = outbox.Time.GetUtcNow().AddHours(8) });
        await worker.WhenIdleAsync(CancellationToken.None);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Waiting);

        outbox.Time.Advance(TimeSpan.FromHours(8));
        await worker.WhenIdleAsync(CancellationToken.None);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    /// <summary>Writes another message in the place of one that was refused.</summary>
    private sealed class Follower(OutboxFixture outbox) : OutboxRefusals
    {
        public List<string> Seen { get; } = [];

        /// <summary>Happens between the answer and the commit.</summary>
        public Action<Transaction>? Meanwhile { get; init; }

        public override async Task<Func<Transaction, Task>?> OnRefusedAsync(OutboxMessage message, OutboxResult.Refused refused, CancellationToken ct)
        {
            Seen.Add($"{message.Id}: {refused.Reason}{(refused.ReceiverIsGone ? ", gone" : "")}");
            if (Meanwhile is not null) await outbox.WriteAsync(Meanwhile);
            return transaction => outbox.Store.EnqueueAsync(transaction, Message($"instead-of-{message.Id}"), ct);
        }
    }

    [Fact]
    public async Task Send_ReceiverNamesAWait_IsTriedThenAndNotBefore()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        outbox.Receiver.Answer(new OutboxResult.Retry("slow down", TimeSpan.FromMinutes(7)));
        await outbox.EnqueueAsync(Message("a"));
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).NextAttemptAt.ShouldBe(outbox.Time.GetUtcNow().AddMinutes(7));
    }

    [Fact]
    public async Task Send_HandlerThrows_IsTriedAgain()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync(handler: new Thrower());
        await outbox.EnqueueAsync(Message("a"));
        await worker.WhenIdleAsync(CancellationToken.None);

        var entry = await outbox.EntryAsync("a");
        (entry.Status, entry.LastError).ShouldBe((OutboxStatus.Waiting, "the wire is cut"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_NoAnswerInTime_FreesItsPlaceAndIsTriedAgain(bool heedsCancellation)
    {
        await using var outbox = await CreateAsync(dialect, options => options.Concurrency = 1);
        outbox.Receiver.HeedsCancellation = heedsCancellation;
        outbox.Receiver.KeepWaiting(message => message.Id == "slow" && outbox.Receiver.Attempts.Count == 1);
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("slow"));
        await outbox.Receiver.BegunAsync();
        await outbox.EnqueueAsync(Message("next"));

        outbox.Time.Advance(TimeSpan.FromSeconds(30));
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("next")).Status.ShouldBe(OutboxStatus.Delivered);
        (await outbox.EntryAsync("slow")).LastError.ShouldBe("No answer within 30 seconds.");
        outbox.Time.Advance(TimeSpan.FromSeconds(5));
        await worker.WhenIdleAsync(CancellationToken.None);
        (await outbox.EntryAsync("slow")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_AfterItsLastUsefulTime_IsParkedUnsent()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("code") with { NotAfter = outbox.Time.GetUtcNow().AddMinutes(10) });
        outbox.Time.Advance(TimeSpan.FromMinutes(11));

        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Attempts.ShouldBeEmpty();
        var entry = await outbox.EntryAsync("code");
        entry.Status.ShouldBe(OutboxStatus.Parked);
        entry.LastError.ShouldBe("It was not sent before 2026-02-24 09:10:00 UTC and is of no use after that.");
    }

    [Fact]
    public async Task Send_KindWithoutHandler_IsParked()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a") with { Kind = "pigeon" });
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).LastError.ShouldBe("Nothing here sends messages of kind 'pigeon'.");
    }

    [Fact]
    public async Task Stop_WhileSending_FinishesItAndTakesNothingNew()
    {
        await using var outbox = await CreateAsync(dialect, options => options.Concurrency = 1);
        outbox.Receiver.KeepWaiting(message => message.Id == "a");
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a"));
        await outbox.Receiver.BegunAsync();
        await outbox.EnqueueAsync(Message("b"));

        var stopping = worker.StopAsync(CancellationToken.None);
        stopping.IsCompleted.ShouldBeFalse();
        outbox.Receiver.Release();
        await stopping;

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
        (await outbox.EntryAsync("b")).Status.ShouldBe(OutboxStatus.Waiting);
        outbox.Receiver.Ids.ShouldBe(["a"]);
    }

    [Fact]
    public async Task Stop_BeforeItHasBegun_IsQuiet()
    {
        await using var outbox = await CreateAsync(dialect);
        var worker = await outbox.StartWorkerAsync(ct: new CancellationToken(canceled: true));

        await worker.StopAsync(CancellationToken.None);

        outbox.Receiver.Ids.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_InAHurry_GivesTheMessageBackAndTheNextStartSendsIt()
    {
        await using var outbox = await CreateAsync(dialect);
        outbox.Receiver.KeepWaiting(_ => outbox.Receiver.Attempts.Count == 1);
        var first = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a"));
        await outbox.Receiver.BegunAsync();

        await first.StopAsync(new CancellationToken(canceled: true));
        var second = await outbox.StartWorkerAsync();
        await second.WhenIdleAsync(CancellationToken.None);

        outbox.Receiver.Ids.ShouldBe(["a", "a"]);
        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Start_AfterACrash_SendsWhatThisNodeHadClaimed()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a"));
        await ClaimForAsync(outbox, "local");

        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Start_AnotherNodeHasClaimed_SendsItWhenTheLeaseEnds()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync(Message("a"));
        await ClaimForAsync(outbox, "another");

        var worker = await outbox.StartWorkerAsync();
        await worker.WhenIdleAsync(CancellationToken.None);
        outbox.Receiver.Attempts.ShouldBeEmpty();
        outbox.Time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(1));

        await outbox.Receiver.BegunAsync();
    }

    [Fact]
    public async Task Send_TwoNodesOnOneOutbox_EachMessageOnce()
    {
        await using var outbox = await CreateAsync(dialect);
        await outbox.EnqueueAsync([.. Enumerable.Range(1, 200).Select(n => Message($"m{n}"))]);

        var a = await outbox.StartWorkerAsync(new OutboxOptions { Node = "a" }, new OutboxStore(outbox.Database, outbox.Time));
        var b = await outbox.StartWorkerAsync(new OutboxOptions { Node = "b" }, new OutboxStore(outbox.Database, outbox.Time));
        await Task.WhenAll(a.WhenIdleAsync(CancellationToken.None), b.WhenIdleAsync(CancellationToken.None));
        // One may have been idle while the other was still sending its last ones.
        await Task.WhenAll(a.WhenIdleAsync(CancellationToken.None), b.WhenIdleAsync(CancellationToken.None));

        outbox.Receiver.Ids.Order().ShouldBe(Enumerable.Range(1, 200).Select(n => $"m{n}").Order());
    }

    [Fact]
    public async Task Send_WithdrawnWhileBeingSent_IsDelivered()
    {
        await using var outbox = await CreateAsync(dialect);
        outbox.Receiver.KeepWaiting(_ => true);
        var worker = await outbox.StartWorkerAsync();
        await outbox.EnqueueAsync(Message("a") with { Topic = "t" });
        await outbox.Receiver.BegunAsync();
        await outbox.WithdrawTopicAsync("t");

        outbox.Receiver.Release();
        await worker.WhenIdleAsync(CancellationToken.None);

        (await outbox.EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public void DelayAfter_ManyAttempts_GrowsToItsCapAndVaries()
    {
        var steady = new OutboxOptions { Jitter = 0 };
        Enumerable.Range(1, 12).Select(attempt => steady.DelayAfter(attempt).TotalSeconds)
            .ShouldBe([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);

        var varied = Enumerable.Range(0, 200).Select(_ => new OutboxOptions().DelayAfter(1).TotalSeconds).ToList();
        varied.ShouldAllBe(seconds => seconds >= 4 && seconds <= 5);
        varied.Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Problems_WrongSettings_NameTheirKeys()
    {
        var options = new OutboxOptions { Tries = 0, Jitter = 2, Lanes = { ["email"] = new OutboxLimits { PerMinute = 0 } } };

        options.Problems().Select(problem => problem.Split(' ')[0]).ShouldBe(["Outbox:Tries", "Outbox:Jitter", "Outbox:Lanes:email:PerMinute"]);
        new OutboxOptions().Problems().ShouldBeEmpty();
    }

    // What a node leaves behind that dies between its claim and its answer.
    private static Task ClaimForAsync(OutboxFixture outbox, string node) =>
        outbox.Database.WriteAsync(
            transaction => transaction.ExecuteAsync(
                "UPDATE outbox SET claimed_until = @until, claimed_by = @node, attempts = attempts + 1",
                new { until = outbox.Time.GetUtcNow().AddMinutes(1), node },
                CancellationToken.None),
            CancellationToken.None);

    private sealed class Thrower : OutboxHandler
    {
        public override string Kind => "email";

        public override Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct) => throw new IOException("the wire is cut");
    }
}
