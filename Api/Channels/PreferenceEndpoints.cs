using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Channels;

/// <param name="From">As 22:00, where the person is.</param>
/// <param name="Until">Before <paramref name="From"/>: on the next day.</param>
public sealed record QuietHoursView(string From, string Until);

/// <param name="At">As 08:30, where the person is; on working days.</param>
public sealed record DigestChoice(string At);

/// <summary>One way to reach the person.</summary>
/// <param name="Destination">The address or account; null where none is linked.</param>
/// <param name="IsUsed">Messages go there now.</param>
/// <param name="Problem">What it said when it refused for good; null: nothing is wrong.</param>
public sealed record ChannelView(string Name, string Label, string? Destination, bool IsUsed, string? Problem, DateTimeOffset? ProblemSince);

/// <param name="Channels">In order, the first choice first; empty: e-mail first, then the others.</param>
/// <param name="Available">All there are, in the order in which they are tried. The app shows every task besides.</param>
/// <param name="TimeZone">Whose clock times are meant.</param>
public sealed record PreferencesView(
    IReadOnlyList<string> Channels, IReadOnlyList<ChannelView> Available, QuietHoursView? QuietHours, string Language, DigestChoice? Digest, bool MailNotices, string TimeZone);

/// <summary>Everything that a person chose; what is left out is as if it never had been chosen - but the language, which stays.</summary>
public sealed record PreferencesBody(IReadOnlyList<string>? Channels, QuietHoursView? QuietHours, string? Language, DigestChoice? Digest, bool? MailNotices);

public static class PreferenceEndpoints
{
    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/me").WithTags("Preferences").RequireAuthorization();
        group.MapGet("/preferences", Show).WithName("preferences").WithSummary("How I want to be reached, and where I cannot be.");
        group.MapPut("/preferences", Change).WithName("changePreferences").WithSummary("Chooses channels in order, quiet hours, language, the daily mail, and whether notices come by mail.");
        group.MapPost("/channels/{channel}/confirm", Confirm).WithName("confirmChannel").WithSummary("Says that a channel reaches me again: what was held against it is forgotten.");
        return routes;
    }

    private static Ok<PreferencesView> Show(ClaimsPrincipal user, PreferenceBook preferences, ChannelRouter router, PeopleDirectory people) =>
        TypedResults.Ok(View(people.Find(user.PersonId())!, preferences, router));

    private static async Task<Results<Ok<PreferencesView>, ProblemHttpResult>> Change(
        PreferencesBody body, ClaimsPrincipal user, PreferenceBook preferences, ChannelRouter router, PeopleRegister register, PeopleDirectory people, CancellationToken ct)
    {
        var (wishes, problems) = Read(body, router);
        if (problems.Count > 0) return Problems.Invalid("Something in the preferences is not right.", problems);
        var person = people.Find(user.PersonId())!;
        if (body.Language is { } language && language != person.Language) await register.UseLanguageAsync(person.Id, language, ct);
        await preferences.ChangeAsync(person.Id, _ => wishes, ct);
        return TypedResults.Ok(View(people.Find(person.Id)!, preferences, router));
    }

    private static async Task<Results<Ok<PreferencesView>, ProblemHttpResult>> Confirm(
        string channel, ClaimsPrincipal user, PreferenceBook preferences, ChannelRouter router, PeopleDirectory people, CancellationToken ct)
    {
        if (router.Find(channel) is not { } known) return NoSuchChannel(channel, router);
        var person = people.Find(user.PersonId())!;
        if (known.DestinationOf(person) is { } destination) await preferences.ClearAsync(known.Name, destination, ct);
        return TypedResults.Ok(View(person, preferences, router));
    }

    internal static ProblemHttpResult NoSuchChannel(string channel, ChannelRouter router) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-channel", "There is no such channel.", $"There is no channel '{channel}', only {NamesOf(router)}.");

    private static (Preferences Wishes, Dictionary<string, string[]> Problems) Read(PreferencesBody body, ChannelRouter router)
    {
        var problems = new Dictionary<string, string[]>();
        var channels = body.Channels ?? [];
        if (channels.FirstOrDefault(name => router.Find(name) is null) is { } unknown) problems["channels"] = [$"channels: there is no channel '{unknown}'. Choose among {NamesOf(router)}; the app shows every task anyway."];
        else if (channels.Distinct().Count() < channels.Count) problems["channels"] = ["channels: a channel is there twice. Name each once, in the order you want."];
        if (body.Language is not (null or "en" or "id")) problems["language"] = ["language: choose en (English) or id (Indonesian)."];

        QuietHours? quiet = null;
        if (body.QuietHours is { } hours)
        {
            var (from, until) = (TimeIn(hours.From, "quietHours.from", problems), TimeIn(hours.Until, "quietHours.until", problems));
            if (from is { } start && until is { } end)
            {
                quiet = new QuietHours(start, end);
                if (start == end) problems["quietHours.until"] = ["quietHours.until: quiet hours that end when they begin are the whole day. Give another time, or leave quietHours out."];
            }
        }

        var digest = body.Digest is { } choice ? TimeIn(choice.At, "digest.at", problems) : null;
        if (digest is { } at && quiet?.Contains(at) == true) problems["digest.at"] = [$"digest.at: {at:HH\\:mm} is within your quiet hours. Choose a time outside of them."];
        return (new Preferences { Channels = channels, Quiet = quiet, DigestAt = digest, MailNotices = body.MailNotices ?? true }, problems);
    }

    private static TimeOnly? TimeIn(string? text, string field, Dictionary<string, string[]> problems)
    {
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        problems[field] = [$"{field}: '{text}' is no time of day. Write it like 08:30."];
        return null;
    }

    private static string NamesOf(ChannelRouter router) => string.Join(", ", router.Channels.Select(channel => channel.Name));

    private static PreferencesView View(Person person, PreferenceBook preferences, ChannelRouter router)
    {
        var (wishes, used) = (preferences.Of(person.Id) ?? Preferences.None, router.For(person));
        return new PreferencesView(
            wishes.Channels,
            [.. router.OrderFor(person).Select(channel => ViewOf(channel, person, preferences, channel == used))],
            wishes.Quiet is { } quiet ? new QuietHoursView($"{quiet.From:HH\\:mm}", $"{quiet.Until:HH\\:mm}") : null,
            person.Language,
            wishes.DigestAt is { } at ? new DigestChoice($"{at:HH\\:mm}") : null,
            wishes.MailNotices,
            person.TimeZone);
    }

    private static ChannelView ViewOf(Channel channel, Person person, PreferenceBook preferences, bool isUsed)
    {
        var destination = channel.DestinationOf(person);
        var mark = destination is null ? null : preferences.MarkOf(channel.Name, destination);
        return new ChannelView(channel.Name, channel.NameIn(person.Language), destination, isUsed, mark?.Reason, mark?.MarkedAt);
    }
}
