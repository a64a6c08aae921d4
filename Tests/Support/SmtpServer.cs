using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workflows.Tests.Support;

/// <summary>A real SMTP server (npm's smtp-server) on a free loopback port, for one test or one class.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Channel<string> _troubles;
    private readonly NodeServer<ReceivedMail> _server;

    private SmtpServer(NodeServer<ReceivedMail> server, Channel<string> troubles) => (_server, _troubles) = (server, troubles);

    public string Host => "127.0.0.1";

    public int Port => _server.Port;

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<ReceivedMail> Received => _server.Received;

    /// <param name="port">A port of one's own, to start again where a server was; 0 is a free one.</param>
    /// <param name="startTls">Offer STARTTLS (with a certificate that nobody signed) and take nothing without it.</param>
    /// <param name="user">Take mail from this user only; needs STARTTLS.</param>
    public static async Task<SmtpServer> StartAsync(int port = 0, bool startTls = false, string? user = null, string? password = null)
    {
        var troubles = Channel.CreateUnbounded<string>();
        return new SmtpServer(await NodeServer<ReceivedMail>.StartAsync("SMTP server", "smtp-server", new { port, startTls, user, password }, Hear), troubles);

        bool Hear(NodeServer<ReceivedMail> server, JsonNode said)
        {
            var name = (string)said["event"]!;
            if (name == "received") server.Receive(said.Deserialize<ReceivedMail>(Json)!);
            else if (name is "failed" or "hanging" or "closed") troubles.Writer.TryWrite(name);
            else return false;
            return true;
        }
    }

    /// <summary>Completes when so many mails have been received, from the start: what the server has taken, this side may read a moment later.</summary>
    public Task WhenReceivedAsync(int count) => _server.WhenReceivedAsync(count);

    /// <summary>The next mail that no call has returned yet, waiting for it if need be.</summary>
    /// <param name="to">Only mail to this address; null is anybody.</param>
    /// <param name="timeout">Default 20 s.</param>
    public Task<ReceivedMail> NextAsync(string? to = null, TimeSpan? timeout = null) =>
        NextAsync(mail => to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase), timeout);

    /// <inheritdoc cref="NextAsync(string?, TimeSpan?)"/>
    public Task<ReceivedMail> NextAsync(Func<ReceivedMail, bool> wanted, TimeSpan? timeout = null) => _server.NextAsync(wanted, timeout);

    /// <summary>Answers the next <paramref name="count"/> mails with an error at a stage of the conversation.</summary>
    /// <param name="code">4xx: try again later; 5xx: do not.</param>
    public Task FailNextAsync(int count = 1, int code = 451, SmtpStage stage = SmtpStage.Recipient) =>
        _server.CommandAsync(new { fail = new { count, code, stage = stage switch { SmtpStage.Sender => "mail", SmtpStage.Recipient => "rcpt", _ => "data" } } });

    /// <summary>Refuses every mail to this address from now on.</summary>
    public Task RejectAsync(string address, int code = 550) => _server.CommandAsync(new { reject = new { address, code } });

    /// <summary>Takes mail to this address again.</summary>
    public Task AcceptAsync(string address) => _server.CommandAsync(new { accept = address });

    /// <summary>From now on says nothing after a mail was handed over, or goes on answering.</summary>
    public Task HangAsync(bool hang) => _server.CommandAsync(new { hang });

    /// <summary>Completes when the server has just failed a mail as asked (<c>failed</c>), has just begun to say nothing (<c>hanging</c>), or was left while it said nothing (<c>closed</c>).</summary>
    public async Task<string> NextTroubleAsync()
    {
        using var limit = new CancellationTokenSource(NodeServer<ReceivedMail>.Patience);
        return await _troubles.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>Where in the conversation the server answers with an error: MAIL FROM, RCPT TO, or the end of DATA.</summary>
public enum SmtpStage
{
    Sender,
    Recipient,
    Data,
}
