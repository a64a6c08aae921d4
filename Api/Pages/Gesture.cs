namespace Workflows.Api.Pages;

/// <summary>Whether a person pressed the button that sent a form. Mail scanners run scripts, and scripts can send forms and even click.</summary>
public enum Gesture
{
    /// <summary>The browser says so; or it is no browser, and then somebody wrote the request on purpose.</summary>
    Made,

    /// <summary>A script sent it, and the browser says so by what it leaves out.</summary>
    Missing,

    /// <summary>Another site sent it.</summary>
    Foreign,

    /// <summary>This browser never says. The person ticks a box instead, which no script does by submitting or clicking.</summary>
    Untold,
}

public static class Gestures
{
    /// <summary>Read from the fetch metadata headers, which scripts cannot set.</summary>
    /// <remarks>
    /// Safari on every device, and so each browser of an iPhone, sends <c>Sec-Fetch-Mode</c> but never <c>Sec-Fetch-User</c> (mdn/browser-compat-data 27928): what is missing there proves nothing.
    /// Browsers send none of these headers to addresses that are neither https nor local.
    /// </remarks>
    public static Gesture Of(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return Gesture.Foreign;
        if (request.Headers["Sec-Fetch-User"] == "?1") return Gesture.Made;
        var browser = request.Headers.UserAgent.ToString();
        return request.Headers["Sec-Fetch-Mode"].ToString() switch
        {
            "" => IsBrowser(browser) ? Gesture.Untold : Gesture.Made,
            "navigate" => SaysWhenMade(browser) ? Gesture.Missing : Gesture.Untold,
            // fetch() and the like: no button sends these.
            _ => Gesture.Missing,
        };
    }

    /// <summary>Whether a form on this page needs the box, judged by how the page was asked for.</summary>
    public static bool NeedsTick(HttpRequest request)
    {
        var browser = request.Headers.UserAgent.ToString();
        return IsBrowser(browser) && (request.Headers["Sec-Fetch-Mode"].Count == 0 || !SaysWhenMade(browser));
    }

    private static bool IsBrowser(string agent) => agent.StartsWith("Mozilla/", StringComparison.Ordinal);

    // Chrome, Edge, Samsung and Android's web views name Chrome. On an iPhone they are called CriOS and FxiOS, and are Safari inside.
    private static bool SaysWhenMade(string agent) => agent.Contains("Chrome/") || agent.Contains("Firefox/");
}
