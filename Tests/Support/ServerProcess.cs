using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Workflows.Tests.Support;

/// <summary>The product as its users run it: a process of its own, which can be killed at any moment.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The product's assembly, as it was built beside the tests.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Workflows.Api.dll");

    public int Id => _process.Id;

    /// <summary>Completes when the process has ended, however it did.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Of a process that has ended; 137 is SIGKILL.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it has written so far, errors included.</summary>
    public string Output
    {
        get
        {
            lock (_lock) return string.Join(Environment.NewLine, _lines);
        }
    }

    /// <summary>Starts it and waits until it says where it is.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="launcher">A program that starts it, with its arguments, such as one that takes rights away; none starts it directly.</param>
    public static async Task<ServerProcess> StartAsync(string folder, IEnumerable<string> arguments, params IReadOnlyList<string> launcher)
    {
        var start = new ProcessStartInfo(launcher is [var first, ..] ? first : "dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in launcher.Skip(1)) start.ArgumentList.Add(argument);
        if (launcher.Count > 0) start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What a test run sets for itself is not for the product.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name == "DOTNET_ENVIRONMENT").ToList()) start.Environment.Remove(name);
        // Profiling for later speed costs more than it brings in a process that lives for seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var server = new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started."));
        Survivors.Add(server._process);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        server.Ended = server._process.WaitForExitAsync();
        try
        {
            if (await Task.WhenAny(server._listening.Task, server.Ended).WaitAsync(StartLimit) == server.Ended)
                throw new ServerEndedException(server._process.ExitCode, server.Output);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>A free port of the loopback address, outside the range that systems give to outgoing connections: a server that is killed finds it free again.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20000, 32000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    /// <summary>Asks it to stop, as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would: SIGKILL, nothing is finished or flushed.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lock) _lines.Add(line);
        if (line.StartsWith("Workflows is at ", StringComparison.Ordinal)) _listening.TrySetResult();
    }
}

/// <summary>A server ended before it said where it is.</summary>
public sealed class ServerEndedException(int exitCode, string output) : InvalidOperationException($"The server ended with {exitCode}: {output}")
{
    public int ExitCode => exitCode;

    /// <summary>Everything it has written.</summary>
    public string Output => output;
}
