using Workflows.Engine.Execution;

namespace Workflows.Activities.Requests;

/// <summary>What a running instance knows of the request that it is. Kept in the instance's properties.</summary>
public sealed record RequestInfo(string Id, string Reference, string RequesterId)
{
    // Stored names.
    private const string ReferenceProperty = "request:reference";
    private const string RequesterProperty = "request:requester";

    /// <summary>The version of the process that it started with and keeps; 0 before it has started.</summary>
    public int Version { get; init; }

    /// <summary>Null for an instance that is no request: one that was started by a timer or run for trying it.</summary>
    public static RequestInfo? Of(WorkflowInstance instance) =>
        instance.Properties.GetValueOrDefault(ReferenceProperty) is string reference && instance.Properties.GetValueOrDefault(RequesterProperty) is string requester
            ? new RequestInfo(instance.Id, reference, requester) { Version = instance.Version }
            : null;

    public ObjectValue ToProperties() => new() { [ReferenceProperty] = Reference, [RequesterProperty] = RequesterId };
}
