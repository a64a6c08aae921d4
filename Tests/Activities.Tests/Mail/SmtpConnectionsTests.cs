using System.Net.Mail;
using Workflows.Activities.Mail;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Mail;

/// <summary>Which mails share a connection to the mail server, and what happens to one that the server ended.</summary>
public sealed class SmtpConnectionsTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private SmtpServer _server = null!;
    private SmtpConnections _connections = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        _connections = Connections(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Mails_OneAfterAnother_GoOverOneConnection()
    {
        for (var mail = 0; mail < 3; mail++) await SendAsync();

        (await ReceivedOverAsync(3)).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Mails_AtTheSameTime_HaveAConnectionEach_AndTheNextOneOfThose()
    {
        await Task.WhenAll(SendAsync(), SendAsync(), SendAsync());
        await SendAsync();

        var over = await ReceivedOverAsync(4);
        over.Distinct().Count().ShouldBe(3);
        over[..3].ShouldContain(over[3]);
    }

    [Fact]
    public async Task Connection_ThatCarriedItsMost_IsLeft()
    {
        for (var mail = 0; mail <= SmtpConnections.MostMails; mail++) await SendAsync();

        var over = await ReceivedOverAsync(SmtpConnections.MostMails + 1);
        over[..^1].Distinct().Count().ShouldBe(1);
        over[^1].ShouldNotBe(over[0]);
    }

    [Fact]
    public async Task Connection_ThatNobodyUses_IsClosed()
    {
        await SendAsync();
        // From now on the server tells who leaves.
        await _server.HangAsync(true);

        _time.Advance(SmtpConnections.IdleLimit);

        (await _server.NextTroubleAsync()).ShouldBe("closed");
    }

    [Fact]
    public async Task Connection_UsedAgainMeanwhile_IsNotClosedYet()
    {
        await SendAsync();
        _time.Advance(SmtpConnections.IdleLimit / 2);
        await SendAsync();
        _time.Advance(SmtpConnections.IdleLimit * 0.75);
        await SendAsync();

        (await ReceivedOverAsync(3)).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Connection_ThatTheServerEnded_IsReplaced_AndTheMailArrives()
    {
        var port = _server.Port;
        await Task.WhenAll(SendAsync(), SendAsync());
        await _server.DisposeAsync();
        _server = await SmtpServer.StartAsync(port);

        await SendAsync();

        (await ReceivedOverAsync(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task ServerThatIsGone_IsAnError_AlsoAfterAMailOverAConnection()
    {
        await SendAsync();
        await _server.DisposeAsync();

        await Should.ThrowAsync<SmtpException>(SendAsync);
        _server = await SmtpServer.StartAsync();
    }

    [Fact]
    public async Task MailThatWasRefused_LeavesNothingForTheNext()
    {
        await SendAsync();
        await _server.FailNextAsync(code: 550);
        await Should.ThrowAsync<SmtpException>(SendAsync);
        await SendAsync();

        var over = await ReceivedOverAsync(2);
        over[1].ShouldNotBe(over[0]);
    }

    [Fact]
    public async Task ServerThatClosesAtTheFirstCommand_IsAskedAgainOnce()
    {
        await SendAsync();
        await _server.FailNextAsync(code: 421, stage: SmtpStage.Sender);

        await SendAsync();

        (await ReceivedOverAsync(2)).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Disposed_LeavesTheServer()
    {
        await SendAsync();
        await _server.HangAsync(true);

        _connections.Dispose();

        (await _server.NextTroubleAsync()).ShouldBe("closed");
    }

    private SmtpConnections Connections(SmtpServer server) => new(new MailSettings { Host = server.Host, Port = server.Port, StartTls = false, From = "approvals@acme.example" }, _time);

    private async Task SendAsync()
    {
        using var message = new MailMessage("approvals@acme.example", "emma@example.com", "Hello", "hello");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _connections.SendAsync(message, limit.Token);
    }

    /// <summary>The connection of each mail that the server has received, in order.</summary>
    private async Task<List<string>> ReceivedOverAsync(int count)
    {
        await _server.WhenReceivedAsync(count);
        return [.. _server.Received.Select(mail => mail.Connection)];
    }
}
