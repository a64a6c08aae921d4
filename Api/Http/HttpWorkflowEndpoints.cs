using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Workflows.Api.Hosting;
using Workflows.Engine.Stock.Http;

namespace Workflows.Api.Http;

/// <summary>HTTP requests to workflows: whatever is below <c>/workflows</c> goes to the definition whose HttpEndpoint names the path.</summary>
public static class HttpWorkflowEndpoints
{
    private const long LargestBodyInBytes = 1024 * 1024;

    public static IEndpointRouteBuilder MapHttpWorkflows(this IEndpointRouteBuilder routes)
    {
        routes.Map("/workflows/{**path}", Handle).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task Handle(HttpContext context, HttpWorkflows workflows, IAuthorizationService authorization, CancellationToken ct, string path = "")
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBodyInBytes;
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, ct);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Problems.Of(e.StatusCode, "too-large", "The request is too large.", $"A request to a workflow may have {LargestBodyInBytes / 1024} KB.").ExecuteAsync(context);
            return;
        }

        var request = new HttpWorkflowRequest
        {
            Method = context.Request.Method,
            Path = path,
            Query = Values(context.Request.Query),
            Headers = Values(context.Request.Headers),
            ContentType = context.Request.ContentType,
            Body = body.ToArray(),
            AuthorizeAsync = policy => AccessAsync(context.User, authorization, policy),
        };
        var response = await workflows.HandleAsync(request, ct);
        context.Response.StatusCode = response.StatusCode;
        if (response.ContentType is not null) context.Response.ContentType = response.ContentType;
        if (response.InstanceId is not null) context.Response.Headers["x-elsa-workflow-instance-id"] = response.InstanceId;
        foreach (var (name, value) in response.Headers) context.Response.Headers[name] = Header(value);
        if (response.Body.Length > 0) await context.Response.Body.WriteAsync(response.Body, ct);
    }

    private static async ValueTask<HttpAccess> AccessAsync(ClaimsPrincipal user, IAuthorizationService authorization, string? policy)
    {
        if (user.Identity?.IsAuthenticated != true) return HttpAccess.Unauthenticated;
        if (policy is null) return HttpAccess.Granted;
        return (await authorization.AuthorizeAsync(user, policy)).Succeeded ? HttpAccess.Granted : HttpAccess.Forbidden;
    }

    private static ObjectValue Values(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        var values = new ObjectValue();
        foreach (var (name, value) in pairs)
        {
            // What signs somebody in is for the host, not for a definition to read.
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) continue;
            values[name] = value.Count == 1 ? value[0] : new List<object?>(value);
        }

        return values;
    }

    private static StringValues Header(object? value) => value is List<object?> several ? several.ConvertAll(item => item?.ToString()).ToArray() : value?.ToString();
}
