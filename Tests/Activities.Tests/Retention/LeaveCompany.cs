using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Telegram;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Retention;

/// <summary>The demo company and its leave, on a real database. Mails are handed to nobody, who takes them all.</summary>
internal sealed class LeaveCompany : IAsyncDisposable
{
    private static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly)];

    private TestDatabase _stored = null!;
    private ServiceProvider _services = null!;

    // A Monday.
    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public Database Database => Get<Database>();

    public static async Task<LeaveCompany> OpenAsync(Dialect dialect, Action<JsonObject>? change = null, params (string Key, string Value)[] settings)
    {
        var company = new LeaveCompany { _stored = await TestDatabase.CreateAsync(dialect, Migrations) };
        company._services = await company.NodeAsync(settings);
        await company.Get<DemoCompany>().LoadAsync(CancellationToken.None);
        var leave = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", "leave.json")))!;
        change?.Invoke(leave);
        (await company.Get<DefinitionStore>().SaveAsync(leave, new SaveDefinition(Publish: true), CancellationToken.None)).Errors.ShouldBeEmpty();
        return company;
    }

    /// <summary>Another node on the same database.</summary>
    public async Task<ServiceProvider> NodeAsync(params (string Key, string Value)[] settings)
    {
        var database = await _stored.OpenAsync(Migrations, Time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("Retention:Pause", "00:00:00"), .. settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddEngine(database, typeof(RequestApproval).Assembly);
        services.AddOutbox(configuration);
        services.AddRetention(configuration);
        services.AddSingleton(MailSettings.Read(configuration));
        services.AddSingleton(MailTemplates.With(folder: null));
        services.AddSingleton<MailComposer>();
        services.AddSingleton<OutboxHandler, Postbox>();
        services.AddPeople();
        services.AddApprovals();
        services.AddTelegram(configuration);
        var node = services.BuildServiceProvider();
        await node.GetRequiredService<DefinitionStore>().ReloadAsync(CancellationToken.None);
        return node;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<RequestRow> SubmitAsync(string person, string day, string reason = "Skiing")
    {
        var result = await Get<RequestService>().SubmitAsync(
            "leave", new JsonObject { ["type"] = "annual", ["firstDay"] = day, ["lastDay"] = day, ["reason"] = reason }, Get<PeopleDirectory>().Find(person)!, "app", null, CancellationToken.None);
        return result.ShouldBeOfType<SubmitResult.Accepted>().Request;
    }

    public async Task ApproveAsync(RequestRow request, string by, string? comment = null)
    {
        var task = (await Get<TaskStore>().OfRequestAsync(request.Id, CancellationToken.None)).Single(task => task.Status == "open");
        (await Get<Decisions>().TakeAsync(new Decision { TaskId = task.Id, Action = "Approve", DeciderId = by, Channel = "app", Comment = comment, Address = "10.1.2.3" }, CancellationToken.None))
            .ShouldBeOfType<DecisionResult.Recorded>();
    }

    /// <summary>Lets the outbox hand over all it has.</summary>
    public async Task DeliverAsync()
    {
        var worker = ActivatorUtilities.CreateInstance<OutboxWorker>(_services);
        await worker.StartAsync(CancellationToken.None);
        await worker.WhenIdleAsync(CancellationToken.None);
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
    }

    /// <summary>Approved, with all mails delivered.</summary>
    public async Task<RequestRow> ApprovedAsync(string person, string day, string by = "marco", string? comment = null)
    {
        var request = await SubmitAsync(person, day);
        await ApproveAsync(request, by, comment);
        await DeliverAsync();
        return (await Get<RequestService>().FindAsync(request.Id, CancellationToken.None))!;
    }

    public async Task<long> CountAsync(string sql, object? parameters = null)
    {
        await using var reader = Database.OpenReader();
        return await reader.ExecuteScalarAsync<long>(sql, parameters);
    }

    /// <summary>Whether a text stands anywhere in the database, and where.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string text)
    {
        var found = new List<string>();
        await using var reader = Database.OpenReader();
        var tables = Database.Dialect == Dialect.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
        foreach (var table in await reader.QueryAsync<string>(tables))
        {
            foreach (IDictionary<string, object?> row in await reader.QueryAsync($"SELECT * FROM {table}"))
            {
                foreach (var (column, value) in row)
                {
                    var content = value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : value as string;
                    if (content?.Contains(text, StringComparison.OrdinalIgnoreCase) == true) found.Add($"{table}.{column}: {content}");
                }
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _stored.DisposeAsync();
    }

    private sealed class Postbox : OutboxHandler
    {
        public override string Kind => "email";

        public override Task<OutboxResult> SendAsync(OutboxMessage message, CancellationToken ct) => Task.FromResult<OutboxResult>(new OutboxResult.Delivered());
    }
}
