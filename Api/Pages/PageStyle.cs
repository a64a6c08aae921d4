using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Workflows.Api.Pages;

/// <summary>The look of all pages: in the page itself, so that it comes with one request and the policy can name it by its hash.</summary>
internal static class PageStyle
{
    private static readonly string Css = Read();

    public static MarkupString Markup { get; } = new(Css);

    /// <summary>Nothing but this style and the icon: no script runs on a page, whoever put it there.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static string Read()
    {
        using var reader = new StreamReader(typeof(PageStyle).Assembly.GetManifestResourceStream("Workflows.Api.Pages.pages.css")!);
        // Browsers hash what they have parsed, with their own line ends.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
