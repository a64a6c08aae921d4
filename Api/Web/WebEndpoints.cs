using Workflows.Api.Hosting;

namespace Workflows.Api.Web;

/// <summary>The web application, and below <c>/designer/</c> Elsa Studio's own files. Routes of the API, of action pages and of workflows come first.</summary>
public static class WebEndpoints
{
    // What people see at an address below these is never a page of the application.
    private static readonly string[] NotPages = ["api", "elsa", "openapi", "health", "a", "workflows", "dev", "assets", "designer"];

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSingleton<WebFolder>();
        services.AddSingleton<WebDocuments>();
        return services;
    }

    public static IEndpointRouteBuilder MapWeb(this IEndpointRouteBuilder routes)
    {
        var folder = routes.ServiceProvider.GetRequiredService<WebFolder>();
        var documents = routes.ServiceProvider.GetRequiredService<WebDocuments>();
        var (application, studio) = (new WebFiles(folder.Application), new WebFiles(folder.Studio));
        var group = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();

        group.MapMethods("/designer/{page:regex(^(editor|viewer)$)}", Reads, () => folder.IsBuilt ? documents.Studio() : NotBuilt());
        // Studio writes these into the address of its own document when it has run or copied something; opened anew they belong to pages of ours.
        group.MapMethods("/designer/workflows/instances/{id}/{**rest}", Reads, (string id) => TypedResults.LocalRedirect($"~/requests/{Uri.EscapeDataString(id)}"));
        group.MapMethods("/designer/workflows/definitions/{id}/{**rest}", Reads, (string id) => TypedResults.LocalRedirect($"~/processes/{Uri.EscapeDataString(id)}/design"));
        group.MapMethods("/designer/{**path}", Reads, (HttpContext context, string path = "") => studio.Find(context, path) ?? TypedResults.NotFound());
        group.MapMethods("/assets/{**path}", Reads, (HttpContext context, string path = "") => application.Find(context, $"assets/{path}") ?? TypedResults.NotFound());
        group.MapMethods("/", Reads, () => folder.IsBuilt ? documents.Application() : TypedResults.LocalRedirect("~/plain/home"));
        group.MapMethods("/sign-in", Reads, (HttpRequest request) => folder.IsBuilt ? documents.Application() : TypedResults.LocalRedirect($"~/plain/sign-in{request.QueryString}"));
        return routes;
    }

    /// <summary>The pages of the application: every address that no route has. A route for them would take the place of the answer to a wrong method.</summary>
    public static IApplicationBuilder UseWebPages(this IApplicationBuilder app)
    {
        var folder = app.ApplicationServices.GetRequiredService<WebFolder>();
        var documents = app.ApplicationServices.GetRequiredService<WebDocuments>();
        var files = new WebFiles(folder.Application);
        return app.Use((context, next) =>
            context.GetEndpoint() is null && Reads.Contains(context.Request.Method) && Page(context, folder, documents, files) is { } page ? page.ExecuteAsync(context) : next(context));
    }

    private static string[] Reads => [HttpMethods.Get, HttpMethods.Head];

    // The application knows its pages and says what it does not know; a client that wants no page is told as ever.
    private static IResult? Page(HttpContext context, WebFolder folder, WebDocuments documents, WebFiles files)
    {
        var path = context.Request.Path.Value?.TrimStart('/') ?? "";
        if (NotPages.Contains(path.Split('/')[0])) return null;
        // Beside the documents there are only an icon and the like, none of them in a folder.
        if (!path.Contains('/') && path is not ("index.html" or "studio.html") && files.Find(context, path) is { } file) return file;
        return folder.IsBuilt && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) ? documents.Application() : null;
    }

    private static IResult NotBuilt() => Problems.Of(
        StatusCodes.Status404NotFound, "not-built", "The web application is not there.", "This server was built without it. ./run builds it; so does dotnet publish.");
}
