using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Telegram;

/// <summary>Lets go of what was sent about archived requests, and of codes, questions and updates whose time is over.</summary>
public sealed class TelegramRetention : RetentionParticipant
{
    // Telegram itself keeps an update for a day.
    private static readonly TimeSpan UpdatesKept = TimeSpan.FromDays(3);

    public override Task ArchiveAsync(Transaction transaction, IReadOnlyList<string> instanceIds, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var table in new[] { "telegram_messages", "telegram_buttons", "telegram_questions" })
            transaction.Defer($"DELETE FROM {table} WHERE task_id IN (SELECT id FROM tasks WHERE instance_id IN @ids)", new { ids = instanceIds });
        return Task.CompletedTask;
    }

    public override Task SweepAsync(Transaction transaction, DateTimeOffset now, CancellationToken ct)
    {
        transaction.Defer("DELETE FROM telegram_link_codes WHERE expires_at <= @now", new { now });
        transaction.Defer("DELETE FROM telegram_link_tries WHERE at <= @hourAgo", new { hourAgo = now - TimeSpan.FromHours(1) });
        transaction.Defer("DELETE FROM telegram_questions WHERE expires_at <= @now", new { now });
        transaction.Defer("DELETE FROM telegram_updates WHERE arrived_at <= @before", new { before = now - UpdatesKept });
        // Of runs that are no request the tasks themselves go.
        transaction.Defer("DELETE FROM telegram_messages WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.id = telegram_messages.task_id)", null);
        transaction.Defer("DELETE FROM telegram_buttons WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.id = telegram_buttons.task_id)", null);
        return Task.CompletedTask;
    }
}
