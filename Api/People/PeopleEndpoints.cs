using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.People;
using Workflows.Api.Identity;

namespace Workflows.Api.People;

public sealed record PersonView(string Id, string Name, string Email, string? Company, string? Department, string? ManagerId);

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record PeoplePage(IReadOnlyList<PersonView> Items, string? Next);

public sealed record ImportView(IReadOnlyList<ImportCount> Files);

public static class PeopleEndpoints
{
    private const int LargestPage = 200;
    private const int LargestImportInBytes = 10 * 1024 * 1024;

    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/people").WithTags("People").RequireAuthorization();
        group.MapGet("/", List).WithSummary("The active people whom you may see, by id.");
        group.MapPost("/import", Import)
            .RequireAuthorization(Right.PeopleManage)
            .WithMetadata(new RequestSizeLimitAttribute(LargestImportInBytes))
            .WithSummary("Imports people.csv, companies.csv, holidays.csv, calendars.csv, grades.csv, departments.csv or groups.csv, or several of them together. All of it or nothing.")
            .WithDescription("The body is one file as text/csv, or several as multipart/form-data.");
        return routes;
    }

    /// <param name="search">Part of a name, id or address.</param>
    /// <param name="after">The id after which the page begins.</param>
    private static Ok<PeoplePage> List(ClaimsPrincipal user, VisiblePeople visible, PeopleDirectory directory, string? search = null, string? after = null, int limit = 50)
    {
        var size = Math.Clamp(limit, 1, LargestPage);
        var found = visible.Of(user.PersonId())
            .Where(person => directory.IsActive(person) && (after is null || string.CompareOrdinal(person.Id, after) > 0))
            .Where(person => string.IsNullOrWhiteSpace(search) || Matches(person, search.Trim()))
            .Take(size + 1)
            .Select(person => new PersonView(person.Id, person.Name, person.Email, person.Company, person.Department, person.ManagerId))
            .ToList();
        return TypedResults.Ok(found.Count > size ? new PeoplePage(found[..size], found[size - 1].Id) : new PeoplePage(found, null));
    }

    private static bool Matches(Person person, string search) =>
        person.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || person.Id.Contains(search, StringComparison.OrdinalIgnoreCase)
        || person.Email.Contains(search, StringComparison.OrdinalIgnoreCase);

    /// <param name="name">What errors call the file when it is the body itself.</param>
    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Import(
        HttpRequest request, ClaimsPrincipal user, PeopleImport import, PeopleDirectory directory, Rights rights, VisiblePeople visible, CancellationToken ct, string name = "people.csv")
    {
        if (await FilesInAsync(request, name, ct) is not { Count: > 0 } files)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status415UnsupportedMediaType,
                type: "urn:workflows:problem:no-csv",
                title: "There is no file in the request.",
                detail: "Send people.csv as text/csv, or one or several CSV files as multipart/form-data.");
        }

        var result = await import.ImportAsync(files, AuthorityOf(directory.Find(user.PersonId())!, rights, visible), ct);
        return result.Succeeded ? TypedResults.Ok(new ImportView(result.Counts)) : NotImported(result);
    }

    private static async Task<List<CsvFile>> FilesInAsync(HttpRequest request, string name, CancellationToken ct)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(ct);
            var files = new List<CsvFile>();
            foreach (var file in form.Files)
            {
                await using var stream = file.OpenReadStream();
                files.Add(new CsvFile(Path.GetFileName(file.FileName), await ReadAsync(stream, ct)));
            }

            return files;
        }

        return request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true ? [new CsvFile(name, await ReadAsync(request.Body, ct))] : [];
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, ct);
        return content.ToArray();
    }

    /// <summary>Nobody gives rights or a view that they do not have, or reaches people whom they cannot see.</summary>
    private static ImportAuthority AuthorityOf(Person viewer, Rights rights, VisiblePeople visible)
    {
        var (own, scope) = (rights.Of(viewer.Roles), visible.ScopeOf(viewer));
        return new ImportAuthority(
            MayChange: person => visible.CanSee(viewer.Id, person.Id),
            MayAddTo: company => scope == VisibleScope.All || (scope == VisibleScope.Company && company is not null && company == viewer.Company),
            MayGrant: role => rights.Of([role]).IsSubsetOf(own) && visible.ScopeOf([role]) <= scope,
            MayChangeCompanies: scope == VisibleScope.All);
    }

    private static ProblemHttpResult NotImported(ImportResult result) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: "urn:workflows:problem:import",
        title: "Nothing was imported.",
        detail: $"{result.Problems.Count} {(result.Problems.Count == 1 ? "thing is" : "things are")} wrong. First: {result.Problems[0]}",
        extensions: [new("errors", result.Problems.Select(problem => problem.ToString())), new("lines", result.Problems)]);
}
