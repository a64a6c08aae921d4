using Workflows.Activities.People;
using Workflows.Engine;

namespace Workflows.Api.Identity;

/// <summary>How far somebody sees. Each includes the ones before it.</summary>
public enum VisibleScope
{
    /// <summary>Themselves.</summary>
    Own,

    /// <summary>And everybody below them in the tree of managers.</summary>
    Team,

    /// <summary>And their department, within their company.</summary>
    Department,

    /// <summary>And their company.</summary>
    Company,

    /// <summary>Everybody.</summary>
    All,
}

/// <summary>The one answer to "what may this person see": lists, pages and exports ask it. What is outside is answered with 404.</summary>
/// <remarks>Configuration section <c>Scopes</c>: <c>Scopes:hr</c> is one of own, team, department, company, all. The widest of a person's roles counts; without any it is team.</remarks>
public sealed class VisiblePeople
{
    private readonly PeopleDirectory _directory;

    private readonly Dictionary<string, VisibleScope> _byRole = new()
    {
        ["admin"] = VisibleScope.All,
        ["hr"] = VisibleScope.Company,
        ["finance"] = VisibleScope.Company,
        ["process-owner"] = VisibleScope.Company,
        ["department-head"] = VisibleScope.Department,
        ["employee"] = VisibleScope.Team,
    };

    /// <exception cref="SettingException">The configuration names a scope that does not exist.</exception>
    public VisiblePeople(PeopleDirectory directory, IConfiguration configuration)
    {
        _directory = directory;
        foreach (var role in configuration.GetSection("Scopes").GetChildren())
        {
            if (!Enum.TryParse<VisibleScope>(role.Value, ignoreCase: true, out var scope) || !Enum.IsDefined(scope))
            {
                throw new SettingException($"Scopes:{role.Key} is '{role.Value}', which is not a scope. Use own, team, department, company or all.");
            }

            _byRole[role.Key] = scope;
        }
    }

    public VisibleScope ScopeOf(Person viewer) => ScopeOf(viewer.Roles);

    /// <summary>The widest scope that these roles give.</summary>
    public VisibleScope ScopeOf(IEnumerable<string> roles)
    {
        var scopes = roles.Where(_byRole.ContainsKey).Select(role => _byRole[role]).ToList();
        return scopes.Count == 0 ? VisibleScope.Team : scopes.Max();
    }

    /// <summary>Whether somebody may see what belongs to a person. Nobody sees anything once they have left, and nobody sees people who do not exist.</summary>
    public bool CanSee(string viewerId, string personId) =>
        _directory.Find(viewerId) is { } viewer && _directory.Find(personId) is { } person && _directory.IsActive(viewer) && CanSee(viewer, ScopeOf(viewer), person);

    /// <summary>Everybody whom somebody may see, leavers included, by id.</summary>
    public IReadOnlyList<Person> Of(string viewerId)
    {
        if (_directory.Find(viewerId) is not { } viewer || !_directory.IsActive(viewer)) return [];

        var scope = ScopeOf(viewer);
        return scope == VisibleScope.All ? _directory.All : [.. _directory.All.Where(person => CanSee(viewer, scope, person))];
    }

    private bool CanSee(Person viewer, VisibleScope scope, Person person) =>
        person.Id == viewer.Id
        || scope == VisibleScope.All
        || (scope >= VisibleScope.Company && viewer.Company is not null && person.Company == viewer.Company)
        || (scope >= VisibleScope.Department && viewer.Department is not null && person.Department == viewer.Department && person.Company == viewer.Company)
        || (scope >= VisibleScope.Team && IsBelow(viewer, person));

    private bool IsBelow(Person viewer, Person person)
    {
        var seen = new HashSet<string>();
        for (var id = person.ManagerId; id is not null && seen.Add(id); id = _directory.Find(id)?.ManagerId)
        {
            if (id == viewer.Id) return true;
        }

        return false;
    }
}
