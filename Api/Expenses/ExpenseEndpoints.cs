using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Expenses;
using Workflows.Activities.People;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Expenses;

public static class ExpenseEndpoints
{
    public static IEndpointRouteBuilder MapExpenses(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/expenses/{claim}/form.pdf", Form).WithTags("Expenses").RequireAuthorization()
            .WithSummary("A claim as a PDF form: lines, what was approved, the total in figures and in words.");
        return routes;
    }

    /// <param name="claim">A claim's id or reference.</param>
    private static Results<FileContentHttpResult, ProblemHttpResult> Form(string claim, ClaimsPrincipal user, ExpenseBook book, ClaimForm form, PeopleDirectory people, VisiblePeople visible)
    {
        var id = claim.ToLowerInvariant();
        if (book.Find(id) is not var (row, _) || !visible.CanSee(user.PersonId(), row.Text("person")!))
            return Problems.Of(StatusCodes.Status404NotFound, "no-such-claim", "There is no such claim.", $"There is no claim '{claim}' that you may see.");
        return TypedResults.File(form.Write(id, people.Find(user.PersonId())!.Language)!, "application/pdf", $"{row.Text("reference")}.pdf");
    }
}
