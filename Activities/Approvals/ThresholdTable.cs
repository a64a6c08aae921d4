using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflows.Activities.People;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>A table that decides by itself what is small or impossible enough. The first row that fits counts; without one, people are asked.</summary>
/// <remarks>
/// A row: <c>{"rule": "Small travel", "company": "borealis", "category": ["travel", "meals"], "grade": "P1", "gradeFrom": "M1", "gradeUpTo": "M2", "above": 0, "upTo": 100, "do": "Approve"}</c>.
/// What a row does not name, it does not look at. <c>do</c> is Approve, Reject or Ask.
/// </remarks>
public sealed class ThresholdTable
{
    private static readonly string[] Columns = ["rule", "company", "category", "grade", "gradeFrom", "gradeUpTo", "above", "upTo", "do"];
    private static readonly string[] Answers = ["Approve", "Reject", "Ask"];

    private readonly IReadOnlyList<Row> _rows;

    private ThresholdTable(IReadOnlyList<Row> rows)
    {
        _rows = rows;
    }

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>Reads a table; all problems at once, each with the row and what to do.</summary>
    public static (ThresholdTable Table, IReadOnlyList<string> Problems) Read(object? value)
    {
        var problems = new List<string>();
        if (value is string text)
        {
            if (string.IsNullOrWhiteSpace(text)) return (new ThresholdTable([]), problems);
            if (!JsonValues.TryParse(text, out value)) return (new ThresholdTable([]), ["the table is not JSON. Write a list of rows: [{\"upTo\": 100, \"do\": \"Approve\"}]."]);
        }

        if (value is JsonNode or JsonElement) value = JsonValues.FromJson(JsonNode.Parse(JsonValues.ToJson(value)));
        if (value is null) return (new ThresholdTable([]), problems);
        if (value is not ListValue list) return (new ThresholdTable([]), ["the table is not a list of rows. Write [{\"upTo\": 100, \"do\": \"Approve\"}]."]);
        var rows = list.Select((row, index) => ReadRow(row, index + 1, problems)).ToList();
        return (new ThresholdTable([.. rows.OfType<Row>()]), problems);
    }

    /// <summary>The row that fits.</summary>
    /// <returns>Null when people are asked.</returns>
    public Applied? Apply(decimal? amount, string? category, Person? requester, PeopleDirectory people)
    {
        var row = _rows.FirstOrDefault(row => row.Fits(amount, category, requester, people));
        return row is null || row.Do == "Ask" ? null : new Applied(row.Name, row.Do == "Approve");
    }

    /// <param name="Rule">How the request shows it.</param>
    public sealed record Applied(string Rule, bool Approves);

    private static Row? ReadRow(object? value, int number, List<string> problems)
    {
        if (value is not ObjectValue row)
        {
            problems.Add($"row {number} is not an object. Write it like {{\"upTo\": 100, \"do\": \"Approve\"}}.");
            return null;
        }

        var before = problems.Count;
        foreach (var name in row.Keys.Where(name => !Columns.Contains(name))) problems.Add($"row {number}: there is no column '{name}'. The columns are {string.Join(", ", Columns)}.");
        var answer = row.GetValueOrDefault("do") as string;
        if (answer is null || !Answers.Contains(answer)) problems.Add($"row {number}: do is '{answer}'. Write one of {string.Join(", ", Answers)}.");
        var (above, upTo) = (Number("above"), Number("upTo"));
        if (above >= upTo) problems.Add($"row {number}: nothing is above {above} and up to {upTo}. Let above be the smaller one.");
        if (problems.Count > before) return null;
        return new Row(
            row.GetValueOrDefault("rule") as string ?? Describe(row, number), answer!, Names("company"), Names("category"), Names("grade"), row.GetValueOrDefault("gradeFrom") as string,
            row.GetValueOrDefault("gradeUpTo") as string, above, upTo);

        decimal? Number(string name)
        {
            if (row.GetValueOrDefault(name) is not { } given) return null;
            if (given is not bool && decimal.TryParse(ValueConverter.ToText(given), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)) return amount;
            problems.Add($"row {number}: {name} is '{ValueConverter.ToText(given)}'. Write a number, for example 250.");
            return null;
        }

        IReadOnlyList<string>? Names(string name) => row.GetValueOrDefault(name) switch
        {
            null => null,
            ListValue names => names.ConvertAll(ValueConverter.ToText),
            var one => [ValueConverter.ToText(one)],
        };

    }

    private static string Describe(ObjectValue row, int number) =>
        $"Row {number}: {string.Join(", ", row.Where(cell => cell.Key is not ("do" or "rule")).Select(cell => $"{cell.Key} {ValueConverter.ToText(cell.Value)}"))}";

    private sealed record Row(
        string Name, string Do, IReadOnlyList<string>? Companies, IReadOnlyList<string>? Categories, IReadOnlyList<string>? Grades, string? GradeFrom, string? GradeUpTo, decimal? Above, decimal? UpTo)
    {
        public bool Fits(decimal? amount, string? category, Person? requester, PeopleDirectory people)
        {
            if (Above is { } above && !(amount > above)) return false;
            if (UpTo is { } upTo && !(amount <= upTo)) return false;
            if (Companies is not null && !(requester?.Company is { } company && Companies.Contains(company))) return false;
            if (Categories is not null && !(category is not null && Categories.Contains(category))) return false;
            if (Grades is not null && !(requester?.Grade is { } grade && Grades.Contains(grade))) return false;
            var rank = requester is null ? null : people.RankOf(requester);
            // A grade that nobody knows fits nothing: then people are asked.
            if (GradeFrom is not null && !(rank >= people.Grade(GradeFrom)?.Rank)) return false;
            return GradeUpTo is null || rank <= people.Grade(GradeUpTo)?.Rank;
        }
    }
}
