using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Workflows.Activities.Approvals;
using Workflows.Activities.Audit;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Approvals;

/// <summary>The demo company with processes of approvals, on a real database. Nothing is sent: mails wait in the outbox.</summary>
internal sealed class ApprovalCompany : IAsyncDisposable
{
    public const string Process = "purchase";

    private static readonly IReadOnlyList<Migration> Migrations = [.. Migration.In(typeof(Database).Assembly), .. Migration.In(typeof(Person).Assembly)];

    private TestDatabase _file = null!;
    private ServiceProvider _services = null!;
    private int _version;

    // A Monday, in the working hours of Milan and Jakarta.
    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public Database Database => Get<Database>();

    /// <summary>Of its database, as in ConnectionStrings:Workflows.</summary>
    public string Connection => _file.Connection;

    public PeopleDirectory People => Get<PeopleDirectory>();

    /// <param name="more">Adds further services.</param>
    public static async Task<ApprovalCompany> OpenAsync(Dialect dialect = Dialect.Sqlite, Action<IServiceCollection>? more = null)
    {
        var company = new ApprovalCompany { _file = await TestDatabase.CreateAsync(dialect, Migrations) };
        var database = await company._file.OpenAsync(Migrations, company.Time);
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(company.Time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddEngine(database, typeof(RequestApproval).Assembly);
        services.AddOutbox(configuration);
        services.AddSingleton(MailSettings.Read(configuration));
        services.AddSingleton(MailTemplates.With(folder: null));
        services.AddSingleton<MailComposer>();
        services.AddPeople();
        services.AddApprovals();
        more?.Invoke(services);
        company._services = services.BuildServiceProvider();
        await company.Get<DemoCompany>().LoadAsync(CancellationToken.None);
        return company;
    }

    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _file.DisposeAsync();
    }

    // ---- processes

    /// <summary>Publishes a process whose approvals follow each other. Each is given as its inputs; lists and objects are written as JSON, the rest as literals.</summary>
    /// <param name="changes">Draw the way for changes: to the requester, and back to the first approval.</param>
    public async Task PublishAsync(bool changes, params JsonObject[] approvals)
    {
        var saved = await SaveAsync(changes, approvals);
        saved.Errors.ShouldBeEmpty();
    }

    public Task PublishAsync(params JsonObject[] approvals) => PublishAsync(changes: false, approvals);

    /// <summary>Publishes a process that asks an address.</summary>
    public async Task PublishAddressAsync(string address)
    {
        var document = Document(changes: false, [new JsonObject { ["recipient"] = address }]);
        var activity = document["root"]!["activities"]![0]!.AsObject();
        activity["type"] = "Approvals.EmailActionToken";
        activity.Remove("approvedAmount");
        foreach (var connection in document["root"]!["connections"]!.AsArray().Where(connection => (string?)connection!["source"]!["activity"] == "Ask1"))
        {
            var source = connection!["source"]!;
            source["port"] = (string?)source["port"] switch { "Approved" => "Approve", "Rejected" => "Reject", var port => port };
        }

        (await Get<DefinitionStore>().SaveAsync(document, new SaveDefinition(Publish: true), CancellationToken.None)).Errors.ShouldBeEmpty();
    }

    public Task<SaveResult> SaveAsync(bool changes, params JsonObject[] approvals) =>
        Get<DefinitionStore>().SaveAsync(Document(changes, approvals), new SaveDefinition(Publish: true), CancellationToken.None);

    private JsonObject Document(bool changes, JsonObject[] approvals)
    {
        var (activities, connections) = (new JsonArray(), new JsonArray());
        for (var i = 0; i < approvals.Length; i++)
        {
            var activity = new JsonObject { ["id"] = $"Ask{i + 1}", ["name"] = $"Step {i + 1}", ["type"] = "Approvals.RequestApproval" };
            foreach (var (name, value) in approvals[i]) activity[name] = Input(value);
            if (activity["title"] is null) activity["title"] = Input("Emma asks for something");
            activity["approvedAmount"] = new JsonObject { ["typeName"] = "Decimal", ["memoryReference"] = new JsonObject { ["id"] = "Approved" } };
            activity["comment"] = new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "Comment" } };
            activities.Add(activity);
            Connect($"Ask{i + 1}", "Approved", i + 1 < approvals.Length ? $"Ask{i + 2}" : "SetApproved");
            Connect($"Ask{i + 1}", "Rejected", "SetRejected");
            Connect($"Ask{i + 1}", "Expired", "SetExpired");
            if (changes) Connect($"Ask{i + 1}", "ChangesRequested", "Change");
        }

        foreach (var outcome in (string[])["Approved", "Rejected", "Expired"])
        {
            activities.Add(new JsonObject { ["id"] = $"Set{outcome}", ["type"] = "Elsa.SetOutput", ["outputName"] = Input("outcome"), ["outputValue"] = Input(outcome) });
            Connect($"Set{outcome}", "Done", "SetReason");
        }

        activities.Add(new JsonObject { ["id"] = "SetReason", ["type"] = "Elsa.SetOutput", ["outputName"] = Input("reason"), ["outputValue"] = Script("variables.Approved == null ? variables.Comment : `approved ${variables.Approved}`") });
        if (changes)
        {
            activities.Add(new JsonObject { ["id"] = "Change", ["name"] = "Emma changes it", ["type"] = "Approvals.RequestChanges", ["comment"] = Script("variables.Comment"), ["commentBy"] = Input("the approver") });
            Connect("Change", "Resubmitted", "Ask1");
            Connect("Change", "Expired", "SetExpired");
        }

        const string driver = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";
        return new JsonObject
        {
            ["id"] = $"{Process}-{++_version}", ["definitionId"] = Process, ["name"] = "Purchase", ["version"] = _version,
            ["inputs"] = new JsonArray(
                new JsonObject { ["name"] = "what", ["type"] = "String", ["storageDriverType"] = driver },
                new JsonObject { ["name"] = "amount", ["type"] = "Decimal", ["storageDriverType"] = driver },
                new JsonObject { ["name"] = "category", ["type"] = "String", ["storageDriverType"] = driver }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "outcome", ["type"] = "String" }, new JsonObject { ["name"] = "reason", ["type"] = "String" }),
            ["variables"] = new JsonArray(Variable("Approved", "Decimal?"), Variable("Comment", "String")),
            ["customProperties"] = new JsonObject
            {
                ["Workflows:Request"] = new JsonObject
                {
                    ["referencePrefix"] = "PU",
                    ["fields"] = new JsonObject
                    {
                        ["what"] = new JsonObject { ["required"] = true, ["label"] = new JsonObject { ["en"] = "What", ["id"] = "Apa" } },
                        ["amount"] = new JsonObject { ["label"] = new JsonObject { ["en"] = "Amount", ["id"] = "Jumlah" } },
                    },
                },
            },
            ["root"] = new JsonObject { ["id"] = "Flow", ["type"] = "Elsa.Flowchart", ["activities"] = activities, ["connections"] = connections },
        };

        void Connect(string from, string port, string to) => connections.Add(new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        });
    }

    private static JsonObject Variable(string id, string type) => new()
    {
        ["id"] = id, ["name"] = id, ["typeName"] = type, ["isArray"] = false, ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
    };

    public static JsonObject Script(string text) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = text } };

    private static JsonNode Input(JsonNode? value) => value switch
    {
        JsonObject { } given when given["expression"] is not null => given.DeepClone(),
        JsonArray or JsonObject => new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = value.ToJsonString() } },
        _ => new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value?.DeepClone() } },
    };

    // ---- requests and decisions

    public async Task<string> SubmitAsync(string by = "emma", decimal amount = 100, string? category = null, string what = "A chair") =>
        (await Get<RequestService>().SubmitAsync(
            Process, new JsonObject { ["what"] = what, ["amount"] = amount, ["category"] = category }, People.Find(by)!, ChannelNames.Api, idempotencyKey: null, CancellationToken.None))
        .ShouldBeOfType<SubmitResult.Accepted>().Request.Id;

    public async Task<RequestRow> RequestAsync(string id) => (await Get<RequestService>().FindAsync(id, CancellationToken.None))!;

    public Task<IReadOnlyList<TaskView>> TasksAsync(string request) => Get<TaskStore>().OfRequestAsync(request, CancellationToken.None);

    public async Task<IReadOnlyList<TaskView>> OpenAsync(string request) => [.. (await TasksAsync(request)).Where(task => task.Status == "open")];

    /// <summary>Who is listed at the open tasks, in order, tasks separated by bars.</summary>
    public async Task<string> WaitingAsync(string request) => string.Join(" | ", (await OpenAsync(request)).Select(task => string.Join(" ", task.Approvers.Select(row => row.Approver).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

    /// <summary>The open task that somebody may decide; the newest task where there is none.</summary>
    public async Task<TaskView> TaskOfAsync(string request, string person)
    {
        var tasks = await TasksAsync(request);
        foreach (var task in tasks.Where(task => task.Status == "open"))
        {
            if (await Get<Decisions>().MayDecideAsync(task, person, CancellationToken.None)) return task;
        }

        return tasks.LastOrDefault(task => task.Approvers.Any(row => row.Approver == person)) ?? tasks.LastOrDefault(task => task.Status == "open") ?? tasks[^1];
    }

    public async Task<DecisionResult> DecideAsync(string request, string person, string action = "Approve", string? comment = null, ApprovedValue? approved = null)
    {
        var task = await TaskOfAsync(request, person);
        return await DecideAsync(task, person, action, comment ?? (action == "Approve" ? null : "Because."), approved);
    }

    public async Task<DecisionResult> DecideAsync(TaskView task, string person, string action = "Approve", string? comment = null, ApprovedValue? approved = null)
    {
        var result = await PressAsync(task, person, action, comment, approved);
        await CheckAsync(task.InstanceId);
        return result;
    }

    /// <summary>Decides without a look at what must hold: for what happens at the same moment as something else.</summary>
    public Task<DecisionResult> PressAsync(TaskView task, string person, string action = "Approve", string? comment = null, ApprovedValue? approved = null) => Get<Decisions>().TakeAsync(
        new Decision { TaskId = task.Id, Action = action, DeciderId = person, Channel = ChannelNames.App, Comment = comment, Revision = task.Revision, Approved = approved }, CancellationToken.None);

    public async Task MustDecideAsync(string request, string person, string action = "Approve", string? comment = null, ApprovedValue? approved = null) =>
        (await DecideAsync(request, person, action, comment, approved)).ShouldBeOfType<DecisionResult.Recorded>();

    /// <summary>Open, or how it ended and why.</summary>
    public async Task<string> StateAsync(string request)
    {
        var row = await RequestAsync(request);
        return row.Status == "closed" ? row.Outcome! : row.Status;
    }

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(string request, string kind) => [.. (await AuditTrail.OfRequestAsync(Database, request, CancellationToken.None)).Where(entry => entry.Kind == kind)];

    public async Task<IReadOnlyList<(string To, string Subject)>> MailsAsync(string request) =>
        [.. (await Get<OutboxStore>().ListAsync(new OutboxFilter { InstanceId = request }, after: null, 200, CancellationToken.None)).Select(mail => (mail.Destination.Split('@')[0], mail.Subject ?? "")).Reverse()];

    public async Task SubstituteAsync(string person, string substitute, string first = "2026-03-01", string last = "2026-03-31", params string[] processes) =>
        (await Get<SubstituteRegister>().AddAsync(
            new Substitution
            {
                Id = Guid.CreateVersion7().ToString(), PersonId = person, SubstituteId = substitute, FirstDay = DateOnly.Parse(first), LastDay = DateOnly.Parse(last), Processes = processes, CreatedBy = person,
            },
            CancellationToken.None)).ShouldBeNull();

    public Task ImportAsync(string file, params string[] lines) => Get<PeopleImport>().ImportAsync([Tests.People.Register.File(file, lines)], CancellationToken.None);

    /// <summary>Lets time pass; every timer fires at its own time.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var until = Time.GetUtcNow() + time;
        var work = Get<BackgroundWork>();
        while (await work.NextDueAsync(CancellationToken.None) is { } due && due <= until)
        {
            if (due > Time.GetUtcNow()) Time.Advance(due - Time.GetUtcNow());
            await work.RunDueAsync(CancellationToken.None);
        }

        if (until > Time.GetUtcNow()) Time.Advance(until - Time.GetUtcNow());
        await work.RunDueAsync(CancellationToken.None);
    }

    /// <summary>What must hold after every step: each open task has its bookmark, each such bookmark its open task, and nobody decided two steps that are kept apart.</summary>
    public async Task CheckAsync(string request)
    {
        var tasks = await TasksAsync(request);
        var burst = (await Get<InstanceStore>().RestoreAsync(request, Get<BurstServices>(), http: null, CancellationToken.None))!;
        var waiting = burst.Instance.Bookmarks.Where(bookmark => bookmark.Name == DecisionTaken.Stimulus).Select(bookmark => (string)((ObjectValue)bookmark.Payload!)["taskId"]!);
        waiting.Order(StringComparer.Ordinal).ShouldBe(tasks.Where(task => task is { Status: "open", Kind: TaskTerms.Approval }).Select(task => task.Id).Order(StringComparer.Ordinal));
        var deciders = tasks.Where(task => task is { Status: "decided", Separate: true, DecidedBy: not null }).GroupBy(task => (task.Edition, task.ActivityId, task.Execution));
        foreach (var vote in deciders) vote.Select(task => task.DecidedBy).ShouldBeUnique();
    }
}
