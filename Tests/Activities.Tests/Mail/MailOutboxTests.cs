using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Mail;

/// <summary>From the commit that asks for a mail to the mail server that takes it.</summary>
public sealed class MailOutboxTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mail").FullName;
    private readonly ManualTime _time = new();
    private readonly List<OutboxWorker> _workers = [];
    private SmtpServer _server = null!;
    private Database _database = null!;
    private OutboxStore _outbox = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        _database = await Database.OpenAsync(Path.Combine(_folder, "mail.db"), Migration.In(typeof(Database).Assembly), _time, CancellationToken.None);
        _outbox = new OutboxStore(_database, _time);
    }

    [Fact]
    public async Task Send_ServerBusyTwice_ArrivesOnceWithItsMessageId()
    {
        await _server.FailNextAsync(2);
        var worker = await StartAsync();
        await EnqueueAsync("task-1");

        await worker.WhenIdleAsync(CancellationToken.None);
        var waiting = await EntryAsync("task-1");
        foreach (var seconds in new[] { 5, 10 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await worker.WhenIdleAsync(CancellationToken.None);
        }

        waiting.Status.ShouldBe(OutboxStatus.Waiting);
        waiting.LastError!.ShouldContain("451");
        (await _server.NextAsync()).MessageId.ShouldBe("<task-1@acme.example>");
        _server.Received.Count.ShouldBe(1);
        (await EntryAsync("task-1")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_ReceiverThatDoesNotExist_IsParkedAndResentWhenItDoes()
    {
        await _server.RejectAsync("nobody@example.com");
        var worker = await StartAsync();
        await EnqueueAsync("bad", "nobody@example.com");
        await EnqueueAsync("worse", "not an address");
        await EnqueueAsync("good", "emma@example.com");
        await worker.WhenIdleAsync(CancellationToken.None);

        (await _server.NextAsync()).To.ShouldBe(["emma@example.com"]);
        (await EntryAsync("bad")).LastError!.ShouldContain("no such person: nobody@example.com");
        (await EntryAsync("bad")).Status.ShouldBe(OutboxStatus.Parked);
        (await EntryAsync("worse")).Status.ShouldBe(OutboxStatus.Parked);
        await _server.AcceptAsync("nobody@example.com");
        (await _outbox.ResendAsync("bad", CancellationToken.None)).ShouldBe(ResendResult.Waiting);

        (await _server.NextAsync("nobody@example.com")).MessageId.ShouldBe("<bad@acme.example>");
    }

    [Fact]
    public async Task Send_NoServerForHours_IsParkedAfterTheLastTryAndResent()
    {
        var port = _server.Port;
        await _server.DisposeAsync();
        var worker = await StartAsync();
        await EnqueueAsync("a");
        for (var hours = 0; hours < 14; hours++)
        {
            await worker.WhenIdleAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromHours(1));
        }

        var parked = await EntryAsync("a");
        (parked.Status, parked.Attempts).ShouldBe((OutboxStatus.Parked, 12));
        parked.LastError!.ShouldContain("cannot be used");
        _server = await SmtpServer.StartAsync(port);
        await _outbox.ResendAsync("a", CancellationToken.None);

        (await _server.NextAsync()).MessageId.ShouldBe("<a@acme.example>");
    }

    [Fact]
    public async Task Send_StoppedBetweenHandOverAndAnswer_ArrivesAgainAsTheSameMail()
    {
        // The server has the mail and has not said so: what a crash at that moment leaves.
        await _server.HangAsync(true);
        var first = await StartAsync();
        await EnqueueAsync("a");
        (await _server.NextTroubleAsync()).ShouldBe("hanging");
        await first.StopAsync(new CancellationToken(canceled: true));
        (await EntryAsync("a")).Status.ShouldBe(OutboxStatus.Waiting);
        await _server.HangAsync(false);

        var second = await StartAsync();
        await second.WhenIdleAsync(CancellationToken.None);

        (await _server.NextAsync()).MessageId.ShouldBe("<a@acme.example>");
        (await EntryAsync("a")).Status.ShouldBe(OutboxStatus.Delivered);
    }

    [Fact]
    public async Task Send_TimeoutOfTheOutbox_FreesThePlaceAndTriesAgain()
    {
        await _server.HangAsync(true);
        var worker = await StartAsync();
        await EnqueueAsync("a");
        (await _server.NextTroubleAsync()).ShouldBe("hanging");

        _time.Advance(TimeSpan.FromSeconds(30));
        await worker.WhenIdleAsync(CancellationToken.None);
        (await EntryAsync("a")).LastError.ShouldBe("No answer within 30 seconds.");
        await _server.HangAsync(false);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await _server.NextAsync()).MessageId.ShouldBe("<a@acme.example>");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(new CancellationToken(canceled: true));
            worker.Dispose();
        }

        await _database.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<OutboxWorker> StartAsync()
    {
        var settings = new MailSettings { Host = _server.Host, Port = _server.Port, StartTls = false, From = "approvals@acme.example" };
        var worker = new OutboxWorker(
            _database, _outbox, [new SmtpMailer(settings, new MailComposer(MailTemplates.With(folder: null), settings), TimeProvider.System)], [], Options.Create(new OutboxOptions { Jitter = 0 }), _time, NullLogger<OutboxWorker>.Instance);
        _workers.Add(worker);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    private Task EnqueueAsync(string id, string to = "emma@example.com") =>
        _database.WriteAsync(
            transaction => _outbox.EnqueueAsync(
                transaction, new OutgoingMail { To = new MailRecipient(to), Subject = "Hello", Text = "hello", Html = "<p>hello</p>" }.ToMessage(id), CancellationToken.None),
            CancellationToken.None);

    private async Task<OutboxEntry> EntryAsync(string id) => (await _outbox.FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
}
