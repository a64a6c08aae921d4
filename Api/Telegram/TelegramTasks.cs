using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.Attachments;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Activities.Telegram.Bot;
using Workflows.Api.Tasks;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>Shows tasks in a chat: the list of what is somebody's, one of them with its buttons, its details, and why it is theirs.</summary>
public sealed class TelegramTasks(
    Database database, TaskStore tasks, TaskRights rights, TaskViews views, StoredQuestions questions, ApprovalForecast forecast, AttachmentStore attachments, TelegramChannel channel, TelegramVerdicts verdicts,
    TelegramReplies replies, OutboxStore outbox, PeopleDirectory people, PublicAddress address, TimeProvider time)
{
    private const int MostListed = 10;
    private const int MostLooked = 200;

    /// <summary>Whoever was asked, decided, or may decide it now.</summary>
    public async Task<bool> MaySeeAsync(TaskView task, Person person, CancellationToken ct) =>
        task.DecidedBy == person.Id || task.Approvers.Any(approver => approver.Approver == person.Id) || await IsTheirsAsync(task, person, ct);

    /// <summary>Whether there is something to decide or to change.</summary>
    public async Task<bool> AnyAsync(Person person, CancellationToken ct) => (await OpenAsync(person, ct)).Count > 0;

    /// <summary>Lists what is to decide, a button for each; and one's own requests that wait to be changed.</summary>
    public async Task ListAsync(Person person, long chatId, CancellationToken ct)
    {
        var open = await OpenAsync(person, ct);
        var (decide, change) = (open.Where(task => task.Kind == TaskTerms.Approval).ToList(), open.Where(task => task.Kind == TaskTerms.Change).ToList());
        var html = new TelegramHtml(TelegramHtml.Most).Text(decide.Count == 0 ? TelegramTexts.Get(person.Language, "tasks.none") : TelegramTexts.Get(person.Language, "tasks.some", decide.Count));
        var buttons = new List<(TaskView Task, TelegramButton Button)>();
        foreach (var task in decide.Take(MostListed))
        {
            html.Text($"{buttons.Count + 1}. {Name(task)}" + (task.DueAt is { } due ? $" ({TelegramTexts.Get(person.Language, "status.until", Texts.Instant(due, people.ZoneOf(person), person.Language))})" : ""));
            buttons.Add((task, new TelegramButton(TelegramWriter.NewButtonId(), TelegramHtml.Cut($"{buttons.Count + 1}. {task.Title}", 60), TelegramButtonKinds.Show)));
        }

        if (decide.Count > MostListed) html.Text(TelegramTexts.Get(person.Language, "tasks.more", decide.Count - MostListed));
        foreach (var task in change.Take(MostListed)) html.Link(TelegramTexts.Get(person.Language, "tasks.changes", Name(task)), address.RequestPage(task.Reference ?? ""));
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var (task, button) in buttons)
                    await TelegramMessages.AddButtonsAsync(transaction, new TelegramQuestion(task.Id, task.Revision, person.Language, person.Id, Role: null, [[button]]), time.GetUtcNow(), ct);
            },
            ct);
        await replies.SendAsync(chatId, new BotText(html.ToString(), TelegramQuestion.Keyboard([.. buttons.Select(row => (IReadOnlyList<TelegramButton>)[row.Button])])), ct);
    }

    /// <summary>Sends the task as it is now, with buttons; of one that is over, what became of it.</summary>
    public async Task ShowAsync(TaskView task, Person person, CancellationToken ct)
    {
        if (task.Status != "open")
        {
            if (channel.DestinationOf(person) is { } destination) await replies.SendAsync(long.Parse(destination), new BotText(Over(task, person)), ct);
            return;
        }

        var right = await rights.OfAsync(task, person.Id, ct);
        var rule = right?.OnBehalfOf is { } principal ? ApproverRules.ForPrincipal(principal.Id, right.Rule) : right?.Rule ?? ApproverRules.Requester;
        var question = await questions.ForAsync(task, person, rule, "shown", [], ct);
        await database.WriteAsync(transaction => outbox.EnqueueAsync(transaction, channel.Ask(question).Message, ct), ct);
    }

    /// <summary>Why the task is theirs, and who comes after it; plain text.</summary>
    public async Task<string> WhyAsync(TaskView task, Person person, CancellationToken ct)
    {
        var view = await views.DetailAsync(task, person.Id, ct);
        var parts = new List<string>();
        if (view.Why is { } why) parts.Add(why);
        if (view.Vote is { Need: > 1 } or { Seats: > 1 }) parts.Add(TelegramTexts.Get(person.Language, "details.vote", view.Vote!.Need, view.Vote.Seats));
        if (task.Status == "open" && task.Kind == TaskTerms.Approval) parts.Add(await NextAsync(task, person, ct));
        return string.Join(' ', parts);
    }

    /// <summary>What else there is to know before deciding: who was asked and why, what was decided before, files, who comes next. HTML.</summary>
    public async Task<string> DetailsAsync(TaskView task, Person person, CancellationToken ct)
    {
        var language = person.Language;
        var html = new TelegramHtml(TelegramHtml.Most).Heading(task.In(language).Title);
        foreach (var asked in views.PeopleOf(task, language))
        {
            var about = string.Join(", ", new[] { asked.Why, asked.AwayUntil is { } away ? TelegramTexts.Get(language, "details.away", Texts.Day(away, language)) : "" }.Where(text => text.Length > 0));
            html.Text(TelegramTexts.Get(language, "details.asked", asked.Name + (about.Length == 0 ? "" : $" ({about})")));
        }

        var decided = (await tasks.OfRequestAsync(task.InstanceId, ct)).Where(other => other.Id != task.Id && other.Status == "decided").ToList();
        if (decided.Count > 0) html.Gap().Bold(TelegramTexts.Get(language, "details.so-far"));
        foreach (var other in decided)
        {
            html.Text($"{other.ActivityName}: {verdicts.Sentence(other, language, person.Id)}");
            if (other.Comment is { } comment) html.Text($"“{TelegramHtml.Cut(comment, 300)}”");
        }

        var files = await attachments.OfRequestAsync(task.InstanceId, ct);
        if (files.Count > 0) html.Gap().Text(TelegramTexts.Get(language, "details.files", string.Join(", ", files.Select(file => file.Name))));
        if (task.Status == "open" && task.Kind == TaskTerms.Approval) html.Gap().Text(await NextAsync(task, person, ct));
        else if (task.Status != "open") html.Gap().Text(verdicts.Sentence(task, language, person.Id));
        if (task.Reference is { } reference) html.Link(TelegramTexts.Get(language, html.IsCut ? "more" : "open", reference), address.RequestPage(reference));
        return html.ToString();
    }

    private async Task<IReadOnlyList<TaskView>> OpenAsync(Person person, CancellationToken ct)
    {
        var found = new List<TaskView>();
        foreach (var task in await tasks.OpenForAsync(person.Id, TaskFilter.All, after: null, MostLooked, ct))
        {
            if (await IsTheirsAsync(task, person, ct)) found.Add(task.In(person.Language));
        }

        return found;
    }

    private async Task<string> NextAsync(TaskView task, Person person, CancellationToken ct)
    {
        var after = await forecast.AfterAsync(task.InstanceId, person.Language, ct);
        var names = after.Steps.SelectMany(step => step.Rule is { } rule ? [rule] : step.People.Select(asked => asked.Name)).Distinct().ToList();
        return names.Count == 0 ? TelegramTexts.Get(person.Language, "details.last") : TelegramTexts.Get(person.Language, "details.next", string.Join(", ", names));
    }

    private async Task<bool> IsTheirsAsync(TaskView task, Person person, CancellationToken ct) =>
        task.Kind == TaskTerms.Change ? task.RequesterId == person.Id : await rights.OfAsync(task, person.Id, ct) is not null;

    private string Over(TaskView task, Person person) => $"{new TelegramHtml().Heading(task.In(person.Language).Title)}\n{verdicts.Html(task, person.Language, person.Id)}";

    private static string Name(TaskView task) => task.Reference is { } reference ? $"{reference}: {task.Title}" : task.Title;
}
