namespace Workflows.Api.Pages;

/// <summary>What can be known about who sent a form. Mail scanners run scripts, and scripts can send forms and even click.</summary>
public enum Gesture
{
    /// <summary>The pointer was on the button, or the question who presses it was answered; and nothing speaks against it.</summary>
    Made,

    /// <summary>It may have been a key, or a script: the person answers a question and presses again.</summary>
    Unknown,

    /// <summary>A script sent it, and the browser says so by what it leaves out.</summary>
    Missing,

    /// <summary>Another site sent it.</summary>
    Foreign,
}

/// <summary>Tells a person's press from a script's, without a script of our own.</summary>
/// <remarks>
/// Two things together. First, the fetch metadata headers, which scripts cannot set. They are not enough: Safari, and so each browser of an iPhone, never sends <c>Sec-Fetch-User</c>
/// (mdn/browser-compat-data 27928), no browser sends any of them to addresses that are neither https nor local, and what an automation tool evaluates in a page counts as activated by its user.
/// Second, therefore, the point: the buttons are image inputs, which send where the pointer was. A click made by a script was nowhere.
/// </remarks>
public static class Gestures
{
    /// <summary>The name of the field in which somebody without a pointer says that they press the button themselves.</summary>
    public const string Answer = "by";

    /// <summary>The value that says so.</summary>
    public const string Myself = "me";

    public static Gesture Of(HttpRequest request, IFormCollection form)
    {
        var browser = request.Headers.UserAgent.ToString();
        var mode = request.Headers["Sec-Fetch-Mode"].ToString();
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return Gesture.Foreign;
        // fetch() and the like: no button sends these.
        if (mode is not ("" or "navigate")) return Gesture.Missing;
        if (mode == "navigate" && SaysWhenMade(browser) && request.Headers["Sec-Fetch-User"].ToString() != "?1") return Gesture.Missing;
        // Not a browser: somebody wrote this request on purpose.
        if (!HasPointer(request)) return Gesture.Made;
        return form[Answer].ToString() == Myself || HasPoint(form) ? Gesture.Made : Gesture.Unknown;
    }

    /// <summary>Whether the client is a browser with a pointer. Others (terminal browsers, command lines) send no point, and nothing that scans mail calls itself one of them.</summary>
    public static bool HasPointer(HttpRequest request) =>
        request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal) || request.Headers["Sec-Fetch-Mode"].Count > 0;

    /// <summary>The value of the button that was pressed, whether it sent a point (<c>choice.Approve.x</c>) or itself (<c>choice=Approve</c>); null when none was.</summary>
    public static string? Pressed(IFormCollection form, string name)
    {
        if (form[name].ToString() is { Length: > 0 } value) return value;
        return form.Keys.FirstOrDefault(key => key.StartsWith(name + ".", StringComparison.Ordinal) && key.EndsWith(".x", StringComparison.Ordinal)) is { } key && key.Length > name.Length + 3
            ? key[(name.Length + 1)..^2]
            : null;
    }

    // Chrome, Edge, Samsung and Android's web views name Chrome. On an iPhone they are called CriOS and FxiOS, and are Safari inside.
    private static bool SaysWhenMade(string browser) => browser.Contains("Chrome/") || browser.Contains("Firefox/");

    // A click without a pointer is at 0,0, or outside of the button.
    private static bool HasPoint(IFormCollection form) =>
        form.Keys.Where(key => key.EndsWith(".x", StringComparison.Ordinal)).Any(key => IsInside(form[key]) && IsInside(form[key[..^1] + "y"]));

    private static bool IsInside(string? number) => int.TryParse(number, out var pixels) && pixels > 0;
}
