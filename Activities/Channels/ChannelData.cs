using Workflows.Activities.Privacy;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>How somebody wanted to be reached goes; that a task went by another channel stays, under the pseudonym.</summary>
public sealed class ChannelData(PreferenceBook preferences) : PersonalData
{
    public override async Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var (id, pseudonym) = (person.Person.Id, person.Text.Pseudonym);
        await transaction.ExecuteAsync("DELETE FROM person_preferences WHERE person_id = @id", new { id }, ct);
        await transaction.ExecuteAsync("DELETE FROM unreachable WHERE person_id = @id", new { id }, ct);
        await transaction.ExecuteAsync("DELETE FROM digests WHERE person_id = @id", new { id }, ct);
        await transaction.ExecuteAsync("UPDATE task_fallbacks SET person_id = @pseudonym WHERE person_id = @id", new { id, pseudonym }, ct);
        await transaction.ExecuteAsync("DELETE FROM outbox WHERE kind = @Kind AND destination = @id", new { DigestPlan.Kind, id }, ct);
        await preferences.RefreshAsync(transaction, ct);
    }
}
