using Workflows.Activities.Registers;

namespace Workflows.Activities.Expenses;

/// <summary>Claims, their lines, and what the policy allows.</summary>
internal static class ExpenseRegisters
{
    public const string Claims = "expense-claims";
    public const string Lines = "expense-lines";
    public const string Limits = "expense-limits";

    public static IReadOnlyList<Register> All { get; } =
    [
        new(Claims, "Expense claims", "Klaim biaya",
        [
            new("reference", ColumnKind.Text, "Reference", "Nomor") { IsRequired = true, IsByProcess = true },
            new("person", ColumnKind.Person, "Claimed by", "Diajukan oleh") { IsRequired = true, IsByProcess = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan") { IsByProcess = true },
            new("purpose", ColumnKind.Text, "Purpose", "Keperluan") { IsByProcess = true },
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true, IsByProcess = true },
            new("total", ColumnKind.Amount, "Claimed", "Diklaim") { IsRequired = true, IsByProcess = true },
            new("approved_total", ColumnKind.Amount, "Approved", "Disetujui") { IsByProcess = true },
            new("status", ColumnKind.Choice, "Status", "Status") { IsRequired = true, IsByProcess = true, Choices = ["submitted", "approved", "rejected", "paid"] },
            new("submitted_on", ColumnKind.Day, "Submitted on", "Tanggal pengajuan") { IsByProcess = true },
            new("paid_on", ColumnKind.Day, "Paid on", "Tanggal pembayaran") { IsByProcess = true },
            new("request", ColumnKind.Text, "Request", "Permohonan") { IsByProcess = true },
        ])
        { Scope = RegisterScope.Person, MadeBy = "expense", Abandoned = new AbandonedRows(["submitted"], "rejected") },
        new(Lines, "Expense lines", "Rincian biaya",
        [
            new("claim", ColumnKind.Row, "Claim", "Klaim") { Register = Claims, IsRequired = true, IsByProcess = true },
            new("line", ColumnKind.Whole, "Line", "Baris") { IsRequired = true, IsByProcess = true },
            new("person", ColumnKind.Person, "Claimed by", "Diajukan oleh") { IsRequired = true, IsByProcess = true },
            new("spent_on", ColumnKind.Day, "Date", "Tanggal") { IsRequired = true, IsByProcess = true },
            new("category", ColumnKind.Text, "Category", "Kategori") { IsRequired = true, IsByProcess = true },
            new("vendor", ColumnKind.Text, "Vendor", "Penjual") { IsByProcess = true },
            new("vendor_key", ColumnKind.Text, "Vendor, compared", "Penjual, pembanding") { IsByProcess = true },
            new("description", ColumnKind.Text, "Description", "Keterangan") { IsByProcess = true },
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true, IsByProcess = true },
            new("amount", ColumnKind.Amount, "Amount", "Jumlah") { IsRequired = true, IsByProcess = true },
            new("tax", ColumnKind.Amount, "Tax in it", "Pajak") { IsByProcess = true },
            new("rate", ColumnKind.Quantity, "Rate", "Kurs") { IsByProcess = true },
            new("claimed", ColumnKind.Quantity, "In the claim's currency", "Dalam mata uang klaim") { IsRequired = true, IsByProcess = true },
            new("approved", ColumnKind.Quantity, "Approved", "Disetujui") { IsByProcess = true },
            new("receipt", ColumnKind.Text, "Receipt", "Bukti") { IsByProcess = true },
            new("receipt_hash", ColumnKind.Text, "Content of the receipt", "Isi bukti") { IsByProcess = true },
        ])
        { Scope = RegisterScope.Person, MadeBy = "expense" },
        new(Limits, "Expense limits", "Batas biaya",
        [
            new("category", ColumnKind.Text, "Category", "Kategori") { IsRequired = true },
            new("grade", ColumnKind.Text, "Grade", "Golongan"),
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true },
            new("amount", ColumnKind.Amount, "At most", "Paling banyak") { IsRequired = true, Least = 0 },
            new("per", ColumnKind.Choice, "Per", "Per") { IsRequired = true, Choices = ["line", "day", "claim"], Default = "line" },
            new("receipt_above", ColumnKind.Amount, "Receipt needed above", "Bukti wajib di atas") { Least = 0 },
            new("on_excess", ColumnKind.Choice, "When it is more", "Jika melebihi") { IsRequired = true, Choices = ["warn", "refuse"], Default = "warn" },
            new("active", ColumnKind.Flag, "In force", "Berlaku") { Default = true },
        ])
        { EditRight = "expenses:manage", IdFrom = "category" },
    ];
}
