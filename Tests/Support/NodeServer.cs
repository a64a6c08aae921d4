using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Workflows.Tests.Support;

/// <summary>A server on Node beside a test. Commands go to its standard input and events come from its standard output, a line of JSON each; what it received is kept until a test asks for it.</summary>
/// <typeparam name="T">What it receives: mails, calls. Its text names it where it is missed.</typeparam>
internal sealed class NodeServer<T> : IAsyncDisposable
    where T : class
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _name;
    private readonly Process _process;
    private readonly Func<NodeServer<T>, JsonNode, bool> _hear;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly List<T> _received = [];
    private readonly List<T> _unread = [];
    private readonly Channel<JsonNode> _answers = Channel.CreateUnbounded<JsonNode>();
    private readonly SemaphoreSlim _commanding = new(1);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeServer(string name, Process process, Func<NodeServer<T>, JsonNode, bool> hear)
    {
        (_name, _process, _hear) = (name, process, hear);
        _reading = ReadAsync();
    }

    public int Port { get; private set; }

    /// <summary>Everything received so far, in order.</summary>
    public IReadOnlyList<T> Received
    {
        get
        {
            lock (_lock) return [.. _received];
        }
    }

    /// <param name="folder">Below Tests, with its server.mjs and packages.</param>
    /// <param name="hear">Takes an event; false for the answer to a command.</param>
    public static async Task<NodeServer<T>> StartAsync(string name, string folder, object options, Func<NodeServer<T>, JsonNode, bool> hear)
    {
        var path = Path.Combine(Repository.Root, "Tests", folder);
        await NodePackages.InstallAsync(path);
        var start = new ProcessStartInfo("node") { WorkingDirectory = path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("server.mjs");
        start.ArgumentList.Add(JsonSerializer.Serialize(options));
        var server = new NodeServer<T>(name, Process.Start(start) ?? throw new InvalidOperationException("node could not be started."), hear);
        server.Port = (int)(await server.AnswerAsync())["port"]!;
        return server;
    }

    /// <summary>Keeps what an event brought, and wakes whoever waits for it.</summary>
    public void Receive(T what)
    {
        lock (_lock)
        {
            _received.Add(what);
            _unread.Add(what);
            _arrival.SetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Completes when so many have been received, from the start.</summary>
    public Task WhenReceivedAsync(int count) => WaitAsync(() => _received.Count >= count ? _received : null, Patience);

    /// <summary>The next one that no call has returned yet, waiting for it if need be.</summary>
    public Task<T> NextAsync(Func<T, bool> wanted, TimeSpan? timeout = null) => WaitAsync(
        () =>
        {
            var found = _unread.Find(what => wanted(what));
            if (found is not null) _unread.Remove(found);
            return found;
        },
        timeout ?? Patience);

    public async Task<JsonNode> CommandAsync(object command)
    {
        await _commanding.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
            await _process.StandardInput.FlushAsync();
            return await AnswerAsync();
        }
        finally
        {
            _commanding.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _commanding.Dispose();
    }

    private async Task<TFound> WaitAsync<TFound>(Func<TFound?> look, TimeSpan timeout)
        where TFound : class
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (look() is { } found) return found;
                arrival = _arrival.Task;
            }

            try
            {
                // Ends early, with the reason, when the server's lines can no longer be read.
                await (await Task.WhenAny(arrival, _reading).WaitAsync(limit.Token));
                if (_reading.IsCompleted && !arrival.IsCompleted) throw new InvalidOperationException($"The {_name} has ended.");
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The {_name} did not receive what was expected. It received: {string.Join("; ", Received)}.", late);
            }
        }
    }

    private async Task<JsonNode> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            return await _answers.Reader.ReadAsync(limit.Token);
        }
        catch (ChannelClosedException ended)
        {
            throw new InvalidOperationException($"The {_name} ended: {await _process.StandardError.ReadToEndAsync()}", ended);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonNode.Parse(line)!;
            if (!_hear(this, said)) _answers.Writer.TryWrite(said);
        }

        _answers.Writer.TryComplete();
    }
}
