using System.Security.Claims;
using Workflows.Engine;

namespace Workflows.Api.Identity;

/// <summary>What somebody may do. Each right is an authorization policy of the same name.</summary>
public static class Right
{
    public const string ProcessRead = "process:read";
    public const string ProcessEdit = "process:edit";
    public const string ProcessPublish = "process:publish";
    public const string InstancesRead = "instances:read";
    public const string InstancesManage = "instances:manage";
    public const string PeopleManage = "people:manage";
    public const string PeopleErase = "people:erase";
    public const string MessagesManage = "messages:manage";
    public const string KeysManage = "keys:manage";
    public const string RegistersEdit = "registers:edit";
    public const string ExpensesManage = "expenses:manage";
    public const string RevenueRead = "revenue:read";

    public static IReadOnlyList<string> All { get; } =
        [ProcessRead, ProcessEdit, ProcessPublish, InstancesRead, InstancesManage, PeopleManage, PeopleErase, MessagesManage, KeysManage, RegistersEdit, ExpensesManage, RevenueRead];
}

/// <summary>Which rights each role gives. A role that is named nowhere gives none: an employee submits, decides and sees their own without any.</summary>
/// <remarks>Configuration section <c>Roles</c>: <c>Roles:hr</c> holds a list, or a text with commas, and replaces what the role gives by default.</remarks>
public sealed class Rights
{
    private readonly Dictionary<string, IReadOnlyList<string>> _byRole = new()
    {
        ["admin"] = Right.All,
        ["process-owner"] = [Right.ProcessRead, Right.ProcessEdit, Right.ProcessPublish, Right.InstancesRead, Right.InstancesManage],
        ["hr"] = [Right.ProcessRead, Right.PeopleManage],
        ["finance"] = [Right.RegistersEdit, Right.ExpensesManage, Right.RevenueRead],
        ["pe-desk"] = [Right.RegistersEdit, Right.RevenueRead],
        ["pe-manager"] = [Right.RegistersEdit, Right.RevenueRead],
        ["employee"] = [],
    };

    /// <exception cref="SettingException">The configuration names a right that does not exist.</exception>
    public Rights(IConfiguration configuration)
    {
        foreach (var role in configuration.GetSection("Roles").GetChildren())
        {
            var rights = role.Get<string[]>() ?? (role.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (rights.FirstOrDefault(right => !Right.All.Contains(right)) is { } unknown)
            {
                throw new SettingException($"Roles:{role.Key} names the right '{unknown}', which does not exist. Use {string.Join(", ", Right.All)}.");
            }

            _byRole[role.Key] = rights;
        }
    }

    /// <summary>What somebody who is signed in may do; with an API key, no more than the key says.</summary>
    public IReadOnlySet<string> Of(ClaimsPrincipal user)
    {
        var rights = Of(user.FindAll(PersonClaims.Role).Select(claim => claim.Value));
        return user.HasClaim(claim => claim.Type == PersonClaims.Key) ? rights.Intersect(user.FindAll(PersonClaims.KeyRight).Select(claim => claim.Value)).ToHashSet() : rights;
    }

    public IReadOnlySet<string> Of(IEnumerable<string> roles) => roles.SelectMany(role => _byRole.GetValueOrDefault(role) ?? []).ToHashSet();
}
