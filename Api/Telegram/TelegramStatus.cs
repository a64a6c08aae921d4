using Workflows.Activities;
using Workflows.Activities.Approvals;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;
using Workflows.Api.Requests;

namespace Workflows.Api.Telegram;

/// <summary>Says where a request stands, to whoever may see it.</summary>
public sealed class TelegramStatus(RequestViews requests, TaskStore tasks, TelegramVerdicts verdicts, PeopleDirectory people, PublicAddress address)
{
    /// <returns>HTML.</returns>
    public async Task<string> OfAsync(IReadOnlyList<string> arguments, Person person, CancellationToken ct)
    {
        var language = person.Language;
        if (arguments is not [var reference, ..]) return TelegramHtml.Escape(TelegramTexts.Get(language, "status.usage"));
        if (await requests.FindVisibleAsync(reference.ToUpperInvariant(), person.Id, ct) is not { } row) return TelegramHtml.Escape(TelegramTexts.Get(language, "status.none", TelegramHtml.Cut(reference, 60)));

        var request = await requests.DetailAsync(row, person.Id, ct);
        var html = new TelegramHtml(TelegramHtml.Most).Heading($"{request.Reference}: {request.Title}").Fact(Texts.Get(language, "fact.requester"), request.RequesterName);
        html.Bold(Word(request, language));
        foreach (var step in request.OpenSteps) html.Text(Waiting(request, step, person));
        foreach (var task in (await tasks.OfRequestAsync(row.Id, ct)).Where(task => task.Status is "decided" or "expired"))
        {
            var at = task.DecidedAt is { } instant ? $" ({Texts.Instant(instant, people.ZoneOf(person), language)})" : "";
            html.Text($"{task.ActivityName}: {verdicts.Sentence(task, language, person.Id)}{at}");
        }

        return html.Link(TelegramTexts.Get(language, "open", request.Reference), address.RequestPage(request.Reference)).ToString();
    }

    private static string Word(RequestDetail request, string language)
    {
        if (request.Status == "closed" && request.Outcome is { } outcome)
            return (Texts.Has($"outcome.{outcome}") ? Texts.Get(language, $"outcome.{outcome}") : outcome) is var word ? $"{TelegramTexts.Get(language, "status.closed")}: {word}" : "";
        return TelegramTexts.Has($"status.{request.Status}") ? TelegramTexts.Get(language, $"status.{request.Status}") : request.Status;
    }

    private string Waiting(RequestDetail request, OpenStep step, Person person)
    {
        var (language, zone) = (person.Language, people.ZoneOf(person));
        var who = TelegramTexts.Get(language, request.WaitsForChanges && step.People is [var only] && only == request.RequesterName ? "status.changes" : "status.waiting", string.Join(", ", step.People));
        var since = TelegramTexts.Get(language, "status.since", Texts.Instant(step.Since, zone, language));
        return step.DueAt is { } due ? $"{who}, {since}, {TelegramTexts.Get(language, "status.until", Texts.Instant(due, zone, language))}" : $"{who}, {since}";
    }
}
