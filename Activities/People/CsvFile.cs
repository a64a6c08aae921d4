namespace Workflows.Activities.People;

/// <summary>A file to import. Its name is what errors call it, and its beginning tells what it holds: people, companies, holidays or calendars.</summary>
public sealed record CsvFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>What is wrong on one line of a file, and how to mend it.</summary>
/// <param name="Line">Counted from 1, the header included.</param>
/// <param name="Field">The column, or <c>header</c> or <c>line</c> where no column is at fault.</param>
public sealed record CsvProblem(string File, int Line, string Field, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Field}: {Message}";
}
