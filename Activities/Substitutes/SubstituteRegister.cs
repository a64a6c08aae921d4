using Dapper;
using Workflows.Activities.Audit;
using Workflows.Activities.People;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Substitutes;

/// <summary>Who stands in for whom, when, and in which processes. Chains are followed to their end; a loop cannot be entered, and one that arises otherwise stops at its beginning.</summary>
public sealed class SubstituteRegister : ISharedState
{
    private const int LongestChain = 10;
    private const string Columns = "id, person_id, substitute_id, first_day, last_day, processes AS process_list, reason, request_id, created_by, created_at, ended_at";

    // What has not been over for days, wherever the person is: that is little, and every task asks for it.
    private const string Current = $"SELECT {Columns} FROM substitutions WHERE ended_at IS NULL AND last_day >= @since ORDER BY created_at DESC, id DESC";

    private readonly Kept<State> _kept;
    private readonly Database _database;
    private readonly PeopleDirectory _people;
    private readonly TimeProvider _time;

    public SubstituteRegister(Database database, PeopleDirectory people, TimeProvider time)
    {
        (_database, _people, _time) = (database, people, time);
        _kept = new Kept<State>(
            database,
            SharedState.Substitutes,
            reader => new State(reader.Query<Substitution>(Current, new { since = Since })),
            async (transaction, ct) => new State(await transaction.QueryAsync<Substitution>(Current, new { since = Since }, ct)));
    }

    public string Subject => _kept.Subject;

    public long? Revision => _kept.Revision;

    private DateOnly Since => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime).AddDays(-2);

    public Task ReloadAsync(CancellationToken ct) => _kept.ReloadAsync(ct);

    /// <summary>Who acts for a person now: the end of the chain. Null when nobody does.</summary>
    /// <param name="excluded">People who must not: the requester, those who decided before. The chain stops before them.</param>
    public Person? ActingFor(Person person, string? process, IReadOnlyCollection<string> excluded)
    {
        var kept = _kept.Current;
        var seen = new HashSet<string> { person.Id };
        Person? acting = null;
        for (var current = person; seen.Count <= LongestChain;)
        {
            if (Now(kept, current, process) is not { } next || _people.Find(next.SubstituteId) is not { } substitute || !_people.IsActive(substitute)) break;
            // A loop leads nowhere: the task stays with the one it began with.
            if (!seen.Add(substitute.Id)) return null;
            if (excluded.Contains(substitute.Id)) break;
            acting = current = substitute;
        }

        return acting;
    }

    /// <summary>The people for whom somebody may act now, through any number of steps. Whether the chain really ends here, <see cref="ActingFor"/> says.</summary>
    public IReadOnlyList<string> PrincipalsOf(string personId)
    {
        var kept = _kept.Current;
        var found = new List<string>();
        var pending = new Queue<string>([personId]);
        while (pending.TryDequeue(out var substitute) && found.Count < 200)
        {
            foreach (var row in kept.BySubstitute[substitute])
            {
                if (!IsOn(row) || row.PersonId == personId || found.Contains(row.PersonId)) continue;
                found.Add(row.PersonId);
                pending.Enqueue(row.PersonId);
            }
        }

        return found;
    }

    /// <summary>What a person has arranged and where the person stands in, newest first; what is over is left out.</summary>
    public async Task<IReadOnlyList<Substitution>> OfAsync(string personId, CancellationToken ct)
    {
        await using var reader = _database.OpenReader();
        var rows = await reader.QueryAsync<Substitution>(new CommandDefinition(
            $"SELECT {Columns} FROM substitutions WHERE (person_id = @personId OR substitute_id = @personId) AND ended_at IS NULL ORDER BY first_day DESC, id DESC", new { personId }, cancellationToken: ct));
        return [.. rows.Where(row => _people.Find(row.PersonId) is { } person && row.LastDay >= _people.TodayOf(person))];
    }

    public async Task<Substitution?> FindAsync(string id, CancellationToken ct)
    {
        await using var reader = _database.OpenReader();
        return await reader.QueryFirstOrDefaultAsync<Substitution>(new CommandDefinition($"SELECT {Columns} FROM substitutions WHERE id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>Enters a substitution, unless something is wrong with it.</summary>
    /// <returns>The field at fault and what to do, in the person's language; null when it is entered.</returns>
    public Task<SubstituteProblem?> AddAsync(Substitution substitution, CancellationToken ct) => _database.WriteAsync(transaction => AddAsync(transaction, substitution, ct), ct);

    /// <inheritdoc cref="AddAsync(Substitution, CancellationToken)"/>
    public async Task<SubstituteProblem?> AddAsync(Transaction transaction, Substitution substitution, CancellationToken ct)
    {
        if (_people.Find(substitution.PersonId) is not { } person) return new SubstituteProblem("person", $"person: there is nobody '{substitution.PersonId}'.");
        var language = person.Language;
        if (_people.Find(substitution.SubstituteId) is not { } substitute || !_people.IsActive(substitute)) return new SubstituteProblem("substitute", Texts.Get(language, "substitute.nobody", substitution.SubstituteId));
        if (substitute.Id == person.Id) return new SubstituteProblem("substitute", Texts.Get(language, "substitute.self"));
        if (substitution.LastDay < substitution.FirstDay) return new SubstituteProblem("lastDay", Texts.Get(language, "substitute.days", substitution.FirstDay.ToString("yyyy-MM-dd"), substitution.LastDay.ToString("yyyy-MM-dd")));
        if (substitution.LastDay < _people.TodayOf(person)) return new SubstituteProblem("lastDay", Texts.Get(language, "substitute.past", substitution.LastDay.ToString("yyyy-MM-dd")));
        // One at a time: of two that would close a loop together, the second sees the first and is refused.
        transaction.Lock(Subject);
        var rows = (await transaction.QueryAsync<Substitution>($"SELECT {Columns} FROM substitutions WHERE ended_at IS NULL AND last_day >= @FirstDay AND first_day <= @LastDay", new { substitution.FirstDay, substitution.LastDay }, ct)).ToList();
        if (rows.Exists(row => row.PersonId == person.Id && row.Shares(substitution))) return new SubstituteProblem("firstDay", Texts.Get(language, "substitute.twice", rows.First(row => row.PersonId == person.Id && row.Shares(substitution)).SubstituteId));
        if (LoopThrough(rows, substitution) is { } loop) return new SubstituteProblem("substitute", Texts.Get(language, "substitute.loop", string.Join(" -> ", loop.Select(id => _people.Find(id)?.Name ?? id))));
        await transaction.ExecuteAsync(
            """
            INSERT INTO substitutions (id, person_id, substitute_id, first_day, last_day, processes, reason, request_id, created_by, created_at)
            VALUES (@Id, @PersonId, @SubstituteId, @FirstDay, @LastDay, @ProcessList, @Reason, @RequestId, @CreatedBy, @now)
            """,
            new
            {
                substitution.Id, substitution.PersonId, substitution.SubstituteId, substitution.FirstDay, substitution.LastDay, substitution.ProcessList, substitution.Reason, substitution.RequestId,
                substitution.CreatedBy, now = _time.GetUtcNow(),
            },
            ct);
        await RefreshAsync(transaction, ct);
        await AuditTrail.AppendAsync(transaction, Entry(substitution, AuditKinds.SubstituteNamed, substitution.CreatedBy, substitute), ct);
        return null;
    }

    /// <summary>Takes a substitution back: from now on nobody acts by it.</summary>
    /// <returns>False when it had been taken back before.</returns>
    public Task<bool> EndAsync(Substitution substitution, string by, CancellationToken ct) => _database.WriteAsync(
        async transaction =>
        {
            if (await transaction.ExecuteAsync("UPDATE substitutions SET ended_at = @now WHERE id = @Id AND ended_at IS NULL", new { substitution.Id, now = _time.GetUtcNow() }, ct) == 0) return false;
            await RefreshAsync(transaction, ct);
            await AuditTrail.AppendAsync(transaction, Entry(substitution, AuditKinds.SubstituteEnded, by, _people.Find(substitution.SubstituteId)), ct);
            return true;
        },
        ct);

    /// <inheritdoc cref="Kept{TState}.RefreshAsync"/>
    internal Task RefreshAsync(Transaction transaction, CancellationToken ct) => _kept.RefreshAsync(transaction, ct);

    private AuditEntry Entry(Substitution substitution, string kind, string by, Person? substitute) => new()
    {
        At = _time.GetUtcNow(),
        Kind = kind,
        RequestId = substitution.RequestId,
        Actor = by,
        ActorName = _people.Find(by)?.Name ?? by,
        OnBehalfOf = by == substitution.PersonId ? null : substitution.PersonId,
        Detail = $"{substitute?.Name ?? substitution.SubstituteId}, {substitution.FirstDay:yyyy-MM-dd} to {substitution.LastDay:yyyy-MM-dd}{(substitution.Processes.Count == 0 ? "" : ": " + string.Join(", ", substitution.Processes))}",
    };

    /// <summary>The people of the loop that this substitution would close; null when it closes none.</summary>
    private static List<string>? LoopThrough(List<Substitution> rows, Substitution added)
    {
        var pending = new Stack<List<string>>([[added.PersonId, added.SubstituteId]]);
        var seen = new HashSet<string>();
        while (pending.TryPop(out var path))
        {
            if (path[^1] == added.PersonId) return path;
            if (!seen.Add(path[^1])) continue;
            foreach (var row in rows.Where(row => row.PersonId == path[^1] && row.Shares(added))) pending.Push([.. path, row.SubstituteId]);
        }

        return null;
    }

    // The one that was named last counts.
    private Substitution? Now(State kept, Person person, string? process) =>
        kept.ByPerson[person.Id].FirstOrDefault(row => IsOn(row) && (row.Processes.Count == 0 || (process is not null && row.Processes.Contains(process))));

    private bool IsOn(Substitution row) => _people.Find(row.PersonId) is { } person && _people.TodayOf(person) is var today && row.FirstDay <= today && row.LastDay >= today;

    private sealed class State(IEnumerable<Substitution> rows)
    {
        public ILookup<string, Substitution> ByPerson { get; } = rows.ToLookup(row => row.PersonId);

        public ILookup<string, Substitution> BySubstitute { get; } = rows.ToLookup(row => row.SubstituteId);
    }
}

/// <param name="Field">Of the form: person, substitute, firstDay, lastDay.</param>
public sealed record SubstituteProblem(string Field, string Message);

/// <summary>Somebody stands in for somebody, from the first day to the last, both included, as days are where the person is.</summary>
public sealed record Substitution
{
    public string Id { get; init; } = "";

    public string PersonId { get; init; } = "";

    public string SubstituteId { get; init; } = "";

    public DateOnly FirstDay { get; init; }

    public DateOnly LastDay { get; init; }

    /// <summary>Definition ids; none: all processes.</summary>
    public IReadOnlyList<string> Processes
    {
        get => ProcessList.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        init => ProcessList = value.Count == 0 ? "" : $" {string.Join(' ', value)} ";
    }

    public string? Reason { get; init; }

    /// <summary>The leave that brought it.</summary>
    public string? RequestId { get; init; }

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    internal string ProcessList { get; init; } = "";

    /// <summary>Both hold on some day, in some process.</summary>
    internal bool Shares(Substitution other) =>
        FirstDay <= other.LastDay && other.FirstDay <= LastDay && (Processes.Count == 0 || other.Processes.Count == 0 || Processes.Intersect(other.Processes).Any());
}
