using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Workflows.Engine.Storage.PostgreSql;

/// <summary>A statement with its parameters by number, as the server takes it. The driver would work that out again for each run of one with names.</summary>
internal sealed partial class PositionalSql
{
    // As many different statements as a program has, and those that are made for so many rows.
    private static readonly ConcurrentDictionary<string, PositionalSql> Known = new(StringComparer.Ordinal);

    // Null: several statements in one text.
    private readonly List<string>? _names;

    private PositionalSql(string sql)
    {
        var (text, names, isOne) = Read(sql);
        (Text, _names) = isOne ? (text, names) : (sql, null);
        if (isOne && names.Count > 0) (ForRows, Key, SeesOthers) = RowsOf(text, names.Count);
        if (isOne) MustChange = Enforced(text, "1");
        if (ForRows is not null) MustChangeAll = Enforced(ForRows, "CARDINALITY($1)");
    }

    /// <summary>The text to run.</summary>
    public string Text { get; }

    /// <summary>The text as one that fails when it changes no row.</summary>
    public string? MustChange { get; }

    /// <summary>The same for several rows at once: it takes an array in the place of each parameter. Null for everything but an INSERT of one row and an UPDATE by key.</summary>
    public string? ForRows { get; }

    /// <summary>The text for several rows as one that fails unless it changes as many as it gets.</summary>
    public string? MustChangeAll { get; }

    /// <summary>The parameter (from 0) by which an UPDATE finds its row. Rows that are changed at once must have different ones: of two changes of a row the server makes either.</summary>
    public int? Key { get; }

    /// <summary>Whether a row is only inserted where others allow it. Of rows that are inserted at once none sees the other.</summary>
    public bool SeesOthers { get; }

    /// <summary>Puts numbers in the place of names, and the parameters in their order. Left as they are: several statements in one text.</summary>
    public static PositionalSql Apply(string sql, NpgsqlParameterCollection parameters)
    {
        var known = Known.GetOrAdd(sql, static text => new PositionalSql(text));
        if (known._names is { } names && parameters.Count > 0) known.Order(names, parameters);
        return known;
    }

    private static string Enforced(string text, string rows) => $"""
        WITH changed AS ({text} RETURNING 1)
        SELECT CASE COUNT(*) WHEN {rows} THEN 1 ELSE CAST(COUNT(*) || ' of ' || {rows} || ' rows changed' AS INTEGER) END FROM changed
        """;

    private static (string? ForRows, int? Key, bool SeesOthers) RowsOf(string text, int parameters)
    {
        var names = string.Join(", ", Enumerable.Range(1, parameters).Select(number => $"p{number}"));
        var rows = $"FROM UNNEST({names.Replace('p', '$')}) AS given ({names})";
        if (OneRow().Match(text) is { Success: true } insert) return ($"INSERT INTO {insert.Groups["into"].Value} SELECT {Cells(insert, "cells")} {rows} {insert.Groups["conflict"].Value}", null, false);
        if (RowWhere().Match(text) is { Success: true } guarded) return ($"INSERT INTO {guarded.Groups["into"].Value} SELECT {Cells(guarded, "cells")} {rows} WHERE {Cells(guarded, "where")}", null, true);
        if (ByKey().Match(text) is not { Success: true } update) return (null, null, false);
        var key = int.Parse(update.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) - 1;
        return ($"UPDATE {update.Groups["table"].Value} SET {Cells(update, "set")} {rows} WHERE {Cells(update, "where")}", key, false);
    }

    private static string Cells(Match statement, string part) => statement.Groups[part].Value.Replace("$", "given.p", StringComparison.Ordinal);

    // Cells are parameters, words in quotes, numbers and NULL. What happens on a conflict takes no parameter.
    [GeneratedRegex("""^\s*INSERT INTO (?<into>\w+ \([^()]*\))\s+VALUES \((?<cells>(?:\$\d+|'\w*'|\d+|NULL|,\s*)+)\)(?:\s*(?<conflict>ON CONFLICT[^$]*))?\s*$""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OneRow();

    // Cells may be questions in brackets, which have a WHERE of their own.
    [GeneratedRegex("""^\s*INSERT INTO (?<into>\w+ \([^()]*\))\s+SELECT (?<cells>(?:(?!\bFROM\b)[^()]|\((?:[^()]|\([^()]*\))*\))+?)\s+WHERE\s+(?<where>.*)$""", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowWhere();

    // The first condition is the key; others may follow it.
    [GeneratedRegex("""^\s*UPDATE (?<table>\w+)\s+SET\s+(?<set>(?:(?!\b(?:SELECT|FROM|WHERE)\b).)+?)\s+WHERE\s+(?<where>\w+ = \$(?<number>\d+)(?:\s+AND\s.*)?)$""", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByKey();

    private void Order(List<string> names, NpgsqlParameterCollection parameters)
    {
        var given = new NpgsqlParameter[parameters.Count];
        parameters.CopyTo(given, 0);
        parameters.Clear();
        for (var index = 0; index < names.Count; index++)
        {
            // Mostly they come in the order in which the statement names them.
            var parameter = index < given.Length && given[index].ParameterName == names[index] ? given[index] : Array.Find(given, one => one.ParameterName == names[index]);
            parameters.Add(parameter ?? throw new InvalidOperationException($"The statement has no value for @{names[index]}: {Text}"));
        }

        // At the end: by its name the search finds a parameter that is used twice.
        foreach (var parameter in given) parameter.ParameterName = "";
    }

    private static (string Text, List<string> Names, bool IsOne) Read(string sql)
    {
        var (text, names, isOne) = (new StringBuilder(sql.Length), new List<string>(), true);
        for (var at = 0; at < sql.Length;)
        {
            var end = sql[at] switch
            {
                '\'' or '"' => EndOf(sql, sql[at].ToString(), at + 1),
                '-' when sql.AsSpan(at).StartsWith("--") => EndOf(sql, "\n", at),
                '/' when sql.AsSpan(at).StartsWith("/*") => EndOf(sql, "*/", at),
                '@' => at + 1 + NameAt(sql, at + 1).Length,
                _ => at + 1,
            };
            if (sql[at] == '@' && end > at + 1) text.Append('$').Append(NumberOf(sql[(at + 1)..end]));
            else text.Append(sql, at, end - at);
            isOne &= sql[at] != ';';
            at = end;
        }

        return (text.ToString(), names, isOne);

        int NumberOf(string name)
        {
            if (!names.Contains(name)) names.Add(name);
            return names.IndexOf(name) + 1;
        }
    }

    private static int EndOf(string sql, string mark, int from) => sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : sql.Length;

    private static ReadOnlySpan<char> NameAt(string sql, int from)
    {
        var end = from;
        while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return sql.AsSpan(from, end - from);
    }
}
