using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Channels;

/// <param name="UsedInstead">The channel that takes its place; null: only the app shows the person's tasks.</param>
public sealed record UnreachableView(string PersonId, string Name, string Channel, string Destination, string Reason, DateTimeOffset Since, string? UsedInstead);

public sealed record UnreachableList(IReadOnlyList<UnreachableView> Items);

/// <summary>Where people cannot be reached, for those who look after people.</summary>
public static class ReachabilityEndpoints
{
    public static IEndpointRouteBuilder MapReachability(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/people").WithTags("People").RequireAuthorization(Right.PeopleManage);
        group.MapGet("/unreachable", List).WithName("unreachablePeople").WithSummary("The people whom a channel does not reach any more, with what it said; by name.");
        group.MapDelete("/{id}/unreachable/{channel}", Clear).WithName("reachAgain").WithSummary("Forgets what is held against a person's channel: it is used again until it refuses again.");
        return routes;
    }

    private static Ok<UnreachableList> List(ClaimsPrincipal user, VisiblePeople visible, PreferenceBook preferences, ChannelRouter router, PeopleDirectory people)
    {
        IReadOnlyList<UnreachableView> found =
        [
            .. from person in visible.Of(user.PersonId())
            where people.IsActive(person)
            from channel in router.Channels
            let destination = channel.DestinationOf(person)
            where destination is not null
            let mark = preferences.MarkOf(channel.Name, destination)
            where mark is not null
            orderby person.Name, channel.Name
            select new UnreachableView(person.Id, person.Name, channel.Name, destination, mark.Reason, mark.MarkedAt, router.For(person)?.Name),
        ];
        return TypedResults.Ok(new UnreachableList(found));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Clear(
        string id, string channel, ClaimsPrincipal user, VisiblePeople visible, PreferenceBook preferences, ChannelRouter router, PeopleDirectory people, CancellationToken ct)
    {
        if (people.Find(id) is not { } person || !visible.CanSee(user.PersonId(), id))
            return Problems.Of(StatusCodes.Status404NotFound, "no-such-person", "There is no such person.", $"There is no person '{id}' whom you may see.");
        if (router.Find(channel) is not { } known) return PreferenceEndpoints.NoSuchChannel(channel, router);
        if (known.DestinationOf(person) is { } destination) await preferences.ClearAsync(known.Name, destination, ct);
        return TypedResults.NoContent();
    }
}
