using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Workflows.Tests.Support;

/// <summary>A real SMTP server (npm's smtp-server) on a free loopback port, for one test or one class.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly List<ReceivedMail> _received = [];
    private readonly List<ReceivedMail> _unread = [];
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _troubles = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _commanding = new(1);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SmtpServer(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public string Host => "127.0.0.1";

    public int Port { get; private set; }

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<ReceivedMail> Received
    {
        get
        {
            lock (_lock) return [.. _received];
        }
    }

    /// <param name="port">A port of one's own, to start again where a server was; 0 is a free one.</param>
    /// <param name="startTls">Offer STARTTLS (with a certificate that nobody signed) and take nothing without it.</param>
    /// <param name="user">Take mail from this user only; needs STARTTLS.</param>
    public static async Task<SmtpServer> StartAsync(int port = 0, bool startTls = false, string? user = null, string? password = null)
    {
        var folder = Path.Combine(Repository.Root, "Tests", "smtp-server");
        await NodePackages.InstallAsync(folder);
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("server.mjs");
        start.ArgumentList.Add(JsonSerializer.Serialize(new { port, startTls, user, password }));
        var server = new SmtpServer(Process.Start(start) ?? throw new InvalidOperationException("node could not be started."));
        var listening = await server.AnswerAsync();
        server.Port = JsonDocument.Parse(listening).RootElement.GetProperty("port").GetInt32();
        return server;
    }

    /// <summary>Completes when so many mails have been received, from the start: what the server has taken, this side may read a moment later.</summary>
    public async Task WhenReceivedAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_received.Count >= count) return;
                arrival = _arrival.Task;
            }

            await (await Task.WhenAny(arrival, _reading).WaitAsync(limit.Token));
        }
    }

    /// <summary>The next mail that no call has returned yet, waiting for it if need be.</summary>
    /// <param name="to">Only mail to this address; null is anybody.</param>
    /// <param name="timeout">Default 20 s.</param>
    public Task<ReceivedMail> NextAsync(string? to = null, TimeSpan? timeout = null) =>
        NextAsync(mail => to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase), timeout);

    /// <inheritdoc cref="NextAsync(string?, TimeSpan?)"/>
    public async Task<ReceivedMail> NextAsync(Func<ReceivedMail, bool> wanted, TimeSpan? timeout = null)
    {
        using var limit = new CancellationTokenSource(timeout ?? TimeSpan.FromSeconds(20));
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (_unread.Find(mail => wanted(mail)) is { } found)
                {
                    _unread.Remove(found);
                    return found;
                }

                arrival = _arrival.Task;
            }

            try
            {
                // Ends early, with the reason, when the server's lines can no longer be read.
                await (await Task.WhenAny(arrival, _reading).WaitAsync(limit.Token));
                if (_reading.IsCompleted && !arrival.IsCompleted) throw new InvalidOperationException("The SMTP server has ended.");
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The expected mail did not arrive. Arrived: {string.Join("; ", Received.Select(mail => $"'{mail.Subject}' to {string.Join(',', mail.To)}"))}.", late);
            }
        }
    }

    /// <summary>Answers the next <paramref name="count"/> mails with an error at a stage of the conversation.</summary>
    /// <param name="code">4xx: try again later; 5xx: do not.</param>
    public Task FailNextAsync(int count = 1, int code = 451, SmtpStage stage = SmtpStage.Recipient) =>
        CommandAsync(new { fail = new { count, code, stage = stage switch { SmtpStage.Sender => "mail", SmtpStage.Recipient => "rcpt", _ => "data" } } });

    /// <summary>Refuses every mail to this address from now on.</summary>
    public Task RejectAsync(string address, int code = 550) => CommandAsync(new { reject = new { address, code } });

    /// <summary>Takes mail to this address again.</summary>
    public Task AcceptAsync(string address) => CommandAsync(new { accept = address });

    /// <summary>From now on says nothing after a mail was handed over, or goes on answering.</summary>
    public Task HangAsync(bool hang) => CommandAsync(new { hang });

    /// <summary>Completes when the server has just failed a mail as asked (<c>failed</c>), has just begun to say nothing (<c>hanging</c>), or was left while it said nothing (<c>closed</c>).</summary>
    public async Task<string> NextTroubleAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _troubles.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _commanding.Dispose();
    }

    private async Task CommandAsync(object command)
    {
        await _commanding.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
            await _process.StandardInput.FlushAsync();
            await AnswerAsync();
        }
        finally
        {
            _commanding.Release();
        }
    }

    private async Task<string> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            return await _answers.Reader.ReadAsync(limit.Token);
        }
        catch (ChannelClosedException ended)
        {
            throw new InvalidOperationException($"The SMTP server ended: {await _process.StandardError.ReadToEndAsync()}", ended);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            switch (document.RootElement.GetProperty("event").GetString())
            {
                case "received":
                    var mail = document.RootElement.Deserialize<ReceivedMail>(Json)!;
                    lock (_lock)
                    {
                        _received.Add(mail);
                        _unread.Add(mail);
                        _arrival.SetResult();
                        _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    }

                    break;
                case "failed" or "hanging" or "closed":
                    _troubles.Writer.TryWrite(document.RootElement.GetProperty("event").GetString()!);
                    break;
                default:
                    _answers.Writer.TryWrite(line);
                    break;
            }
        }

        _answers.Writer.TryComplete();
    }
}

/// <summary>Where in the conversation the server answers with an error: MAIL FROM, RCPT TO, or the end of DATA.</summary>
public enum SmtpStage
{
    Sender,
    Recipient,
    Data,
}
