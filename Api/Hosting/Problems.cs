using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

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

    /// <summary>Gives a name and a cure to the problems that the host itself answers with: an address that does not exist, a method or media type that nothing takes.</summary>
    public static void Explain(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Detail is not null || problem.Type?.StartsWith("urn:workflows:", StringComparison.Ordinal) == true) return;
        var (name, title, detail) = problem.Status switch
        {
            StatusCodes.Status404NotFound => ("no-such-address", "There is nothing at this address.", "Check the address. /openapi/v1.json lists those of the API."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not do that.", $"Use {context.HttpContext.Response.Headers.Allow} instead of {context.HttpContext.Request.Method}."),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "This is too large.", LimitOf(context.HttpContext) is { } most ? $"body: send at most {most / 1024} KB at once." : "Send less at once."),
            StatusCodes.Status415UnsupportedMediaType => ("not-json", "This cannot be read.", "Send JSON, with the header Content-Type: application/json."),
            >= StatusCodes.Status500InternalServerError => ("internal", "Something went wrong here.", "It is not your fault. Try again; if it stays, tell an administrator the traceId."),
            _ => ("not-accepted", problem.Title ?? "This was not accepted.", "Check the request. /openapi/v1.json shows what the API takes."),
        };
        (problem.Type, problem.Title, problem.Detail) = ($"urn:workflows:problem:{name}", title, detail);
    }

    private static long? LimitOf(HttpContext context) =>
        (context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint)?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;

    public static ProblemHttpResult Of(int status, string name, string title, string detail, params IEnumerable<KeyValuePair<string, object?>> extensions) =>
        TypedResults.Problem(statusCode: status, type: $"urn:workflows:problem:{name}", title: title, detail: detail, extensions: extensions);
}
