using Microsoft.AspNetCore.Http.HttpResults;

namespace Workflows.Api.Hosting;

/// <summary>What goes wrong for a client, as problem+json. The types are stable names.</summary>
internal static class Problems
{
    /// <summary>400 with the field at fault and the cure for each.</summary>
    public static ProblemHttpResult Invalid(string title, IReadOnlyDictionary<string, string[]> errors) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: "urn:workflows:problem:invalid-input",
        title: title,
        detail: string.Join(" ", errors.SelectMany(error => error.Value)),
        extensions: [new("errors", errors)]);

    public static ProblemHttpResult Invalid(string field, string message) => Invalid("Something in the request is not right.", new Dictionary<string, string[]> { [field] = [message] });

    public static ProblemHttpResult Of(int status, string name, string title, string detail, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        TypedResults.Problem(statusCode: status, type: $"urn:workflows:problem:{name}", title: title, detail: detail, extensions: extensions);
}
