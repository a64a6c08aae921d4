using System.Data;
using System.Text.Json;
using Dapper;
using Workflows.Engine.Storage.PostgreSql;

namespace Workflows.Engine.Storage;

/// <summary>A list of texts as one parameter: however long it is, the statement stays the same. Its condition is <see cref="Database.IsIn"/>.</summary>
public sealed class TextList(IReadOnlyList<string> texts) : SqlMapper.ICustomQueryParameter
{
    /// <inheritdoc/>
    public void AddParameter(IDbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = command is PostgreSqlCommand ? texts.ToArray() : JsonSerializer.Serialize(texts);
        command.Parameters.Add(parameter);
    }
}
