using Workflows.Engine.Storage;

namespace Workflows.Activities.People;

/// <summary>Changes to single people that the program makes by itself; everything else comes from imports.</summary>
public sealed class PeopleRegister(Database database, PeopleDirectory directory)
{
    /// <summary>Gives a role to the person with this address. Where there is nobody, a person is added.</summary>
    /// <exception cref="ArgumentException">The address is not an e-mail address, or that person has left.</exception>
    public async Task<Person> AppointAsync(string name, string email, string role, CancellationToken ct)
    {
        var address = email.Trim().ToLowerInvariant();
        if (!RegisterText.IsEmail(address)) throw new ArgumentException($"'{email}' is not an e-mail address. Write it like emma@example.test.");

        var id = await database.WriteAsync(
            async transaction =>
            {
                PeopleRows.Lock(transaction);
                var before = await PeopleRows.ReadAsync(transaction, ct);
                var old = before.People.Values.FirstOrDefault(person => person.Email == address);
                if (old?.LeftOn is { } left) throw new ArgumentException($"{old.Name} ({address}) leaves or has left, on {left:yyyy-MM-dd}. Name somebody else.");

                var person = old ?? new PersonRow { Id = FreeId(address, before), Name = name, Email = address, Roles = "employee" };
                person = person with { Roles = string.Join(';', person.RoleList.Append(role).Distinct().Order(StringComparer.Ordinal)) };
                var after = before.Copy();
                after.People[person.Id] = person.StampedAfter(old);
                await after.WriteAsync(transaction, before, ct);
                await directory.RefreshAsync(transaction, ct);
                return person.Id;
            },
            ct);
        return directory.Find(id)!;
    }

    /// <summary>In which language the product speaks to a person, on its pages and in its mails.</summary>
    /// <param name="language"><c>en</c> or <c>id</c>.</param>
    /// <returns>The person as they are now; null when there is nobody.</returns>
    public async Task<Person?> UseLanguageAsync(string personId, string language, CancellationToken ct)
    {
        await database.WriteAsync(
            async transaction =>
            {
                if (await transaction.ExecuteAsync("UPDATE people SET language = @language WHERE id = @personId", new { personId, language }, ct) > 0)
                    await directory.RefreshAsync(transaction, ct);
            },
            ct);
        return directory.Find(personId);
    }

    private static string FreeId(string email, PeopleRows rows)
    {
        var wanted = RegisterText.IdFrom(email[..email.IndexOf('@')]) is { Length: > 0 } local ? local : "person";
        var id = wanted;
        for (var number = 2; rows.People.ContainsKey(id); number++) id = $"{wanted}-{number}";
        return id;
    }
}
