using System.Globalization;
using Workflows.Tests.Support;

namespace Workflows.Stress;

/// <summary>One server through all its lives: it dies as its plan says, and starts again on the same data.</summary>
internal sealed class Node(int number, string folder, IReadOnlyList<string> settings, History history) : IAsyncDisposable
{
    // What SIGKILL leaves; 3 is a server that could not reach its database when it started.
    private const int Killed = 137;
    private const int NoDatabase = 3;

    private const int FailureLines = 12;

    private readonly List<string> _failures = [];

    private ServerProcess? _server;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(30) };

    public int Deaths { get; private set; }

    /// <summary>What it logged of faults in the lives that are over.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Where it listens, in every life.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{ServerProcess.FreePort()}/");

    public async Task LiveAsync(IEnumerable<Life> lives, CancellationToken until)
    {
        Http.BaseAddress ??= Address;
        foreach (var life in lives)
        {
            if (until.IsCancellationRequested) return;
            if (!await StartAsync(life)) continue;
            try
            {
                await _server!.Ended.WaitAsync(life.Longest, until);
                CheckEnd(_server.ExitCode);
            }
            catch (TimeoutException)
            {
                await _server!.KillAsync();
            }
            catch (OperationCanceledException)
            {
                await _server!.KillAsync();
                return;
            }

            Deaths++;
        }
    }

    /// <summary>A last life in which nothing breaks.</summary>
    public async Task RestAsync()
    {
        Http.BaseAddress ??= Address;
        if (!await StartAsync(new Life(Faults: null, TimeSpan.MaxValue, TimeSpan.Zero))) throw new InvalidOperationException($"Node {number} does not start any more.");
    }

    /// <summary>Ends it as a service manager does.</summary>
    public async Task StopAsync()
    {
        if (_server is null || _server.Ended.IsCompleted) return;
        var code = await _server.StopAsync();
        if (code != 0) history.Add(new Surprise($"node {number} was asked to stop and ended with {code}: {LastWords()}"));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await EndAsync();
    }

    private async Task<bool> StartAsync(Life life)
    {
        await EndAsync();
        string[] trial =
        [
            "env",
            $"WORKFLOWS_FAULTS={life.Faults}",
            string.Create(CultureInfo.InvariantCulture, $"WORKFLOWS_CLOCK_SHIFT={life.ClockShift.TotalSeconds}"),
        ];
        try
        {
            _server = await ServerProcess.StartAsync(folder, ["serve", "--urls", Address.ToString(), "--Data", Path.Combine(folder, $"data-{number}"), .. settings], trial);
            return true;
        }
        catch (ServerEndedException ended)
        {
            Deaths++;
            KeepFailures(ended.Message);
            CheckEnd(ended.ExitCode, ended.Message);
            return false;
        }
    }

    private async Task EndAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        KeepFailures(_server.Output);
        _server = null;
    }

    private void KeepFailures(string output)
    {
        var lines = output.Split(Environment.NewLine);
        for (var line = 0; line < lines.Length; line++)
        {
            // The console logger indents everything below the first line.
            if (lines[line].StartsWith("fail: ", StringComparison.Ordinal))
                _failures.Add(string.Join(Environment.NewLine, lines.Skip(line + 1).TakeWhile(below => below.StartsWith(' ')).Take(FailureLines).Prepend($"node {number}: {lines[line]}")));
        }
    }

    private void CheckEnd(int code, string? words = null)
    {
        if (code is not (Killed or NoDatabase)) history.Add(new Surprise($"node {number} ended by itself with {code}: {words ?? LastWords()}"));
    }

    private string LastWords() => _server!.Output is { Length: > 2000 } output ? output[^2000..] : _server!.Output;
}
