using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Outbox;

/// <summary>An outbox in a file of its own, time that stands still, and a receiver that answers as told.</summary>
public sealed class OutboxFixture : IAsyncDisposable
{
    private TestDatabase _stored = null!;
    private readonly List<OutboxWorker> _workers = [];
    private readonly ErrorLog _log = new();

    public ManualTime Time { get; } = new();

    public OutboxOptions Options { get; } = new() { Jitter = 0, Node = "local" };

    public Receiver Receiver { get; } = new();

    public List<OutboxRefusals> Refusals { get; } = [];

    public Database Database { get; private set; } = null!;

    public OutboxStore Store { get; private set; } = null!;

    public static async Task<OutboxFixture> CreateAsync(Dialect dialect, Action<OutboxOptions>? configure = null)
    {
        var fixture = new OutboxFixture();
        configure?.Invoke(fixture.Options);
        fixture._stored = await TestDatabase.CreateAsync(dialect, Migration.In(typeof(Database).Assembly));
        fixture.Database = await fixture._stored.OpenAsync(Migration.In(typeof(Database).Assembly), fixture.Time);
        fixture.Store = new OutboxStore(fixture.Database, fixture.Time);
        return fixture;
    }

    public static OutboxMessage Message(string id, string payload = "{}", string lane = "email") =>
        new() { Id = id, Kind = "email", Lane = lane, Destination = $"{id}@example.com", Subject = $"About {id}", Payload = payload };

    /// <param name="ct">Cancelled: it is stopped before it has begun.</param>
    public async Task<OutboxWorker> StartWorkerAsync(OutboxOptions? options = null, OutboxStore? store = null, OutboxHandler? handler = null, CancellationToken ct = default)
    {
        var worker = new OutboxWorker(
            Database, store ?? Store, [handler ?? Receiver], Refusals, Microsoft.Extensions.Options.Options.Create(options ?? Options), Time, _log);
        _workers.Add(worker);
        await worker.StartAsync(ct);
        return worker;
    }

    public Task EnqueueAsync(params OutboxMessage[] messages) =>
        Database.WriteAsync(
            async transaction =>
            {
                foreach (var message in messages) await Store.EnqueueAsync(transaction, message, CancellationToken.None);
            },
            CancellationToken.None);

    public Task WriteAsync(Action<Transaction> write) => Database.WriteAsync(
        transaction =>
        {
            write(transaction);
            return Task.CompletedTask;
        },
        CancellationToken.None);

    public Task WithdrawTopicAsync(string topic) => WriteAsync(transaction => OutboxStore.WithdrawTopic(transaction, topic));

    public async Task<OutboxEntry> EntryAsync(string id) => (await Store.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        Receiver.Release();
        foreach (var worker in _workers)
        {
            await worker.StopAsync(new CancellationToken(canceled: true));
            worker.Dispose();
        }

        await Database.DisposeAsync();
        await _stored.DisposeAsync();
        _log.Errors.ShouldBeEmpty();
    }

    /// <summary>The worker survives errors of its own and logs them: in a test there must be none.</summary>
    private sealed class ErrorLog : ILogger<OutboxWorker>
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}

/// <summary>What stands outside: notes every attempt, answers from a list and then with success, and can be made to keep its caller waiting.</summary>
public sealed class Receiver : OutboxHandler
{
    private readonly ConcurrentQueue<OutboxResult> _answers = new();
    private readonly ConcurrentQueue<OutboxMessage> _attempts = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<OutboxMessage, bool> _keepsWaiting = _ => false;

    public override string Kind => "email";

    /// <summary>Whether a caller that is kept waiting is let go when its token is cancelled.</summary>
    public bool HeedsCancellation { get; set; } = true;

    public IReadOnlyList<OutboxMessage> Attempts => [.. _attempts];

    public IEnumerable<string> Ids => Attempts.Select(message => message.Id);

    public void Answer(params OutboxResult[] results)
    {
        foreach (var result in results) _answers.Enqueue(result);
    }

    public void KeepWaiting(Func<OutboxMessage, bool> which) => _keepsWaiting = which;

    public void Release() => _released.TrySetResult();

    /// <summary>Completes when the next attempt has begun.</summary>
    public async Task BegunAsync() => (await _begun.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue("no attempt began");

    public override async Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct)
    {
        _attempts.Enqueue(message);
        _begun.Release();
        if (_keepsWaiting(message)) await _released.Task.WaitAsync(HeedsCancellation ? ct : CancellationToken.None);
        return _answers.TryDequeue(out var answer) ? answer : new OutboxResult.Delivered();
    }
}
