using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>Who has decided which steps of a request so far: kept with the instance, for the separation of duties. A changed request is asked about anew.</summary>
internal static class DecisionLog
{
    // Stored names. The list of ids is what earlier releases kept.
    private const string Property = "approvals:log";
    private const string OldProperty = "approvals:deciders";

    public static void Add(ActivityContext context, DecisionTaken decision)
    {
        var instance = context.Instance;
        if (instance.Properties.GetValueOrDefault(Property) is not ListValue log) instance.Properties[Property] = log = [];
        log.Add(new ObjectValue
        {
            ["task"] = decision.TaskId, ["by"] = decision.DeciderId, ["for"] = decision.OnBehalfOf, ["name"] = decision.DeciderName, ["outcome"] = decision.Outcome,
            ["edition"] = (long)RequestEdition.Of(instance), ["activity"] = context.Node.Id, ["run"] = (long)context.Id,
        });
    }

    public static void Remove(WorkflowInstance instance, string taskId)
    {
        if (instance.Properties.GetValueOrDefault(Property) is ListValue log) log.RemoveAll(entry => entry is ObjectValue decision && (string?)decision["task"] == taskId);
    }

    /// <summary>Those who have decided this edition of the request at another step, or already in this vote, themselves or through a substitute.</summary>
    public static HashSet<string> Elsewhere(ActivityContext context)
    {
        var found = Entries(context)
            .Where(entry => (string?)entry["activity"] != context.Node.Id || Convert.ToInt64(entry["run"]) == context.Id)
            .SelectMany(entry => new[] { (string?)entry["by"], (string?)entry["for"] })
            .OfType<string>()
            .ToHashSet();
        if (RequestEdition.Of(context.Instance) == 1 && context.Instance.Properties.GetValueOrDefault(OldProperty) is ListValue old) found.UnionWith(old.Cast<string>());
        return found;
    }

    /// <summary>An approval of this edition by this person; null when there is none.</summary>
    public static ObjectValue? ApprovalBy(ActivityContext context, string personId) =>
        Entries(context).LastOrDefault(entry => (string?)entry["outcome"] == "Approved" && ((string?)entry["by"] == personId || (string?)entry["for"] == personId));

    private static IEnumerable<ObjectValue> Entries(ActivityContext context) =>
        (context.Instance.Properties.GetValueOrDefault(Property) as ListValue ?? []).OfType<ObjectValue>().Where(entry => Convert.ToInt32(entry["edition"]) == RequestEdition.Of(context.Instance));
}
