namespace Workflows.Api.Pages;

/// <summary>Which of our languages a reader gets: <c>en</c> or <c>id</c>.</summary>
public static class PageLanguage
{
    /// <summary>The query's <c>lang</c>, else the language of who is known to read, else what the browser prefers, else English.</summary>
    /// <param name="known">The reader's own language; null when nobody knows.</param>
    public static string Of(HttpRequest request, string? known)
    {
        if (request.Query["lang"].ToString() is "en" or "id") return request.Query["lang"].ToString();
        if (known is "en" or "id") return known;
        foreach (var accepted in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            // "in" is what old Java and Android call Indonesian.
            switch (accepted.Value.ToString().Split('-')[0].ToLowerInvariant())
            {
                case "id" or "in": return "id";
                case "en": return "en";
            }
        }

        return "en";
    }

    /// <summary>A link to the page that is shown, in another language; the rest of its query stays.</summary>
    public static string Link(HttpRequest request, string language)
    {
        var query = request.Query.Where(part => part.Key != "lang").Select(part => KeyValuePair.Create(part.Key, part.Value)).ToList();
        query.Add(KeyValuePair.Create("lang", new Microsoft.Extensions.Primitives.StringValues(language)));
        return QueryString.Create(query).ToString();
    }
}
