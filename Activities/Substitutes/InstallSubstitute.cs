using Workflows.Activities.Calendar;
using Workflows.Activities.Approvals;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.Notifications;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Substitutes;

/// <summary>Lets somebody stand in for the requester, as approved leave does for its days. Without a name it does nothing.</summary>
[Activity("People.InstallSubstitute", Category = "People", DisplayName = "Install substitute", Description = "Let somebody act for the requester from one day to another, where the requester named somebody.")]
public sealed class InstallSubstitute : CodeActivity
{
    [Input("Who stands in: a person's id or e-mail address; nothing: nobody.", OptionsFrom = "people")]
    public Input<string> Substitute { get; init; } = new();

    [Input("The first day, as 2026-02-25.", DisplayName = "First day", IsRequired = true)]
    public Input<string> FirstDay { get; init; } = new();

    [Input("The last day; it counts too.", DisplayName = "Last day", IsRequired = true)]
    public Input<string> LastDay { get; init; } = new();

    [Input("In which processes, by their ids; nothing: in all.", UiHint = UiHints.MultiText, OptionsFrom = "processes")]
    public Input<IReadOnlyList<string>> Processes { get; init; } = new([]);

    public override void Execute(ActivityContext context)
    {
        if (context.Get(Substitute)?.Trim() is not { Length: > 0 } name) return;
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("A substitute is for the requester; this run has none.");
        var people = context.Read<PeopleDirectory>();
        if (!IsoDay.TryParse(context.Get(FirstDay), "firstDay", out var first, out var error) || !IsoDay.TryParse(context.Get(LastDay), "lastDay", out var last, out error)) throw new FormatException(error);
        context.Add(new AddSubstitute(
            new Substitution
            {
                Id = Guid.CreateVersion7().ToString(),
                PersonId = request.RequesterId,
                SubstituteId = (people.Find(name) ?? people.FindByEmail(name))?.Id ?? name,
                FirstDay = first,
                LastDay = last,
                Processes = context.Get(Processes) ?? [],
                RequestId = request.Id,
                CreatedBy = request.RequesterId,
            },
            context));
    }

    /// <summary>Enters it; what is wrong with it by now (a loop, somebody who has left) does not undo the leave: it stands in the timeline.</summary>
    private sealed record AddSubstitute(Substitution Substitution, ActivityContext Activity) : Effect
    {
        public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            if (await Activity.Read<SubstituteRegister>().AddAsync(transaction, Substitution, ct) is { } problem)
            {
                await new TellIncident(context.Instance.Id, $"No substitute was entered. {problem.Message}").WriteAsync(transaction, context, ct);
                return;
            }

            var (people, reference) = (Activity.Read<PeopleDirectory>(), RequestInfo.Of(context.Instance)?.Reference);
            await new SendNotices(context.Instance.Id, [SubstituteNotices.Named(Activity.Read<ChannelRouter>(), people, Substitution, reference, context.Now)], people.Find(Substitution.SubstituteId)!.Name)
                .WriteAsync(transaction, context, ct);
        }
    }
}

/// <summary>The notice that tells somebody that they stand in.</summary>
public static class SubstituteNotices
{
    /// <returns>Null when no channel reaches them, or they want no notices there.</returns>
    public static Engine.Runtime.Outbox.OutboxMessage? Named(ChannelRouter router, PeopleDirectory people, Substitution substitution, string? reference, DateTimeOffset now)
    {
        var (person, substitute) = (people.Find(substitution.PersonId)!, people.Find(substitution.SubstituteId)!);
        var language = substitute.Language;
        var subject = Texts.Get(language, "mail.subject.substitute", person.Name);
        var content = new MailContent
        {
            Language = language,
            Reference = reference,
            Subject = subject,
            Heading = subject,
            Intro =
            [
                Texts.Get(language, "mail.substitute", person.Name, Texts.Day(substitution.FirstDay, language), Texts.Day(substitution.LastDay, language)),
                .. substitution.Processes.Count == 0 ? (string[])[] : [Texts.Get(language, "mail.substitute.processes", string.Join(", ", substitution.Processes))],
            ],
            Why = Texts.Get(language, "why.notice"),
        };
        return router.Tell(new Notice { Key = $"substitute-{substitution.Id}", Content = content, InstanceId = substitution.RequestId, Thread = reference }, substitute, now, people.ZoneOf(substitute));
    }
}
