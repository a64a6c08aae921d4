using System.Globalization;
using Workflows.Activities;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Substitutes;
using Workflows.Activities.Telegram;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Api.Telegram;

/// <summary>Lets somebody stand in while a person is away: /away 2026-07-01 2026-07-14 marco. Without a name it is the manager.</summary>
public sealed class TelegramAway(Database database, SubstituteRegister register, PeopleDirectory people, ChannelRouter router, OutboxStore outbox, TimeProvider time)
{
    /// <returns>What to say; plain text.</returns>
    public async Task<string> ArrangeAsync(IReadOnlyList<string> arguments, Person person, CancellationToken ct)
    {
        var language = person.Language;
        switch (arguments)
        {
            case []:
                return await ShowAsync(person, ct);
            case [var word] when word.ToLowerInvariant() is "off" or "selesai":
                return await EndAsync(person, ct);
            case [_]:
                return TelegramTexts.Get(language, "away.none");
        }

        if (Day(arguments[0], person) is not { } first) return TelegramTexts.Get(language, "away.day", TelegramHtml.Cut(arguments[0], 60));
        if (Day(arguments[1], person) is not { } last) return TelegramTexts.Get(language, "away.day", TelegramHtml.Cut(arguments[1], 60));
        var name = string.Join(' ', arguments.Skip(2));
        var substitute = name.Length == 0 ? people.ManagerOf(person) : Find(name);
        if (substitute is null) return name.Length == 0 ? TelegramTexts.Get(language, "away.nobody", arguments[0], arguments[1]) : TelegramTexts.Get(language, "away.who", TelegramHtml.Cut(name, 60));

        var substitution = new Substitution { Id = Guid.CreateVersion7().ToString(), PersonId = person.Id, SubstituteId = substitute.Id, FirstDay = first, LastDay = last, CreatedBy = person.Id };
        var problem = await database.WriteAsync(
            async transaction =>
            {
                if (await register.AddAsync(transaction, substitution, ct) is { } wrong) return wrong;
                if (SubstituteNotices.Named(router, people, substitution, reference: null, time.GetUtcNow()) is { } notice) await outbox.EnqueueAsync(transaction, notice, ct);
                return null;
            },
            ct);
        return problem is null ? Line(substitution, person) : WithoutField(problem);
    }

    private async Task<string> ShowAsync(Person person, CancellationToken ct)
    {
        var rows = (await register.OfAsync(person.Id, ct)).Where(row => row.PersonId == person.Id).OrderBy(row => row.FirstDay).ToList();
        return rows.Count == 0 ? TelegramTexts.Get(person.Language, "away.none") : string.Join('\n', rows.Select(row => Line(row, person)));
    }

    private async Task<string> EndAsync(Person person, CancellationToken ct)
    {
        var rows = (await register.OfAsync(person.Id, ct)).Where(row => row.PersonId == person.Id).ToList();
        foreach (var row in rows) await register.EndAsync(row, person.Id, ct);
        return rows.Count == 0 ? TelegramTexts.Get(person.Language, "away.none") : TelegramTexts.Get(person.Language, "away.off", string.Join(", ", rows.Select(row => NameOf(row.SubstituteId)).Distinct()));
    }

    private string Line(Substitution row, Person person) =>
        TelegramTexts.Get(person.Language, "away.one", NameOf(row.SubstituteId), Texts.Day(row.FirstDay, person.Language), Texts.Day(row.LastDay, person.Language));

    private string NameOf(string id) => people.Find(id)?.Name ?? id;

    /// <summary>By id, address or whole name; where two are called the same, nobody.</summary>
    private Person? Find(string name) =>
        people.Find(name.ToLowerInvariant()) ?? people.FindByEmail(name)
        ?? (people.All.Where(other => people.IsActive(other) && string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var one] ? one : null);

    private DateOnly? Day(string text, Person person) => text.ToLowerInvariant() switch
    {
        "today" or "hariini" => people.TodayOf(person),
        "tomorrow" or "besok" => people.TodayOf(person).AddDays(1),
        var written => DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
    };

    // The register names the field of a form, which nobody sees here.
    private static string WithoutField(SubstituteProblem problem) =>
        problem.Message.StartsWith(problem.Field + ": ", StringComparison.Ordinal) && problem.Message[(problem.Field.Length + 2)..] is [var first, .. var rest] ? char.ToUpperInvariant(first) + rest : problem.Message;
}
