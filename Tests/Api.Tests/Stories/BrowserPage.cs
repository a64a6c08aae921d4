using System.Net;
using System.Text.RegularExpressions;

namespace Workflows.Api.Tests.Stories;

/// <summary>A page and its form as a browser has them: what is sent is what stands in the page's HTML, with the headers of a person who pressed.</summary>
public sealed partial record BrowserPage(Uri Address, HttpStatusCode Status, string Html)
{
    /// <summary>What stands on the page, without markup.</summary>
    public string Text => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Head().Replace(Html, ""), " ")), " ");

    /// <summary>The labels of the buttons that can be pressed.</summary>
    public IReadOnlyList<string> Buttons => [.. FormButtons().Select(button => button.Label)];

    public static async Task<BrowserPage> OpenAsync(HttpClient http, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(http, AsAPersonDoes(request, "none"));
    }

    /// <summary>Presses a button and shows what comes.</summary>
    /// <param name="written">What was written into fields of one line, by their names.</param>
    public async Task<BrowserPage> PressAsync(HttpClient http, string button, string? comment = null, IReadOnlyDictionary<string, string>? written = null)
    {
        using var request = Press(button, comment, written);
        return await SendAsync(http, request);
    }

    /// <summary>What the browser sends when a button is pressed.</summary>
    public HttpRequestMessage Press(string button, string? comment = null, IReadOnlyDictionary<string, string>? written = null)
    {
        var form = Form().Match(Html);
        form.Success.ShouldBeTrue(Text);
        var attributes = Attributes(form.Groups["attributes"].Value);
        attributes["method"].ShouldBe("post");
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var input in Inputs().Matches(form.Groups["content"].Value).Select(match => Attributes(match.Groups["attributes"].Value)))
        {
            if (input.TryGetValue("name", out var name) && input.GetValueOrDefault("type") is not ("checkbox" or "radio" or "image")) fields.Add(new(name, written?.GetValueOrDefault(name) ?? input.GetValueOrDefault("value", "")));
        }

        foreach (var area in TextAreas().Matches(form.Groups["content"].Value).Cast<Match>())
        {
            var text = WebUtility.HtmlDecode(area.Groups["content"].Value);
            fields.Add(new(Attributes(area.Groups["attributes"].Value)["name"], comment ?? (text.StartsWith('\n') ? text[1..] : text)));
        }

        var pressed = FormButtons().Single(candidate => candidate.Label == button);
        // An image input sends where the pointer was.
        fields.Add(new(pressed.Name + ".x", "40"));
        fields.Add(new(pressed.Name + ".y", "12"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, attributes.GetValueOrDefault("action", ""))) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", "null");
        return AsAPersonDoes(request, "same-origin");
    }

    /// <summary>The fields of the form, without any button.</summary>
    public FormUrlEncodedContent WithoutAButton() => new(
        Inputs().Matches(Html).Select(match => Attributes(match.Groups["attributes"].Value)).Where(input => input.ContainsKey("name") && input.GetValueOrDefault("type") != "image").Select(input => KeyValuePair.Create(input["name"], input.GetValueOrDefault("value", ""))));

    private static HttpRequestMessage AsAPersonDoes(HttpRequestMessage request, string site)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36");
        request.Headers.Add("Accept-Language", "en-GB,en;q=0.9");
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Dest", "document");
        request.Headers.Add("Sec-Fetch-User", "?1");
        return request;
    }

    private static async Task<BrowserPage> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        return new BrowserPage(response.RequestMessage!.RequestUri!, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private List<(string Label, string Name)> FormButtons() =>
    [
        .. Inputs().Matches(Html).Select(match => Attributes(match.Groups["attributes"].Value)).Where(input => input.GetValueOrDefault("type") == "image").Select(input => (input["alt"], input["name"])),
    ];

    private static Dictionary<string, string> Attributes(string text) =>
        AttributesOf().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));

    [GeneratedRegex("<form(?<attributes>[^>]*)>(?<content>.*?)</form>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex("<input(?<attributes>[^>]*)>", RegexOptions.NonBacktracking)]
    private static partial Regex Inputs();

    [GeneratedRegex("<textarea(?<attributes>[^>]*)>(?<content>[^<]*)</textarea>", RegexOptions.NonBacktracking)]
    private static partial Regex TextAreas();

    [GeneratedRegex("""(?<name>[a-z-]+)(="(?<value>[^"]*)")?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AttributesOf();

    [GeneratedRegex("<head>.*</head>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Head();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
