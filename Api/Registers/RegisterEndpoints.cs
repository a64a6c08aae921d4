using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.People;

namespace Workflows.Api.Registers;

/// <summary>The registers behind the processes: clients, partners, stocks, bookings, projects, expenses, balances and the rules that belong to them.</summary>
public static class RegisterEndpoints
{
    private const int LargestImportInBytes = 10 * 1024 * 1024;
    private const int LongestSearch = 200;
    private static readonly string[] Own = ["search", "after", "limit"];

    public static IEndpointRouteBuilder MapRegisters(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/registers").WithTags("Registers").RequireAuthorization();
        group.MapGet("/", All).WithSummary("The registers that I may read, with their columns.");
        group.MapGet("/{register}", List).WithSummary("Rows that I may see, by id. A column as a parameter keeps the rows with that value: ?status=active.");
        group.MapGet("/{register}/{id}", Show).WithSummary("One row. Account numbers are whole for finance and the partner desk, masked for everybody else.");
        group.MapGet("/{register}/{id}/history", History).WithSummary("What was changed in a row, newest first.");
        group.MapPost("/{register}", Create).WithSummary("Adds a row.");
        group.MapPatch("/{register}/{id}", Change).WithSummary("Changes some columns of a row.");
        group.MapPost("/{register}/import", Import)
            .WithMetadata(new RequestSizeLimitAttribute(LargestImportInBytes))
            .WithSummary("Imports rows from a CSV file (text/csv) whose header names the columns. All of it or nothing.");
        return routes;
    }

    private static Ok<RegisterList> All(ClaimsPrincipal user, RegisterCatalog registers, RegisterRights rights, PeopleDirectory people)
    {
        var viewer = people.Find(user.PersonId())!;
        return TypedResults.Ok(new RegisterList([
            .. registers.All.Where(register => rights.MayRead(register, viewer)).Select(register => new RegisterView(
                register.Name,
                register.Title(viewer.Language),
                rights.MayEdit(register, viewer),
                rights.MayEdit(register, viewer) && register.MadeBy is null,
                register.MadeBy,
                [
                    .. register.Columns.Select(column => new ColumnView(
                        column.Name, column.Label(viewer.Language), column.Kind, column.IsRequired, column.Choices, column.Register, column.Least, column.Most, column.IsByProcess)),
                ])),
        ]));
    }

    /// <param name="search">Part of an id or of a text column.</param>
    /// <param name="after">The id after which the page begins.</param>
    private static async Task<Results<Ok<RowPage>, ProblemHttpResult>> List(
        string register, HttpRequest request, ClaimsPrincipal user, RegisterAccess access, CancellationToken ct, string? search = null, string? after = null, int limit = 50)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (search?.Length > LongestSearch) return Problems.Invalid("search", "search: use at most 200 characters.");
        var cells = request.Query.Where(parameter => !Own.Contains(parameter.Key)).ToDictionary(parameter => parameter.Key, parameter => parameter.Value.ToString());
        foreach (var name in cells.Keys)
        {
            if (of.Find(name) is not { } column) return Problems.Invalid(name, $"{name}: this register has no such column. Its columns are {string.Join(", ", of.Columns.Select(known => known.Name))}.");
            if (column.Kind is ColumnKind.Secret or ColumnKind.List or ColumnKind.Whole) return Problems.Invalid(name, $"{name}: rows cannot be chosen by this column.");
        }

        var size = Math.Clamp(limit, 1, PageCursor.LargestPage);
        var rows = await access.Store.ListAsync(of, new RegisterQuery(search, after, size + 1, access.Rights.Companies(viewer), access.Rights.Persons(viewer), cells), ct);
        return TypedResults.Ok(new RowPage([.. rows.Take(size).Select(RowView.Of)], rows.Count > size ? rows[size - 1].Id : null));
    }

    private static async Task<Results<Ok<RowView>, ProblemHttpResult>> Show(string register, string id, ClaimsPrincipal user, RegisterAccess access, CancellationToken ct)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (access.Visible(of, viewer, id) is not { } row) return NoSuchRow(of, id);
        var view = RowView.Of(row);
        if (!access.Rights.SeesSecrets(of, viewer)) return TypedResults.Ok(view);
        foreach (var column in of.Columns.Where(column => column.Kind == ColumnKind.Secret && row.Text(column.Name) is not null))
            view.Values[column.Name] = await access.Store.RevealAsync(of, id, column.Name, ct);
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<RowHistory>, ProblemHttpResult>> History(string register, string id, ClaimsPrincipal user, RegisterAccess access, CancellationToken ct)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (access.Visible(of, viewer, id) is null) return NoSuchRow(of, id);
        return TypedResults.Ok(new RowHistory([
            .. (await access.Store.HistoryAsync(of, id, ct)).Select(change => new RowChange(
                change.Version, change.At, change.Actor, change.ActorName, change.Cause, (JsonObject)JsonNode.Parse(change.Changes)!)),
        ]));
    }

    private static async Task<Results<Created<RowView>, ProblemHttpResult>> Create(string register, NewRow body, ClaimsPrincipal user, RegisterAccess access, CancellationToken ct)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (of.MadeBy is { } process) return MadeByProcess(of, process);
        if (!access.Rights.MayEdit(of, viewer)) return MayNot(of);
        if (body.Values is null) return Problems.Invalid("values", "values: give the columns of the row.");
        if (access.Rights.WhyNot(of, viewer, Read(body.Values)) is { } why) return Problems.Invalid(why[..why.IndexOf(':', StringComparison.Ordinal)], why);
        return await access.Store.CreateAsync(of, body.Id, body.Values, Cause(viewer), ct) switch
        {
            RegisterResult.Done done => TypedResults.Created($"/api/registers/{of.Name}/{done.Row.Id}", RowView.Of(done.Row)),
            RegisterResult.Exists exists => Problems.Of(StatusCodes.Status409Conflict, "row-exists", "There is such a row already.", $"id: '{exists.Id}' is in use. Choose another one, or change that row."),
            RegisterResult.Invalid invalid => Problems.Invalid("Something in the row is not right.", invalid.Problems),
            var other => throw new InvalidOperationException($"A new row came to {other}."),
        };
    }

    private static async Task<Results<Ok<RowView>, ProblemHttpResult>> Change(string register, string id, RowEdit body, ClaimsPrincipal user, RegisterAccess access, CancellationToken ct)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (access.Visible(of, viewer, id) is not { } row) return NoSuchRow(of, id);
        if (of.EditRight is null) return MadeByProcess(of, of.MadeBy ?? "");
        if (!access.Rights.MayEdit(of, viewer)) return MayNot(of);
        if (body.Values is null) return Problems.Invalid("values", "values: give the columns that change.");
        var after = new ObjectValue(row.Values);
        foreach (var (column, value) in Read(body.Values)) after[column] = value;
        if (access.Rights.WhyNot(of, viewer, after) is { } why) return Problems.Invalid(why[..why.IndexOf(':', StringComparison.Ordinal)], why);
        return await access.Store.ChangeAsync(of, id, body.Version, body.Values, Cause(viewer), ct) switch
        {
            RegisterResult.Done done => TypedResults.Ok(RowView.Of(done.Row)),
            RegisterResult.Changed changed => Problems.Of(
                StatusCodes.Status409Conflict, "row-changed", "Somebody changed this row.", $"version: it is at version {changed.Now.Version} now, you saw {body.Version}. Read it again and repeat your change."),
            RegisterResult.Invalid invalid => Problems.Invalid("Something in the row is not right.", invalid.Problems),
            _ => NoSuchRow(of, id),
        };
    }

    /// <param name="name">What errors call the file.</param>
    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Import(
        string register, HttpRequest request, ClaimsPrincipal user, RegisterAccess access, RegisterImport import, CancellationToken ct, string? name = null)
    {
        if (access.Find(register, user) is not var (of, viewer)) return NoSuchRegister(register);
        if (of.MadeBy is { } process) return MadeByProcess(of, process);
        if (!access.Rights.MayEdit(of, viewer)) return MayNot(of);
        if (request.ContentType?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) != true)
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "no-csv", "There is no file in the request.", $"Send {of.Name}.csv as text/csv.");
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, ct);
        var file = new CsvFile(Path.GetFileName(name ?? $"{of.Name}.csv"), content.ToArray());
        var result = await import.ImportAsync(of, file, Cause(viewer) with { Name = "import" }, (id, given) => access.WhyNotImport(of, viewer, id, given), ct);
        return result.Succeeded
            ? TypedResults.Ok(new ImportView(result.Counts))
            : Problems.Of(
                StatusCodes.Status400BadRequest,
                "import",
                "Nothing was imported.",
                $"{result.Problems.Count} {(result.Problems.Count == 1 ? "thing is" : "things are")} wrong. First: {result.Problems[0]}",
                [new("errors", result.Problems.Select(problem => problem.ToString())), new("lines", result.Problems)]);
    }

    private static ObjectValue Read(JsonObject values) => (ObjectValue)Engine.Expressions.JsonValues.FromJson(values)!;

    private static RegisterCause Cause(Person viewer) => new("api", viewer.Id, viewer.Name);

    private static ProblemHttpResult NoSuchRegister(string name) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-register", "There is no such register.", $"There is no register '{name}' that you may read. GET /api/registers lists them.");

    private static ProblemHttpResult NoSuchRow(Register register, string id) =>
        Problems.Of(StatusCodes.Status404NotFound, "no-such-row", "There is no such row.", $"There is no '{id}' among the {register.Name} that you may see.");

    private static ProblemHttpResult MayNot(Register register) =>
        Problems.Of(StatusCodes.Status403Forbidden, "may-not", "You may not change this register.", $"Changing {register.Name} takes the right {register.EditRight}. Ask an administrator.");

    private static ProblemHttpResult MadeByProcess(Register register, string process) => Problems.Of(
        StatusCodes.Status409Conflict, "made-by-process", "A process writes these rows.", $"Rows of {register.Name} come from the process {process}. Submit it: POST /api/requests with process {process}.");
}

/// <summary>Registers and rows as somebody may reach them.</summary>
public sealed class RegisterAccess(RegisterCatalog registers, RegisterStore store, RegisterRights rights, PeopleDirectory people)
{
    public RegisterStore Store => store;

    public RegisterRights Rights => rights;

    /// <summary>Null when there is none that this person may read.</summary>
    public (Register Register, Person Viewer)? Find(string name, ClaimsPrincipal user) =>
        people.Find(user.PersonId()) is { } viewer && registers.Find(name) is { } register && rights.MayRead(register, viewer) ? (register, viewer) : null;

    /// <summary>Why a line of a file may not be written: what is there must be visible, and what comes of it too.</summary>
    public string? WhyNotImport(Register register, Person viewer, string id, ObjectValue given)
    {
        var before = store.Find(register, id);
        if (before is not null && !rights.MaySee(register, viewer, before.Values)) return $"id: '{id}' is a row that you may not see. Choose another id.";
        var after = new ObjectValue(before?.Values ?? []);
        foreach (var (column, value) in given) after[column] = value;
        return rights.WhyNot(register, viewer, after);
    }

    public RegisterRow? Visible(Register register, Person viewer, string id) => store.Find(register, id) is { } row && rights.MaySee(register, viewer, row.Values) ? row : null;
}
