using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Bookings;

/// <summary>Divides a booking's revenue among referral partner, business partner, the employee and those above, and the house. The parts sum to the cent.</summary>
[Activity("Revenue.Split", Category = "Revenue", DisplayName = "Split revenue", Description = "Divide the revenue of a booking by percentages; the house gets what is left.", Kind = ActivityKind.Action)]
public sealed class SplitRevenue : CodeActivity
{
    [Input("The booking, by id: what the check of the booking gave back.", DefaultSyntax = "JavaScript", IsRequired = true)]
    public Input<string> Booking { get; init; } = new();

    [Input("The amount to divide; nothing: the booking's revenue.")]
    public Input<decimal?> Amount { get; init; } = new();

    [Input("Percent for the employee, for the manager, for the manager's manager, and so on.", DisplayName = "Employee percentages", UiHint = UiHints.JsonEditor)]
    public Input<IReadOnlyList<decimal>> EmployeePercents { get; init; } = new([]);

    [Output("Who got what: a list of kind, who, name, percent, amount, why.")]
    public Output<ListValue> Shares { get; init; } = new();

    [Output("The same in words, one line each, in the requester's language.")]
    public Output<string> Text { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var id = context.Get(Booking) ?? "";
        var booking = context.FindRow(BookingRegisters.Bookings, id) ?? throw new InvalidOperationException($"Booking: there is no booking '{id}'.");
        var book = context.Read<RevenueBook>();
        var shares = context.FindRows(BookingRegisters.Shares, "booking", id);
        if (RevenueBook.Standing(shares).Count > 0) throw new InvalidOperationException($"The revenue of {booking.Text("reference")} is divided already. Reverse that split first (Revenue.Reverse): a split is never edited.");
        var currency = booking.Text("currency")!;
        var parts = book.Divide(booking, context.Get(Amount) ?? booking.Number("revenue") ?? 0m, currency, context.Get(EmployeePercents) ?? []);
        var split = RevenueBook.LastSplit(shares) + 1;
        var request = RequestInfo.Of(context.Instance);
        for (var index = 0; index < parts.Count; index++)
        {
            var part = parts[index];
            context.Add(new SaveRow(request, BookingRegisters.Shares, $"{id}-{split}-{index + 1}", new ObjectValue
            {
                ["booking"] = id, ["split"] = split, ["kind"] = part.Kind, ["who"] = part.Who, ["who_name"] = part.Name, ["percent"] = part.Percent, ["currency"] = currency, ["amount"] = part.Amount,
                ["why"] = part.Why, ["company"] = booking.Text("company"), ["request"] = request?.Id,
            }) { IsNew = true });
        }

        context.Set(Shares, new ListValue(parts.Select(part => (object?)new ObjectValue
        {
            ["kind"] = part.Kind, ["who"] = part.Who, ["name"] = part.Name, ["percent"] = part.Percent, ["amount"] = part.Amount, ["why"] = part.Why,
        })));
        var language = context.Read<PeopleDirectory>().Find(request?.RequesterId ?? "")?.Language ?? "en";
        context.Set(Text, string.Join("\n", parts.Select(part =>
            $"{part.Name}: {Amounts.Text(part.Amount, currency, language)} ({Amounts.Percent(part.Percent, language)}, {(language == "id" ? part.WhyIndonesian : part.Why)})")));
    }
}

/// <summary>Takes back how a booking's revenue was divided: each share gets a counterpart of the opposite sign. Nothing is edited.</summary>
[Activity("Revenue.Reverse", Category = "Revenue", DisplayName = "Reverse revenue split", Description = "Take back how the revenue of a booking was divided, with rows of the opposite sign.", Kind = ActivityKind.Action)]
public sealed class ReverseRevenue : CodeActivity
{
    [Input("The booking whose split is taken back, by id.", DefaultSyntax = "JavaScript", IsRequired = true)]
    public Input<string> Booking { get; init; } = new();

    [Output("What was taken back.")]
    public Output<decimal> Reversed { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var id = context.Get(Booking) ?? "";
        var shares = context.FindRows(BookingRegisters.Shares, "booking", id);
        var standing = RevenueBook.Standing(shares);
        var split = RevenueBook.LastSplit(shares) + 1;
        var request = RequestInfo.Of(context.Instance);
        for (var index = 0; index < standing.Count; index++)
        {
            var share = standing[index];
            var values = new ObjectValue(share.Values)
            {
                ["split"] = split, ["amount"] = -share.Number("amount")!.Value, ["reverses"] = share.Id, ["why"] = $"takes back {share.Id}", ["request"] = request?.Id,
            };
            context.Add(new SaveRow(request, BookingRegisters.Shares, $"{id}-{split}-{index + 1}", values) { IsNew = true });
        }

        context.Set(Reversed, standing.Sum(share => share.Number("amount") ?? 0m));
    }
}
