using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;
using Workflows.Engine.Stock.Events;
using Workflows.Engine.Stock.Flow;

namespace Workflows.Conformance;

/// <summary>The steps of cases. Every step may occur in every operation.</summary>
internal static class Steps
{
    private const int MostResumes = 100;

    public static async Task RunAsync(CaseRun run, JsonObject step, CancellationToken ct)
    {
        var (host, definitions) = (run.Host, run.Host.Definitions);
        switch (step.Select(member => member.Key).FirstOrDefault(Known.Contains))
        {
            case "option":
                // FailOnValidationErrors is the only option that the engine has.
                if (step.Text("option")!.Split('=') is ["FailOnValidationErrors", var value]) run.RefuseErrors = bool.Parse(value);
                else run.Differences.Add($"unknown option {step.Text("option")}");
                break;
            case "import":
                var document = CanonicalJson.Parse(run.Suite.Definition(step.Text("import")!));
                var imported = await host.Publishing.ImportAsync(document, new SaveDefinition(step.Flag("publish") ?? false, RefuseErrors: run.RefuseErrors), ct);
                run.Aliases[step.Text("as") ?? step.Text("import")!] = imported.Definition.DefinitionId;
                if (step.Flag("publish") == true) run.Published = imported;
                break;
            case "getDraft":
                if (host.Publishing.Draft(run.Resolve(step.Text("getDraft")!)) is { } draft) run.Drafts[run.Resolve(step.Text("getDraft")!)] = draft;
                else run.Differences.Add($"no draft of {step.Text("getDraft")}");
                break;
            case "publish":
                await PublishAsync(run, step, ct);
                break;
            case "retract":
                await definitions.RetractAsync(run.Resolve(step.Text("retract")!), ct);
                break;
            case "delete":
                await definitions.DeleteAsync(run.Resolve(step.Text("delete")!), ct);
                break;
            case "reload":
                foreach (var path in run.Case.Definitions) await CaseRunner.SaveAsWrittenAsync(host, CanonicalJson.Parse(run.Suite.Definition(path)), ct);
                break;
            case "refresh":
                foreach (var id in step.Texts("refresh")) await definitions.RefreshTriggersAsync(run.Resolve(id), ct);
                break;
            case "hostFunction":
                host.HostFunctionReturns(step.Text("hostFunction")!, step["returns"]);
                break;
            case "http":
                await Requests.SendAsync(run, step.Map("http")!, ct);
                if (step.Number("expectStatus") is { } status && run.Response?.Status != status)
                    run.Differences.Add($"{step.Map("http").Compact()}: expected status {status}, got {run.Response?.Status}");
                break;
            case "run":
            case "start":
                await StartAsync(run, step, ct);
                break;
            case "resumeFirst":
                await ResumeFirstAsync(run, step, ct);
                break;
            case "alteration":
            case "alterations":
                run.Altered = await host.Alterations.RunAsync(run.InstanceId ?? "", [.. step.Maps("alteration").Concat(step.Maps("alterations")).Select(Alteration)], [], ct);
                await host.SettleAsync(ct);
                break;
            case "advance":
                host.Time.Advance(ValueConverter.To<TimeSpan>(step.Text("advance")));
                await host.SettleAsync(ct);
                break;
            default:
                await ResumeStepAsync(run, step, ct);
                break;
        }
    }

    /// <summary>Starts what <c>run</c> or <c>start</c> names, with everything else that the object says of the start.</summary>
    public static async Task StartAsync(CaseRun run, JsonObject how, CancellationToken ct)
    {
        var definitionId = run.Resolve(how.Text("run") ?? how.Text("start") ?? "");
        var definition = Version(run, definitionId, how.Text("versionOptions"));
        var properties = new ObjectValue();
        if ((how.Text("flowchartMode") ?? run.Case.Json.Text("flowchartMode")) is { } mode) properties[Flowchart.ExecutionModeProperty] = mode;
        var started = await run.Host.Runtime.StartAsync(
            new StartWorkflow
            {
                DefinitionId = definitionId,
                VersionId = definition?.Id,
                Input = Values(how["input"]),
                Properties = properties,
                CorrelationId = how.Text("correlationId"),
                Name = how.Text("instanceName"),
                TriggerActivityId = how.Text("triggerActivityId"),
                TriggerPayload = JsonValues.FromJson(how["triggerPayload"]),
            },
            [],
            ct);
        run.Started.Add(started.Instance?.Id);
        run.InstanceId ??= started.Instance?.Id;
        if (how.Flag("expectStarted") is { } expected && expected != (started.Outcome == StartOutcome.Started))
            run.Differences.Add($"{how.Compact()}: expected {(expected ? "a start" : "no start")}, got {started.Outcome}");
        else if (started.Outcome != StartOutcome.Started && how.Flag("expectStarted") is null && run.Case.Expect["startResults"] is null)
            run.Differences.Add($"'{definitionId}' was not started: {started.Outcome}");
        await run.Host.SettleAsync(ct);
    }

    public static async Task ResumeAsync(CaseRun run, JsonNode? resume, CancellationToken ct)
    {
        switch (resume)
        {
            case JsonValue text when text.ToString() == "untilEnd":
                await ResumeUntilEndAsync(run, ct);
                break;
            case JsonArray list:
                foreach (var step in list.OfType<JsonObject>()) await RunAsync(run, step, ct);
                break;
            case JsonObject one:
                await RunAsync(run, one, ct);
                break;
        }
    }

    public static ObjectValue Values(JsonNode? json) => JsonValues.FromJson(json) as ObjectValue ?? [];

    private static readonly HashSet<string> Known =
    [
        "option", "import", "getDraft", "publish", "retract", "delete", "reload", "refresh", "hostFunction", "http", "run", "start", "resumeFirst", "alteration", "alterations", "advance",
    ];

    private static async Task PublishAsync(CaseRun run, JsonObject step, CancellationToken ct)
    {
        var id = run.Resolve(step.Text("publish")!);
        var how = new SaveDefinition(Publish: true, RefuseErrors: run.RefuseErrors);
        run.Published = run.Drafts.Remove(id, out var draft)
            ? await run.Host.Publishing.PublishAsync(draft, how, ct)
            : await run.Host.Publishing.PublishAsync(id, how, ct);
        if (run.Published is null) run.Differences.Add($"there is no '{id}' to publish");
        else if (step.Flag("expectSucceeded") is { } expected && expected != run.Published.IsSaved)
            run.Differences.Add($"publish {id}: expected {(expected ? "success" : "a refusal")}, got {(run.Published.IsSaved ? "success" : string.Join(" | ", run.Published.Errors.Select(error => error.Message)))}");
    }

    private static async Task ResumeUntilEndAsync(CaseRun run, CancellationToken ct)
    {
        var input = Values(run.Case.Json["input"]);
        for (var i = 0; i < MostResumes; i++)
        {
            var instance = await run.InstanceAsync(ct);
            if (instance is not { Status: WorkflowStatus.Running, Bookmarks: [var first, ..] }) return;
            await run.Host.Runtime.ResumeAsync(instance.Id, current => current.Bookmarks.Where(bookmark => bookmark.Id == first.Id), new ResumeWith(Payload: null, input), [], ct);
            await run.Host.SettleAsync(ct);
        }

        run.Differences.Add($"still waiting after {MostResumes} resumes");
    }

    private static async Task ResumeStepAsync(CaseRun run, JsonObject step, CancellationToken ct)
    {
        if (step.Flag("cancel") == true)
        {
            await run.Host.Runtime.CancelAsync(run.InstanceId ?? "", [], ct);
        }
        else if (step.Text("publishEvent") is { } eventName)
        {
            await run.Host.Stimuli.SendAsync(Event.Stimulus, Event.PayloadFor(eventName), JsonValues.FromJson(step["payload"]), step.Text("correlationId"), instanceId: null, ct);
        }
        else if ((step.Text("activityId") ?? step.Text("eventName") ?? step.Text("bookmarkName")) is not null)
        {
            var payload = JsonValues.FromJson(step["payload"] ?? (step.Text("eventName") is null ? null : step["input"]));
            var resumed = await run.Host.Runtime.ResumeAsync(run.InstanceId ?? "", instance => instance.Bookmarks.Where(Matches(step)).Take(1), new ResumeWith(payload, Values(step["input"])), [], ct);
            if (resumed is null) run.Differences.Add($"no bookmark for {step.Compact()}");
        }
        else
        {
            run.Differences.Add($"unknown step {step.Compact()}");
        }

        await run.Host.SettleAsync(ct);
    }

    private static async Task ResumeFirstAsync(CaseRun run, JsonObject step, CancellationToken ct)
    {
        var wanted = step.Text("resumeFirst");
        foreach (var id in await run.Host.InstanceIdsAsync(ct))
        {
            var resumed = await run.Host.Runtime.ResumeAsync(
                id, instance => instance.Bookmarks.Where(bookmark => bookmark.ActivityId == wanted || bookmark.Name == wanted).Take(1), new ResumeWith(), [], ct);
            if (resumed is null) continue;
            await run.Host.SettleAsync(ct);
            return;
        }

        run.Differences.Add($"no instance waits at '{wanted}'");
    }

    private static Func<Bookmark, bool> Matches(JsonObject step) => bookmark =>
        (step.Text("activityId") is not { } activity || bookmark.ActivityId == activity)
        && (step.Text("bookmarkName") is not { } name || bookmark.Name == name)
        && (step.Text("eventName") is not { } eventName || (bookmark.Payload is ObjectValue payload && payload.GetValueOrDefault("eventName") as string == eventName));

    private static Alteration Alteration(JsonObject json)
    {
        var instance = json["activityInstanceId"] is null ? (int?)null : int.Parse(json.Text("activityInstanceId")!);
        return json.Text("type") switch
        {
            "Migrate" => new Alteration.Migrate(json.Number("targetVersion") ?? 0),
            "ModifyVariable" => new Alteration.ModifyVariable(json.Text("variableId") ?? "", JsonValues.FromJson(json["value"])),
            "ScheduleActivity" => new Alteration.ScheduleActivity(json.Text("activityId"), instance),
            "CancelActivity" => new Alteration.CancelActivity(json.Text("activityId"), instance),
            "Cancel" => new Alteration.Cancel(),
            var type => throw new NotSupportedException($"There is no alteration '{type}'."),
        };
    }

    /// <summary>The published version, else the latest; or what the options ask for.</summary>
    private static WorkflowDefinition? Version(CaseRun run, string definitionId, string? options)
    {
        var definitions = run.Host.Definitions;
        var number = options is null ? null : options[(options.LastIndexOf(':') + 1)..];
        if (int.TryParse(number, out var version)) return definitions.FindVersion(definitionId, version);
        return options switch
        {
            "Latest" => definitions.FindLatest(definitionId),
            "Draft" => definitions.FindLatest(definitionId) is { IsPublished: false } draft ? draft : null,
            _ => definitions.FindPublished(definitionId) ?? definitions.FindLatest(definitionId),
        };
    }
}
