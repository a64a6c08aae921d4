using System.Globalization;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Registers;

namespace Workflows.Activities.Expenses;

/// <summary>A claim on paper: its lines, what was approved, the total in figures and in words, and room for signatures.</summary>
public sealed class ClaimForm(ExpenseBook book, PeopleDirectory people)
{
    private const double Left = 50;
    private const double Right = 545;
    private const double Bottom = 110;

    private static readonly Dictionary<string, (string English, string Indonesian)> Words = new()
    {
        ["title"] = ("Expense claim", "Klaim biaya"),
        ["person"] = ("Claimed by", "Diajukan oleh"),
        ["company"] = ("Company", "Perusahaan"),
        ["purpose"] = ("Purpose", "Keperluan"),
        ["submitted"] = ("Submitted on", "Tanggal pengajuan"),
        ["status"] = ("Status", "Status"),
        ["date"] = ("Date", "Tanggal"),
        ["what"] = ("What", "Uraian"),
        ["paid"] = ("Paid", "Dibayar"),
        ["claimed"] = ("Claimed", "Diklaim"),
        ["approved"] = ("Approved", "Disetujui"),
        ["total"] = ("Total", "Jumlah"),
        ["words"] = ("In words", "Terbilang"),
        ["signed"] = ("Claimant", "Pemohon"),
        ["finance"] = ("Finance", "Keuangan"),
        ["page"] = ("Page", "Halaman"),
        ["submitted-status"] = ("submitted", "diajukan"),
        ["approved-status"] = ("approved", "disetujui"),
        ["rejected-status"] = ("rejected", "ditolak"),
        ["paid-status"] = ("paid out", "telah dibayar"),
    };

    /// <param name="nameOf">What the form calls a category.</param>
    /// <returns>A PDF; null when there is no such claim.</returns>
    public byte[]? Write(string claimId, string language, Func<string, string> nameOf)
    {
        if (book.Find(claimId) is not var (claim, lines)) return null;
        var currency = claim.Text("currency")!;
        var pdf = new PdfDocument($"{Word("title")} {claim.Text("reference")}");
        var page = pdf.AddPage();
        var y = Head(page, claim, language);
        foreach (var line in lines)
        {
            if (y < Bottom + 40)
            {
                page = pdf.AddPage();
                y = Columns(page, 780, language, currency);
            }

            y = Line(page, y, line, currency, language, nameOf);
        }

        Foot(page, y, claim, lines, currency, language);
        return pdf.ToBytes(number => $"{claim.Text("reference")} · {Word("page")} {number.Page}/{number.Of}");

        string Word(string key) => Of(key, language);
    }

    private double Head(PdfPage page, RegisterRow claim, string language)
    {
        page.Text(Left, 790, $"{Of("title", language)} {claim.Text("reference")}", 18, bold: true);
        var y = 760.0;
        var person = people.Find(claim.Text("person") ?? "");
        foreach (var (key, value) in new[]
        {
            ("person", person?.Name), ("company", people.Company(claim.Text("company") ?? "")?.Name), ("purpose", claim.Text("purpose")), ("submitted", claim.Text("submitted_on")),
            ("status", Of($"{claim.Text("status")}-status", language) + (claim.Text("paid_on") is { } paid ? $", {paid}" : "")),
        })
        {
            if (string.IsNullOrEmpty(value)) continue;
            page.Text(Left, y, Of(key, language), 10, bold: true);
            foreach (var row in PdfText.Wrap(value, 10, Right - 170))
            {
                page.Text(170, y, row, 10);
                y -= 15;
            }
        }

        return Columns(page, y - 15, language, claim.Text("currency")!);
    }

    private static double Columns(PdfPage page, double y, string language, string currency)
    {
        page.Text(Left, y, Of("date", language), 9, bold: true);
        page.Text(110, y, Of("what", language), 9, bold: true);
        page.TextRight(390, y, Of("paid", language), 9, bold: true);
        page.TextRight(468, y, $"{Of("claimed", language)} {currency}", 9, bold: true);
        page.TextRight(Right, y, $"{Of("approved", language)} {currency}", 9, bold: true);
        page.Rule(Left, Right, y - 5);
        return y - 20;
    }

    private static double Line(PdfPage page, double y, RegisterRow line, string currency, string language, Func<string, string> nameOf)
    {
        page.Text(Left, y, line.Text("spent_on")!, 9);
        page.TextRight(390, y, Amounts.Text(line.Number("amount") ?? 0m, line.Text("currency")!, language), 9);
        page.TextRight(468, y, Amounts.Number(line.Number("claimed") ?? 0m, currency, language), 9);
        if (line.Number("approved") is { } approved) page.TextRight(Right, y, Amounts.Number(approved, currency, language), 9);
        var what = string.Join(", ", new[] { nameOf(line.Text("category") ?? ""), line.Text("vendor"), line.Text("description") }.Where(part => !string.IsNullOrEmpty(part)));
        foreach (var row in PdfText.Wrap(what, 9, 195).Take(4))
        {
            page.Text(110, y, row, 9);
            y -= 13;
        }

        return y - 4;
    }

    private static void Foot(PdfPage page, double y, RegisterRow claim, IReadOnlyList<RegisterRow> lines, string currency, string language)
    {
        page.Rule(Left, Right, y + 8);
        page.Text(110, y - 8, Of("total", language), 10, bold: true);
        page.TextRight(468, y - 8, Amounts.Number(lines.Sum(line => line.Number("claimed") ?? 0m), currency, language), 10, bold: true);
        var approved = claim.Number("approved_total");
        if (approved is { } sum) page.TextRight(Right, y - 8, Amounts.Number(sum, currency, language), 10, bold: true);
        y -= 30;
        page.Text(Left, y, Of("words", language), 10, bold: true);
        foreach (var row in PdfText.Wrap(AmountInWords.Of(approved ?? claim.Number("total") ?? 0m, currency, language), 10, Right - 170))
        {
            page.Text(170, y, row, 10);
            y -= 15;
        }

        page.Rule(Left, 250, 80);
        page.Text(Left, 66, Of("signed", language), 9);
        page.Rule(345, Right, 80);
        page.Text(345, 66, Of("finance", language), 9);
    }

    private static string Of(string key, string language) => Words.TryGetValue(key, out var word) ? language == "id" ? word.Indonesian : word.English : key.ToString(CultureInfo.InvariantCulture);
}
