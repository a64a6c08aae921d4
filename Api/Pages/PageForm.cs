namespace Workflows.Api.Pages;

/// <summary>Reads the small forms of the pages. No cookie goes with them, so nothing of another site can use anybody's rights.</summary>
internal static class PageForm
{
    /// <summary>In bytes: a comment of 4,000 characters, each of which may take twelve bytes in a form.</summary>
    public const int MostBytes = 64 * 1024;

    /// <returns>Null when it is no form, is broken, or is larger than the pages' forms can be.</returns>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception failure) when (failure is BadHttpRequestException or InvalidDataException)
        {
            return null;
        }
    }
}
