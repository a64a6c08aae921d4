using Dapper;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Expenses;

/// <summary>What has been claimed, and what the policy allows whom.</summary>
public sealed class ExpenseBook(Database database, RegisterStore store, RegisterCatalog registers)
{
    // A claim counts while its request is open, and afterwards unless it was rejected.
    internal const string DuplicateSql = """
        SELECT c.reference, l.line, l.receipt_hash
        FROM   expense_lines l JOIN expense_claims c ON c.id = l.claim
        WHERE  l.claim <> @Claim AND c.status <> 'rejected'
          AND  (c.status <> 'submitted' OR EXISTS (SELECT 1 FROM requests r WHERE r.id = c.request AND r.status = 'open'))
          AND  (l.receipt_hash = @ReceiptHash OR (l.spent_on = @SpentOn AND l.vendor_key = @VendorKey AND l.amount = @Amount AND l.currency = @Currency))
        ORDER BY c.reference, l.line
        """;

    /// <summary>The limits that hold for somebody: for each category and kind the most exact one, which names the grade before the company.</summary>
    public IReadOnlyList<ExpenseLimit> LimitsFor(Person person) =>
    [
        .. store.Where(registers.Get(ExpenseRegisters.Limits), ("active", true))
            .Where(row => row.Text("grade") is null || row.Text("grade") == person.Grade)
            .Where(row => row.Text("company") is null || row.Text("company") == person.Company)
            .GroupBy(row => (row.Text("category"), row.Text("per"), row.Text("currency")))
            .Select(group => group.MaxBy(row => (row.Text("grade") is null ? 0 : 2) + (row.Text("company") is null ? 0 : 1))!)
            .Select(row => new ExpenseLimit(row.Text("category")!, row.Text("currency")!, row.Number("amount")!.Value, row.Text("per")!, row.Number("receipt_above"), row.Text("on_excess") == "refuse")),
    ];

    /// <summary>The same file, or the same day, amount and vendor, in another claim; null when there is none.</summary>
    public ExpenseDuplicate? Duplicate(ExpenseLine line)
    {
        using var reader = database.OpenReader();
        return reader.QueryFirstOrDefault<ExpenseDuplicate>(DuplicateSql, line);
    }

    /// <summary>What a file is recognised by; null when there is no such file of this person.</summary>
    public string? HashOf(string file, string person)
    {
        using var reader = database.OpenReader();
        return reader.QueryFirstOrDefault<string>("SELECT sha256 FROM attachments WHERE id = @file AND uploaded_by = @person", new { file, person });
    }

    /// <summary>A claim with its lines; null when there is none.</summary>
    public (RegisterRow Claim, IReadOnlyList<RegisterRow> Lines)? Find(string id) =>
        store.Find(registers.Get(ExpenseRegisters.Claims), id) is { } claim
            ? (claim, [.. store.Where(registers.Get(ExpenseRegisters.Lines), ("claim", id)).OrderBy(line => (long)line.Values["line"]!)])
            : null;
}

/// <param name="Per">line, day or claim.</param>
/// <param name="ReceiptAbove">A line above this needs a receipt.</param>
/// <param name="Refuses">More is refused, rather than shown to whoever decides.</param>
public sealed record ExpenseLimit(string Category, string Currency, decimal Amount, string Per, decimal? ReceiptAbove, bool Refuses);

public sealed record ExpenseDuplicate
{
    public string Reference { get; init; } = "";

    public long Line { get; init; }

    public string? ReceiptHash { get; init; }
}

/// <summary>A line of a claim, checked and worked out.</summary>
/// <param name="Amount">In the currency of the receipt; <paramref name="Claimed"/> is the same in the claim's.</param>
public sealed record ExpenseLine(
    string Claim, int Line, DateOnly SpentOn, string Category, string? Vendor, string? VendorKey, string? Description, decimal Amount, string Currency, decimal? Tax, decimal? Rate, decimal Claimed,
    string? Receipt, string? ReceiptHash)
{
    public string Id => $"{Claim}-{Line}";

    public ObjectValue ToRow(string person) => new()
    {
        ["claim"] = Claim, ["line"] = (long)Line, ["person"] = person, ["spent_on"] = $"{SpentOn:yyyy-MM-dd}", ["category"] = Category, ["vendor"] = Vendor, ["vendor_key"] = VendorKey,
        ["description"] = Description, ["amount"] = Amount, ["currency"] = Currency, ["tax"] = Tax, ["rate"] = Rate, ["claimed"] = Claimed, ["approved"] = null, ["receipt"] = Receipt,
        ["receipt_hash"] = ReceiptHash,
    };
}
