using System.Security.Claims;
using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Api.Registers;
using Workflows.Engine.Catalog;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Descriptors;

/// <summary>The lists that inputs choose from and that only a running server knows: people, roles, processes, registers and their rows, templates.</summary>
/// <remarks>The designer asks often: all but rows comes from memory, and rows are as many as a list may have.</remarks>
public sealed class InputOptions(PeopleDirectory people, MailTemplates templates, RegisterCatalog registers, RegisterAccess access, DefinitionStore store, ActivityCatalog catalog)
{
    private const string RowsOf = "rows:";

    // A longer list is slow to open and nobody finds anything in it: the id is written down then.
    private const int LongestDropDown = 300;

    // More check boxes than this are no help: people are then written down, by id, address or role.
    private const int LongestCheckList = 120;

    private static readonly InputOption NotSet = new("(not set)", "");

    // Templates that the product sends by itself, with contents that a process does not have.
    private static readonly string[] OwnTemplates = ["digest", "sign-in-code", "task", "reminder"];

    /// <summary>The descriptor with its list filled in.</summary>
    /// <param name="user">Who edits: only rows that this person may see are listed.</param>
    public async Task<InputDescriptor> FillAsync(InputDescriptor input, ClaimsPrincipal user, CancellationToken ct) => input.OptionsFrom switch
    {
        "approvers" => Choices(input, Approvers()),
        "escalation" => Choices(input, [new InputOption("The manager of whoever was asked", ApproverRules.ManagerOfApprover), .. Approvers()]),
        "recipients" => Choices(input, [new InputOption("Who asked (requester)", "requester"), .. Approvers()]),
        "people" => input.WithOptions(UiHints.DropDown, [NotSet, .. People()]),
        "templates" => input.WithOptions(UiHints.DropDown, [.. templates.Names.Except(OwnTemplates).Select(name => new InputOption(name, name))]),
        "processes" => Choices(input, Processes()),
        "registers" => input.WithOptions(UiHints.DropDown, [.. registers.All.Select(register => new InputOption(register.English, register.Name)).OrderBy(option => option.Text, StringComparer.OrdinalIgnoreCase)]),
        { } rows when rows.StartsWith(RowsOf, StringComparison.Ordinal) => await RowsAsync(input, rows[RowsOf.Length..].Split(' '), user, ct),
        _ => input,
    };

    /// <param name="choice">The register, then cells as <c>status=active</c>.</param>
    private async Task<InputDescriptor> RowsAsync(InputDescriptor input, string[] choice, ClaimsPrincipal user, CancellationToken ct)
    {
        if (access.Find(choice[0], user) is not var (register, viewer)) return input;
        var cells = choice[1..].Select(cell => cell.Split('=')).ToDictionary(cell => cell[0], cell => cell[1]);
        var query = new RegisterQuery(Search: null, After: null, LongestDropDown + 1, access.Rights.Companies(viewer), access.Rights.Persons(viewer), cells);
        var rows = await access.Store.ListAsync(register, query, ct);
        if (rows.Count > LongestDropDown) return input;
        var options = rows.Select(row => new InputOption($"{row.Text("name") ?? row.Id} ({row.Id})", row.Id)).OrderBy(option => option.Text, StringComparer.OrdinalIgnoreCase).ToList();
        return input.WithOptions(UiHints.DropDown, [NotSet, .. options, .. Further(input, options)]);
    }

    private InputDescriptor Choices(InputDescriptor input, IReadOnlyList<InputOption> options)
    {
        List<InputOption> all = [.. options, .. Further(input, options)];
        return all.Count <= LongestCheckList ? input.WithOptions(UiHints.CheckList, all) : input with { UiHint = UiHints.MultiText };
    }

    // A list shows only what it has, and forgets the rest with the next change: what definitions say now is always among it.
    private IEnumerable<InputOption> Further(InputDescriptor input, IReadOnlyList<InputOption> options) =>
        InUse(input.OptionsFrom!).Where(value => value.Length > 0 && options.All(option => option.Value != value)).Select(value => new InputOption(value, value));

    private List<InputOption> Approvers()
    {
        var roles = people.All.Where(people.IsActive).SelectMany(person => person.Roles).Distinct().Order(StringComparer.Ordinal);
        return
        [
            new InputOption("The requester's manager", ApproverRules.Manager),
            new InputOption("The manager's manager", $"{ApproverRules.Manager}:2"),
            new InputOption("The head of the requester's department", ApproverRules.Head),
            .. people.Groups.OrderBy(group => group.Name, StringComparer.OrdinalIgnoreCase).Select(group => new InputOption($"Everybody in the group {group.Name}", $"group:{group.Id}")),
            .. roles.Select(role => new InputOption($"Everybody in {role}", $"role:{role}")),
            .. People(),
        ];
    }

    private IEnumerable<InputOption> People() =>
        people.All.Where(people.IsActive).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase).Select(person => new InputOption($"{person.Name} ({person.Email})", person.Id));

    private List<InputOption> Processes() =>
        [.. store.Published().Select(definition => new InputOption(definition.Name, definition.DefinitionId)).OrderBy(option => option.Text, StringComparer.OrdinalIgnoreCase)];

    /// <summary>What the latest versions write down for inputs of this list.</summary>
    private IEnumerable<string> InUse(string list) => store.Versions.Where(version => version.IsLatest || version.IsPublished)
        .SelectMany(version => store.FindVersion(version.Id)!.Nodes)
        .SelectMany(node => catalog.Find(node.Type) is { } type ? type.Inputs.Where(member => member.Attribute.OptionsFrom == list).Select(member => node.Json[member.JsonName]) : [])
        .SelectMany(ListInput.Values)
        .Distinct();
}
