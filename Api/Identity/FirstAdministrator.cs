using Workflows.Activities.People;
using Workflows.Engine;

namespace Workflows.Api.Identity;

/// <summary>A way in for whoever reads the server's console.</summary>
public sealed record OneTimeSignIn(Person Person, string Token, TimeSpan ValidFor)
{
    /// <summary>What to print.</summary>
    /// <param name="address">Where people reach the server, such as <c>http://localhost:5000</c>.</param>
    public string LineAt(string address) =>
        $"Sign in as {Person.Name} ({Person.Email}) - this link works once, for {(int)ValidFor.TotalHours} hours: {address.TrimEnd('/')}/sign-in?token={Token}";
}

/// <summary>There is no default account and no default key: a new installation gets an administrator, and a one-time link for it.</summary>
/// <remarks>Configuration: <c>Administrator:Email</c> (admin@localhost) and <c>Administrator:Name</c> (Administrator).</remarks>
public sealed class FirstAdministrator(
    PeopleDirectory directory, PeopleRegister register, DemoCompany demo, SignInLinks links, Sessions sessions, SignInOptions options, IConfiguration configuration)
{
    private const string Role = "admin";

    /// <summary>Call it at every start, after the demo company had its chance.</summary>
    /// <returns>
    /// A link to print: in the demo at every start; otherwise until the administrator who was created here has signed in. Null when nobody needs one.
    /// </returns>
    /// <exception cref="SettingException">The configured address is none, or belongs to somebody who has left.</exception>
    public async Task<OneTimeSignIn?> PrepareAsync(CancellationToken ct) =>
        await WhoAsync(ct) is { } person ? new OneTimeSignIn(person, await links.CreateAsync(person, ct), options.LinkLifetime) : null;

    private async Task<Person?> WhoAsync(CancellationToken ct)
    {
        var administrators = directory.InRole(Role);
        if (demo.IsLoaded) return administrators.FirstOrDefault(person => person.Id == DemoCompany.AdministratorId);

        var email = configuration["Administrator:Email"] is { Length: > 0 } configured ? configured : "admin@localhost";
        var name = configuration["Administrator:Name"] is { Length: > 0 } called ? called : "Administrator";
        if (administrators.Count == 0) return await AppointAsync(name, email, ct);

        var created = administrators.FirstOrDefault(person => person == directory.FindByEmail(email));
        return created is null || await sessions.HasSignedInAsync(created.Id, ct) ? null : created;
    }

    private async Task<Person> AppointAsync(string name, string email, CancellationToken ct)
    {
        try
        {
            return await register.AppointAsync(name, email, Role, ct);
        }
        catch (ArgumentException failure)
        {
            throw new SettingException($"Administrator:Email: {failure.Message}", failure);
        }
    }
}
