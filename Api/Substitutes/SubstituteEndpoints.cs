using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Calendar;
using Workflows.Activities.Channels;
using Workflows.Activities.People;
using Workflows.Activities.Substitutes;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Api.Substitutes;

/// <param name="Substitute">Who stands in: a person's id or address.</param>
/// <param name="FirstDay">As 2026-02-25.</param>
/// <param name="LastDay">It counts too.</param>
/// <param name="Processes">Ids of processes; none: all of them.</param>
/// <param name="Person">For whom; left out: for me. Others need the right people:manage.</param>
public sealed record NameSubstitute(string? Substitute, string? FirstDay, string? LastDay, IReadOnlyList<string>? Processes = null, string? Reason = null, string? Person = null);

/// <param name="IsMine">Somebody stands in for me; false: I stand in for somebody.</param>
/// <param name="RequestId">The leave that brought it.</param>
public sealed record SubstitutionView(
    string Id, string Person, string PersonName, string Substitute, string SubstituteName, DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<string> Processes, string? Reason, string? RequestId, bool IsMine);

public sealed record SubstitutionList(IReadOnlyList<SubstitutionView> Items);

public static class SubstituteEndpoints
{
    public static IEndpointRouteBuilder MapSubstitutes(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/substitutes").WithTags("Substitutes").RequireAuthorization();
        group.MapGet("/", List).WithName("substitutes").WithSummary("Who stands in for me and for whom I stand in, now and later.");
        group.MapPost("/", Name).WithName("nameSubstitute").WithSummary("Lets somebody decide in my place for some days.");
        group.MapDelete("/{id}", End).WithName("endSubstitution").WithSummary("Ends a substitution: mine, or one in which I stand in.");
        return routes;
    }

    /// <param name="person">Whose; left out: mine. Others need the right people:manage.</param>
    private static async Task<Results<Ok<SubstitutionList>, ProblemHttpResult>> List(
        ClaimsPrincipal user, SubstituteRegister register, PeopleDirectory people, Rights rights, VisiblePeople visible, CancellationToken ct, string? person = null)
    {
        if (!MayArrange(user, person, people, rights, visible)) return NoSuchPerson(person!);
        var of = person ?? user.PersonId();
        return TypedResults.Ok(new SubstitutionList([.. (await register.OfAsync(of, ct)).Select(row => View(row, of, people))]));
    }

    private static async Task<Results<Created<SubstitutionView>, ProblemHttpResult>> Name(
        NameSubstitute body, ClaimsPrincipal user, SubstituteRegister register, PeopleDirectory people, Rights rights, VisiblePeople visible, DefinitionStore definitions, ChannelRouter router,
        OutboxStore outbox, Database database, TimeProvider time, CancellationToken ct)
    {
        if (!MayArrange(user, body.Person, people, rights, visible)) return NoSuchPerson(body.Person!);
        if (string.IsNullOrWhiteSpace(body.Substitute)) return Problems.Invalid("substitute", "substitute: say who stands in, by id or address.");
        if (!IsoDay.TryParse(body.FirstDay, "firstDay", out var first, out var error)) return Problems.Invalid("firstDay", error);
        if (!IsoDay.TryParse(body.LastDay, "lastDay", out var last, out error)) return Problems.Invalid("lastDay", error);
        if (body.Reason is { Length: > 400 }) return Problems.Invalid("reason", "reason: use at most 400 characters.");
        if (body.Processes?.FirstOrDefault(process => definitions.FindPublished(process) is null) is { } unknown) return Problems.Invalid("processes", $"processes: there is no process '{unknown}'. GET /api/processes lists them.");
        var substitution = new Substitution
        {
            Id = Guid.CreateVersion7().ToString(),
            PersonId = body.Person ?? user.PersonId(),
            SubstituteId = (people.Find(body.Substitute) ?? people.FindByEmail(body.Substitute))?.Id ?? body.Substitute,
            FirstDay = first,
            LastDay = last,
            Processes = body.Processes ?? [],
            Reason = body.Reason,
            CreatedBy = user.PersonId(),
        };
        var problem = await database.WriteAsync(
            async transaction =>
            {
                if (await register.AddAsync(transaction, substitution, ct) is { } wrong) return wrong;
                if (SubstituteNotices.Named(router, people, substitution, reference: null, time.GetUtcNow()) is { } notice) await outbox.EnqueueAsync(transaction, notice, ct);
                return null;
            },
            ct);
        if (problem is not null) return Problems.Invalid(problem.Field, problem.Message);
        return TypedResults.Created($"/api/substitutes/{substitution.Id}", View(substitution, substitution.PersonId, people));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> End(
        string id, ClaimsPrincipal user, SubstituteRegister register, PeopleDirectory people, Rights rights, VisiblePeople visible, CancellationToken ct)
    {
        var row = await register.FindAsync(id, ct);
        if (row is null || (row.SubstituteId != user.PersonId() && !MayArrange(user, row.PersonId, people, rights, visible)))
            return Problems.Of(StatusCodes.Status404NotFound, "no-such-substitution", "There is no such substitution.", $"There is no substitution '{id}' of yours.");
        await register.EndAsync(row, user.PersonId(), ct);
        return TypedResults.NoContent();
    }

    private static bool MayArrange(ClaimsPrincipal user, string? person, PeopleDirectory people, Rights rights, VisiblePeople visible) =>
        person is null || person == user.PersonId()
        || (people.Find(user.PersonId()) is { } me && rights.Of(me.Roles).Contains(Right.PeopleManage) && visible.CanSee(me.Id, person));

    private static SubstitutionView View(Substitution row, string of, PeopleDirectory people) => new(
        row.Id, row.PersonId, people.Find(row.PersonId)?.Name ?? row.PersonId, row.SubstituteId, people.Find(row.SubstituteId)?.Name ?? row.SubstituteId, row.FirstDay, row.LastDay, row.Processes,
        row.Reason, row.RequestId, row.PersonId == of);

    private static ProblemHttpResult NoSuchPerson(string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-person", "There is no such person.", $"person: there is no person '{id}' for whom you may arrange this.");
}
