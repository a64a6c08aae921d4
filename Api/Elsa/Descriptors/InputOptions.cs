using Workflows.Activities.Approvals;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Engine.Catalog;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Descriptors;

/// <summary>The lists that inputs choose from and that only a running server knows: people, roles, processes, registers, templates. Computed from memory, because the designer asks often.</summary>
public sealed class InputOptions(PeopleDirectory people, MailTemplates templates, RegisterCatalog registers, DefinitionStore store, ActivityCatalog catalog)
{
    // More check boxes than this are no help: people are then written down, by id, address or role.
    private const int LongestCheckList = 120;

    // Templates that the product sends by itself, with contents that a process does not have.
    private static readonly string[] OwnTemplates = ["digest", "sign-in-code", "task", "reminder"];

    /// <summary>The descriptor with its list filled in.</summary>
    public InputDescriptor Fill(InputDescriptor input) => input.OptionsFrom switch
    {
        "approvers" => Choices(input, Approvers()),
        "escalation" => Choices(input, [new InputOption("The manager of whoever was asked", ApproverRules.ManagerOfApprover), .. Approvers()]),
        "recipients" => Choices(input, [new InputOption("Who asked (requester)", "requester"), .. Approvers()]),
        "people" => input.WithOptions(UiHints.DropDown, [new InputOption("(not set)", ""), .. People()]),
        "templates" => input.WithOptions(UiHints.DropDown, [.. templates.Names.Except(OwnTemplates).Select(name => new InputOption(name, name))]),
        "processes" => Choices(input, Processes()),
        "registers" => input.WithOptions(UiHints.DropDown, [.. registers.All.Select(register => new InputOption(register.English, register.Name)).OrderBy(option => option.Text, StringComparer.OrdinalIgnoreCase)]),
        _ => input,
    };

    private InputDescriptor Choices(InputDescriptor input, IReadOnlyList<InputOption> options)
    {
        // A list shows only what it has, and forgets the rest with the next change: what definitions say now is always among it.
        var used = InUse(input.OptionsFrom!).Where(value => options.All(option => option.Value != value)).Select(value => new InputOption(value, value));
        List<InputOption> all = [.. options, .. used];
        return all.Count <= LongestCheckList ? input.WithOptions(UiHints.CheckList, all) : input with { UiHint = UiHints.MultiText };
    }

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
