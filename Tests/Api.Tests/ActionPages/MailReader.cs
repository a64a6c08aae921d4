using System.Net;
using System.Text.RegularExpressions;
using Workflows.Activities.Mail;

namespace Workflows.Api.Tests.ActionPages;

/// <summary>What somebody does with a mail and the page behind its buttons, without a browser.</summary>
internal static partial class MailReader
{
    public static IReadOnlyList<string> Links(this OutgoingMail mail) => [.. Hrefs().Matches(mail.Html).Select(link => WebUtility.HtmlDecode(link.Groups["url"].Value))];

    /// <summary>The address behind a button.</summary>
    public static string Button(this OutgoingMail mail, string choice) => mail.Links().Single(link => link.EndsWith($"?choice={choice}"));

    public static string Token(this OutgoingMail mail) => new Uri(mail.Links().First(link => link.Contains("/a/"))).AbsolutePath.Split('/')[^1];

    /// <summary>Opens the page and presses a button on it, as a client that is no browser unless <paramref name="change"/> makes it one.</summary>
    /// <param name="point">Where the pointer was on the button; null: the button sends its name.</param>
    /// <param name="answer">Whether the question who presses is answered.</param>
    public static async Task<PageAnswer> PressAsync(this HttpClient http, string url, string? choice, string? comment = null, Action<HttpRequestMessage>? change = null, (int X, int Y)? point = null, bool answer = false)
    {
        var page = await http.ReadAsync(url);
        var fields = new Dictionary<string, string> { ["revision"] = page.Field("revision") };
        if (choice is not null && point is null) fields["choice"] = choice;
        if (choice is not null && point is { } at) (fields[$"choice.{choice}.x"], fields[$"choice.{choice}.y"]) = ($"{at.X}", $"{at.Y}");
        if (comment is not null) fields["comment"] = comment;
        if (answer) fields["by"] = "me";
        return await http.SubmitAsync(url, fields, change);
    }

    public static async Task<PageAnswer> SubmitAsync(this HttpClient http, string url, Dictionary<string, string> fields, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields) };
        change?.Invoke(request);
        return await PageAnswer.OfAsync(await http.SendAsync(request));
    }

    public static async Task<PageAnswer> ReadAsync(this HttpClient http, string url, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        change?.Invoke(request);
        return await PageAnswer.OfAsync(await http.SendAsync(request));
    }

    [GeneratedRegex("""href="(?<url>[^"]*)"\s""", RegexOptions.NonBacktracking)]
    private static partial Regex Hrefs();
}

/// <summary>A page as it came back.</summary>
internal sealed partial record PageAnswer(HttpStatusCode Status, HttpResponseMessage Response, string Html)
{
    /// <summary>What stands on the page, without markup.</summary>
    public string Text => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Head().Replace(Html, ""), " ")), " ");

    /// <summary>What the buttons say, in order; those that can be pressed.</summary>
    public IReadOnlyList<string> Buttons => [.. ButtonsThatWork().Matches(Html).Select(button => WebUtility.HtmlDecode(button.Groups["label"].Value))];

    public static async Task<PageAnswer> OfAsync(HttpResponseMessage response) => new(response.StatusCode, response, await response.Content.ReadAsStringAsync());

    public string Field(string name) => Regex.Match(Html, $"name=\"{name}\" value=\"([^\"]*)\"", RegexOptions.NonBacktracking).Groups[1].Value;

    [GeneratedRegex("<head>.*</head>", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Head();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex("<(label|button type=\"submit\" name=\"[a-z]+\" value=\"[^\"]*\") class=\"button[^>]*>(?<label>[^<]*)<", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ButtonsThatWork();
}
