namespace Workflows.Activities.Requests;

/// <summary>What one field said before and says now, in both languages of the product. Stored as JSON.</summary>
public sealed record RequestChange(string Field, ChangedText En, ChangedText Id)
{
    public ChangedText In(string language) => language == "id" ? Id : En;

    /// <summary>What differs between two editions of a request, in the order of the form.</summary>
    public static IReadOnlyList<RequestChange> Between(RequestForm form, ObjectValue before, ObjectValue after, NamesInForm names) =>
    [
        .. from field in form.Fields
           let was = before.GetValueOrDefault(field.Name)
           let isNow = after.GetValueOrDefault(field.Name)
           where Engine.Expressions.JsonValues.ToJson(was) != Engine.Expressions.JsonValues.ToJson(isNow)
           select new RequestChange(field.Name, Text(field, was, isNow, "en", names), Text(field, was, isNow, "id", names)),
    ];

    private static ChangedText Text(FormField field, object? before, object? after, string language, NamesInForm names) =>
        new(field.Label(language), before is null ? "" : field.Display(before, language, names), after is null ? "" : field.Display(after, language, names));
}

/// <param name="Before">Empty when there was nothing.</param>
public sealed record ChangedText(string Label, string Before, string After);
