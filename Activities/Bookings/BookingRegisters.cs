using Workflows.Activities.Registers;

namespace Workflows.Activities.Bookings;

/// <summary>What is traded, what was booked, and who got which part of the revenue.</summary>
internal static class BookingRegisters
{
    public const string Stocks = "stocks";
    public const string Bookings = "bookings";
    public const string Shares = "revenue-shares";

    public static IReadOnlyList<Register> All { get; } =
    [
        new(Stocks, "Stocks", "Saham",
        [
            new("name", ColumnKind.Text, "Name", "Nama") { IsRequired = true },
            new("symbol", ColumnKind.Text, "Symbol", "Kode") { IsRequired = true },
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan"),
            new("active", ColumnKind.Flag, "In use", "Dipakai") { Default = true },
        ])
        { EditRight = "registers:edit", IdFrom = "symbol" },
        new(Bookings, "Bookings", "Transaksi",
        [
            new("reference", ColumnKind.Text, "Reference", "Nomor") { IsRequired = true, IsByProcess = true },
            new("client", ColumnKind.Row, "Client", "Klien") { Register = "clients", IsRequired = true, IsByProcess = true },
            new("stock", ColumnKind.Row, "Stock", "Saham") { Register = Stocks, IsRequired = true, IsByProcess = true },
            new("quantity", ColumnKind.Quantity, "Quantity", "Jumlah") { IsRequired = true, IsByProcess = true },
            new("buy_price", ColumnKind.Quantity, "Buy price", "Harga beli") { IsRequired = true, IsByProcess = true },
            new("sell_price", ColumnKind.Quantity, "Sell price", "Harga jual") { IsRequired = true, IsByProcess = true },
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true, IsByProcess = true },
            new("booked_on", ColumnKind.Day, "Booked on", "Tanggal") { IsRequired = true, IsByProcess = true },
            new("cost", ColumnKind.Amount, "Cost", "Biaya perolehan") { IsRequired = true, IsByProcess = true },
            new("proceeds", ColumnKind.Amount, "Proceeds", "Hasil penjualan") { IsRequired = true, IsByProcess = true },
            new("result", ColumnKind.Amount, "Result", "Laba atau rugi") { IsRequired = true, IsByProcess = true },
            new("loss_percent", ColumnKind.Quantity, "Loss in %", "Rugi dalam %") { IsByProcess = true },
            new("revenue", ColumnKind.Amount, "Revenue to divide", "Pendapatan yang dibagi") { IsRequired = true, IsByProcess = true },
            new("partner", ColumnKind.Row, "Referral partner", "Mitra rujukan") { Register = "partners", IsByProcess = true },
            new("business_partner", ColumnKind.Row, "Business partner", "Mitra bisnis") { Register = "partners", IsByProcess = true },
            new("employee", ColumnKind.Person, "Employee", "Karyawan") { IsRequired = true, IsByProcess = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan") { IsByProcess = true },
            new("status", ColumnKind.Choice, "Status", "Status") { IsRequired = true, IsByProcess = true, Choices = ["blocked", "confirmed", "cancelled", "corrected"] },
            new("corrects", ColumnKind.Row, "Corrects", "Mengoreksi") { Register = Bookings, IsByProcess = true },
            new("request", ColumnKind.Text, "Request", "Permohonan") { IsByProcess = true },
        ])
        { Scope = RegisterScope.Person, PersonColumn = "employee", MadeBy = "loss-booking", Abandoned = new AbandonedRows(["blocked"], "cancelled") },
        new(Shares, "Revenue shares", "Bagian pendapatan",
        [
            new("booking", ColumnKind.Row, "Booking", "Transaksi") { Register = Bookings, IsRequired = true, IsByProcess = true },
            new("split", ColumnKind.Whole, "Split", "Pembagian") { IsRequired = true, IsByProcess = true },
            new("kind", ColumnKind.Choice, "Who", "Siapa") { IsRequired = true, IsByProcess = true, Choices = ["referral-partner", "business-partner", "employee", "house"] },
            new("who", ColumnKind.Text, "Id", "Id") { IsRequired = true, IsByProcess = true },
            new("who_name", ColumnKind.Text, "Name", "Nama") { IsRequired = true, IsByProcess = true },
            new("percent", ColumnKind.Percent, "Share in %", "Bagian dalam %") { IsRequired = true, IsByProcess = true },
            new("currency", ColumnKind.Currency, "Currency", "Mata uang") { IsRequired = true, IsByProcess = true },
            new("amount", ColumnKind.Amount, "Amount", "Jumlah") { IsRequired = true, IsByProcess = true },
            new("why", ColumnKind.Text, "Why", "Alasan") { IsRequired = true, IsByProcess = true },
            new("reverses", ColumnKind.Row, "Reverses", "Membatalkan") { Register = Shares, IsByProcess = true },
            new("company", ColumnKind.Company, "Company", "Perusahaan") { IsByProcess = true },
            new("request", ColumnKind.Text, "Request", "Permohonan") { IsByProcess = true },
        ])
        { ReadRight = "revenue:read", MadeBy = "loss-booking" },
    ];
}
