using Workflows.Activities.Approvals;

namespace Workflows.Api.Tasks;

internal static class TaskOwnership
{
    /// <summary>Whether an open task is somebody's to act on now: to decide, or, where the requester is asked to change something, to change.</summary>
    public static async Task<bool> IsForAsync(this TaskView task, string personId, TaskRights rights, CancellationToken ct) =>
        task.Kind == TaskTerms.Change ? task.RequesterId == personId : await rights.OfAsync(task, personId, ct) is not null;
}
