using System.Text.RegularExpressions;

namespace Workflows.Activities.People;

/// <summary>The forms that ids, names and zones have in the register.</summary>
internal static partial class RegisterText
{
    private const int LongestId = 40;
    private const int LongestText = 200;

    public static bool IsId(string text) => text.Length <= LongestId && KebabCase().IsMatch(text);

    public static bool IsShort(string text) => text.Length <= LongestText;

    public static bool IsTimeZone(string text) => text.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);

    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    public static bool IsEmail(string text) => text.Length <= LongestText && Email().IsMatch(text);

    /// <summary>An id made from any text, such as <c>emma-rossi</c> from <c>Emma.Rossi</c>; empty when nothing usable is in it.</summary>
    public static string IdFrom(string text)
    {
        var id = NotInIds().Replace(text.ToLowerInvariant(), "-").Trim('-');
        return id.Length > LongestId ? id[..LongestId].TrimEnd('-') : id;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KebabCase();

    // Deliberately plain: one @, a domain, none of the characters that have a meaning in a mail header.
    [GeneratedRegex(@"^[^\s@,;:<>()\[\]""\\]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Email();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotInIds();
}
