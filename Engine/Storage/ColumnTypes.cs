using System.Data;
using System.Globalization;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>How .NET values stand in columns: instants as BIGINT milliseconds since 1970 UTC, days as TEXT yyyy-MM-dd, ids as TEXT, durations as BIGINT milliseconds, money as TEXT.</summary>
/// <remarks>The same in every dialect, so the SQL is the same too. Rows map to types with init properties (SQLite reports every whole number as a long, which constructors refuse).</remarks>
internal static class ColumnTypes
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        Add<DateTimeOffset>(DbType.Int64, value => value.ToUnixTimeMilliseconds(), column => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(column)));
        Add<DateOnly>(DbType.String, value => value.ToString("yyyy-MM-dd"), column => DateOnly.ParseExact((string)column, "yyyy-MM-dd"));
        Add<Guid>(DbType.String, value => value.ToString(), column => Guid.Parse((string)column));
        Add<TimeSpan>(DbType.Int64, value => (long)value.TotalMilliseconds, column => TimeSpan.FromMilliseconds(Convert.ToInt64(column)));
        // Text keeps every digit; SQLite would turn a number into a double.
        Add<decimal>(DbType.String, value => value.ToString(CultureInfo.InvariantCulture), column => Convert.ToDecimal(column, CultureInfo.InvariantCulture));
    }

    private static void Add<T>(DbType type, Func<T, object> write, Func<object, T> read)
        where T : struct
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(new Handler<T>(type, write, read));
    }

    private sealed class Handler<T>(DbType type, Func<T, object> write, Func<object, T> read) : SqlMapper.TypeHandler<T>
        where T : struct
    {
        public override void SetValue(IDbDataParameter parameter, T value)
        {
            parameter.DbType = type;
            parameter.Value = write(value);
        }

        public override T Parse(object value) => read(value);
    }
}
