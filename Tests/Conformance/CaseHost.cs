using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Storage;

namespace Workflows.Conformance;

/// <summary>The real runtime over a database of its own, for one case.</summary>
internal sealed class CaseHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Database _database;
    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, object?> _hostFunctions = new();
    private readonly ConcurrentQueue<(string InstanceId, string Line)> _lines = new();

    private CaseHost(string folder, Database database, SteppedTime time, IEnumerable<string> hostFunctions)
    {
        (_folder, _database, Time) = (folder, database, time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<ILoggerFactory>(new TroubleLog(Troubles));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        var functions = new Dictionary<string, ContextFunction>();
        foreach (var name in hostFunctions)
        {
            _hostFunctions[name] = null;
            functions[name] = (_, _) => _hostFunctions[name];
        }

        services.AddSingleton(new ScriptFunctions(functions));
        services.AddEngine(database);
        _services = services.BuildServiceProvider();
        _services.GetRequiredService<ConsoleLog>().Listener = (instance, line) => _lines.Enqueue((instance.Id, line));
    }

    public SteppedTime Time { get; }

    /// <summary>What WriteLine printed, of all instances, in order.</summary>
    public IReadOnlyList<string> Lines => [.. _lines.Select(line => line.Line)];

    /// <summary>Errors that the background work logged: they explain a difference.</summary>
    public ConcurrentQueue<string> Troubles { get; } = new();

    public DefinitionStore Definitions => _services.GetRequiredService<DefinitionStore>();

    public Publishing Publishing => _services.GetRequiredService<Publishing>();

    public WorkflowRuntime Runtime => _services.GetRequiredService<WorkflowRuntime>();

    public Stimuli Stimuli => _services.GetRequiredService<Stimuli>();

    public Alterations Alterations => _services.GetRequiredService<Alterations>();

    public HttpWorkflows Http => _services.GetRequiredService<HttpWorkflows>();

    /// <param name="hostFunctions">Functions that scripts may call; they return null until told otherwise.</param>
    public static async Task<CaseHost> OpenAsync(IEnumerable<string> hostFunctions, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("conformance").FullName;
        var time = new SteppedTime();
        var database = await Database.OpenAsync(Path.Combine(folder, "case.db"), Migration.In(typeof(Database).Assembly), time, ct);
        var host = new CaseHost(folder, database, time, hostFunctions);
        await host.Definitions.ReloadAsync(ct);
        return host;
    }

    public void HostFunctionReturns(string name, JsonNode? value) => _hostFunctions[name] = JsonValues.FromJson(value);

    /// <summary>Does what is due in the background, and what that causes.</summary>
    public Task SettleAsync(CancellationToken ct) => _services.GetRequiredService<BackgroundWork>().RunDueAsync(ct);

    public Task<Burst?> RestoreAsync(string instanceId, CancellationToken ct) =>
        _services.GetRequiredService<InstanceStore>().RestoreAsync(instanceId, _services.GetRequiredService<BurstServices>(), http: null, ct);

    public Task<IReadOnlyList<JournalEntry>> JournalAsync(string instanceId, CancellationToken ct) =>
        _services.GetRequiredService<InstanceStore>().JournalAsync(instanceId, ct);

    /// <summary>The ids of all instances, in the order in which they were started.</summary>
    public async Task<IReadOnlyList<string>> InstanceIdsAsync(CancellationToken ct)
    {
        await using var reader = _database.OpenReader();
        await using var command = reader.CreateCommand();
        command.CommandText = "SELECT id FROM instances ORDER BY created_at, id";
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ids = new List<string>();
        while (await rows.ReadAsync(ct)) ids.Add(rows.GetString(0));
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class TroubleLog(ConcurrentQueue<string> troubles) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
            // Everything goes to one list.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) troubles.Enqueue($"{formatter(state, exception)}: {exception?.Message}");
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
