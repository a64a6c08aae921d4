using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Activities.Substitutes;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.Tasks;

namespace Workflows.Api.Live;

/// <summary>A request as it is now: who may see it, and whose its open tasks are.</summary>
/// <param name="Request">Null for a run that belongs to none, and when it was deleted.</param>
/// <param name="Mine">The open tasks of each person that has some, as far as they were asked for.</param>
/// <param name="Asked">Everybody who was asked or has decided.</param>
internal sealed record LiveState(RequestRow? Request, IReadOnlyDictionary<string, List<LiveTask>> Mine, IReadOnlySet<string> Asked);

/// <summary>Reads for <see cref="LiveUpdates"/> what concerns whom; the rights are those of the lists.</summary>
public sealed class LiveTasks(TaskStore tasks, TaskRights rights, RequestService requests, SubstituteRegister substitutes, PeopleDirectory people, VisiblePeople visible)
{
    /// <param name="listeners">Only they are asked about.</param>
    internal async Task<LiveState> OfAsync(string requestId, IReadOnlyCollection<string> listeners, CancellationToken ct)
    {
        var all = await tasks.OfRequestAsync(requestId, ct);
        var mine = new Dictionary<string, List<LiveTask>>();
        foreach (var task in all.Where(task => task.Status == "open"))
        {
            foreach (var person in listeners.Intersect(CandidatesOf(task, listeners)))
            {
                if (!await task.IsForAsync(person, rights, ct)) continue;
                if (!mine.TryGetValue(person, out var list)) mine[person] = list = [];
                list.Add(Of(task));
            }
        }

        var asked = all.SelectMany(task => task.Approvers.Select(row => row.Approver).Append(task.DecidedBy).Append(task.OnBehalfOf)).OfType<string>().ToHashSet();
        return new LiveState(await requests.FindAsync(requestId, ct), mine, asked);
    }

    /// <summary>Everything that is somebody's to decide or to change now.</summary>
    internal async Task<IReadOnlyList<LiveTask>> OfPersonAsync(string personId, CancellationToken ct)
    {
        var found = new List<LiveTask>();
        (DateTimeOffset, string)? after = null;
        while (true)
        {
            var page = await tasks.OpenForAsync(personId, TaskFilter.All, after, PageCursor.LargestPage, ct);
            foreach (var task in page)
            {
                if (await task.IsForAsync(personId, rights, ct)) found.Add(Of(task));
            }

            if (page.Count < PageCursor.LargestPage) return found;
            after = (page[^1].OpenedAt, page[^1].Id);
        }
    }

    internal bool MaySee(string personId, LiveState state) =>
        state.Request is { } request && (visible.CanSee(personId, request.RequesterId) || state.Asked.Contains(personId) || state.Mine.ContainsKey(personId));

    // Few questions to the database, however many listen: those who were asked, who acts for them, and who has the role or is in the group. The gate says which of them may.
    private HashSet<string> CandidatesOf(TaskView task, IReadOnlyCollection<string> listeners)
    {
        if (task.Kind == TaskTerms.Change) return task.RequesterId is { } requester ? [requester] : [];
        var candidates = task.Approvers.Select(row => row.Approver).ToHashSet();
        foreach (var row in task.Approvers)
        {
            if (people.Find(row.Approver) is { } principal && substitutes.ActingFor(principal, task.Process, []) is { } acting) candidates.Add(acting.Id);
        }

        foreach (var rule in task.Approvers.Select(row => row.Rule).Distinct())
        {
            if (rule.Split(':') is not [var kind, var name] || kind is not ("role" or "group")) continue;
            candidates.UnionWith(listeners.Where(person => kind == "role" ? people.Find(person)?.Roles.Contains(name) == true : people.GroupsOf(person).Contains(name)));
        }

        return candidates;
    }

    private static LiveTask Of(TaskView task) => new(task.Id, task.InstanceId, task.Kind);
}
