using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A statement of a unit of work whose answer nobody waits for. Those that write rows of one table can become one: that is less to send, to begin and to answer.</summary>
internal sealed class PostgreSqlStatement
{
    private readonly List<object?[]>? _rows;
    private readonly List<PostgreSqlStatement>? _joined;
    private readonly Action<int>? _check;
    private readonly string? _forRows;
    private readonly int? _key;
    private NpgsqlBatchCommand? _command;

    /// <param name="sql">The same for several rows, if it may become one with others.</param>
    /// <param name="check">Gets the number of rows changed.</param>
    public PostgreSqlStatement(NpgsqlBatchCommand command, PositionalSql? sql = null, Action<int>? check = null)
    {
        (_command, _check) = (command, check);
        // Of several rows together only their number is known: where it is asked for, none may stand for another.
        if (sql is null || (check is not null && sql.Key is { IsId: false }) || !command.Parameters.All(parameter => IsCell(parameter.Value))) return;
        (_forRows, _key) = (sql.ForRows, sql.Key?.Parameter);
    }

    /// <param name="forRows">Takes each column as an array.</param>
    public PostgreSqlStatement(string forRows, IEnumerable<object?[]> rows) =>
        (_forRows, _rows) = (forRows, [.. rows.Select(row => Array.ConvertAll(row, cell => cell is DateTimeOffset at ? at.ToUnixTimeMilliseconds() : cell))]);

    private PostgreSqlStatement(List<PostgreSqlStatement> joined) => (_forRows, _rows, _joined) = (joined[0]._forRows, [.. joined.SelectMany(one => one.Rows)], joined);

    public bool HasCheck => _check is not null || (_joined?.Exists(one => one.HasCheck) ?? false);

    public NpgsqlBatchCommand Command => _command ??= CommandOf();

    private IEnumerable<object?[]> Rows => _rows ?? (IEnumerable<object?[]>)[[.. _command!.Parameters.Select(parameter => parameter.Value is DBNull ? null : parameter.Value)]];

    /// <summary>Tells whoever asked how many rows were changed.</summary>
    /// <exception cref="InvalidOperationException">Of statements that became one some changed nothing, and which is not known.</exception>
    public void Check()
    {
        var changed = (int)Command.RecordsAffected;
        _check?.Invoke(changed);
        if (_joined is null || !HasCheck) return;
        if (changed != _rows!.Count) throw new InvalidOperationException($"{changed} of {_rows.Count} rows were written.");
        foreach (var one in _joined) one._check?.Invoke(1);
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

            if (joined.Count == 1 || HasRowTwice(joined)) statements.AddRange(joined);
            else statements.Add(new PostgreSqlStatement(joined));
        }
    }

    private static bool HasRowTwice(List<PostgreSqlStatement> changes) => changes[0]._key is { } key && changes.DistinctBy(change => change.Command.Parameters[key].Value).Count() < changes.Count;

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
    private object OfNull(int column) => _joined?[0]._command?.Parameters[column].DbType switch
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
