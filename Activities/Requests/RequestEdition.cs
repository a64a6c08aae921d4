using Workflows.Engine.Execution;

namespace Workflows.Activities.Requests;

/// <summary>Which edition of a request a run is about: 1 as it was submitted, one more each time it is submitted again.</summary>
public static class RequestEdition
{
    // Stored names.
    private const string Property = "request:edition";
    private const string PreviousProperty = "request:changes";

    public static int Of(WorkflowInstance instance) => instance.Properties.GetValueOrDefault(Property) is { } edition ? Convert.ToInt32(edition) : 1;

    /// <summary>What the last change of the request changed; none for the first edition.</summary>
    public static IReadOnlyList<RequestChange> ChangesOf(WorkflowInstance instance) =>
        instance.Properties.GetValueOrDefault(PreviousProperty) is string json ? Approvals.TaskTerms.Read<RequestChange>(json) : [];

    internal static void Next(WorkflowInstance instance, IReadOnlyList<RequestChange> changes)
    {
        instance.Properties[Property] = (long)(Of(instance) + 1);
        instance.Properties[PreviousProperty] = System.Text.Json.JsonSerializer.Serialize(changes, Approvals.TaskTerms.Json);
    }
}
