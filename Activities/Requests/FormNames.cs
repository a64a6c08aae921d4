using Workflows.Activities.People;
using Workflows.Activities.Registers;

namespace Workflows.Activities.Requests;

/// <summary>What people call what a form's fields name by id: colleagues, and rows of registers.</summary>
public sealed class FormNames(PeopleDirectory people, RegisterCatalog registers, RegisterStore rows)
{
    /// <summary>The names in a form that somebody filled in. Who guesses the id of a row that is not theirs to see learns nothing.</summary>
    public NamesInForm For(string? requesterId) => new(this, requesterId is null ? null : people.Find(requesterId));

    internal string? Of(FormField field, string id, Person? requester)
    {
        if (field.IsPerson) return people.Find(id)?.Name;
        if (field.Register is not { } name || registers.Find(name) is not { } register || rows.Find(register, id) is not { } row) return null;
        var isTheirs = register.Scope switch
        {
            RegisterScope.Everybody => true,
            RegisterScope.Company => row.Text("company") is not { } company || company == requester?.Company,
            _ => row.Text(register.PersonColumn) == requester?.Id,
        };
        return isTheirs ? row.Text("name") ?? row.Text("reference") : null;
    }
}

/// <summary>See <see cref="FormNames.For"/>.</summary>
public sealed class NamesInForm(FormNames names, Person? requester)
{
    /// <summary>The name; null for a field that names nothing, and for an id that names nothing that the requester may see.</summary>
    public string? Of(FormField field, string id) => names.Of(field, id, requester);
}
