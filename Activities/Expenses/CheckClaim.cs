using Workflows.Activities.Calendar;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Expenses;

/// <summary>Checks an expense claim: its lines, the policy's limits, receipts and duplicates. What may go on is entered as submitted.</summary>
[Activity("Expenses.CheckClaim", Category = "Expenses", DisplayName = "Check claim", Description = "Add up the lines, look for duplicates, and compare with the limits of the policy.", Kind = ActivityKind.Action)]
[Outcomes("Ok", "Refused")]
public sealed class CheckClaim : Activity
{
    [Input("The lines: category, date, vendor, description, amount, currency, rate, tax, receipt.", IsRequired = true)]
    public Input<object> Lines { get; init; } = new();

    [Input("What it was for.")]
    public Input<string> Purpose { get; init; } = new();

    [Input("The currency of the claim; nothing: the one of the requester's company.")]
    public Input<string> Currency { get; init; } = new();

    [Input("How many days old a receipt may be.", DisplayName = "Oldest, in days")]
    public Input<int> OldestDays { get; init; } = new(90);

    [Output("What is claimed, in the currency of the claim.")]
    public Output<decimal> Total { get; init; } = new();

    [Output("The currency of the claim.")]
    public Output<string> ClaimCurrency { get; init; } = new();

    [Output("The lines for whoever decides: id, label, amount.")]
    public Output<ListValue> Items { get; init; } = new();

    [Output("The category of the lines; mixed when there are several.")]
    public Output<string> Category { get; init; } = new();

    [Output("What is above the policy's limits, in words and the requester's language; empty when nothing is.")]
    public Output<string> Excess { get; init; } = new();

    [Output("The same in each language, as en and id; nothing when nothing is above.")]
    public Output<ObjectValue> ExcessTexts { get; init; } = new();

    [Output("The id of the claim in the register.")]
    public Output<string> Claim { get; init; } = new();

    [Output("Why it is refused, in the requester's language; nothing when it is not.")]
    public Output<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("A claim is checked for a request; this run has no requester.");
        var people = context.Read<PeopleDirectory>();
        var requester = people.Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var currency = context.Get(Currency) is { Length: > 0 } given ? given : people.Company(requester.Company ?? "")?.Currency ?? "EUR";
        var categories = RequestForm.Of(context.Definition)?.Column("category");
        var check = new ClaimCheck(
            context.Read<ExpenseBook>(), requester, request.Reference.ToLowerInvariant(), currency, people.TodayOf(requester), context.Get(OldestDays),
            (category, language) => categories?.Display(category, language) ?? category);
        var lines = check.Read(Objects(context.Get(Lines)));
        context.Set(ClaimCurrency, currency);
        context.Set(Claim, check.Claim);
        if (check.Refusal is { } refusal)
        {
            context.Set(Reason, refusal);
            context.CompleteWith("Refused");
            return;
        }

        var total = lines.Sum(line => line.Claimed);
        context.Set(Total, total);
        context.Set(Items, new ListValue(lines.Select(line => (object?)new ObjectValue { ["id"] = $"{line.Line}", ["label"] = check.LabelOf(line), ["amount"] = line.Claimed })));
        context.Set(Category, lines.Select(line => line.Category).Distinct().ToList() is [var only] ? only : "mixed");
        context.Set(Excess, check.Excess(requester.Language));
        context.Set(ExcessTexts, LocalText.InEach(check.Excess));
        context.Set(Reason, null);
        context.Add(new KeepClaimUnique(check.Claim, lines));
        context.Add(new SaveRow(request, ExpenseRegisters.Claims, check.Claim, new ObjectValue
        {
            ["reference"] = request.Reference, ["person"] = requester.Id, ["company"] = requester.Company, ["purpose"] = context.Get(Purpose) is { Length: > 200 } purpose ? purpose[..200] : context.Get(Purpose),
            ["currency"] = currency, ["total"] = total, ["approved_total"] = null, ["status"] = "submitted", ["submitted_on"] = IsoDay.Text(people.TodayOf(requester)), ["paid_on"] = null,
            ["request"] = request.Id,
        }));
        foreach (var line in lines) context.Add(new SaveRow(request, ExpenseRegisters.Lines, line.Id, line.ToRow(requester.Id)));
        context.CompleteWith("Ok");
    }

    internal static IReadOnlyList<ObjectValue> Objects(object? value)
    {
        if (value is string text) return JsonValues.TryParse(text, out var parsed) ? Objects(parsed is string ? null : parsed) : [];
        return value is System.Collections.IEnumerable items and not ObjectValue ? [.. items.OfType<ObjectValue>()] : [];
    }
}

/// <summary>The rules of a claim, line by line.</summary>
/// <param name="nameOf">What the form calls a category, in a language.</param>
internal sealed class ClaimCheck(ExpenseBook book, Person requester, string claim, string currency, DateOnly today, int oldestDays, Func<string, string, string> nameOf)
{
    private readonly List<Func<string, string>> _excess = [];
    private readonly IReadOnlyList<ExpenseLimit> _limits = book.LimitsFor(requester);

    private string Language => requester.Language;

    public string Claim => claim;

    /// <summary>The first thing that keeps the claim from going on, with the line that it is about.</summary>
    public string? Refusal { get; private set; }

    /// <summary>A line for whoever decides, in the language of whoever claims.</summary>
    public string LabelOf(ExpenseLine line) => string.Join(", ", new[] { nameOf(line.Category, Language), line.Vendor, Texts.Date(line.SpentOn, Language) }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>What is above the limits, one a line; empty when nothing is.</summary>
    public string Excess(string language) => string.Join("\n", _excess.Select(tell => tell(language)));

    public IReadOnlyList<ExpenseLine> Read(IReadOnlyList<ObjectValue> given)
    {
        if (given.Count == 0) Refuse("lines", "there is nothing to pay. Add at least one line.", "tidak ada yang dibayar. Tambahkan paling sedikit satu baris.");
        var lines = new List<ExpenseLine>();
        foreach (var cells in given)
        {
            if (Refusal is null && ReadLine(cells, lines.Count + 1) is { } line) lines.Add(line);
        }

        foreach (var line in lines)
        {
            if (Refusal is null) CheckDuplicate(line, lines);
            if (Refusal is null) CheckReceipt(line);
        }

        if (Refusal is null) CheckLimits(lines);
        return lines;
    }

    private ExpenseLine? ReadLine(ObjectValue cells, int number)
    {
        var amount = Number(cells, "amount");
        var own = Text(cells, "currency") is { Length: > 0 } other ? other : currency;
        var rate = Number(cells, "rate");
        var tax = Number(cells, "tax");
        if (!IsoDay.TryParse(Text(cells, "date"), $"lines[{number - 1}].date", out var day, out var error)) Refusal ??= error;
        if (amount is not > 0) Refuse(number, "amount", "the amount is missing. Write what was paid, for example 12.50.", "jumlahnya kosong. Isi yang dibayar, misalnya 12.50.");
        else if (!Amounts.IsExact(amount.Value, own)) Refuse(number, "amount", $"{amount} has more decimals than {own} has.", $"{amount} memiliki lebih banyak desimal daripada {own}.");
        else if (tax is < 0 || tax > amount) Refuse(number, "tax", "the tax is more than the amount.", "pajaknya lebih besar daripada jumlahnya.");
        else if (own != currency && rate is not > 0) Refuse(number, "rate", $"give the rate: how much {currency} one {own} is.", $"isi kursnya: berapa {currency} untuk satu {own}.");
        else if (day > today) Refuse(number, "date", "the day lies ahead.", "tanggalnya belum tiba.");
        else if (day < today.AddDays(-oldestDays)) Refuse(number, "date", $"the receipt is more than {oldestDays} days old.", $"buktinya lebih dari {oldestDays} hari.");
        if (Refusal is not null) return null;
        var vendor = Text(cells, "vendor");
        var receipt = Text(cells, "receipt");
        string? hash = null;
        if (!string.IsNullOrEmpty(receipt) && (hash = book.HashOf(receipt, requester.Id)) is null)
        {
            Refuse(number, "receipt", "there is no such file of yours. Upload it first.", "berkas ini tidak ada. Unggah dahulu.");
            return null;
        }

        return new ExpenseLine(
            claim, number, day, Text(cells, "category") ?? "other", vendor, KeyOf(vendor), Text(cells, "description"), Amounts.Scaled(amount!.Value, own), own, tax, own == currency ? null : rate,
            Amounts.Scaled(own == currency ? amount.Value : amount.Value * rate!.Value, currency), receipt, hash);
    }

    private void CheckDuplicate(ExpenseLine line, List<ExpenseLine> lines)
    {
        if (lines.Find(other => other.Line < line.Line && IsSame(other, line)) is { } here)
        {
            Refuse(line.Line, "receipt", $"this is line {here.Line} again. Keep one of the two.", $"ini sama dengan baris {here.Line}. Simpan salah satu.");
        }
        else if (book.Duplicate(line) is { } known)
        {
            var file = line.ReceiptHash is not null && known.ReceiptHash == line.ReceiptHash;
            Refuse(
                line.Line,
                "receipt",
                file ? $"this receipt was handed in before, with {known.Reference} (line {known.Line}). Remove it." : $"the same day, amount and vendor are in {known.Reference} (line {known.Line}) already. Remove the line; if it is another purchase, say so in the vendor's name.",
                file ? $"bukti ini sudah diajukan dengan {known.Reference} (baris {known.Line}). Hapus baris ini." : $"tanggal, jumlah, dan penjual yang sama sudah ada di {known.Reference} (baris {known.Line}). Hapus baris ini.");
        }
    }

    private static bool IsSame(ExpenseLine one, ExpenseLine other) =>
        (one.ReceiptHash is not null && one.ReceiptHash == other.ReceiptHash)
        || (one.VendorKey is not null && (one.SpentOn, one.Amount, one.Currency, one.VendorKey) == (other.SpentOn, other.Amount, other.Currency, other.VendorKey));

    private void CheckReceipt(ExpenseLine line)
    {
        if (line.Receipt is { Length: > 0 } || _limits.FirstOrDefault(limit => limit.Category == line.Category && limit.Currency == currency && limit.ReceiptAbove is not null) is not { ReceiptAbove: { } above } || line.Claimed <= above) return;
        Refuse(
            line.Line,
            "receipt",
            $"{nameOf(line.Category, "en")} above {Amounts.Text(above, currency, "en")} needs its receipt. Upload it and name it here.",
            $"{nameOf(line.Category, "id")} di atas {Amounts.Text(above, currency, "id")} memerlukan bukti. Unggah dan sebutkan di sini.");
    }

    private void CheckLimits(List<ExpenseLine> lines)
    {
        foreach (var limit in _limits.Where(limit => limit.Currency == currency))
        {
            var groups = lines.Where(line => line.Category == limit.Category).GroupBy(line => limit.Per switch { "line" => $"{line.Line}", "day" => $"{line.SpentOn:yyyy-MM-dd}", _ => "" });
            foreach (var group in groups.Where(group => group.Sum(line => line.Claimed) > limit.Amount))
            {
                string Tell(string language) => AboveLimit(limit, [.. group], language);
                if (limit.Refuses) Refuse(group.First().Line, "amount", $"{Tell("en")}. Claim at most that.", $"{Tell("id")}. Ajukan paling banyak sebesar itu.");
                else _excess.Add(Tell);
            }
        }
    }

    private string AboveLimit(ExpenseLimit limit, IReadOnlyList<ExpenseLine> lines, string language)
    {
        var (sum, most) = (Amounts.Text(lines.Sum(line => line.Claimed), currency, language), Amounts.Text(limit.Amount, currency, language));
        var (per, perId) = limit.Per switch
        {
            "line" => ($"line {lines[0].Line}", $"baris {lines[0].Line}"),
            "day" => (Texts.Date(lines[0].SpentOn, language), Texts.Date(lines[0].SpentOn, language)),
            _ => ("the claim", "klaim ini"),
        };
        return language == "id" ? $"{nameOf(limit.Category, language)}, {perId}: {sum}, batasnya {most}" : $"{nameOf(limit.Category, language)}, {per}: {sum}, the limit is {most}";
    }

    private void Refuse(int line, string column, string english, string indonesian) =>
        Refusal ??= $"lines[{line - 1}].{column}: {(Language == "id" ? $"baris {line}: {indonesian}" : $"line {line}: {english}")}";

    private void Refuse(string field, string english, string indonesian) => Refusal ??= $"{field}: {(Language == "id" ? indonesian : english)}";

    /// <summary>Letters and digits in lower case: Hotel Roma S.r.l. and HOTEL ROMA SRL are one vendor.</summary>
    private static string? KeyOf(string? vendor)
    {
        var key = new string([.. (vendor ?? "").ToLowerInvariant().Where(char.IsLetterOrDigit)]);
        return key.Length == 0 ? null : key;
    }

    private static string? Text(ObjectValue cells, string name) => cells.GetValueOrDefault(name) is { } value ? ValueConverter.ToText(value).Trim() : null;

    private static decimal? Number(ObjectValue cells, string name) =>
        cells.GetValueOrDefault(name) is { } value and not "" && ValueConverter.TryConvert(value, typeof(decimal), out var number) ? (decimal)number! : null;
}
