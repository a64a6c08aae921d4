using System.Globalization;
using System.Reflection;

namespace Workflows.Engine.Storage;

/// <summary>A numbered step of the schema. Numbers are unique across projects: the engine has 1-99, activities 100-199, the host 200-299.</summary>
/// <param name="Sql">Statements that are safe to run twice. BLOB and WITHOUT ROWID are put into PostgreSQL's words.</param>
/// <param name="Only">The database that it is for; null: both.</param>
public sealed record Migration(int Number, string Name, string Sql, Dialect? Only = null)
{
    /// <summary>All migrations embedded in an assembly under a folder named Migrations, by number: NNNN_name.sql, or NNNN_name.sqlite.sql and NNNN_name.postgresql.sql.</summary>
    public static IReadOnlyList<Migration> In(Assembly assembly)
    {
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.Contains(".Migrations.") && name.EndsWith(".sql")))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var file = resource[(resource.IndexOf(".Migrations.", StringComparison.Ordinal) + ".Migrations.".Length)..^".sql".Length];
            var parts = file[5..].Split('.', 2);
            Dialect? only = parts.Length == 1 ? null : Enum.Parse<Dialect>(parts[1], ignoreCase: true);
            found.Add(new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), parts[0], reader.ReadToEnd(), only));
        }

        return [.. found.OrderBy(migration => migration.Number)];
    }

    internal string SqlFor(Dialect dialect) => dialect == Dialect.Sqlite
        ? Sql
        : Sql.Replace(" BLOB", " BYTEA", StringComparison.Ordinal).Replace(") WITHOUT ROWID", ")", StringComparison.Ordinal);
}

/// <summary>The database knows migrations that this program does not: an older program must not write to it.</summary>
public sealed class DatabaseTooNewException(int found, int known)
    : Exception($"The database is at schema {found}, and this program knows schemas up to {known}. Start the newer program, or restore a backup made before the upgrade.");

internal static class Migrator
{
    /// <summary>Applies what is missing in one transaction, under a lock: of nodes that start together one does it and the others find it done.</summary>
    public static Task ApplyAsync(Database database, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken ct) =>
        database.WriteAsync(
            async transaction =>
            {
                transaction.Lock("migrations");
                await transaction.ExecuteAsync(
                    "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)", null, ct);
                if (database.IsShared) await transaction.ExecuteAsync("CREATE TABLE IF NOT EXISTS commit_marks (id TEXT PRIMARY KEY, number BIGINT NOT NULL, used_on DATE NOT NULL DEFAULT CURRENT_DATE)", null, ct);
                var applied = (await transaction.QueryAsync<int>("SELECT number FROM schema_migrations", null, ct)).ToHashSet();
                var known = migrations.Select(migration => migration.Number).ToHashSet();
                if (applied.Except(known).DefaultIfEmpty().Max() is > 0 and var unknown) throw new DatabaseTooNewException(unknown, known.Max());

                var missing = migrations.Where(migration => !applied.Contains(migration.Number) && (migration.Only ?? database.Dialect) == database.Dialect);
                foreach (var migration in missing.OrderBy(migration => migration.Number))
                {
                    await transaction.ScriptAsync(migration.SqlFor(database.Dialect), ct);
                    await transaction.ExecuteAsync(
                        "INSERT INTO schema_migrations (number, name, applied_at) VALUES (@Number, @Name, @at)",
                        new { migration.Number, migration.Name, at = time.GetUtcNow() },
                        ct);
                }
            },
            ct);
}
