namespace Workflows.Api.Identity;

/// <summary>What became of an attempt to sign in.</summary>
public abstract record SignInResult;

public sealed record SignedIn(Session Session) : SignInResult;

/// <summary>Wrong, used, expired or nobody's: from outside they look alike.</summary>
public sealed record SignInRefused : SignInResult;

public sealed record TooManySignIns(TimeSpan Wait) : SignInResult;
