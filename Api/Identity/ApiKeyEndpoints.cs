using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Activities.People;
using Workflows.Api.Hosting;

namespace Workflows.Api.Identity;

/// <param name="PersonId">For whom it stands; default: who creates it.</param>
/// <param name="Rights">Names of rights, such as process:read.</param>
public sealed record ApiKeyRequest(string? Name, string? PersonId, IReadOnlyList<string>? Rights, DateTimeOffset? ExpiresAt);

public sealed record ApiKeyView(
    string Id, string Name, string PersonId, IReadOnlyList<string> Rights, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt)
{
    public static ApiKeyView Of(ApiKey key) => new(key.Id, key.Name, key.PersonId, key.RightList, key.CreatedBy, key.CreatedAt, key.ExpiresAt, key.LastUsedAt, key.RevokedAt);
}

/// <param name="Secret">Shown here and never again.</param>
public sealed record CreatedApiKey(ApiKeyView Key, string Secret);

public sealed record ApiKeyList(IReadOnlyList<ApiKeyView> Items);

/// <summary>Keys for tools, looked after by administrators.</summary>
public static class ApiKeyEndpoints
{
    public static IEndpointRouteBuilder MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/admin/api-keys").WithTags("Administration").RequireAuthorization(Right.KeysManage);
        group.MapGet("/", List).WithSummary("All keys, newest first, without their secrets.");
        group.MapPost("/", Create).WithSummary("Makes a key. Its secret is in the answer and nowhere else.");
        group.MapDelete("/{id}", Revoke).WithSummary("Revokes a key at once.");
        return routes;
    }

    private static async Task<Ok<ApiKeyList>> List(ApiKeys keys, CancellationToken ct) => TypedResults.Ok(new ApiKeyList([.. (await keys.ListAsync(ct)).Select(ApiKeyView.Of)]));

    private static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> Create(ApiKeyRequest body, ClaimsPrincipal user, ApiKeys keys, PeopleDirectory people, TimeProvider time, CancellationToken ct)
    {
        var personId = string.IsNullOrEmpty(body.PersonId) ? user.PersonId() : body.PersonId;
        if (Problem(body.Name, body.Rights) is var (field, message)) return Problems.Invalid(field, message);
        if (people.Find(personId) is not { } person || !people.IsActive(person)) return Problems.Invalid("personId", $"personId: there is nobody '{personId}' who is still here.");
        if (body.ExpiresAt <= time.GetUtcNow()) return Problems.Invalid("expiresAt", "expiresAt: choose an instant in the future, or leave it out.");
        var (key, secret) = await keys.CreateAsync(body.Name!.Trim(), person, [.. body.Rights!.Distinct()], body.ExpiresAt, user.PersonId(), ct);
        return TypedResults.Created($"/api/admin/api-keys/{key.Id}", new CreatedApiKey(ApiKeyView.Of(key), secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(string id, ApiKeys keys, CancellationToken ct) => await keys.RevokeAsync(id, ct)
        ? TypedResults.NoContent()
        : Problems.Of(StatusCodes.Status404NotFound, "no-such-key", "There is no such key.", $"There is no key '{id}' that is still good.");

    /// <returns>The field at fault and the cure; null when nothing is wrong.</returns>
    internal static (string Field, string Message)? Problem(string? name, IReadOnlyList<string>? rights)
    {
        if (name?.Trim() is not { Length: > 0 and <= 100 }) return ("name", "name: say what the key is for, in at most 100 characters.");
        if (rights is not { Count: > 0 }) return ("rights", $"rights: name at least one of {string.Join(", ", Right.All)}.");
        return rights.FirstOrDefault(right => !Right.All.Contains(right)) is { } unknown ? ("rights", $"rights: there is no right '{unknown}'. Use {string.Join(", ", Right.All)}.") : null;
    }
}
