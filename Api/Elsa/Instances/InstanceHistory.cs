using System.Globalization;
using System.Text.Json.Nodes;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Instances;

/// <summary>What happened in runs, from their journals, in Elsa's shapes.</summary>
public sealed class InstanceHistory(InstanceStore instances, DefinitionStore definitions)
{
    /// <summary>Stored in addresses that people keep: the run's id, a colon, and the number of the execution within it.</summary>
    public static string IdOf(string instanceId, int number) => string.Create(CultureInfo.InvariantCulture, $"{instanceId}:{number}");

    /// <returns>False when the text is no id of an execution.</returns>
    public static bool TryReadId(string? id, out string instanceId, out int number)
    {
        var colon = id?.LastIndexOf(':') ?? -1;
        instanceId = colon > 0 ? id![..colon] : "";
        number = 0;
        return colon > 0 && int.TryParse(id.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The journal, oldest first.</summary>
    public async Task<IReadOnlyList<JournalRecord>> JournalAsync(InstanceSummary instance, CancellationToken ct)
    {
        var names = Names(instance);
        return [.. (await instances.JournalAsync(instance.Id, ct)).Select(entry => Record(instance, entry, names))];
    }

    /// <summary>Every execution of every activity, in the order in which they began.</summary>
    public async Task<IReadOnlyList<ActivityExecution>> ExecutionsAsync(InstanceSummary instance, CancellationToken ct)
    {
        var names = Names(instance);
        var executions = new Dictionary<int, Execution>();
        foreach (var entry in await instances.JournalAsync(instance.Id, ct))
        {
            if (!executions.TryGetValue(entry.ActivityInstanceId, out var execution)) executions[entry.ActivityInstanceId] = execution = new Execution(entry);
            execution.Add(entry);
        }

        var isRunning = instance.Status == nameof(WorkflowStatus.Running);
        return [.. executions.Values.Select(execution => View(instance, execution, executions, names, isRunning))];
    }

    /// <summary>How often each activity ran, by node id; only those that did.</summary>
    public static IReadOnlyList<ActivityStats> Stats(IEnumerable<ActivityExecution> executions, IReadOnlyCollection<string>? nodeIds) =>
    [
        .. executions.Where(execution => nodeIds is null || nodeIds.Contains(execution.ActivityNodeId)).GroupBy(execution => execution.ActivityNodeId).Select(node => new ActivityStats(
            node.First().ActivityId,
            node.Key,
            node.Count(),
            node.Count(execution => execution.CompletedAt is not null),
            node.Count(execution => execution.CompletedAt is null),
            node.Any(execution => execution.HasBookmarks),
            node.Any(execution => execution.Status == nameof(ActivityStatus.Faulted)))),
    ];

    private Func<string, (string? Name, int Version)> Names(InstanceSummary instance)
    {
        var definition = definitions.FindVersion(instance.DefinitionVersionId);
        return id => definition?.FindNode(id) is { } node ? (node.Name ?? node.DisplayName, node.Version) : (null, 1);
    }

    private static JournalRecord Record(InstanceSummary instance, JournalEntry entry, Func<string, (string? Name, int Version)> names)
    {
        var (name, version) = names(entry.ActivityId);
        return new JournalRecord
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{instance.Id}:journal:{entry.Sequence}"),
            ActivityInstanceId = IdOf(instance.Id, entry.ActivityInstanceId),
            ParentActivityInstanceId = entry.ParentInstanceId > 1 ? IdOf(instance.Id, entry.ParentInstanceId) : null,
            ActivityId = entry.ActivityId,
            ActivityType = entry.ActivityType,
            ActivityTypeVersion = version,
            ActivityName = name,
            NodeId = entry.NodeId,
            Timestamp = entry.Timestamp,
            Sequence = entry.Sequence,
            EventName = entry.Event.ToString(),
            Message = entry.Message,
            ActivityState = Json(entry.Inputs),
            Payload = entry.Outcomes is { } outcomes ? new JsonObject { ["Outcomes"] = List(outcomes.Names) } : entry.Message is { } message ? new JsonObject { ["Message"] = message } : null,
        };
    }

    private static ActivityExecution View(
        InstanceSummary instance, Execution execution, Dictionary<int, Execution> all, Func<string, (string? Name, int Version)> names, bool isRunning)
    {
        var first = execution.First;
        var (name, version) = names(first.ActivityId);
        var parent = all.GetValueOrDefault(first.ParentInstanceId);
        var depth = 0;
        for (var around = parent; around is not null; around = all.GetValueOrDefault(around.First.ParentInstanceId)) depth++;
        var status = execution.Status;
        // A run that has ended by a fault leaves what was waiting as it was, but nothing waits any more.
        if (!isRunning && status == ActivityStatus.Running) status = instance.SubStatus == nameof(WorkflowSubStatus.Cancelled) ? ActivityStatus.Canceled : status;
        return new ActivityExecution
        {
            Id = IdOf(instance.Id, first.ActivityInstanceId),
            WorkflowInstanceId = instance.Id,
            ActivityId = first.ActivityId,
            ActivityNodeId = first.NodeId,
            ActivityType = first.ActivityType,
            ActivityTypeVersion = version,
            ActivityName = name,
            StartedAt = first.Timestamp,
            HasBookmarks = isRunning && execution.Last.Event == JournalEvent.Suspended,
            Status = status.ToString(),
            CompletedAt = status is ActivityStatus.Completed or ActivityStatus.Canceled ? execution.Last.Timestamp : null,
            ActivityState = Json(execution.Inputs),
            Outputs = Json(execution.Outputs),
            Payload = execution.Outcomes is { } outcomes ? new JsonObject { ["Outcomes"] = List(outcomes.Names) } : null,
            Exception = execution.Message is { } message ? new ExceptionState("Error", message) : null,
            AggregateFaultCount = status == ActivityStatus.Faulted ? 1 : 0,
            SchedulingActivityExecutionId = parent is null ? null : IdOf(instance.Id, first.ParentInstanceId),
            SchedulingActivityId = parent?.First.ActivityId,
            CallStackDepth = depth,
        };
    }

    internal static JsonNode? Json(ObjectValue? values) => values is null ? null : JsonNode.Parse(JsonValues.ToJson(values));

    internal static JsonArray List(IEnumerable<string?> names) => new([.. names.Where(name => name is not null).Select(name => JsonValue.Create(name))]);

    /// <summary>What the journal says of one execution.</summary>
    private sealed class Execution(JournalEntry first)
    {
        public JournalEntry First { get; } = first;

        public JournalEntry Last { get; private set; } = first;

        public ObjectValue? Inputs { get; private set; }

        public ObjectValue? Outputs { get; private set; }

        public Outcomes? Outcomes { get; private set; }

        public string? Message { get; private set; }

        public ActivityStatus Status => Last.Event switch
        {
            JournalEvent.Completed => ActivityStatus.Completed,
            JournalEvent.Canceled => ActivityStatus.Canceled,
            JournalEvent.Faulted => ActivityStatus.Faulted,
            JournalEvent.Started or JournalEvent.Suspended or JournalEvent.Resumed => ActivityStatus.Running,
            _ => ActivityStatus.Running,
        };

        public void Add(JournalEntry entry)
        {
            Last = entry;
            Inputs = entry.Inputs ?? Inputs;
            Outputs = entry.Outputs ?? Outputs;
            Outcomes = entry.Outcomes ?? Outcomes;
            // A fault that was mended is no longer one.
            if (entry.Event is JournalEvent.Faulted or JournalEvent.Started) Message = entry.Message;
        }
    }
}
