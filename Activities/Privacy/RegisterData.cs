using Workflows.Engine.Storage;

namespace Workflows.Activities.Privacy;

/// <summary>The registers behind the processes: amounts and days stay, under the pseudonym; tax ids, numbers and what the person wrote go.</summary>
public sealed class RegisterData : PersonalData
{
    public override async Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var (text, id) = (person.Text, person.Person.Id);
        var names = new { id, text.Pseudonym, text.Name, text.Email, PersonText.Removed };
        transaction.Defer("DELETE FROM contact_keys WHERE register = 'employees' AND row_id = @id", names);
        transaction.Defer("DELETE FROM employees WHERE id = @id", names);
        transaction.Defer("DELETE FROM register_history WHERE register = 'employees' AND row_id = @id", names);
        transaction.Defer("DELETE FROM register_history WHERE register = 'leave-balances' AND row_id IN (SELECT id FROM leave_balances WHERE person = @id)", names);
        transaction.Defer("DELETE FROM register_history WHERE register = 'leave_balances' AND row_id IN (SELECT id FROM leave_balances WHERE person = @id)", names);
        transaction.Defer("DELETE FROM leave_balances WHERE person = @id", names);
        transaction.Defer("UPDATE expense_claims SET person = @Pseudonym, purpose = @Removed WHERE person = @id", names);
        transaction.Defer("UPDATE expense_lines SET person = @Pseudonym, description = @Removed WHERE person = @id", names);
        transaction.Defer("UPDATE bookings SET employee = @Pseudonym WHERE employee = @id", names);
        transaction.Defer("UPDATE revenue_shares SET who = @Pseudonym, who_name = @Name WHERE who = @id", names);
        transaction.Defer("UPDATE projects SET owner = @Pseudonym WHERE owner = @id", names);
        transaction.Defer("UPDATE partners SET introduced_by = @Pseudonym WHERE introduced_by = @id", names);
        transaction.Defer("UPDATE register_history SET actor = @Pseudonym, actor_name = @Name WHERE actor = @id", names);
        foreach (var chunk in person.InstanceIds.Chunk(200))
            transaction.Defer("DELETE FROM sealed_inputs WHERE request_id IN (SELECT r.id FROM requests r WHERE r.id IN @chunk AND r.requester_id IN (@id, @Pseudonym))", new { chunk, id, text.Pseudonym });

        // The values that were changed name the person as the columns did.
        var changes = (await transaction.QueryAsync<HistoryRow>(
            "SELECT id, changes FROM register_history WHERE LOWER(changes) LIKE @byId OR LOWER(changes) LIKE @byName OR LOWER(changes) LIKE @byEmail",
            new { byId = $"%\"{id.ToLowerInvariant()}\"%", byName = $"%{person.Person.Name.ToLowerInvariant()}%", byEmail = $"%{person.Person.Email}%" },
            ct)).ToList();
        foreach (var row in changes) transaction.Defer("UPDATE register_history SET changes = @changes WHERE id = @Id", new { changes = text.Json(row.Changes), row.Id });
    }

    private sealed class HistoryRow
    {
        public string Id { get; init; } = "";

        public string Changes { get; init; } = "{}";
    }
}
