using System.Text.Json.Nodes;
using Dapper;
using Workflows.Activities.People;
using Workflows.Engine.Expressions;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>Reads and writes the rows of registers. Every write checks the whole row, and leaves a row of history.</summary>
/// <remarks>Tables and columns are named by the declarations in code, never by what somebody sends.</remarks>
public sealed class RegisterStore(Database database, RegisterCatalog registers, PeopleDirectory people, SecretBox secrets, TimeProvider time)
{
    private const int FreeIdTries = 1000;

    private readonly Dictionary<string, Kept<IReadOnlyList<RegisterRow>>> _kept =
        registers.All.Where(register => register.IsKept).ToDictionary(register => register.Name, register => InMemory(database, register));

    /// <summary>A register whose rows are in memory, by id: see <see cref="Register.IsKept"/>. They belong to everybody: whoever changes one works on a copy.</summary>
    public Kept<IReadOnlyList<RegisterRow>> Kept(string register) => _kept[register];

    internal static Kept<IReadOnlyList<RegisterRow>> InMemory(Database database, Register register)
    {
        var select = Select(register, "1 = 1") + " ORDER BY id";
        return new(database, register.Name, reader => Many(register, reader.Query(select)), async (transaction, ct) => Many(register, await transaction.QueryAsync<dynamic>(select, null, ct)));
    }

    /// <summary>Null when there is no such row.</summary>
    public RegisterRow? Find(Register register, string id)
    {
        using var reader = database.OpenReader();
        return One(register, reader.Query(Select(register, "id = @id"), new { id }));
    }

    /// <summary>The rows where these columns have these values, by id.</summary>
    public IReadOnlyList<RegisterRow> Where(Register register, params IReadOnlyList<(string Column, object? Value)> cells)
    {
        var parameters = new DynamicParameters();
        var conditions = cells.Select((cell, index) =>
        {
            parameters.Add($"v{index}", cell.Value is bool flag ? flag ? 1 : 0 : cell.Value);
            return $"{ColumnOf(register, cell.Column).Name} = @v{index}";
        });
        using var reader = database.OpenReader();
        return Many(register, reader.Query(Select(register, string.Join(" AND ", conditions.DefaultIfEmpty("1 = 1"))) + " ORDER BY id", parameters));
    }

    /// <summary>A page of rows, by id.</summary>
    public async Task<IReadOnlyList<RegisterRow>> ListAsync(Register register, RegisterQuery query, CancellationToken ct)
    {
        var conditions = new List<string> { "(@after IS NULL OR id > @after)" };
        var parameters = new DynamicParameters(new { after = query.After, limit = query.Limit });
        if (query.Companies is not null && register.Scope == RegisterScope.Company)
        {
            conditions.Add("(company IS NULL OR company IN @companies)");
            parameters.Add("companies", query.Companies);
        }

        if (query.Persons is not null && register.Scope == RegisterScope.Person)
        {
            conditions.Add($"{ColumnOf(register, register.PersonColumn).Name} IN @persons");
            parameters.Add("persons", query.Persons);
        }

        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var texts = register.Columns.Where(column => column.Kind is ColumnKind.Text or ColumnKind.Email or ColumnKind.TaxId or ColumnKind.Phone).Select(column => $"OR LOWER({column.Name}) LIKE @search ESCAPE '!'");
            conditions.Add($"(LOWER(id) LIKE @search ESCAPE '!' {string.Join(" ", texts)})");
            parameters.Add("search", "%" + Escaped(query.Search.Trim().ToLowerInvariant()) + "%");
        }

        foreach (var (name, value) in query.Cells)
        {
            conditions.Add($"{ColumnOf(register, name).Name} = @c_{name}");
            parameters.Add($"c_{name}", register.Find(name)!.Kind == ColumnKind.Flag ? value is "true" or "1" ? 1 : 0 : value);
        }

        await using var reader = database.OpenReader();
        return Many(register, await reader.QueryAsync(new CommandDefinition($"{Select(register, string.Join(" AND ", conditions))} ORDER BY id LIMIT @limit", parameters, cancellationToken: ct)));
    }

    /// <summary>What was changed in a row, newest first.</summary>
    public async Task<IReadOnlyList<RegisterChange>> HistoryAsync(Register register, string id, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        return (await reader.QueryAsync<RegisterChange>(new CommandDefinition(
            "SELECT id, version, at, actor, actor_name, cause, changes FROM register_history WHERE register = @Name AND row_id = @id ORDER BY version DESC", new { register.Name, id }, cancellationToken: ct))).AsList();
    }

    /// <summary>A secret column whole; null when nothing is in it.</summary>
    public async Task<string?> RevealAsync(Register register, string id, string column, CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        var sealedText = await reader.QueryFirstOrDefaultAsync<string?>(new CommandDefinition(
            $"SELECT {ColumnOf(register, column).SealedName} FROM {register.Table} WHERE id = @id", new { id }, cancellationToken: ct));
        return string.IsNullOrEmpty(sealedText) ? null : secrets.Open(sealedText);
    }

    /// <summary>Adds a row that a person enters.</summary>
    public Task<RegisterResult> CreateAsync(Register register, string? id, JsonObject values, RegisterCause cause, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            var given = RegisterValues.FromJson(values);
            if (id is not null && !RegisterText.IsId(id)) return Invalid("id", $"id: '{id}' is not an id. Write up to 40 lower-case letters and digits, with hyphens between.");
            var row = id ?? await FreeIdAsync(transaction, register, given.GetValueOrDefault(register.IdFrom) as string, ct);
            if (await OneAsync(transaction, register, row, ct) is not null) return new RegisterResult.Exists(row);
            return await SaveAsync(transaction, register, row, before: null, given, byProcess: false, cause, ct);
        },
        ct);

    /// <summary>Changes some columns of a row.</summary>
    /// <param name="version">The version that was read; null takes whatever is there.</param>
    public Task<RegisterResult> ChangeAsync(Register register, string id, long? version, JsonObject values, RegisterCause cause, CancellationToken ct) => database.WriteAsync(
        async transaction =>
        {
            if (await OneAsync(transaction, register, id, ct) is not { } before) return new RegisterResult.NoSuchRow();
            return version is { } seen && seen != before.Version
                ? new RegisterResult.Changed(before)
                : await SaveAsync(transaction, register, id, before, RegisterValues.FromJson(values), byProcess: false, cause, ct);
        },
        ct);

    /// <summary>Writes a row as part of something larger: an import, or the commit of a burst. New or changed, as it comes.</summary>
    /// <param name="sealedBy">Encrypted values by column that were sealed before; what is masked of them stands in <paramref name="given"/>.</param>
    internal async Task<RegisterResult> SaveAsync(
        Transaction transaction, string register, string id, ObjectValue given, bool byProcess, RegisterCause cause, IReadOnlyDictionary<string, string>? sealedBy, CancellationToken ct)
    {
        var into = registers.Get(register);
        return await SaveAsync(transaction, into, id, await OneAsync(transaction, into, id, ct), given, byProcess, cause, ct, sealedBy);
    }

    private async Task<RegisterResult> SaveAsync(
        Transaction transaction, Register register, string id, RegisterRow? before, ObjectValue given, bool byProcess, RegisterCause cause, CancellationToken ct, IReadOnlyDictionary<string, string>? sealedBy = null)
    {
        if (register.IdIsPerson && people.Find(id) is null) return Invalid("id", $"id: there is nobody with the id '{id}'.");
        var known = new HashSet<(string, string)>();
        foreach (var column in register.Columns.Where(column => column.Kind == ColumnKind.Row))
        {
            if (given.GetValueOrDefault(column.Name) is string named && await OneAsync(transaction, registers.Get(column.Register!), named, ct) is not null) known.Add((column.Register!, named));
        }

        // What is sealed already comes masked, and the mask is no account number.
        var plain = new ObjectValue(given.Where(cell => sealedBy is null || !sealedBy.ContainsKey(cell.Key)));
        var values = new RegisterValues(register, before, people, (of, row) => known.Contains((of, row))).Read(plain, byProcess);
        foreach (var column in sealedBy?.Keys ?? []) values.Values[column] = given.GetValueOrDefault(column);
        if (values.Problems.Count > 0) return new RegisterResult.Invalid(values.Problems);
        var keys = ContactKeys.Of(register, values.Values);
        if (!byProcess && await ContactKeys.FindAsync(transaction, people, register, id, keys, ct) is { } found) return Invalid(found.Key.Column, $"{found.Key.Column}: {found.Explain("en")}");

        var changes = Changes(register, before, values, sealedBy);
        if (before is not null && changes.Count == 0) return new RegisterResult.Done(before, IsNew: false, HasChanged: false);
        var now = time.GetUtcNow();
        var row = new RegisterRow(register.Name, id, (before?.Version ?? 0) + 1, before?.CreatedAt ?? now, now, values.Values);
        var sealedNow = values.Secrets.ToDictionary(secret => secret.Key, secret => secrets.Seal(secret.Value));
        foreach (var (column, text) in sealedBy ?? new Dictionary<string, string>()) sealedNow[column] = text;
        await WriteAsync(transaction, register, row, sealedNow, ct);
        await transaction.ExecuteAsync(
            "INSERT INTO register_history (id, register, row_id, version, at, actor, actor_name, cause, changes) VALUES (@entry, @Register, @Id, @Version, @now, @ActorId, @ActorName, @cause, @changes)",
            new { entry = Guid.CreateVersion7().ToString(), row.Register, row.Id, row.Version, now, cause.ActorId, cause.ActorName, cause = cause.Name, changes = JsonValues.ToJson(changes) },
            ct);
        if (register.NamesSomebody)
        {
            var proposed = row.Text("status") == "proposed" ? cause.RequestId : null;
            await ContactKeys.WriteAsync(transaction, register, id, row.Text("name") ?? people.Find(id)?.Name ?? id, proposed, row.Text("status") == "rejected" ? [] : keys, ct);
        }

        if (_kept.TryGetValue(register.Name, out var kept)) await kept.RefreshAsync(transaction, ct);
        return new RegisterResult.Done(row, before is null, HasChanged: true);
    }

    private static async Task WriteAsync(Transaction transaction, Register register, RegisterRow row, Dictionary<string, string> sealedNow, CancellationToken ct)
    {
        var parameters = new DynamicParameters(new { id = row.Id, version = row.Version, created = row.CreatedAt, changed = row.ChangedAt });
        var names = new List<string>();
        foreach (var column in register.Columns)
        {
            names.Add(column.Name);
            parameters.Add(column.Name, Stored(column, row.Values.GetValueOrDefault(column.Name)));
            if (!sealedNow.TryGetValue(column.Name, out var text)) continue;
            names.Add(column.SealedName);
            parameters.Add(column.SealedName, text);
        }

        var sql = $"""
            INSERT INTO {register.Table} (id, version, created_at, changed_at, {string.Join(", ", names)})
            VALUES (@id, @version, @created, @changed, {string.Join(", ", names.Select(name => "@" + name))})
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at, {string.Join(", ", names.Select(name => $"{name} = excluded.{name}"))}
            """;
        await transaction.ExecuteAsync(sql, parameters, ct);
    }

    private static ObjectValue Changes(Register register, RegisterRow? before, RegisterValues values, IReadOnlyDictionary<string, string>? sealedBy)
    {
        var changes = new ObjectValue();
        foreach (var column in register.Columns)
        {
            var (old, now) = (before?.Values.GetValueOrDefault(column.Name), values.Values.GetValueOrDefault(column.Name));
            var isNewSecret = values.Secrets.ContainsKey(column.Name) || sealedBy?.ContainsKey(column.Name) == true;
            if (JsonValues.ToJson(old) != JsonValues.ToJson(now) || isNewSecret) changes[column.Name] = new ObjectValue { ["before"] = old, ["after"] = now };
        }

        return changes;
    }

    private static async Task<RegisterRow?> OneAsync(Transaction transaction, Register register, string id, CancellationToken ct) =>
        One(register, await transaction.QueryAsync<dynamic>(Select(register, "id = @id"), new { id }, ct));

    private static async Task<string> FreeIdAsync(Transaction transaction, Register register, string? from, CancellationToken ct)
    {
        var wanted = RegisterText.IdFrom(from ?? "") is { Length: > 0 } id ? id : "row";
        if (wanted.Length > 36) wanted = wanted[..36].TrimEnd('-');
        for (var number = 1; number < FreeIdTries; number++)
        {
            var free = number == 1 ? wanted : $"{wanted}-{number}";
            if (await OneAsync(transaction, register, free, ct) is null) return free;
        }

        return Guid.CreateVersion7().ToString();
    }

    private static RegisterResult.Invalid Invalid(string column, string problem) => new(new Dictionary<string, string[]> { [column] = [problem] });

    internal static string Select(Register register, string condition) =>
        $"SELECT id, version, created_at, changed_at, {string.Join(", ", register.Columns.Select(column => column.Name))} FROM {register.Table} WHERE {condition}";

    private static RegisterColumn ColumnOf(Register register, string name) => register.Find(name) ?? throw new ArgumentException($"The register {register.Name} has no column '{name}'.", nameof(name));

    private static RegisterRow? One(Register register, IEnumerable<dynamic> rows) => Many(register, rows) is [var row, ..] ? row : null;

    internal static IReadOnlyList<RegisterRow> Many(Register register, IEnumerable<dynamic> rows)
    {
        var read = new List<RegisterRow>();
        foreach (IDictionary<string, object?> row in rows)
        {
            var values = new ObjectValue();
            foreach (var column in register.Columns) values[column.Name] = Read(column, row[column.Name]);
            read.Add(new RegisterRow(
                register.Name, (string)row["id"]!, Convert.ToInt64(row["version"]), Instant(row["created_at"]), Instant(row["changed_at"]), values));
        }

        return read;

        static DateTimeOffset Instant(object? value) => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value));
    }

    private static object? Read(RegisterColumn column, object? stored) => stored is null ? column.Kind == ColumnKind.Flag ? false : null : column.Kind switch
    {
        ColumnKind.Amount or ColumnKind.Percent or ColumnKind.Quantity => decimal.Parse((string)stored, System.Globalization.CultureInfo.InvariantCulture),
        ColumnKind.Whole => Convert.ToInt64(stored),
        ColumnKind.Flag => Convert.ToInt64(stored) != 0,
        ColumnKind.List => JsonValues.FromJson(JsonNode.Parse((string)stored)),
        _ => (string)stored,
    };

    private static object? Stored(RegisterColumn column, object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        null when column.Kind == ColumnKind.Flag => 0,
        ListValue list => JsonValues.ToJson(list),
        _ => value,
    };

    private static string Escaped(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}

/// <summary>Which rows of a register are wanted.</summary>
/// <param name="Companies">The companies whose rows may be seen; null: all.</param>
/// <param name="Persons">The people whose rows may be seen; null: everybody's.</param>
/// <param name="Cells">Columns with the value that they must have.</param>
public sealed record RegisterQuery(string? Search, string? After, int Limit, IReadOnlyList<string>? Companies, IReadOnlyList<string>? Persons, IReadOnlyDictionary<string, string> Cells);
