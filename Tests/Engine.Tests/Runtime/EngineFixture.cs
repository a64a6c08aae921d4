using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Stock.Http;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests.Runtime;

/// <summary>One database and one or more nodes that work on it, as separate processes would.</summary>
public sealed class EngineFixture : IAsyncDisposable
{
    private readonly List<Database> _connections = [];
    private TestDatabase _stored = null!;
    private readonly List<ServiceProvider> _nodes = [];

    public ManualTime Time { get; } = new();

    /// <summary>The first node's.</summary>
    public Database Database => First.Get<Database>();

    /// <summary>As in ConnectionStrings:Workflows.</summary>
    public string Connection => _stored.Connection;

    /// <summary>What WriteLine printed, on any node.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    public Node First { get; private set; } = null!;

    public static Task<EngineFixture> CreateAsync(params (string Key, string Value)[] settings) => CreateAsync(Dialect.Sqlite, settings);

    public static async Task<EngineFixture> CreateAsync(Dialect dialect, params (string Key, string Value)[] settings)
    {
        var fixture = new EngineFixture { _stored = await TestDatabase.CreateAsync(dialect, Migration.In(typeof(Database).Assembly)) };
        fixture.First = await fixture.AddNodeAsync(settings);
        return fixture;
    }

    public async Task<Node> AddNodeAsync(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        // Of a PostgreSQL each node has its own pool, as processes would; a SQLite file has one writer.
        if (_connections.Count == 0 || _stored.Dialect == Dialect.PostgreSql) _connections.Add(await _stored.OpenAsync(Migration.In(typeof(Database).Assembly), Time));
        var database = _connections[^1];
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddEngine(database, typeof(EngineFixture).Assembly);
        services.AddOutbox(configuration);
        services.AddHttpCalls(configuration);
        var provider = services.BuildServiceProvider();
        _nodes.Add(provider);
        provider.GetRequiredService<ConsoleLog>().Listener = (_, line) => Lines.Enqueue(line);
        var node = new Node(provider);
        await node.Definitions.ReloadAsync(CancellationToken.None);
        return node;
    }

    /// <summary>Publishes on the first node; the others reload.</summary>
    public async Task PublishAsync(JsonObject document)
    {
        var saved = await First.Definitions.SaveAsync(document, new SaveDefinition(Publish: true), CancellationToken.None);
        saved.Errors.ShouldBeEmpty();
        foreach (var node in _nodes.Skip(1)) await node.GetRequiredService<DefinitionStore>().ReloadAsync(CancellationToken.None);
    }

    public async Task<long> CountAsync(string table)
    {
        await using var reader = Database.OpenReader();
        return await reader.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var connection in _connections) await connection.DisposeAsync();
        await _stored.DisposeAsync();
    }

    public sealed class Node(IServiceProvider services)
    {
        public DefinitionStore Definitions => Get<DefinitionStore>();

        public WorkflowRuntime Runtime => Get<WorkflowRuntime>();

        public T Get<T>()
            where T : notnull => services.GetRequiredService<T>();

        public async Task<WorkflowInstance> StartAsync(string definitionId, ObjectValue? input = null)
        {
            var started = await Runtime.StartAsync(new StartWorkflow { DefinitionId = definitionId, Input = input ?? [] }, [], CancellationToken.None);
            return started.Instance.ShouldNotBeNull();
        }

        public Task<Burst?> ResumeAsync(string instanceId, string activityId) =>
            Runtime.ResumeAsync(instanceId, instance => instance.Bookmarks.Where(bookmark => bookmark.ActivityId == activityId).Take(1), new ResumeWith(), [], CancellationToken.None);

        public Task<int> RunDueAsync() => Get<BackgroundWork>().RunDueAsync(CancellationToken.None);

        public async Task<WorkflowInstance> InstanceAsync(string id) =>
            (await Get<InstanceStore>().RestoreAsync(id, Get<BurstServices>(), http: null, CancellationToken.None)).ShouldNotBeNull().Instance;
    }
}
