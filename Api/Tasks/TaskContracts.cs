using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;

namespace Workflows.Api.Tasks;

/// <param name="Action">The name of one of the task's actions.</param>
/// <param name="Revision">The task's revision that was shown; a changed task is not decided unseen.</param>
/// <param name="Approved">Less than is asked for, where the task allows it: an amount, or amounts by line id.</param>
/// <param name="Attachments">Ids of files that were uploaded to /api/attachments.</param>
public sealed record DecideRequest(string? Action, string? Comment, string? Revision, ApprovedValue? Approved = null, IReadOnlyList<string>? Attachments = null);

/// <param name="Id">The task's id.</param>
public sealed record BulkDecision(string? Id, string? Action, string? Comment, string? Revision);

/// <param name="Decisions">At most 100.</param>
public sealed record BulkDecideRequest(IReadOnlyList<BulkDecision>? Decisions);

/// <param name="Status">200 when it was recorded; otherwise what deciding the one task would have answered.</param>
/// <param name="Problem">What is wrong, in a sentence; null when it was recorded.</param>
public sealed record BulkResult(string Id, int Status, string? Problem, TaskDetail? Task);

public sealed record BulkResults(IReadOnlyList<BulkResult> Items);

/// <param name="To">Who is to decide instead: a person's id.</param>
/// <param name="Reason">Why, for the timeline.</param>
/// <param name="From">Whose task it is, where several have it; left out: mine.</param>
public sealed record ReassignRequest(string? To, string? Reason, string? From = null);

public sealed record TaskActionView(string Name, string Label, string Style, bool NeedsComment);

/// <param name="Why">About them: manages Emma Larsen.</param>
/// <param name="AwayUntil">The last day of the leave that they are on.</param>
/// <param name="ActsFor">In whose place they are asked: a person's id.</param>
public sealed record TaskPerson(string Id, string Name, string Why, DateOnly? AwayUntil, string? ActsFor, string? ActsForName);

/// <param name="Field">The name of the form's field.</param>
public sealed record ChangeView(string Field, string Label, string Before, string After);

/// <summary>What may be approved, where money is asked for.</summary>
/// <param name="AllowLess">Whoever approves may approve less.</param>
public sealed record AmountView(decimal? Amount, string? Currency, IReadOnlyList<ApprovalLine> Lines, bool AllowLess);

/// <summary>The vote that a task belongs to.</summary>
/// <param name="Mode">any, all, atLeast or sequence.</param>
/// <param name="Need">How many of <paramref name="Seats"/> must approve.</param>
public sealed record VoteView(string? Group, string Mode, int Need, int Seats);

/// <param name="Kind">approval, or change: I am asked to change my request.</param>
/// <param name="Why">The rule that put the task to the viewer, in words.</param>
/// <param name="ActsFor">In whose place the viewer decides: a person's id; null: their own.</param>
/// <param name="Approvers">Everybody who was asked, each with the reason.</param>
/// <param name="Changes">What changed in the request since it was shown last.</param>
/// <param name="ClosedBecause">Why an undecided task is closed: changed, settled, counted or escalated.</param>
/// <param name="UndoUntil">Until when the viewer may take the decision back; null: not any more.</param>
/// <param name="Urgent">The process says that it waits for no quiet hours and no daily mail.</param>
public sealed record TaskDetail(
    string Id, string? RequestId, string? Reference, string? Process, string Step, string Title, string Body, IReadOnlyList<MailFact> Facts, IReadOnlyList<TaskActionView> Actions, string Revision,
    string Status, string? RequesterId, string? RequesterName, string? Why, DateTimeOffset OpenedAt, DateTimeOffset? DueAt,
    string? Action, string? DecidedBy, string? DecidedByName, DateTimeOffset? DecidedAt, string? Channel, string? Comment,
    string Kind, int Edition, string? ActsFor, string? ActsForName, IReadOnlyList<TaskPerson> Approvers, IReadOnlyList<ChangeView> Changes, AmountView? Money, VoteView? Vote,
    ApprovedValue? Approved, string? OnBehalfOf, string? OnBehalfOfName, string? ClosedBecause, DateTimeOffset? UndoUntil, bool Urgent);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record TaskPage(IReadOnlyList<TaskDetail> Items, string? Next);

public sealed record ProcessCount(string? Process, int Count);

/// <param name="Open">To decide by me, or for somebody whose substitute I am.</param>
/// <param name="DueSoon">Of these, what is over within 24 hours.</param>
/// <param name="Changes">My own requests that wait for me to change them.</param>
public sealed record TaskCounts(int Open, int DueSoon, int Changes, IReadOnlyList<ProcessCount> ByProcess);
