using Npgsql;
using Workflows.Engine.Storage.PostgreSql;

namespace Workflows.Engine.Tests.Storage;

public sealed class PositionalSqlTests
{
    [Theory]
    [InlineData("SELECT @b, @a, @b", "SELECT $1, $2, $1", "b a")]
    [InlineData("SELECT @id, @id2 FROM t WHERE x=@id", "SELECT $1, $2 FROM t WHERE x=$1", "id id2")]
    [InlineData("SELECT 'a@b ''@c''', \"@d\", @e -- @f\n, @g /* @h */", "SELECT 'a@b ''@c''', \"@d\", $1 -- @f\n, $2 /* @h */", "e g")]
    [InlineData("SELECT x @> @a", "SELECT x @> $1", "a")]
    [InlineData("SELECT @a WHERE x = 'never ends", "SELECT $1 WHERE x = 'never ends", "a")]
    public void Names_BecomeNumbers_InTheOrderOfTheStatement(string sql, string text, string order)
    {
        using var command = new NpgsqlCommand();
        foreach (var name in new[] { "a", "b", "e", "g", "id2", "id", "unused" }) command.Parameters.AddWithValue(name, name);

        PositionalSql.Apply(sql, command.Parameters).Text.ShouldBe(text);

        command.Parameters.Select(parameter => parameter.Value).ShouldBe(order.Split(' '));
        command.Parameters.ShouldAllBe(parameter => parameter.ParameterName == "");
    }

    [Theory]
    [InlineData("SELECT @a; SELECT @b")]
    [InlineData("SELECT @a;")]
    public void SeveralStatementsInOneText_StayAsTheyAre(string sql)
    {
        using var command = new NpgsqlCommand();
        command.Parameters.AddWithValue("a", 1);

        PositionalSql.Apply(sql, command.Parameters).Text.ShouldBe(sql);

        command.Parameters.Single().ParameterName.ShouldBe("a");
    }

    [Fact]
    public void Value_ThatIsNotGiven_IsNamed()
    {
        using var command = new NpgsqlCommand();
        command.Parameters.AddWithValue("a", 1);

        Should.Throw<InvalidOperationException>(() => PositionalSql.Apply("SELECT @a, @b", command.Parameters)).Message.ShouldContain("no value for @b");
    }

    [Theory]
    [InlineData(
        "INSERT INTO t (id, kind, at, n) VALUES (@id, 'new', @at, 0)",
        "INSERT INTO t (id, kind, at, n) SELECT given.p1, 'new', given.p2, 0 FROM UNNEST($1, $2) AS given (p1, p2)")]
    [InlineData(
        "INSERT INTO t (id) VALUES (@id)\nON CONFLICT (id) DO UPDATE SET id = excluded.id",
        "INSERT INTO t (id) SELECT given.p1 FROM UNNEST($1) AS given (p1) ON CONFLICT (id) DO UPDATE SET id = excluded.id")]
    [InlineData(
        "UPDATE t\nSET n = n + 1, at = COALESCE(@at, at)\nWHERE id = @id AND (@at IS NULL OR n < 9)",
        "UPDATE t SET n = n + 1, at = COALESCE(given.p1, at) FROM UNNEST($1, $2) AS given (p1, p2) WHERE id = given.p2 AND (given.p1 IS NULL OR n < 9)")]
    [InlineData(
        "INSERT INTO t (id, n)\nSELECT @id, (SELECT MAX(n) FROM u WHERE u.id = @id)\nWHERE NOT EXISTS (SELECT 1 FROM t o WHERE o.at > @at)\nON CONFLICT (id) DO NOTHING",
        "INSERT INTO t (id, n) SELECT given.p1, (SELECT MAX(n) FROM u WHERE u.id = given.p1) FROM UNNEST($1, $2) AS given (p1, p2) WHERE NOT EXISTS (SELECT 1 FROM t o WHERE o.at > given.p2) ON CONFLICT (id) DO NOTHING")]
    public void OneRow_TakesArraysForSeveral(string sql, string text) =>
        Flat(Applied(sql).ForRows!).ShouldBe(text);

    [Theory]
    [InlineData("UPDATE t SET n = 1 WHERE id = 'none'")]
    [InlineData("UPDATE t SET n = @at WHERE n < 9 AND id = @id")]
    [InlineData("UPDATE t SET n = @at WHERE id = @id OR n < 9")]
    [InlineData("UPDATE t SET n = (SELECT MAX(n) FROM u) WHERE id = @id")]
    [InlineData("UPDATE t SET n = u.n FROM u WHERE id = @id")]
    [InlineData("INSERT INTO t (id) VALUES (@id), (@at)")]
    [InlineData("INSERT INTO t (id) VALUES (LOWER(@id))")]
    [InlineData("INSERT INTO t (id) VALUES (@id) ON CONFLICT (id) DO UPDATE SET at = @at")]
    [InlineData("INSERT INTO t (id) VALUES (@id) RETURNING id")]
    [InlineData("INSERT INTO t (id) SELECT @id")]
    [InlineData("INSERT INTO t (id) SELECT @id FROM u WHERE u.id = @at")]
    [InlineData("INSERT INTO t (id) VALUES ('none')")]
    public void EverythingElse_StaysAsItIs(string sql) => Applied(sql).ForRows.ShouldBeNull();

    [Theory]
    [InlineData("UPDATE t SET n = @at WHERE id = @id", 1)]
    [InlineData("UPDATE t SET n = 1 WHERE topic = @id AND n < @at", 0)]
    public void Update_SaysWhatItFindsItsRowBy(string sql, int parameter) => Applied(sql).Key.ShouldBe(parameter);

    [Fact]
    public void Guard_FailsUnlessItChangesItsRows()
    {
        var sql = Applied("UPDATE t SET n = @at WHERE id = @id");

        Flat(sql.MustChange!).ShouldBe(
            "WITH changed AS (UPDATE t SET n = $1 WHERE id = $2 RETURNING 1) SELECT CASE COUNT(*) WHEN 1 THEN 1 ELSE CAST(COUNT(*) || ' of ' || 1 || ' rows changed' AS INTEGER) END FROM changed");
        Flat(sql.MustChangeAll!).ShouldBe(
            "WITH changed AS (UPDATE t SET n = given.p1 FROM UNNEST($1, $2) AS given (p1, p2) WHERE id = given.p2 RETURNING 1) SELECT CASE COUNT(*) WHEN CARDINALITY($1) THEN 1 ELSE CAST(COUNT(*) || ' of ' || CARDINALITY($1) || ' rows changed' AS INTEGER) END FROM changed");
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static PositionalSql Applied(string sql)
    {
        using var command = new NpgsqlCommand();
        foreach (var name in new[] { "id", "at" }) command.Parameters.AddWithValue(name, name);
        return PositionalSql.Apply(sql, command.Parameters);
    }
}
