namespace Workflows.Api.Pages;

/// <summary>What every page knows of its reader.</summary>
/// <param name="Language"><c>en</c> or <c>id</c>.</param>
/// <param name="InEnglish">A link to the same page in English.</param>
/// <param name="InIndonesian">A link to the same page in Indonesian.</param>
/// <param name="HasPointer">See <see cref="Gestures.HasPointer"/>.</param>
public sealed record PageFrame(string Language, string InEnglish, string InIndonesian, bool HasPointer)
{
    /// <param name="known">The reader's own language; null when nobody knows.</param>
    public static PageFrame Of(HttpRequest request, string? known) =>
        new(PageLanguage.Of(request, known), PageLanguage.Link(request, "en"), PageLanguage.Link(request, "id"), Gestures.HasPointer(request));
}
