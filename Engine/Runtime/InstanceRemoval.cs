using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Deletes runs that have ended, with their journal.</summary>
public sealed class InstanceRemoval(Database database)
{
    /// <returns>False when the run goes on, or there is none: nothing was deleted.</returns>
    public Task<bool> DeleteAsync(string instanceId, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            // A run that goes on has people and timers waiting for it. The WHERE clause decides, also against a resume at the same moment.
            if (await transaction.ExecuteAsync("DELETE FROM instances WHERE id = @instanceId AND status = 'Finished'", new { instanceId }, ct) == 0) return false;
            await transaction.ExecuteAsync("DELETE FROM journal WHERE instance_id = @instanceId", new { instanceId }, ct);
            await transaction.ExecuteAsync("DELETE FROM timers WHERE instance_id = @instanceId", new { instanceId }, ct);
            transaction.Announce(new Change.Instance(instanceId));
            return true;
        },
        ct);
}
