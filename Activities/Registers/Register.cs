namespace Workflows.Activities.Registers;

/// <summary>Who sees which rows of a register.</summary>
public enum RegisterScope
{
    /// <summary>Everybody who is signed in.</summary>
    Everybody,

    /// <summary>Those of the row's company, and those who see all companies; rows without a company everybody.</summary>
    Company,

    /// <summary>Those who may see the person of the row.</summary>
    Person,
}

/// <summary>Reference data behind the processes, as a table: its columns, who may change it and who sees what. Every change leaves a row of history.</summary>
/// <param name="Name">Stored name, such as <c>expense-limits</c>; the table is called the same with underscores.</param>
public sealed record Register(string Name, string English, string Indonesian, IReadOnlyList<RegisterColumn> Columns)
{
    public string Table { get; } = Name.Replace('-', '_');

    public RegisterScope Scope { get; init; } = RegisterScope.Company;

    /// <summary>With <see cref="RegisterScope.Person"/>: the column that names the person.</summary>
    public string PersonColumn { get; init; } = "person";

    /// <summary>The right that changing rows takes; null: only processes change them.</summary>
    public string? EditRight { get; init; }

    /// <summary>The right that reading takes; null: everybody within the scope.</summary>
    public string? ReadRight { get; init; }

    /// <summary>The process that makes new rows; people do not add them directly.</summary>
    public string? MadeBy { get; init; }

    /// <summary>Roles that see secret columns whole.</summary>
    public IReadOnlyList<string> SecretReaders { get; init; } = [];

    /// <summary>Columns that only this process changes once a row is in force, and the status that means so.</summary>
    public GuardedColumns? Guarded { get; init; }

    /// <summary>What becomes of a row whose request was withdrawn: its status from one of these to another.</summary>
    public AbandonedRows? Abandoned { get; init; }

    /// <summary>Ids of rows are ids of people.</summary>
    public bool IdIsPerson { get; init; }

    /// <summary>The column whose text makes an id where none is given.</summary>
    public string IdFrom { get; init; } = "name";

    /// <summary>What one column cannot know: problems by column.</summary>
    public Func<RegisterValues, IEnumerable<(string Column, string Problem)>> Check { get; init; } = _ => [];

    /// <summary>Whether its rows name somebody by tax id, e-mail or phone, so that <see cref="ContactKeys"/> keeps them apart from others.</summary>
    public bool NamesSomebody { get; init; }

    /// <summary>Nodes keep its rows in memory: see <see cref="Engine.Storage.Kept{TState}"/>.</summary>
    public bool IsKept { get; init; }

    public string Title(string language) => language == "id" ? Indonesian : English;

    public RegisterColumn? Find(string column) => Columns.FirstOrDefault(candidate => candidate.Name == column);
}

/// <param name="Process">The process whose approval a change takes.</param>
/// <param name="Status">The value of the column <c>status</c> from which on it does.</param>
public sealed record GuardedColumns(string Process, string Status, IReadOnlyList<string> Columns);

/// <param name="From">Values of the column <c>status</c> while a request is open.</param>
/// <param name="To">The value when that request is withdrawn.</param>
public sealed record AbandonedRows(IReadOnlyList<string> From, string To);

/// <summary>All registers of the product, by name.</summary>
public sealed class RegisterCatalog(IEnumerable<Register> registers)
{
    private readonly Dictionary<string, Register> _byName = registers.ToDictionary(register => register.Name);

    public IReadOnlyCollection<Register> All => _byName.Values;

    public Register? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="InvalidOperationException">There is none of this name; the message lists them.</exception>
    public Register Get(string name) => Find(name) ?? throw new InvalidOperationException($"There is no register '{name}'. Registers are {string.Join(", ", _byName.Keys)}.");
}
