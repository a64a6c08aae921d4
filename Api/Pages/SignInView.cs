using Workflows.Api.Identity;

namespace Workflows.Api.Pages;

/// <summary>What the sign-in page shows, one step at a time.</summary>
public sealed record SignInView(PageFrame Frame, SignInPageStep Step)
{
    public string? Notice { get; init; }

    /// <summary>What was typed.</summary>
    public string Email { get; init; } = "";

    /// <summary>What is wrong with the field of this step.</summary>
    public string? Problem { get; init; }

    /// <summary>How long a code works.</summary>
    public int CodeMinutes { get; init; }

    /// <summary>Whom the link signs in, or who is signed in.</summary>
    public string Name { get; init; } = "";

    public AccessToken? Token { get; init; }

    /// <summary>When the token ends, where the person is.</summary>
    public string TokenUntil { get; init; } = "";

    /// <summary>Where the API is, with a slash at the end.</summary>
    public string Address { get; init; } = "";

    public string Say(string name, params object?[] values) => PageTexts.Get(Frame.Language, name, values);
}

public enum SignInPageStep
{
    Email,
    Code,

    /// <summary>A one-time link was followed; nobody is signed in yet.</summary>
    Link,
    SignedIn,
}
