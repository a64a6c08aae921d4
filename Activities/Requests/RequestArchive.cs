using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Requests;

/// <summary>What stays of an archived request: its row, who was asked, who decided what and when, its editions and attachments, and the audit trail. What was shown and the links go.</summary>
public sealed class RequestArchive : RetentionParticipant
{
    public override Task ArchiveAsync(Transaction transaction, IReadOnlyList<string> instanceIds, DateTimeOffset now, CancellationToken ct)
    {
        var parameters = new { ids = instanceIds, now };
        transaction.Defer("UPDATE requests SET archived_at = @now WHERE id IN @ids AND archived_at IS NULL", parameters);
        transaction.Defer("DELETE FROM action_tokens WHERE task_id IN (SELECT id FROM tasks WHERE instance_id IN @ids)", new { ids = instanceIds });
        transaction.Defer("UPDATE task_terms SET lines = NULL, changes = NULL, texts = NULL WHERE task_id IN (SELECT id FROM tasks WHERE instance_id IN @ids)", new { ids = instanceIds });
        // Of runs that are no request nothing is needed.
        transaction.Defer("DELETE FROM tasks WHERE instance_id IN @ids AND instance_id NOT IN (SELECT id FROM requests WHERE id IN @ids)", new { ids = instanceIds });
        transaction.Defer("UPDATE tasks SET body = '', facts = '[]', actions = '[]' WHERE instance_id IN @ids", new { ids = instanceIds });
        return Task.CompletedTask;
    }

    public override Task ForgetLinksAsync(Transaction transaction, IReadOnlyList<string> topics, DateTimeOffset now, CancellationToken ct)
    {
        transaction.Defer("DELETE FROM action_tokens WHERE task_id IN @topics AND expires_at <= @now", new { topics, now });
        return Task.CompletedTask;
    }
}
