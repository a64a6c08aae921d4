using System.Data;
using System.Globalization;
using System.Text;
using Dapper;

namespace Workflows.Engine.Storage;

/// <summary>The cells of several rows as parameters of one statement.</summary>
/// <remarks>Not Dapper's DynamicParameters: it asks each parameter for its type after it has set the value, which Npgsql looks up at length.</remarks>
internal sealed class RowParameters(IReadOnlyList<string> columns, object?[][] rows) : SqlMapper.IDynamicParameters
{
    /// <summary><c>(@id0, @name0), (@id1, @name1)</c></summary>
    public string Tuples
    {
        get
        {
            var sql = new StringBuilder();
            for (var row = 0; row < rows.Length; row++)
            {
                sql.Append(row == 0 ? "(" : ", (");
                for (var column = 0; column < columns.Count; column++) sql.Append(column == 0 ? "@" : ", @").Append(Name(row, column));
                sql.Append(')');
            }

            return sql.ToString();
        }
    }

    public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = Name(row, column);
                // The type of a null, too: without one it would be another than that of the same column in the next statement.
                parameter.DbType = rows[row][column] is null or string ? DbType.String : DbType.Int64;
                parameter.Value = rows[row][column] switch
                {
                    null => DBNull.Value,
                    DateTimeOffset at => at.ToUnixTimeMilliseconds(),
                    string or long => rows[row][column],
                    var other => throw new NotSupportedException($"{columns[column]}: a cell is a text, a whole number or an instant, not a {other.GetType().Name}."),
                };
                command.Parameters.Add(parameter);
            }
        }
    }

    private string Name(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"{columns[column]}{row}");
}
