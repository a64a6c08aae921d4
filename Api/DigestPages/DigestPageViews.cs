using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Api.Pages;

namespace Workflows.Api.DigestPages;

/// <summary>Works out what the holder of a digest's link is shown.</summary>
public sealed class DigestPageViews(Digests digests, TaskRights rights, ShownFacts facts, PeopleDirectory people, TimeProvider time)
{
    /// <returns>Null for a link that never was, was reported, or is over, and for somebody who has left.</returns>
    public async Task<DigestView?> FindAsync(string token, CancellationToken ct) =>
        await digests.FindAsync(token, ct) is { } digest && people.Find(digest.PersonId) is { } person && people.IsActive(person) ? digest : null;

    public DigestPageView Unknown(HttpRequest request) => new(PageFrame.Of(request, known: null), DigestPageState.Unknown);

    public DigestPageView Start(HttpRequest request, DigestView digest, DigestPageState state) =>
        people.Find(digest.PersonId) is { } person ? new(PageFrame.Of(request, person.Language), state) { Holder = person.Name } : Unknown(request);

    /// <summary>The tasks that the person may still decide.</summary>
    /// <param name="ticked">Ids of tasks that were ticked before the page came back.</param>
    public async Task<DigestPageView> ShowAsync(HttpRequest request, DigestView digest, IReadOnlyCollection<string> ticked, CancellationToken ct)
    {
        var page = Start(request, digest, DigestPageState.Open);
        var (items, now) = (new List<DigestItem>(), time.GetUtcNow());
        var zone = people.ZoneOf(people.Find(digest.PersonId)!);
        foreach (var task in digest.Tasks.Where(task => task.Status == "open" && (task.DueAt is null || task.DueAt > now)))
        {
            if (await rights.OfAsync(task, digest.PersonId, ct) is not { } right) continue;
            items.Add(new DigestItem(
                task.In(page.Language),
                [.. await facts.InAsync(task, page.Language, ct), .. task.Changes.Select(change => TaskQuestions.ChangeFact(change, page.Language))],
                Approving(task)?.LabelIn(page.Language),
                task.DueAt is { } due ? Texts.Instant(due, zone, page.Language) : null,
                right.OnBehalfOf?.Name,
                ticked.Contains(task.Id)));
        }

        return page with { Items = items };
    }

    /// <summary>What a tick stands for: it approves all that is asked for, and needs no words. Null where the task's own page is needed.</summary>
    public static TaskAction? Approving(TaskView task) => ConfirmMarkup.ActionOf(task.Actions);

    /// <summary>One task of the digest, for the page that single mails lead to.</summary>
    public static TokenView? TaskIn(DigestView digest, string id) =>
        digest.Tasks.FirstOrDefault(task => task.Id == id) is { } task ? new TokenView(Hash: null, task, digest.PersonId, task.Revision, digest.ExpiresAt) : null;
}
