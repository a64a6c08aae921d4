using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Api.Pages;

namespace Workflows.Api.ActionPages;

/// <summary>Works out what the holder of a link is shown.</summary>
public sealed class ActionPageViews(TaskStore tasks, Decisions decisions, TaskRights rights, ShownFacts facts, PeopleDirectory people, TimeProvider time)
{
    /// <summary>For how long an expired link still says what became of its task. After that it looks like one that never was.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <returns>Null for a link that never was, was reported, or is long over.</returns>
    public async Task<TokenView?> FindAsync(string token, CancellationToken ct)
    {
        if (await tasks.FindTokenAsync(token, ct) is { } link) return time.GetUtcNow() < link.ExpiresAt + Remembered ? link : null;
        // The same questions to the database as for a link that is long over.
        await tasks.FindAsync("", ct);
        return null;
    }

    public ActionPageView Unknown(HttpRequest request) => new(PageFrame.Of(request, known: null), ActionPageState.Unknown);

    /// <summary>What the link shows now.</summary>
    public async Task<ActionPageView> ShowAsync(HttpRequest request, TokenView link, CancellationToken ct)
    {
        var state = await StateAsync(link, ct);
        var page = Start(request, link, state);
        var task = link.Task.In(page.Language);
        if (state == ActionPageState.NotYours) return page;

        var chosen = request.Query["choice"].ToString();
        page = page with
        {
            Title = task.Title,
            Paragraphs = task.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Facts = [.. await facts.InAsync(task, page.Language, ct), .. task.Changes.Select(change => TaskQuestions.ChangeFact(change, page.Language))],
            When = state switch
            {
                ActionPageState.Open => task.DueAt is { } due ? Instant(due, link, page) : null,
                ActionPageState.LinkExpired => Instant(link.ExpiresAt, link, page),
                ActionPageState.Expired when task.Status == "open" => Instant(task.DueAt!.Value, link, page),
                _ => Instant(task.DecidedAt!.Value, link, page),
            },
        };
        return state switch
        {
            ActionPageState.Open => page with
            {
                // Stable: the others keep the order that the process gave them.
                Actions = [.. task.Actions.OrderByDescending(action => action.Name == chosen)],
                Chosen = task.Actions.Any(action => action.Name == chosen) ? chosen : null,
                Revision = task.Revision,
                Notice = link.Revision == task.Revision ? null : page.Say("notice.changed"),
                ActsFor = (await rights.OfAsync(task, link.Approver, ct))?.OnBehalfOf?.Name,
                Money = task.AllowLess && (task.Amount is not null || task.Lines.Count > 0) ? task.Terms : null,
            },
            ActionPageState.Decided => page with
            {
                Decider = task.DecidedName,
                Decision = task.Actions.FirstOrDefault(action => action.Name == task.Action) ?? new TaskAction(task.Action ?? "", null, task.Outcome ?? ""),
                DecisionComment = task.Comment,
                ActsFor = task.OnBehalfName,
            },
            ActionPageState.Withdrawn => page with { Because = task.ClosedBecause is "changed" or "settled" or "counted" ? task.ClosedBecause : null },
            _ => page,
        };
    }

    /// <summary>Asks whether the link is to be reported, or says that it is.</summary>
    public ActionPageView Report(HttpRequest request, TokenView link, ActionPageState state) =>
        Start(request, link, state);

    /// <summary>For whom the link was made: a name, or an address.</summary>
    public string HolderOf(TokenView link) => PersonOf(link)?.Name ?? link.Approver;

    private ActionPageView Start(HttpRequest request, TokenView link, ActionPageState state) =>
        new(PageFrame.Of(request, PersonOf(link)?.Language), state) { Reference = link.Task.Reference, Holder = HolderOf(link), IsInList = link.Hash is null };

    private async Task<ActionPageState> StateAsync(TokenView link, CancellationToken ct)
    {
        var (task, now) = (link.Task, time.GetUtcNow());
        // Who has left the company learns nothing more about it.
        if (people.Find(link.Approver) is { } person && !people.IsActive(person)) return ActionPageState.NotYours;
        switch (task.Status)
        {
            case "decided": return ActionPageState.Decided;
            case "withdrawn": return ActionPageState.Withdrawn;
            case "open" when task.DueAt is null || task.DueAt > now:
                // An address was asked by itself, not by a rule that could have changed.
                if (task.Approvers.All(approver => approver.Approver != link.Approver || approver.Rule != "address") && !await decisions.MayDecideAsync(task, link.Approver, ct))
                    return ActionPageState.NotYours;
                return link.ExpiresAt > now ? ActionPageState.Open : ActionPageState.LinkExpired;
            default: return ActionPageState.Expired;
        }
    }

    private Person? PersonOf(TokenView link) => people.Find(link.Approver) ?? people.FindByEmail(link.Approver);

    private string Instant(DateTimeOffset instant, TokenView link, ActionPageView page)
    {
        if (PersonOf(link) is { } reader) return Texts.Instant(instant, people.ZoneOf(reader), page.Language);
        // Nobody knows where an address outside is: the requester's time, and which that is.
        var zone = link.Task.RequesterId is { } id && people.Find(id) is { } requester ? people.ZoneOf(requester) : TimeZoneInfo.Utc;
        return $"{Texts.Instant(instant, zone, page.Language)} ({zone.Id})";
    }
}
