using System.Text.Json.Nodes;

namespace Workflows.Activities.Requests;

/// <summary>A field that holds lines: a claim's receipts, a checklist. Its setting <c>columns</c> says what a line has, each column like a field.</summary>
internal static class FormTable
{
    private const int MostLines = 200;

    public static IEnumerable<ObjectValue> Lines(object? value) => value is System.Collections.IEnumerable lines and not string and not ObjectValue ? lines.OfType<ObjectValue>() : [];

    /// <returns>The first problem, with the line and column that it is about; null when the lines will do.</returns>
    public static string? Check(FormField table, JsonNode? json, out object? value)
    {
        value = null;
        var list = json as JsonArray;
        if (list is null or { Count: 0 }) return json is not null and not JsonArray ? $"{table.Name}: this is not a list of lines." : table.IsRequired ? $"{table.Name}: this field is required. Add at least one line." : null;
        if (list.Count > MostLines) return $"{table.Name}: these are more than {MostLines} lines. Split them.";
        var lines = new ListValue();
        for (var index = 0; index < list.Count; index++)
        {
            var place = $"{table.Name}[{index}]";
            if (list[index] is not JsonObject given) return $"{place}: this is not a line. Write an object with {string.Join(", ", table.Columns.Select(column => column.Name))}.";
            if (given.FirstOrDefault(cell => !table.Columns.Any(column => column.Name == cell.Key)).Key is { } unknown)
                return $"{place}.{unknown}: a line has no such column. Its columns are {string.Join(", ", table.Columns.Select(column => column.Name))}.";
            var line = new ObjectValue();
            foreach (var column in table.Columns)
            {
                if (column.Check(given[column.Name], out var cell) is { } problem) return $"{place}.{problem}";
                if (cell is not null) line[column.Name] = cell;
            }

            lines.Add(line);
        }

        value = lines;
        return null;
    }

    /// <summary>The lines as text: cells with commas, lines with semicolons. Numbers are told with what they are, files only named as such.</summary>
    public static string Display(FormField table, object? value, string language, NamesInForm? names) => string.Join("; ", Lines(value).Select(line => string.Join(
        ", ",
        from column in table.Columns
        let cell = line.GetValueOrDefault(column.Name)
        where cell is not (null or "" or false)
        select Cell(column, cell, language, names))));

    private static string Cell(FormField column, object cell, string language, NamesInForm? names)
    {
        if (column.IsFile) return column.Label(language);
        if (column.IsDay && DateOnly.TryParseExact(cell as string, "yyyy-MM-dd", out var day)) return Texts.Date(day, language);
        var text = column.Display(cell, language, names);
        return column.Type == typeof(decimal) ? $"{column.Label(language)}: {text}" : text;
    }

    public static void Describe(FormField table, JsonObject schema, string language)
    {
        var columns = new JsonObject();
        foreach (var column in table.Columns) columns[column.Name] = column.ToJsonSchema(language);
        schema["type"] = "array";
        schema["maxItems"] = MostLines;
        schema["items"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = columns,
            ["required"] = new JsonArray([.. table.Columns.Where(column => column.IsRequired).Select(column => JsonValue.Create(column.Name))]),
            ["additionalProperties"] = false,
        };
    }
}
