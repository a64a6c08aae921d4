using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.Expenses;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Engine.Runtime;

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
    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Form(
        string claim, ClaimsPrincipal user, ExpenseBook book, ClaimForm form, PeopleDirectory people, VisiblePeople visible, RequestService requests, DefinitionStore definitions, CancellationToken ct)
    {
        var id = claim.ToLowerInvariant();
        if (book.Find(id) is not var (row, _) || !visible.CanSee(user.PersonId(), row.Text("person")!))
            return Problems.Of(StatusCodes.Status404NotFound, "no-such-claim", "There is no such claim.", $"There is no claim '{claim}' that you may see.");
        var language = people.Find(user.PersonId())!.Language;
        // The words of the form that was filled in.
        var request = await requests.FindAsync(row.Text("reference")!, ct);
        var definition = request is null ? null : definitions.FindVersion(request.Process, request.Version) ?? definitions.FindLatest(request.Process);
        var categories = definition is null ? null : RequestForm.Of(definition)?.Column("category");
        return TypedResults.File(form.Write(id, language, category => categories?.Display(category, language) ?? category)!, "application/pdf", $"{row.Text("reference")}.pdf");
    }
}
