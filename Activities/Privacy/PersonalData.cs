using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Privacy;

/// <summary>Tables that hold data of people. Each feature that has such tables registers one.</summary>
public abstract class PersonalData
{
    /// <summary>Replaces or removes everything about the person, in the caller's transaction.</summary>
    public abstract Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct);
}

/// <param name="Person">As they were.</param>
/// <param name="Text">Replaces what names them.</param>
/// <param name="InstanceIds">The runs of ended requests that have to do with the person.</param>
public sealed record ErasedPerson(Person Person, PersonText Text, IReadOnlyList<string> InstanceIds, DateTimeOffset Now);
