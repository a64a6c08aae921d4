using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Api.Identity;

namespace Workflows.Api.People;

/// <param name="Rank">The higher, the more senior.</param>
public sealed record GradeView(string Id, int Rank, string Name);

/// <summary>From the lowest to the highest.</summary>
public sealed record GradeList(IReadOnlyList<GradeView> Items);

/// <param name="Company">Null where there are no companies.</param>
/// <param name="HeadId">Null when there is none, or one whom you may not see.</param>
/// <param name="People">How many active people of it you may see.</param>
public sealed record DepartmentView(string? Company, string Id, string Name, string? HeadId, string? HeadName, int People);

public sealed record DepartmentList(IReadOnlyList<DepartmentView> Items);

public sealed record GroupMember(string Id, string Name);

/// <param name="Members">Those of the active members whom you may see; in a group of yours all of them.</param>
public sealed record GroupView(string Id, string Name, IReadOnlyList<GroupMember> Members);

public sealed record GroupList(IReadOnlyList<GroupView> Items);

/// <summary>What the register of people has besides people: what rules for approvers name.</summary>
public static class OrganisationEndpoints
{
    public static IEndpointRouteBuilder MapOrganisation(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/people").WithTags("People").RequireAuthorization();
        group.MapGet("/grades", Grades).WithName("grades").WithSummary("The grades, from the lowest to the highest.");
        group.MapGet("/departments", Departments).WithName("departments").WithSummary("The departments of your company, and of others whose people you may see.");
        group.MapGet("/groups", Groups).WithName("groups").WithSummary("The groups that you are in; all of them for those who look after people or processes.");
        return routes;
    }

    private static Ok<GradeList> Grades(PeopleDirectory people) => TypedResults.Ok(new GradeList([.. people.Grades.Select(grade => new GradeView(grade.Id, grade.Rank, grade.Name))]));

    private static Ok<DepartmentList> Departments(ClaimsPrincipal user, PeopleDirectory people, VisiblePeople visible)
    {
        var me = people.Find(user.PersonId())!;
        var seen = visible.Of(me.Id).Where(people.IsActive).ToList();
        var seesAll = visible.ScopeOf(me) == VisibleScope.All;
        var companies = seen.Select(person => person.Company).ToHashSet();
        return TypedResults.Ok(new DepartmentList(
        [
            .. from department in people.Departments
               where seesAll || companies.Contains(department.Company)
               let head = people.HeadOf(department.Company, department.Id)
               // Everybody may know who heads their own.
               let isShown = head is not null && (visible.CanSee(me.Id, head.Id) || (me.Department == department.Id && me.Company == department.Company))
               select new DepartmentView(
                   department.Company, department.Id, department.Name, isShown ? head!.Id : null, isShown ? head!.Name : null,
                   seen.Count(person => person.Department == department.Id && person.Company == department.Company)),
        ]));
    }

    private static Ok<GroupList> Groups(ClaimsPrincipal user, PeopleDirectory people, VisiblePeople visible, Rights rights)
    {
        var me = user.PersonId();
        var seesAll = rights.Of(user).Overlaps([Right.PeopleManage, Right.ProcessRead]);
        return TypedResults.Ok(new GroupList(
        [
            .. from found in people.Groups
               let isMember = found.Members.Contains(me)
               where seesAll || isMember
               select new GroupView(found.Id, found.Name, [.. people.InGroup(found.Id).Where(person => isMember || visible.CanSee(me, person.Id)).Select(person => new GroupMember(person.Id, person.Name))]),
        ]));
    }
}
