using System.Text.Json.Nodes;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>The facts of a task in the reader's language.</summary>
public sealed class ShownFacts(RequestService requests, DefinitionLookup definitions, PeopleDirectory people, FormNames names)
{
    // Tasks are stored with their facts in this language; a decision is about these.
    private const string Stored = "en";

    /// <summary>Translated only where the form of the process says exactly what the task says: nobody decides about anything else than the task.</summary>
    public async Task<IReadOnlyList<MailFact>> InAsync(TaskView task, string language, CancellationToken ct)
    {
        if (language == Stored || task.Facts.Count == 0 || task.Process is null) return task.Facts;
        if (await requests.FindAsync(task.InstanceId, ct) is not { } request) return task.Facts;
        if (definitions.FindVersion(request.Process, request.Version) is not { } definition || RequestForm.Of(definition) is not { } form) return task.Facts;
        var inputs = WorkflowInputs.Convert(definition, JsonValues.FromJson(JsonNode.Parse(request.Inputs)) as ObjectValue ?? []);
        return Facts(form, inputs, request, Stored).SequenceEqual(task.Facts) ? [.. Facts(form, inputs, request, language)] : task.Facts;
    }

    private IEnumerable<MailFact> Facts(RequestForm form, ObjectValue inputs, RequestRow request, string language)
    {
        if (people.Find(request.RequesterId) is { } requester) yield return new MailFact(Texts.Get(language, "fact.requester"), requester.Name);
        foreach (var (label, value) in form.Facts(inputs, language, names.For(request.RequesterId))) yield return new MailFact(label, value);
    }
}
