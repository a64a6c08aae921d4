using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Workflows.Api.Identity;

/// <summary>What signing in can answer when it does not work. The types are stable names.</summary>
internal static class SignInProblems
{
    public static ProblemDetails SignInFirst() => Problem(
        StatusCodes.Status401Unauthorized, "sign-in-required", "Sign in first.", "There is no session with this request, or it is over. Sign in again.");

    public static ProblemDetails NotAllowed() => Problem(
        StatusCodes.Status403Forbidden, "not-allowed", "You may not do this.", "Your roles do not give the right to do this. Ask an administrator.");

    public static ProblemHttpResult NotAnAddress() => TypedResults.Problem(Problem(
        StatusCodes.Status400BadRequest, "not-an-address", "The address is missing.", "email: write the e-mail address that your company has for you, for example emma@example.test."));

    public static ProblemHttpResult WrongCode() => TypedResults.Problem(Problem(
        StatusCodes.Status401Unauthorized, "wrong-code", "The code is not right.", "The code is wrong, used or too old. Check the newest mail, or ask for another code."));

    public static ProblemHttpResult DeadLink() => TypedResults.Problem(Problem(
        StatusCodes.Status401Unauthorized, "dead-link", "The link is no longer good.", "A sign-in link works once and for a limited time. Ask for a code by e-mail instead."));

    public static ProblemHttpResult DeadRefreshToken() => TypedResults.Problem(Problem(
        StatusCodes.Status401Unauthorized, "session-over", "The session is over.", "Sign in again."));

    /// <remarks>Sets the Retry-After header too.</remarks>
    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString();
        var minutes = (seconds + 59) / 60;
        return TypedResults.Problem(Problem(
            StatusCodes.Status429TooManyRequests,
            "too-many-sign-ins",
            "That was too often.",
            $"Wait {minutes} {(minutes == 1 ? "minute" : "minutes")}, then try again."));
    }

    private static ProblemDetails Problem(int status, string name, string title, string detail) =>
        new() { Status = status, Type = $"urn:workflows:problem:{name}", Title = title, Detail = detail };
}
