using System.Text;
using Workflows.Activities.Mail;

namespace Workflows.Api.Mailbox;

/// <summary>The development mailbox in the browser: what people would have received. Plain pages without scripts.</summary>
public static class DevelopmentMailboxEndpoints
{
    /// <summary>Maps <c>/dev/mailbox</c> where the mail stays here; with an SMTP server or in production there is nothing at that address.</summary>
    public static IEndpointRouteBuilder MapDevelopmentMailbox(this IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<DevelopmentMailbox>() is null) return routes;

        var group = routes.MapGroup("/dev/mailbox").AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/", List);
        group.MapGet("/style.css", () => TypedResults.Text(MailboxPage.Style, "text/css", Encoding.UTF8));
        group.MapGet("/{name}", Show);
        group.MapGet("/{name}/html", Html);
        group.MapGet("/{name}.eml", Message);
        return routes;
    }

    private static async Task<IResult> List(HttpContext context, DevelopmentMailbox mailbox, CancellationToken ct, string? to = null) =>
        Page(context, MailboxPage.List(await mailbox.ListAsync(null, ct), Wanted(to)), StatusCodes.Status200OK);

    private static async Task<IResult> Show(
        string name, HttpContext context, DevelopmentMailbox mailbox, CancellationToken ct, string? to = null, string? view = null)
    {
        var mails = await mailbox.ListAsync(null, ct);
        if (await mailbox.FindAsync(name, ct) is not { } mail) return Page(context, MailboxPage.List(mails, Wanted(to)), StatusCodes.Status404NotFound);
        var headers = view == "headers" && await mailbox.ReadMessageAsync(name, ct) is { } message ? Headers(message) : null;
        return Page(context, MailboxPage.Mail(mails, Wanted(to), mail, view ?? "html", headers), StatusCodes.Status200OK);
    }

    /// <summary>The HTML part alone, for the frame: it may style itself and open links in new tabs, and nothing else.</summary>
    private static async Task<IResult> Html(string name, HttpContext context, DevelopmentMailbox mailbox, CancellationToken ct)
    {
        if (await mailbox.FindAsync(name, ct) is not { } mail) return TypedResults.NotFound();
        Secure(context, "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'");
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        // A link without a target would open inside the frame.
        var html = mail.Mail.Html.Replace("<head>", "<head><base target=\"_blank\">", StringComparison.OrdinalIgnoreCase);
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }

    private static async Task<IResult> Message(string name, HttpContext context, DevelopmentMailbox mailbox, CancellationToken ct)
    {
        if (await mailbox.ReadMessageAsync(name, ct) is not { } message) return TypedResults.NotFound();
        Secure(context, "default-src 'none'; frame-ancestors 'none'");
        return TypedResults.File(message, "message/rfc822", name + ".eml");
    }

    private static IResult Page(HttpContext context, string html, int status)
    {
        Secure(context, "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        return TypedResults.Content(html, "text/html; charset=utf-8", statusCode: status);
    }

    private static void Secure(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
    }

    private static string? Wanted(string? to) => string.IsNullOrWhiteSpace(to) ? null : to.Trim();

    private static string Headers(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
