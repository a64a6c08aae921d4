using Dapper;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Approvals;

/// <summary>How busy people are, and whose turn it was: what rules that choose one among several ask.</summary>
public sealed class Workload(Database database)
{
    /// <summary>Open tasks by person; who has none is left out.</summary>
    public IReadOnlyDictionary<string, long> OpenTasks(IReadOnlyList<string> people)
    {
        using var reader = database.OpenReader();
        return reader.Query<Load>(
                """
                SELECT a.approver AS person, COUNT(*) AS tasks FROM task_approvers a JOIN tasks t ON t.id = a.task_id
                WHERE  t.status = 'open' AND a.approver IN @people
                GROUP BY a.approver
                """,
                new { people })
            .ToDictionary(load => load.Person, load => load.Tasks);
    }

    /// <summary>Who had the last turn; null when nobody had one yet.</summary>
    public (string Person, long Turns)? LastTurn(string rotation)
    {
        using var reader = database.OpenReader();
        return reader.QueryFirstOrDefault<Turn>("SELECT person_id, turns FROM rotations WHERE id = @rotation", new { rotation }) is { } turn ? (turn.PersonId, turn.Turns) : null;
    }

    private sealed class Load
    {
        public string Person { get; init; } = "";

        public long Tasks { get; init; }
    }

    private sealed class Turn
    {
        public string PersonId { get; init; } = "";

        public long Turns { get; init; }
    }
}

/// <summary>Remembers whose turn it was. Where another request took the same turn meanwhile, the burst runs again and takes the next.</summary>
/// <param name="Seen">How many turns there had been when the choice was made.</param>
public sealed record TakeTurn(string Rotation, string PersonId, long Seen) : Effect
{
    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var changed = Seen == 0
            ? await transaction.ExecuteAsync("INSERT INTO rotations (id, person_id, turns) VALUES (@Rotation, @PersonId, 1) ON CONFLICT (id) DO NOTHING", new { Rotation, PersonId }, ct)
            : await transaction.ExecuteAsync("UPDATE rotations SET person_id = @PersonId, turns = turns + 1 WHERE id = @Rotation AND turns = @Seen", new { Rotation, PersonId, Seen }, ct);
        if (changed == 0) throw new RevisionConflictException(Rotation);
    }
}
