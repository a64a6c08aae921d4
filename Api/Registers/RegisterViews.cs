using System.Text.Json.Nodes;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Api.Identity;
using Workflows.Engine.Expressions;

namespace Workflows.Api.Registers;

/// <param name="Kind">text, longText, email, phone, taxId, currency, amount, percent, quantity, whole, day, flag, choice, person, company, row, secret or list.</param>
/// <param name="Register">Whose rows a column of the kind row names.</param>
/// <param name="ByProcess">Written by processes only.</param>
public sealed record ColumnView(string Name, string Label, ColumnKind Kind, bool Required, IReadOnlyList<string> Choices, string? Register, decimal? Least, decimal? Most, bool ByProcess);

/// <param name="MayEdit">Whether I may change rows.</param>
/// <param name="MayAdd">Whether I may add rows.</param>
/// <param name="MadeBy">The process that makes new rows, where people do not add them.</param>
public sealed record RegisterView(string Name, string Title, bool MayEdit, bool MayAdd, string? MadeBy, IReadOnlyList<ColumnView> Columns);

public sealed record RegisterList(IReadOnlyList<RegisterView> Items);

/// <param name="Version">Give it back with a change: a row that was changed since is not overwritten.</param>
/// <param name="Values">By column. Account numbers show their last four characters; whoever may see them whole gets them when asking for the one row.</param>
public sealed record RowView(string Id, long Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, JsonObject Values)
{
    public static RowView Of(RegisterRow row) => new(row.Id, row.Version, row.CreatedAt, row.ChangedAt, (JsonObject)JsonNode.Parse(JsonValues.ToJson(row.Values))!);
}

/// <param name="Next">What to give as <c>after</c> for the next page; null on the last one.</param>
public sealed record RowPage(IReadOnlyList<RowView> Items, string? Next);

/// <param name="Cause">api, import, demo, or the reference of the request whose process wrote it.</param>
/// <param name="Changes">By column: before and after.</param>
public sealed record RowChange(long Version, DateTimeOffset At, string? By, string? ByName, string Cause, JsonObject Changes);

public sealed record RowHistory(IReadOnlyList<RowChange> Items);

/// <param name="Id">Made from the name when left out.</param>
public sealed record NewRow(string? Id, JsonObject? Values);

/// <param name="Version">The version that you saw; left out, whatever is there is changed.</param>
/// <param name="Values">Only the columns that change.</param>
public sealed record RowEdit(long? Version, JsonObject? Values);

/// <summary>What somebody may see and do in registers.</summary>
public sealed class RegisterRights(Rights rights, VisiblePeople visible, PeopleDirectory people)
{
    public bool MayRead(Register register, Person viewer) => register.ReadRight is not { } right || rights.Of(viewer.Roles).Contains(right);

    public bool MayEdit(Register register, Person viewer) => register.EditRight is { } right && rights.Of(viewer.Roles).Contains(right);

    public bool SeesSecrets(Register register, Person viewer) => register.SecretReaders.Any(viewer.HasRole);

    /// <summary>The companies whose rows somebody sees; null: all.</summary>
    public IReadOnlyList<string>? Companies(Person viewer) => visible.ScopeOf(viewer) == VisibleScope.All ? null : viewer.Company is { } own ? [own] : [];

    /// <summary>The people whose rows somebody sees; null: everybody's.</summary>
    public IReadOnlyList<string>? Persons(Person viewer) => visible.ScopeOf(viewer) == VisibleScope.All ? null : [.. visible.Of(viewer.Id).Select(person => person.Id)];

    public bool MaySee(Register register, Person viewer, ObjectValue values) => register.Scope switch
    {
        RegisterScope.Company => values.GetValueOrDefault("company") is not string company || Companies(viewer)?.Contains(company) != false,
        RegisterScope.Person => values.GetValueOrDefault(register.PersonColumn) is not string person || visible.CanSee(viewer.Id, person),
        _ => true,
    };

    /// <summary>Why somebody may not write a row of this content; null when they may. Rows for all companies are for those who see all companies.</summary>
    public string? WhyNot(Register register, Person viewer, ObjectValue given)
    {
        switch (register.Scope)
        {
            case RegisterScope.Company when Companies(viewer) is { } companies && register.Find("company") is { IsByProcess: false }:
                var company = given.TryGetValue("company", out var named) ? named as string : null;
                return string.IsNullOrEmpty(company) ? $"company: name your company ({string.Join(", ", companies)}). Rows for all companies are for those who see all of them."
                    : companies.Contains(company) ? null : $"company: you may not write rows of '{company}'. Ask somebody of that company.";
            case RegisterScope.Person when given.GetValueOrDefault(register.PersonColumn) is string id:
                var person = people.Find(id) ?? people.FindByEmail(id.ToLowerInvariant());
                return person is null || visible.CanSee(viewer.Id, person.Id) ? null : $"{register.PersonColumn}: there is nobody '{id}' whom you may see.";
            default:
                return null;
        }
    }
}
