using System.Text.Json.Nodes;
using Workflows.Activities.People;

namespace Workflows.Activities.Requests;

/// <summary>Reads a form whose fields may name colleagues (<c>"format": "person"</c>), by id or e-mail address.</summary>
internal static class PersonFields
{
    /// <returns>The inputs with ids for people; or problems by field.</returns>
    public static (ObjectValue Inputs, IReadOnlyDictionary<string, string[]> Problems) Read(RequestForm form, JsonObject submitted, Person requester, PeopleDirectory people)
    {
        var (inputs, problems) = form.Read(submitted);
        var all = new Dictionary<string, string[]>(problems);
        foreach (var field in form.Fields.Where(field => field.IsPerson && inputs.GetValueOrDefault(field.Name) is string { Length: > 0 }))
        {
            var text = ((string)inputs[field.Name]!).Trim();
            var person = people.Find(text) ?? people.FindByEmail(text);
            if (person is null || !people.IsActive(person)) all[field.Name] = [$"{field.Name}: '{text}' is nobody who works here. Write a colleague's id or e-mail address."];
            else if (person.Id == requester.Id) all[field.Name] = [$"{field.Name}: name a colleague, not yourself."];
            else inputs[field.Name] = person.Id;
        }

        return (inputs, all);
    }
}
