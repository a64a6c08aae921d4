using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Workflows.Api.Pages;

/// <summary>A page as plain HTML, with the headers that keep it out of caches, frames, referrers and search engines.</summary>
/// <param name="view">The value of the page's parameter <c>View</c>.</param>
public sealed class PageResult<TPage>(object view, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = view }))).ToHtmlString());

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = PageStyle.ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        await response.WriteAsync(html, httpContext.RequestAborted);
    }
}
