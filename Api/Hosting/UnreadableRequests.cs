using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace Workflows.Api.Hosting;

/// <summary>Requests that cannot be read at all: broken JSON, text where a number belongs, a body that is missing. Answered like every other mistake, with the field and the cure.</summary>
/// <remarks>The host reports these as exceptions, in sentences about our parameters, and in development as a fault of the server.</remarks>
internal sealed partial class UnreadableRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException unreadable) return false;
        if (unreadable.StatusCode != StatusCodes.Status400BadRequest)
        {
            if (unreadable.StatusCode == StatusCodes.Status413PayloadTooLarge && httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize is { } most)
            {
                await Problems.Of(unreadable.StatusCode, "too-large", "This is too large.", $"body: send at most {most / 1024} KB at once.").ExecuteAsync(httpContext);
                return true;
            }

            // Too large, too slow: the status says it, and the general problem explains it.
            await TypedResults.Problem(statusCode: unreadable.StatusCode).ExecuteAsync(httpContext);
            return true;
        }

        var (field, message) = WhatIsWrong(unreadable);
        await Problems.Invalid(field, $"{field}: {message}").ExecuteAsync(httpContext);
        return true;
    }

    private static (string Field, string Message) WhatIsWrong(BadHttpRequestException unreadable)
    {
        if (unreadable.InnerException is JsonException json)
        {
            var field = json.Path is { } path && Member().Match(path) is { Success: true } member ? member.Groups["name"].Value : "body";
            // A value of the wrong kind has a cause of its own; broken text has only a place.
            return json.InnerException is InvalidOperationException or FormatException
                ? (field, "this is not the kind of value that belongs here. /openapi/v1.json shows what does.")
                : json.InnerException is null
                    ? (field, "this is not what belongs here. /openapi/v1.json shows what does.")
                    : ("body", $"this is not JSON, from line {json.LineNumber + 1}, character {json.BytePositionInLine + 1} on. Send one JSON object.");
        }

        if (Parameter().Match(unreadable.Message) is { Success: true } parameter)
        {
            var cure = parameter.Groups["type"].Value.Contains("int", StringComparison.OrdinalIgnoreCase) ? "Write a whole number." : "/openapi/v1.json shows what does.";
            return (parameter.Groups["name"].Value, $"'{parameter.Groups["value"].Value}' does not fit. {cure}");
        }

        return ("body", "it is missing or cannot be read. Send one JSON object; /openapi/v1.json shows its members.");
    }

    [GeneratedRegex(@"^\$\.(?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex Member();

    // The host's own words: Failed to bind parameter "int limit" from "abc".
    [GeneratedRegex("""^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<value>.{0,100})""", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
