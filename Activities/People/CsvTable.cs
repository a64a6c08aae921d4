using System.Text;
using CsvHelper;

namespace Workflows.Activities.People;

/// <summary>One line of a table: its cells by column, trimmed.</summary>
internal sealed class CsvRow(string file, int line, IReadOnlyDictionary<string, string> cells, List<CsvProblem> problems)
{
    public int Line { get; } = line;

    /// <summary>Null when the file does not have the column; empty when the cell is.</summary>
    public string? this[string column] => cells.GetValueOrDefault(column);

    public void Report(string column, string message) => problems.Add(new CsvProblem(file, Line, column, message));
}

/// <summary>The lines of a CSV file under known columns. The separator is the comma, or the semicolon or tab where the header has no comma (as spreadsheets write it in much of Europe).</summary>
internal static class CsvTable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads what can be read and adds what is wrong with the file's form to <paramref name="problems"/>.</summary>
    public static List<CsvRow> Read(CsvFile file, IReadOnlyList<string> columns, IReadOnlyList<string> required, List<CsvProblem> problems)
    {
        if (Decode(file, problems) is not { } text) return [];

        var rows = new List<CsvRow>();
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            HasHeader = false,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            TrackLineNumbers = true,
            // A record is a line: a quote that is not closed spoils its own line, not the rest of the file.
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => problems.Add(new CsvProblem(
                file.Name, (int)record.LineNumber, "line", "has a quote in the wrong place or one that is not closed. Put the whole cell in double quotes, double the quotes within it, and keep it on one line.")),
        });
        string[]? header = null;
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            var cells = new string[reader.FieldCount];
            for (var index = 0; index < cells.Length; index++) cells[index] = reader.GetString(index);
            if (Array.TrueForAll(cells, cell => cell.Length == 0)) continue;
            if (header is not null)
            {
                if (RowIn(cells, header, file.Name, line, problems) is { } row) rows.Add(row);
            }
            else
            {
                header = [.. cells.Select(cell => cell.ToLowerInvariant().Replace(' ', '_'))];
                if (!IsGoodHeader(header, columns, required, file.Name, line, problems)) return [];
            }
        }

        if (header is null) problems.Add(new CsvProblem(file.Name, 1, "header", $"the file is empty. Start it with the columns: {string.Join(',', columns)}."));
        return rows;
    }

    /// <summary>The columns that the file names in its first line, as they are; none when it cannot be read.</summary>
    public static IReadOnlyList<string> HeaderOf(CsvFile file)
    {
        if (Decode(file, []) is not { } text) return [];
        return [.. FirstLine(text).Split(SeparatorOf(text)).Select(cell => cell.Trim('"', ' ').ToLowerInvariant())];
    }

    private static string? Decode(CsvFile file, List<CsvProblem> problems)
    {
        try
        {
            return StrictUtf8.GetString(file.Content.Span).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new CsvProblem(file.Name, 1, "line", "the file is not UTF-8. Save it as 'CSV UTF-8'."));
            return null;
        }
    }

    private static string FirstLine(string text) => text.TrimStart('\r', '\n').Split('\n', 2)[0].TrimEnd('\r');

    private static char SeparatorOf(string text)
    {
        var header = FirstLine(text);
        if (header.Contains(',')) return ',';
        if (header.Contains(';')) return ';';
        return header.Contains('\t') ? '\t' : ',';
    }

    private static bool IsGoodHeader(
        string[] header, IReadOnlyList<string> columns, IReadOnlyList<string> required, string file, int line, List<CsvProblem> problems)
    {
        var before = problems.Count;
        foreach (var column in header.Except(columns).Distinct())
        {
            problems.Add(new CsvProblem(file, line, "header", $"'{column}' is not a column of this file. Its columns are: {string.Join(", ", columns)}."));
        }

        foreach (var column in header.GroupBy(column => column).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            problems.Add(new CsvProblem(file, line, "header", $"the column '{column}' is there twice. Keep one."));
        }

        foreach (var column in required.Except(header))
        {
            problems.Add(new CsvProblem(file, line, "header", $"the column '{column}' is missing. Add it."));
        }

        return problems.Count == before;
    }

    private static CsvRow? RowIn(string[] cells, string[] header, string file, int line, List<CsvProblem> problems)
    {
        if (cells.Length != header.Length)
        {
            problems.Add(new CsvProblem(
                file, line, "line", $"has {cells.Length} cells where the header has {header.Length}. Put a cell that holds a separator or a quote in double quotes, and close them."));
            return null;
        }

        var row = new CsvRow(file, line, header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second), problems);
        // Names and addresses go into mail headers and logs: a line break in one would start another line there.
        var bad = header.Where((_, index) => cells[index].Any(char.IsControl)).ToList();
        foreach (var column in bad) row.Report(column, "holds a line break, tab or other control character. Write it on one line.");
        return bad.Count == 0 ? row : null;
    }
}
