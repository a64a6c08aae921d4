using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Leave;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Leave;

/// <param name="Left">Entitled less taken.</param>
/// <param name="Available">Left less what open requests ask for.</param>
/// <param name="CarriedOver">Days of the year before that can be taken until <paramref name="CarriedUntil"/>.</param>
public sealed record BalanceView(int Year, decimal Entitled, decimal Taken, decimal Requested, decimal Left, decimal Available, decimal CarriedOver, DateOnly? CarriedUntil);

/// <param name="Status">requested, approved or recorded.</param>
public sealed record LeaveView(string Reference, string RequestId, string Type, DateOnly FirstDay, DateOnly LastDay, bool FirstHalf, bool LastHalf, decimal Days, string Status);

public sealed record LeaveYear(string PersonId, BalanceView Balance, IReadOnlyList<LeaveView> Items);

public static class LeaveEndpoints
{
    public static IEndpointRouteBuilder MapLeave(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/leave", Show).WithTags("Leave").RequireAuthorization()
            .WithSummary("The leave register and the balance of annual leave of a year: mine, or of a person whom I may see.");
        return routes;
    }

    /// <param name="person">A person's id; mine when left out.</param>
    /// <param name="year">This year when left out.</param>
    private static Results<Ok<LeaveYear>, ProblemHttpResult> Show(ClaimsPrincipal user, LeaveRegister register, PeopleDirectory people, VisiblePeople visible, string? person = null, int? year = null)
    {
        var id = person ?? user.PersonId();
        if (!visible.CanSee(user.PersonId(), id)) return Problems.Of(StatusCodes.Status404NotFound, "no-such-person", "There is no such person.", $"There is no person '{id}' whom you may see.");
        var of = year ?? people.TodayOf(people.Find(id)!).Year;
        if (of is < 1900 or > 9998) return Problems.Invalid("year", $"year: {of} is no year of a register. Write for example 2026.");
        var today = people.TodayOf(people.Find(id)!);
        var balance = register.Balance(id, of, on: today.Year == of ? today : null);
        return TypedResults.Ok(new LeaveYear(
            id,
            new BalanceView(of, balance.Entitled, balance.Taken, balance.Requested, balance.Left, balance.Available, balance.CarriedOver, balance.CarriedUntil),
            [
                .. register.Of(id, new DateOnly(of, 1, 1), new DateOnly(of, 12, 31)).Select(entry => new LeaveView(
                    entry.Reference, entry.RequestId, entry.Type, entry.FirstDay, entry.LastDay, entry.FirstHalf, entry.LastHalf, entry.Days, entry.Status)),
            ]));
    }
}
