namespace Workflows.Activities.Registers;

/// <summary>What a column of a register holds, and so how it is checked, stored and shown.</summary>
public enum ColumnKind
{
    Text,
    LongText,
    Email,
    Phone,
    TaxId,

    /// <summary>ISO 4217.</summary>
    Currency,

    /// <summary>Money, to the smallest unit of the row's currency.</summary>
    Amount,

    /// <summary>0 to 100, with up to four decimals.</summary>
    Percent,

    /// <summary>A number that is not money: pieces, prices, rates, days.</summary>
    Quantity,
    Whole,

    /// <summary>yyyy-MM-dd.</summary>
    Day,
    Flag,
    Choice,

    /// <summary>The id of a person.</summary>
    Person,

    /// <summary>The id of a company.</summary>
    Company,

    /// <summary>The id of a row of another register.</summary>
    Row,

    /// <summary>Encrypted in the table; everybody sees its last four characters, few see it whole.</summary>
    Secret,

    /// <summary>Texts, separated by semicolons in a file.</summary>
    List,
}

/// <summary>One column.</summary>
/// <param name="Name">Stored name: the column of the table, the member in the API, the header in a file.</param>
public sealed record RegisterColumn(string Name, ColumnKind Kind, string English, string Indonesian)
{
    public bool IsRequired { get; init; }

    /// <summary>What can be chosen (<see cref="ColumnKind.Choice"/>). Stored names.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whose rows are named (<see cref="ColumnKind.Row"/>).</summary>
    public string? Register { get; init; }

    public decimal? Least { get; init; }

    public decimal? Most { get; init; }

    /// <summary>What stands there when nothing is given.</summary>
    public object? Default { get; init; }

    /// <summary>Written by processes only; people read it.</summary>
    public bool IsByProcess { get; init; }

    public string Label(string language) => language == "id" ? Indonesian : English;

    /// <summary>The column that holds the encrypted value beside the masked one.</summary>
    internal string SealedName => Name + "_sealed";
}
