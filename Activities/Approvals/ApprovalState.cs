using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>What a waiting approval keeps: what is asked, exactly as it was shown, and the answers so far. Stored names.</summary>
public sealed class ApprovalState
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    public string Title { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>See <see cref="TaskAction.ToJson"/>.</summary>
    public string Actions { get; init; } = "[]";

    public long OpenedAt { get; init; }

    public long? DueAt { get; set; }

    public Ballot Ballot { get; init; } = new();

    /// <summary>What all tasks of the vote share.</summary>
    public TaskTerms Terms { get; init; } = new();

    /// <summary>The outcome that waits, so that the decision can still be taken back.</summary>
    public string? Held { get; set; }

    public long? HeldUntil { get; set; }

    /// <summary>The time ran out once, and others were given it.</summary>
    public bool IsEscalated { get; set; }

    [JsonIgnore]
    public DateTimeOffset? Due => DueAt is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    /// <summary>The task of a seat, as it was opened: the same content gives the same revision.</summary>
    public ApprovalTask TaskOf(ActivityContext context, Seat seat)
    {
        var group = Ballot.Groups.Find(group => group.Seats.Contains(seat));
        return new ApprovalTask
        {
            Id = seat.TaskId!,
            InstanceId = context.Instance.Id,
            ActivityId = context.Node.Id,
            ActivityName = context.Node.DisplayName,
            Title = Title,
            Body = Body,
            Facts = TaskFacts.Of(context, context.Read<PeopleDirectory>(), "en"),
            Actions = TaskAction.FromJson(Actions),
            RequesterId = RequestInfo.Of(context.Instance)?.RequesterId,
            OpenedAt = context.Time.GetUtcNow(),
            DueAt = Due,
            Terms = Terms with
            {
                Execution = context.Id,
                Exclusive = seat.IsBound,
                Step = group?.Name,
                Mode = group is null ? null : char.ToLowerInvariant(group.Mode[0]) + group.Mode[1..],
                Need = group?.Need ?? 1,
                Seats = group?.Seats.Count ?? 1,
            },
        };
    }

    public static void Write(Utf8JsonWriter writer, ApprovalState state) => JsonSerializer.Serialize(writer, state, Json);

    /// <summary>Also reads what earlier releases kept: one task that anybody of several could decide.</summary>
    public static ApprovalState Read(JsonElement json)
    {
        if (!json.TryGetProperty("taskId", out var taskId)) return json.Deserialize<ApprovalState>(Json)!;
        return new ApprovalState
        {
            Title = json.GetProperty("title").GetString()!,
            Body = json.GetProperty("body").GetString()!,
            Actions = json.GetProperty("actions").GetString()!,
            OpenedAt = json.GetProperty("openedAt").GetInt64(),
            DueAt = json.TryGetProperty("dueAt", out var due) && due.ValueKind == JsonValueKind.Number ? due.GetInt64() : null,
            Ballot = new Ballot { Groups = [new BallotGroup { Seats = [new Seat { TaskId = taskId.GetString(), Status = SeatStatus.Open }] }] },
        };
    }
}
