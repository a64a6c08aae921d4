using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Activities.Approvals;

/// <summary>Gives an open task to somebody else: by whoever has it, or by an administrator.</summary>
public sealed class TaskHandOver(WorkflowRuntime runtime, TaskStore tasks, TaskRights rights, PeopleDirectory people, TimeProvider time)
{
    /// <param name="fromId">Whose task is given away, where several have it; null: the one who asks, or the only one who has it.</param>
    /// <param name="isAdministrator">May give away what others have.</param>
    public async Task<HandOverResult> MoveAsync(string taskId, string? fromId, string toId, string reason, Person by, bool isAdministrator, string channel, string? address, CancellationToken ct)
    {
        if (await tasks.FindAsync(taskId, ct) is not { Kind: TaskTerms.Approval } task) return new HandOverResult.NoSuchTask();
        var own = await rights.HolderForAsync(task, by.Id, ct);
        if (own is null && !isAdministrator) return new HandOverResult.NoSuchTask();
        if (task.Status != "open" || task.DueAt <= time.GetUtcNow()) return new HandOverResult.Closed(task);
        if (string.IsNullOrWhiteSpace(reason)) return new HandOverResult.Wrong("reason", "reason: say why somebody else is to decide.");
        if (reason.Length > 4000) return new HandOverResult.Wrong("reason", "reason: use at most 4,000 characters.");
        var holders = task.Approvers.Where(row => row.Rule != "address" && ApproverRules.PrincipalIn(row.Rule) is null).Select(row => row.Approver).ToList();
        var from = fromId ?? own ?? (holders is [var only] ? only : null);
        if (from is null) return new HandOverResult.Wrong("from", $"from: say whose task it is: {string.Join(", ", holders)}.");
        if (!holders.Contains(from) && own != from) return new HandOverResult.Wrong("from", $"from: '{from}' does not have this task. It is with {string.Join(", ", holders)}.");
        if (!isAdministrator && from != own) return new HandOverResult.Wrong("from", "from: you can give away what is yours. Ask an administrator for the rest.");
        if (people.Find(toId) is not { } to || !people.IsActive(to)) return new HandOverResult.Wrong("to", $"to: '{toId}' is nobody who works here. Name a colleague.");
        if (to.Id == task.RequesterId) return new HandOverResult.Wrong("to", $"to: {to.Name} submitted the request, and nobody decides their own. Name somebody else.");
        if (to.Id == from) return new HandOverResult.Wrong("to", $"to: {to.Name} has the task already. Name somebody else.");
        // The same gate as for a decision: who could not decide is not given the task.
        var given = task with { Approvers = [new TaskApprover { TaskId = task.Id, Approver = to.Id, Rule = ApproverRules.HandedOver(by.Id, to.Id) }] };
        if (await rights.OfAsync(given, to.Id, ct) is null) return new HandOverResult.Wrong("to", $"to: {to.Name} has decided another step of this request, and nobody decides two. Name somebody else.");

        var hash = Burst.HashOf(DecisionTaken.Stimulus, DecisionTaken.PayloadFor(task.Id));
        var fromName = people.Find(from)?.Name ?? from;
        var burst = await runtime.ResumeAsync(
            task.InstanceId,
            instance => instance.Bookmarks.Where(bookmark => bookmark.Hash == hash && bookmark.ActivityType == "Approvals.RequestApproval"),
            new ResumeWith(new TaskHandedOver(task.Id, from, to.Id, by.Id), Input: null, time.GetUtcNow()),
            [new TellHandOver(task, fromName, to.Name, by.Id, by.Name, from == by.Id ? null : from, channel, address, reason.Trim())],
            ct);
        return burst is null ? new HandOverResult.Closed((await tasks.FindAsync(task.Id, ct))!) : new HandOverResult.Moved((await tasks.FindAsync(task.Id, ct))!);
    }
}

/// <summary>What came of giving a task away; only <see cref="Moved"/> changed anything.</summary>
public abstract record HandOverResult
{
    public sealed record Moved(TaskView Task) : HandOverResult;

    public sealed record NoSuchTask : HandOverResult;

    public sealed record Closed(TaskView Task) : HandOverResult;

    public sealed record Wrong(string Field, string Message) : HandOverResult;
}
