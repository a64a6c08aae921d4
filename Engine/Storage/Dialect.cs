namespace Workflows.Engine.Storage;

/// <summary>Which database it is. The SQL is the same wherever it can be; where it cannot, it asks this.</summary>
public enum Dialect
{
    Sqlite,
    PostgreSql,
}
