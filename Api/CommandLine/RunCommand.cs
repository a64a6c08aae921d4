using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Definitions;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.CommandLine;

/// <summary>Runs a definition in memory until it waits or ends, and says what happened.</summary>
internal static class RunCommand
{
    private const int NotLoaded = 2;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] paths, string definitionId, string? input, string? requester, bool asJson, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        await using var product = await TemporaryProduct.CreateAsync(TimeProvider.System, ct);
        JsonObject inputs;
        try
        {
            await product.LoadAsync(DefinitionPaths.In(paths), ct);
            inputs = input is null ? [] : JsonNode.Parse(input) as JsonObject ?? throw new JsonException("--input: give a JSON object, for example {\"days\": 2}.");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            await errors.WriteLineAsync(e.Message);
            return NotLoaded;
        }

        var store = product.Get<DefinitionStore>();
        if ((store.FindPublished(definitionId) ?? store.FindLatest(definitionId)) is not { } definition)
        {
            await errors.WriteLineAsync($"There is no definition '{definitionId}' in {string.Join(", ", paths)}.");
            return NotLoaded;
        }

        if (Refusals(definition) is { Count: > 0 } refusals)
        {
            foreach (var refusal in refusals) await errors.WriteLineAsync($"{refusal.Path}: {refusal.Message}");
            return NotLoaded;
        }

        var lines = new List<string>();
        product.Get<ConsoleLog>().Listener = (_, line) => lines.Add(line);
        var burst = await StartAsync(product, definition, inputs, requester, ct);
        await product.Get<BackgroundWork>().RunDueAsync(ct);
        var instances = product.Get<InstanceStore>();
        var final = (await instances.RestoreAsync(burst.Instance.Id, product.Get<BurstServices>(), http: null, ct))!.Instance;
        var journal = await instances.JournalAsync(burst.Instance.Id, ct);
        if (asJson) await output.WriteLineAsync(JsonSerializer.Serialize(Report(definition, final, lines, journal), Json));
        else await PrintAsync(output, definition, final, lines, journal);
        return 0;
    }

    private static async Task<Burst> StartAsync(TemporaryProduct product, WorkflowDefinition definition, JsonObject inputs, string? requester, CancellationToken ct)
    {
        var person = requester is null && RequestForm.Of(definition) is null ? null : product.Get<PeopleDirectory>().Find(requester ?? "emma");
        var id = Guid.CreateVersion7().ToString();
        var started = await product.Get<WorkflowRuntime>().StartAsync(
            new StartWorkflow
            {
                InstanceId = id,
                DefinitionId = definition.DefinitionId,
                VersionId = definition.Id,
                Input = (ObjectValue)JsonValues.FromJson(inputs)!,
                Properties = person is null ? [] : new RequestInfo(id, "TRY-0001", person.Id).ToProperties(),
                CheckActivation = false,
            },
            [],
            ct);
        return started.Burst!;
    }

    /// <summary>What this engine does not run at all. Other problems are met by the run, as Elsa does.</summary>
    private static List<DefinitionProblem> Refusals(WorkflowDefinition definition) =>
        [.. definition.Problems.Where(problem => problem.IsRefusal)];

    private static object Report(WorkflowDefinition definition, WorkflowInstance instance, List<string> lines, IReadOnlyList<JournalEntry> journal) => new
    {
        definitionId = definition.DefinitionId,
        version = definition.Version,
        status = instance.Status.ToString(),
        subStatus = instance.SubStatus.ToString(),
        output = JsonNode.Parse(JsonValues.ToJson(instance.Output)),
        stdout = lines,
        incidents = instance.Incidents.Select(incident => new { activityId = incident.ActivityId, message = incident.Message }),
        bookmarks = instance.Bookmarks.Select(bookmark => new { activityId = bookmark.ActivityId, activityType = bookmark.ActivityType, name = bookmark.Name }),
        journal = journal.Select(entry => new
        {
            activityId = entry.ActivityId,
            activityType = entry.ActivityType,
            @event = entry.Event.ToString(),
            outcomes = entry.Outcomes?.Names ?? [],
        }),
    };

    private static async Task PrintAsync(TextWriter output, WorkflowDefinition definition, WorkflowInstance instance, List<string> lines, IReadOnlyList<JournalEntry> journal)
    {
        foreach (var entry in journal)
        {
            var outcomes = entry.Outcomes is { Names.Count: > 0 } left ? " -> " + string.Join(", ", left.Names) : "";
            await output.WriteLineAsync($"  {entry.Event,-10} {entry.ActivityId} ({entry.ActivityType}){outcomes}{(entry.Message is null ? "" : ": " + entry.Message)}");
        }

        foreach (var line in lines) await output.WriteLineAsync("> " + line);
        foreach (var bookmark in instance.Bookmarks) await output.WriteLineAsync($"Waits in {bookmark.ActivityId} for {bookmark.Name}{(bookmark.DueAt is { } due ? $" until {due:u}" : "")}");
        foreach (var (name, value) in instance.Output) await output.WriteLineAsync($"Output {name}: {ValueConverter.ToText(value)}");
        await output.WriteLineAsync($"{definition.DefinitionId} version {definition.Version}: {instance.Status}, {instance.SubStatus}");
    }
}
