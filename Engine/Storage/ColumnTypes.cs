using System.Data;
using System.Globalization;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>How .NET values stand in columns: instants as BIGINT milliseconds since 1970 UTC, days as TEXT yyyy-MM-dd, ids as TEXT, durations as BIGINT milliseconds, money as TEXT, yes and no as INTEGER 1 and 0.</summary>
/// <remarks>The same in every dialect, so the SQL is the same too. Rows map to types with init properties (SQLite reports every whole number as a long, which constructors refuse).</remarks>
internal static class ColumnTypes
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // Lists in a statement are filled up to a few lengths, so that the database prepares a few statements instead of one for each length.
        SqlMapper.Settings.PadListExpansions = true;
        Add<DateTimeOffset>(DbType.Int64, value => value.ToUnixTimeMilliseconds(), column => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(column)));
        Add<DateOnly>(DbType.String, value => value.ToString("yyyy-MM-dd"), column => DateOnly.ParseExact((string)column, "yyyy-MM-dd"));
        Add<Guid>(DbType.String, value => value.ToString(), column => Guid.Parse((string)column));
        Add<TimeSpan>(DbType.Int64, value => (long)value.TotalMilliseconds, column => TimeSpan.FromMilliseconds(Convert.ToInt64(column)));
        Add<bool>(DbType.Int32, value => value ? 1 : 0, column => Convert.ToInt64(column) != 0);
        // Text keeps every digit; SQLite would turn a number into a double.
        Add<decimal>(DbType.String, value => value.ToString(CultureInfo.InvariantCulture), column => Convert.ToDecimal(column, CultureInfo.InvariantCulture));
    }

    private static void Add<T>(DbType type, Func<T, object> write, Func<object, T> read)
        where T : struct
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(typeof(T), new Handler<T>(type, write, read));
    }

    // Not Dapper's TypeHandler<T>: that one gives a null no type, and PostgreSQL wants one.
    private sealed class Handler<T>(DbType type, Func<T, object> write, Func<object, T> read) : SqlMapper.ITypeHandler
        where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = type;
            parameter.Value = value is T given ? write(given) : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) => value is null or DBNull ? null : read(value);
    }
}
