using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A statement of a unit of work whose answer nobody waits for. Those that write rows of one table can become one: that is less to send, to begin and to answer.</summary>
internal sealed class PostgreSqlStatement
{
    private readonly List<object?[]>? _rows;
    private readonly NpgsqlParameterCollection? _types;
    private readonly PositionalSql? _sql;
    private readonly Func<Exception>? _missed;
    private readonly IReadOnlySet<string>? _locks;
    private readonly string? _forRows;
    private NpgsqlBatchCommand? _command;

    /// <param name="sql">The same for several rows, if it may become one with others.</param>
    /// <param name="missed">Made when it changed no row, though it must.</param>
    /// <param name="locks">Those of its unit: who takes one of them must see what another has done who took it.</param>
    public PostgreSqlStatement(NpgsqlBatchCommand command, PositionalSql? sql = null, Func<Exception>? missed = null, IReadOnlySet<string>? locks = null)
    {
        (_command, _sql, _missed, _locks) = (command, sql, missed, locks);
        if (sql is not null && command.Parameters.All(parameter => IsCell(parameter.Value))) _forRows = IsGuard ? sql.MustChangeAll : sql.ForRows;
    }

    /// <param name="forRows">Takes each column as an array.</param>
    public PostgreSqlStatement(string forRows, IEnumerable<object?[]> rows) =>
        (_forRows, _rows) = (forRows, [.. rows.Select(row => Array.ConvertAll(row, cell => cell is DateTimeOffset at ? at.ToUnixTimeMilliseconds() : cell))]);

    private PostgreSqlStatement(List<PostgreSqlStatement> joined) => (_forRows, _rows, _types) = (joined[0]._forRows, [.. joined.SelectMany(one => one.Rows)], joined[0]._command?.Parameters);

    /// <summary>It must change a row, or else nothing is kept.</summary>
    public bool IsGuard => _missed is not null;

    public NpgsqlBatchCommand Command => _command ??= CommandOf();

    private IEnumerable<object?[]> Rows => _rows ?? (IEnumerable<object?[]>)[[.. _command!.Parameters.Select(parameter => parameter.Value is DBNull ? null : parameter.Value)]];

    /// <summary>Looks, after it was executed, whether it changed what it must.</summary>
    public void Check()
    {
        if (_missed is not null && Command.RecordsAffected == 0) throw _missed();
    }

    /// <summary>Lets the server look instead: then nothing that comes after it is executed, the commit neither.</summary>
    public PostgreSqlStatement Enforced()
    {
        if (_missed is not null) _command!.CommandText = _sql!.MustChange;
        return this;
    }

    /// <summary>The statements of several units of work as one list that keeps the order within each unit.</summary>
    public static List<PostgreSqlStatement> Join(IReadOnlyList<IReadOnlyList<PostgreSqlStatement>> units)
    {
        var statements = new List<PostgreSqlStatement>();
        var next = new int[units.Count];
        while (true)
        {
            // What stands alone goes first: then most units are at rows that go together.
            var heads = new List<int>(units.Count);
            for (var unit = 0; unit < units.Count; unit++)
            {
                while (next[unit] < units[unit].Count && units[unit][next[unit]]._forRows is null) statements.Add(units[unit][next[unit]++]);
                if (next[unit] < units[unit].Count) heads.Add(unit);
            }

            if (heads.Count == 0) return statements;
            var most = heads.GroupBy(unit => units[unit][next[unit]]._forRows).MaxBy(same => same.Count())!;
            var joined = new List<PostgreSqlStatement>();
            foreach (var unit in most)
            {
                while (next[unit] < units[unit].Count && units[unit][next[unit]]._forRows == most.Key) joined.Add(units[unit][next[unit]++]);
            }

            if (joined.Count == 1 || HasRowTwice(joined) || MustSeeEachOther(joined)) statements.AddRange(joined);
            else statements.Add(new PostgreSqlStatement(joined));
        }
    }

    private static bool HasRowTwice(List<PostgreSqlStatement> changes) => changes[0]._sql?.Key is { } key && changes.DistinctBy(change => change.Command.Parameters[key].Value).Count() < changes.Count;

    private static bool MustSeeEachOther(List<PostgreSqlStatement> inserts) =>
        inserts[0]._sql is { SeesOthers: true } && inserts.SelectMany(insert => insert._locks ?? throw new InvalidOperationException("It has no unit.")).CountBy(name => name).Any(taken => taken.Value > 1);

    private static bool IsCell(object? value) => value is null or DBNull or string or long or int or double or byte[];

    private NpgsqlBatchCommand CommandOf()
    {
        var command = new NpgsqlBatchCommand(_forRows!);
        for (var column = 0; column < _rows![0].Length; column++) command.Parameters.Add(ArrayOf(column));
        return command;
    }

    private NpgsqlParameter ArrayOf(int column) => (_rows!.Find(row => row[column] is not null)?[column] ?? OfNull(column)) switch
    {
        string => Parameter(NpgsqlDbType.Text, cell => (string?)cell, column),
        long => Parameter(NpgsqlDbType.Bigint, cell => (long?)cell, column),
        int => Parameter(NpgsqlDbType.Integer, cell => (int?)cell, column),
        double => Parameter(NpgsqlDbType.Double, cell => (double?)cell, column),
        byte[] => Parameter(NpgsqlDbType.Bytea, cell => (byte[]?)cell, column),
        var other => throw new NotSupportedException($"A cell is a text, a number, an instant or bytes, not a {other.GetType().Name}."),
    };

    // The server wants to know the type of an array also when all of it is null.
    private object OfNull(int column) => _types?[column].DbType switch
    {
        DbType.Int64 => 0L,
        DbType.Int32 => 0,
        DbType.Double => 0.0,
        DbType.Binary => Array.Empty<byte>(),
        _ => "",
    };

    private NpgsqlParameter Parameter<T>(NpgsqlDbType type, Func<object?, T> cell, int column)
    {
        var cells = new T[_rows!.Count];
        for (var row = 0; row < cells.Length; row++) cells[row] = cell(_rows[row][column]);
        return new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = cells };
    }
}
