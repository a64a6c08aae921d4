using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Approvals;

/// <summary>The facts of a request as people see them.</summary>
public static class TaskFacts
{
    /// <summary>Who asks and what was submitted; empty for an instance without a form.</summary>
    public static IReadOnlyList<MailFact> Of(ActivityContext context, PeopleDirectory people, string language)
    {
        var form = RequestForm.Of(context.Definition);
        if (form is null) return [];
        var inputs = new ObjectValue();
        foreach (var field in form.Fields) inputs[field.Name] = context.GetWorkflowInput(field.Name);
        var facts = form.Facts(inputs, language, context.Read<FormNames>().For(RequestInfo.Of(context.Instance)?.RequesterId)).Select(fact => new MailFact(fact.Label, fact.Value)).ToList();
        if (RequestInfo.Of(context.Instance) is { } request && people.Find(request.RequesterId) is { } requester)
            facts.Insert(0, new MailFact(Texts.Get(language, "fact.requester"), requester.Name));
        return facts;
    }
}
