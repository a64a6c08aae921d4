using System.Collections.Frozen;
using Dapper;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Channels;

/// <summary>How people want to be reached and where they cannot be, in memory: activities ask it while they run.</summary>
public sealed class PreferenceBook(Database database, TimeProvider time) : ISharedState
{
    private readonly Kept<State> _kept = new(database, SharedState.Channels, State.Read, State.ReadAsync);

    public string Subject => _kept.Subject;

    public long? Revision => _kept.Revision;

    private State Current => _kept.Current;

    /// <summary>What somebody has set; null for somebody who has set nothing.</summary>
    public Preferences? Of(string personId) => Current.People.GetValueOrDefault(personId);

    /// <summary>Why a channel does not reach a destination; null: nothing is known against it.</summary>
    public UnreachableMark? MarkOf(string channel, string destination) =>
        Current.Marks is { Count: > 0 } marks ? marks.GetValueOrDefault((channel, destination.ToLowerInvariant())) : null;

    /// <summary>Changes what somebody has set.</summary>
    /// <param name="change">From what is set now, in the database; it may run again.</param>
    public Task ChangeAsync(string personId, Func<Preferences, Preferences> change, CancellationToken ct) => database.WriteAsync(transaction => ChangeAsync(transaction, personId, change, ct), ct);

    /// <inheritdoc cref="ChangeAsync(string, Func{Preferences, Preferences}, CancellationToken)"/>
    public async Task ChangeAsync(Transaction transaction, string personId, Func<Preferences, Preferences> change, CancellationToken ct)
    {
        transaction.Lock(SharedState.Channels);
        var row = await transaction.FirstAsync<PreferenceRow>(PreferenceRow.Select + " WHERE person_id = @personId", new { personId }, ct);
        var preferences = change(row?.ToPreferences() ?? Preferences.None);
        await transaction.ExecuteAsync(
            """
            INSERT INTO person_preferences (person_id, channels, quiet_from, quiet_until, digest_at, mail_notices, updated_at)
            VALUES (@personId, @channels, @quietFrom, @quietUntil, @digestAt, @mailNotices, @now)
            ON CONFLICT (person_id) DO UPDATE
            SET channels = excluded.channels, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest_at = excluded.digest_at,
                mail_notices = excluded.mail_notices, updated_at = excluded.updated_at
            """,
            new
            {
                personId,
                channels = string.Join(' ', preferences.Channels),
                quietFrom = Minutes(preferences.Quiet?.From),
                quietUntil = Minutes(preferences.Quiet?.Until),
                digestAt = Minutes(preferences.DigestAt),
                mailNotices = preferences.MailNotices ? 1 : 0,
                now = time.GetUtcNow(),
            },
            ct);
        await RefreshAsync(transaction, ct);
    }

    /// <summary>Marks a destination that refused for good.</summary>
    /// <returns>False when it was marked before.</returns>
    public async Task<bool> MarkAsync(Transaction transaction, UnreachableMark mark, CancellationToken ct)
    {
        var marked = await transaction.ExecuteAsync(
            """
            INSERT INTO unreachable (channel, destination, person_id, reason, marked_at) VALUES (@Channel, @destination, @PersonId, @Reason, @MarkedAt)
            ON CONFLICT (channel, destination) DO NOTHING
            """,
            new { mark.Channel, destination = mark.Destination.ToLowerInvariant(), mark.PersonId, mark.Reason, mark.MarkedAt },
            ct);
        if (marked == 0) return false;
        await RefreshAsync(transaction, ct);
        return true;
    }

    /// <summary>Takes a mark away: the person says that it works again, or has shown it.</summary>
    /// <returns>False when there was none.</returns>
    public Task<bool> ClearAsync(string channel, string destination, CancellationToken ct) => database.WriteAsync(transaction => ClearAsync(transaction, channel, destination, ct), ct);

    /// <inheritdoc cref="ClearAsync(string, string, CancellationToken)"/>
    public async Task<bool> ClearAsync(Transaction transaction, string channel, string destination, CancellationToken ct)
    {
        var cleared = await transaction.ExecuteAsync(
            "DELETE FROM unreachable WHERE channel = @channel AND destination = @destination", new { channel, destination = destination.ToLowerInvariant() }, ct);
        if (cleared > 0) await RefreshAsync(transaction, ct);
        return cleared > 0;
    }

    public Task ReloadAsync(CancellationToken ct) => _kept.ReloadAsync(ct);

    /// <inheritdoc cref="Kept{TState}.RefreshAsync"/>
    internal Task RefreshAsync(Transaction transaction, CancellationToken ct) => _kept.RefreshAsync(transaction, ct);

    private static int? Minutes(TimeOnly? time) => time is { } given ? (given.Hour * 60) + given.Minute : null;

    private sealed class State(IEnumerable<PreferenceRow> rows, IEnumerable<UnreachableMark> marks)
    {
        public FrozenDictionary<string, Preferences> People { get; } = rows.ToFrozenDictionary(row => row.PersonId, row => row.ToPreferences());

        public FrozenDictionary<(string Channel, string Destination), UnreachableMark> Marks { get; } = marks.ToFrozenDictionary(mark => (mark.Channel, mark.Destination));

        public static State Read(System.Data.Common.DbConnection reader) => new(reader.Query<PreferenceRow>(PreferenceRow.Select), reader.Query<UnreachableMark>(UnreachableMark.Select));

        public static async Task<State> ReadAsync(Transaction transaction, CancellationToken ct) =>
            new(await transaction.QueryAsync<PreferenceRow>(PreferenceRow.Select, null, ct), await transaction.QueryAsync<UnreachableMark>(UnreachableMark.Select, null, ct));
    }

    private sealed class PreferenceRow
    {
        public const string Select = "SELECT person_id, channels, quiet_from, quiet_until, digest_at, mail_notices FROM person_preferences";

        public string PersonId { get; init; } = "";

        public string Channels { get; init; } = "";

        public int? QuietFrom { get; init; }

        public int? QuietUntil { get; init; }

        public int? DigestAt { get; init; }

        public int MailNotices { get; init; }

        public Preferences ToPreferences() => new()
        {
            Channels = Channels.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Quiet = QuietFrom is { } from && QuietUntil is { } until ? new QuietHours(Time(from), Time(until)) : null,
            DigestAt = DigestAt is { } digest ? Time(digest) : null,
            MailNotices = MailNotices == 1,
        };

        private static TimeOnly Time(int minutes) => new(minutes / 60, minutes % 60);
    }
}
