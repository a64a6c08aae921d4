using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>A code that must reach its person, and nobody's log.</summary>
public sealed record SignInCodeIssued(Person Person, string Code, TimeSpan ValidFor)
{
    public override string ToString() => $"A sign-in code for {Person.Id}";
}

/// <summary>Puts the message with the code into the outbox, in the transaction that stores the code: both are there or neither.</summary>
public delegate Task DeliverSignInCode(Transaction transaction, SignInCodeIssued issued, CancellationToken ct);
