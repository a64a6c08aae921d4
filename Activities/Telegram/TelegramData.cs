using Workflows.Activities.Privacy;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>The account of a person who is erased, and what was sent there: all of it goes.</summary>
public sealed class TelegramData(TelegramAccounts accounts) : PersonalData
{
    public override async Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var id = person.Person.Id;
        var userId = await transaction.FirstAsync<long?>("SELECT user_id FROM telegram_accounts WHERE person_id = @id", new { id }, ct);
        var theirs = (await transaction.QueryAsync<string>(
            "SELECT id FROM outbox WHERE kind = 'telegram' AND (destination = @destination OR id IN (SELECT m.id FROM telegram_messages m WHERE m.person_id = @id))",
            new { id, destination = userId is { } user ? TelegramChannel.DestinationOf(user) : "" },
            ct)).ToHashSet();
        // Of an account that was unlinked before, the ids still name the person.
        foreach (var chunk in person.InstanceIds.Chunk(200))
            theirs.UnionWith(await transaction.QueryAsync<string>("SELECT id FROM outbox WHERE kind = 'telegram' AND instance_id IN @chunk AND id LIKE @named", new { chunk, named = $"%-{id}%" }, ct));
        foreach (var message in theirs)
        {
            transaction.Defer(
                """
                UPDATE outbox
                SET    id = @newId, destination = @Pseudonym, payload = '', last_error = NULL,
                       status = CASE WHEN status IN ('waiting', 'parked') THEN 'withdrawn' ELSE status END, claimed_until = NULL, claimed_by = NULL
                WHERE  id = @message
                """,
                new { newId = $"erased-{Guid.CreateVersion7()}", person.Text.Pseudonym, message });
        }

        transaction.Defer("DELETE FROM telegram_messages WHERE person_id = @id", new { id });
        transaction.Defer("DELETE FROM telegram_buttons WHERE person_id = @id", new { id });
        transaction.Defer("DELETE FROM telegram_link_codes WHERE person_id = @id", new { id });
        transaction.Defer("DELETE FROM telegram_accounts WHERE person_id = @id", new { id });
        transaction.Defer("UPDATE telegram_groups SET linked_by = @Pseudonym WHERE linked_by = @id", new { person.Text.Pseudonym, id });
        if (userId is not null)
        {
            transaction.Defer("DELETE FROM telegram_questions WHERE user_id = @userId", new { userId });
            transaction.Defer("DELETE FROM telegram_link_tries WHERE user_id = @userId", new { userId });
        }

        // What was put to groups about the person's requests says their name.
        foreach (var chunk in person.InstanceIds.Chunk(200))
            transaction.Defer("DELETE FROM telegram_messages WHERE task_id IN (SELECT t.id FROM tasks t WHERE t.instance_id IN @chunk)", new { chunk });
        await accounts.RefreshAsync(transaction, ct);
    }
}
