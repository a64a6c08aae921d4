using Workflows.Activities.People;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Activities.Requests;

/// <summary>What expressions of a process may ask about its request: <c>getRequester()</c>, <c>getRequest()</c>, <c>getPerson(id)</c>, <c>formatDay(day)</c>, <c>formatProblem(text)</c>.</summary>
public static class RequestFunctions
{
    public static ScriptFunctions For(PeopleDirectory people) => new(new Dictionary<string, ContextFunction>
    {
        ["getRequester"] = (context, _) => RequestInfo.Of(context.Instance) is { } request ? Describe(people, people.Find(request.RequesterId)) : null,
        ["getRequest"] = (context, _) => RequestInfo.Of(context.Instance) is { } request
            ? new ObjectValue { ["id"] = request.Id, ["reference"] = request.Reference, ["requester"] = request.RequesterId }
            : null,
        ["getPerson"] = (_, arguments) => Describe(people, arguments.Length > 0 && arguments[0] is string id ? people.Find(id) ?? people.FindByEmail(id) : null),
        ["formatDay"] = (context, arguments) => arguments.Length > 0 && arguments[0] is string day && DateOnly.TryParseExact(day, "yyyy-MM-dd", out var parsed)
            ? Texts.Day(parsed, arguments.Length > 1 && arguments[1] is string language ? language : LanguageOf(context, people))
            : null,
        ["formatProblem"] = (context, arguments) => arguments is [string problem, ..] ? RequestForm.Of(context.Definition)?.Explain(problem, LanguageOf(context, people)) ?? problem : null,
    });

    private static string LanguageOf(ActivityContext context, PeopleDirectory people) =>
        RequestInfo.Of(context.Instance) is { } request && people.Find(request.RequesterId) is { } requester ? requester.Language : "en";

    private static ObjectValue? Describe(PeopleDirectory people, Person? person) => person is null
        ? null
        : new ObjectValue
        {
            ["id"] = person.Id,
            ["name"] = person.Name,
            ["email"] = person.Email,
            ["company"] = person.Company,
            ["department"] = person.Department,
            ["grade"] = person.Grade,
            ["language"] = person.Language,
            ["manager"] = people.ManagerOf(person)?.Id,
            ["roles"] = new ListValue(person.Roles),
        };
}
