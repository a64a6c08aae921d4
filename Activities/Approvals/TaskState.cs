using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>What a waiting activity keeps of its task: enough to show it again exactly as it was. Stored names.</summary>
internal static class TaskState
{
    public static ObjectValue Of(ApprovalTask task) => new()
    {
        ["taskId"] = task.Id,
        ["title"] = task.Title,
        ["body"] = task.Body,
        ["actions"] = TaskAction.ToJson(task.Actions),
        ["openedAt"] = task.OpenedAt.ToUnixTimeMilliseconds(),
        ["dueAt"] = task.DueAt?.ToUnixTimeMilliseconds(),
    };

    public static string Id(ObjectValue state) => (string)state["taskId"]!;

    public static ApprovalTask Restore(ActivityContext context, ObjectValue state, PeopleDirectory people) => new()
    {
        Id = Id(state),
        InstanceId = context.Instance.Id,
        ActivityId = context.Node.Id,
        ActivityName = context.Node.DisplayName,
        Title = (string)state["title"]!,
        Body = (string)state["body"]!,
        Facts = TaskFacts.Of(context, people, "en"),
        Actions = TaskAction.FromJson((string)state["actions"]!),
        RequesterId = RequestInfo.Of(context.Instance)?.RequesterId,
        OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(state["openedAt"])),
        DueAt = state["dueAt"] is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(state["dueAt"])),
    };
}

/// <summary>Who has decided a request so far: kept with the instance, for the separation of duties.</summary>
public static class Deciders
{
    // Stored name.
    private const string Property = "approvals:deciders";

    public static IReadOnlyList<string> Of(WorkflowInstance instance) =>
        instance.Properties.GetValueOrDefault(Property) is ListValue deciders ? deciders.ConvertAll(decider => (string)decider!) : [];

    public static void Add(WorkflowInstance instance, string deciderId)
    {
        if (instance.Properties.GetValueOrDefault(Property) is not ListValue deciders) instance.Properties[Property] = deciders = [];
        if (!deciders.Contains(deciderId)) deciders.Add(deciderId);
    }
}
