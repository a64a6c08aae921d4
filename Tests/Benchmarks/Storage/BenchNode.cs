using System.Diagnostics;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Benchmarks.Storage;

/// <summary>The product without its web side on a database: everything that a server does for a request once HTTP is read. Mails go to <see cref="MailSink"/>.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    public static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly)];

    private readonly ServiceProvider _services;
    // All nodes of a database take their people from one list.
    private static int _people;

    private BenchNode(ServiceProvider services) => _services = services;

    public Database Database => Get<Database>();

    public MailSink Mails => Get<MailSink>();

    public static async Task<BenchNode> OpenAsync(string connection)
    {
        var database = await Database.OpenAsync(connection, Migrations, TimeProvider.System, CancellationToken.None);
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddEngine(database, typeof(RequestApproval).Assembly);
        services.AddOutbox(configuration);
        services.AddRetention(configuration);
        services.AddSingleton(MailSettings.Read(configuration));
        services.AddSingleton(MailTemplates.With(folder: null));
        services.AddSingleton<MailComposer>();
        services.AddSingleton<MailSink>();
        services.AddSingleton<OutboxHandler>(provider => provider.GetRequiredService<MailSink>());
        services.AddPeople();
        services.AddApprovals();
        var node = new BenchNode(services.BuildServiceProvider());
        await node.Get<DefinitionStore>().ReloadAsync(CancellationToken.None);
        return node;
    }

    /// <summary>The demo company, leave, and so many people who can ask for it.</summary>
    public async Task PrepareAsync(int people)
    {
        Interlocked.Exchange(ref _people, 0);
        await Get<DemoCompany>().LoadAsync(CancellationToken.None);
        var file = Path.Combine(Repository.Root, "workflows", "leave.json");
        var saved = await Get<DefinitionStore>().SaveAsync((JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(file))!, new SaveDefinition(Publish: true), CancellationToken.None);
        if (saved.Errors.Any()) throw new InvalidOperationException($"leave.json: {string.Join(' ', saved.Errors)}");
        await Database.WriteAsync(
            async transaction =>
            {
                // Teams of 12 with a lead, ten teams a department: who else is away is asked with every leave.
                const string sql = """
                    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @people)
                    INSERT INTO people (id, name, email, manager_id, company, language, grade, department, security_stamp)
                    SELECT 'bench-' || i, 'Bench ' || i, 'bench-' || i || '@example.test', 'lead-' || (i / 12), 'borealis', 'en', 'P2', 'bench-' || (i / 120), '-' FROM n
                    UNION ALL
                    SELECT 'lead-' || (i / 12), 'Lead ' || (i / 12), 'lead-' || (i / 12) || '@example.test', 'marco', 'borealis', 'en', 'M1', 'bench-' || (i / 120), '-' FROM n WHERE i % 12 = 0
                    """;
                await transaction.ExecuteAsync(sql, new { people }, CancellationToken.None);
                transaction.MarkChanged(SharedState.People);
            },
            CancellationToken.None);
        await Get<PeopleDirectory>().ReloadAsync(CancellationToken.None);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Asks for a day of leave in the name of the next person.</summary>
    public async Task<RequestRow> SubmitAsync()
    {
        var number = Interlocked.Increment(ref _people);
        var requester = Get<PeopleDirectory>().Find($"bench-{number}") ?? throw new InvalidOperationException("More people are needed.");
        var day = DayOf(number, requester);
        var inputs = new JsonObject { ["type"] = "annual", ["firstDay"] = day, ["lastDay"] = day, ["reason"] = "A day in the mountains with the family" };
        return await Get<RequestService>().SubmitAsync("leave", inputs, requester, "api", idempotencyKey: null, CancellationToken.None) is SubmitResult.Accepted accepted
            ? accepted.Request
            : throw new InvalidOperationException("The request was not accepted.");
    }

    /// <summary>The open task of each of these requests.</summary>
    public async Task<List<BenchTask>> TasksAsync(IEnumerable<string> requests)
    {
        const string sql = "SELECT t.id, t.instance_id, a.approver FROM tasks t JOIN task_approvers a ON a.task_id = t.id WHERE t.status = 'open' AND t.instance_id IN @ids";
        var tasks = new List<BenchTask>();
        await using var reader = Database.OpenReader();
        foreach (var ids in requests.Chunk(500)) tasks.AddRange(await reader.QueryAsync<BenchTask>(sql, new { ids }));
        return tasks;
    }

    /// <summary>Timers, queue and outbox begin to work, as in a server.</summary>
    public async Task StartAsync()
    {
        await Get<BackgroundWork>().StartAsync(CancellationToken.None);
        await Get<OutboxWorker>().StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await Get<OutboxWorker>().StopAsync(CancellationToken.None);
        await Get<BackgroundWork>().StopAsync(CancellationToken.None);
    }

    public async Task ApproveAsync(BenchTask task)
    {
        var result = await Get<Decisions>().TakeAsync(new Decision { TaskId = task.Id, Action = "Approve", DeciderId = task.Approver, Channel = "api" }, CancellationToken.None);
        if (result is not DecisionResult.Recorded) throw new InvalidOperationException($"The decision was not taken: {result.GetType().Name}.");
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    // Spread over most of a year, as leave is: the check looks who else of the team is away, and a whole company on one day is nobody's company.
    private string DayOf(int number, Person requester)
    {
        var calendar = Get<PeopleDirectory>().CalendarOf(requester);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(60 + (number % 300));
        while (calendar.WorkingDays(day, day, firstHalf: false, lastHalf: false) == 0) day = day.AddDays(1);
        return day.ToString("yyyy-MM-dd");
    }
}

/// <summary>An open task and who decides it.</summary>
internal sealed record BenchTask
{
    public string Id { get; init; } = "";

    public string InstanceId { get; init; } = "";

    public string Approver { get; init; } = "";
}

/// <summary>Stands where the SMTP client does, and notes when it is handed a mail.</summary>
internal sealed class MailSink(MailComposer composer) : MailDelivery(composer)
{
    private const int InstanceIdLength = 36;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> _handed = new();

    /// <summary>When the first mail that was written after an instant for this run was handed over; by instance id, <see cref="Stopwatch"/> time.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, long> Handed => _handed;

    protected override Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct)
    {
        if (id.StartsWith("notify-", StringComparison.Ordinal)) _handed.TryAdd(id["notify-".Length..][..InstanceIdLength], Stopwatch.GetTimestamp());
        return Task.FromResult<OutboxResult>(new OutboxResult.Delivered());
    }
}
