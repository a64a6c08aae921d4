using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Workflows.Api.Hosting;

/// <summary>Where a page of a list ends: an opaque text for clients, an instant and an id for the query.</summary>
internal static class PageCursor
{
    public const int LargestPage = 200;

    public static string Write(DateTimeOffset at, string id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds()} {id}")));

    /// <returns>False for a text that is no cursor; an absent one is fine and means the first page.</returns>
    public static bool TryRead(string? text, out (DateTimeOffset At, string Id)? cursor)
    {
        cursor = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Base64Url.IsValid(text)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > 253402300799999) return false;
        cursor = (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), parts[1]);
        return true;
    }
}
