using Workflows.Activities.People;
using Workflows.Activities.Privacy;
using Workflows.Activities.Telegram;
using Workflows.Activities.Tests.Retention;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Tests.Telegram;

public sealed class TelegramDataTestsOnSqlite() : TelegramDataTests(Dialect.Sqlite);

public sealed class TelegramDataTestsOnPostgreSql() : TelegramDataTests(Dialect.PostgreSql);

public abstract class TelegramDataTests(Dialect dialect)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erase_SomebodyWithAnAccount_LeavesNothingOfIt()
    {
        await using var company = await WithMessagesAsync();
        var people = company.Get<PeopleDirectory>();
        foreach (var id in new[] { "emma", "marco" })
        {
            await company.Database.WriteAsync(
                async transaction =>
                {
                    await transaction.ExecuteAsync("UPDATE people SET left_on = '2026-03-01', manager_id = NULL WHERE id = @id", new { id }, Ct);
                    await transaction.ExecuteAsync("UPDATE people SET manager_id = 'diana' WHERE manager_id = @id", new { id }, Ct);
                    transaction.MarkChanged(SharedState.People);
                },
                Ct);
        }

        await people.ReloadAsync(Ct);
        (await company.Get<PersonErasure>().EraseAsync("emma", by: null, Ct)).ShouldBeOfType<ErasureResult.Erased>();
        (await company.Get<PersonErasure>().EraseAsync("marco", by: null, Ct)).ShouldBeOfType<ErasureResult.Erased>();

        (await company.FindAsync("marco")).ShouldBeEmpty();
        (await company.FindAsync("user4711")).ShouldBeEmpty();
        (await company.CountAsync("SELECT COUNT(*) FROM telegram_accounts")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM telegram_messages")).ShouldBe(0);
        (await company.CountAsync("SELECT COUNT(*) FROM outbox WHERE destination = '4711'")).ShouldBe(0);
        company.Get<TelegramAccounts>().Of("marco").ShouldBeNull();
    }

    [Fact]
    public async Task Retention_ArchivedRequest_LetsGoOfItsMessages()
    {
        await using var company = await WithMessagesAsync();

        company.Time.Advance(TimeSpan.FromDays(400));
        await company.Get<RetentionWork>().RunDueAsync(Ct);

        foreach (var table in new[] { "telegram_messages", "telegram_buttons", "telegram_updates", "telegram_link_codes" }) (await company.CountAsync($"SELECT COUNT(*) FROM {table}")).ShouldBe(0, table);
        (await company.CountAsync("SELECT COUNT(*) FROM telegram_accounts")).ShouldBe(1, "the account stays linked");
    }

    /// <summary>An ended request of Emma's that was put to Marco in Telegram.</summary>
    private async Task<LeaveCompany> WithMessagesAsync()
    {
        var company = await LeaveCompany.OpenAsync(dialect);
        var (links, people) = (company.Get<TelegramLinks>(), company.Get<PeopleDirectory>());
        var code = await company.Database.WriteAsync(transaction => links.IssueAsync(transaction, people.Find("marco")!, Ct), Ct);
        await links.RedeemAsync(code.Code, 4711, "user4711", Ct);
        await company.Database.WriteAsync(transaction => links.IssueAsync(transaction, people.Find("emma")!, Ct), Ct);
        var request = await company.ApprovedAsync("emma", "2026-03-10");
        await company.Database.WriteAsync(
            async transaction =>
            {
                var task = await transaction.FirstAsync<string>("SELECT id FROM tasks WHERE instance_id = @Id", new { request.Id }, Ct);
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO outbox (id, kind, lane, destination, instance_id, topic, subject, payload, status, next_attempt_at, created_at)
                    VALUES (@message, 'telegram', 'telegram', '4711', @Id, @task, 'For marco', '{"chat":4711,"html":"Dear marco"}', 'delivered', 0, 0)
                    """,
                    new { message = $"telegram-task-{task}-marco", request.Id, task },
                    Ct);
                await transaction.ExecuteAsync(
                    "INSERT INTO telegram_messages (id, task_id, person_id, chat_id, message_id, language, html, buttons, sent_at) VALUES (@message, @task, 'marco', 4711, 1, 'en', 'Emma Larsen asks marco', '[]', 0)",
                    new { message = $"telegram-task-{task}-marco", task },
                    Ct);
                await transaction.ExecuteAsync("INSERT INTO telegram_buttons (id, task_id, person_id, kind, revision, created_at) VALUES ('b', @task, 'marco', 'why', 'r', 0)", new { task }, Ct);
                await transaction.ExecuteAsync("INSERT INTO telegram_updates (bot_id, update_id, arrived_at, tries, done_at) VALUES (1, 1, 0, 1, 0)", null, Ct);
            },
            Ct);
        return company;
    }
}
