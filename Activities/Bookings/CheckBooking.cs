using Workflows.Activities.Calendar;
using Workflows.Activities.Money;
using Workflows.Activities.Partners;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;

namespace Workflows.Activities.Bookings;

/// <summary>Checks a booking and works out what it brings. It is entered blocked; the process confirms or cancels it.</summary>
[Activity("Bookings.CheckBooking", Category = "Bookings", DisplayName = "Check booking", Description = "Check client, stock and partners, and work out gain or loss. The booking is blocked until it is confirmed.", Kind = ActivityKind.Action)]
[Outcomes("Gain", "Loss", "Refused")]
public sealed class CheckBooking : Activity
{
    [Input("The client, by id.", OptionsFrom = "rows:clients active=true", IsRequired = true)]
    public Input<string> Client { get; init; } = new();

    [Input("The stock, by id.", OptionsFrom = "rows:stocks active=true", IsRequired = true)]
    public Input<string> Stock { get; init; } = new();

    [Input("How many pieces.", IsRequired = true)]
    public Input<decimal> Quantity { get; init; } = new();

    [Input("The price of a piece when it was bought.", DisplayName = "Buy price", IsRequired = true)]
    public Input<decimal> BuyPrice { get; init; } = new();

    [Input("The price of a piece when it is sold.", DisplayName = "Sell price", IsRequired = true)]
    public Input<decimal> SellPrice { get; init; } = new();

    [Input("The day of the booking, as 2026-02-25; nothing: today.", DisplayName = "Booked on")]
    public Input<string> BookedOn { get; init; } = new();

    [Input("The partner who brought the client, by id; nothing: nobody.", DisplayName = "Referral partner", OptionsFrom = "rows:partners status=active kind=referral")]
    public Input<string> Partner { get; init; } = new();

    [Input("The partner who shares the business, by id; nothing: nobody.", DisplayName = "Business partner", OptionsFrom = "rows:partners status=active kind=business")]
    public Input<string> BusinessPartner { get; init; } = new();

    [Input("Whose booking it is; nothing: the requester's.", OptionsFrom = "people")]
    public Input<string> Employee { get; init; } = new();

    [Input("The revenue that is divided; nothing: the gain or loss.")]
    public Input<decimal?> Revenue { get; init; } = new();

    [Input("The booking that this one corrects, by id; nothing: none.", DefaultSyntax = "JavaScript")]
    public Input<string> Corrects { get; init; } = new();

    [Output("The id of the booking.")]
    public Output<string> Booking { get; init; } = new();

    [Output("What is lost, above zero; 0 for a gain.")]
    public Output<decimal> Loss { get; init; } = new();

    [Output("The loss in percent of the cost.")]
    public Output<decimal> LossPercent { get; init; } = new();

    [Output("The currency of the stock.")]
    public Output<string> Currency { get; init; } = new();

    [Output("What is divided.")]
    public Output<decimal> RevenueToSplit { get; init; } = new();

    [Output("The client's name.")]
    public Output<string> ClientName { get; init; } = new();

    [Output("The stock's name.")]
    public Output<string> StockName { get; init; } = new();

    [Output("Why it is refused, in the requester's language; nothing when it is not.")]
    public Output<string> Reason { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance) ?? throw new InvalidOperationException("A booking is checked for a request; this run has no requester.");
        var people = context.Read<PeopleDirectory>();
        var requester = people.Find(request.RequesterId) ?? throw new InvalidOperationException($"The requester '{request.RequesterId}' is not in the directory.");
        var (client, stock) = (Row(context, "clients", context.Get(Client)), Row(context, BookingRegisters.Stocks, context.Get(Stock)));
        var employee = context.Get(Employee) is { Length: > 0 } id ? people.Find(id) : requester;
        if (Problem(context, requester, client, stock, employee) is { } problem)
        {
            context.Set(Reason, problem);
            context.CompleteWith("Refused");
            return;
        }

        var currency = stock!.Text("currency")!;
        var (cost, proceeds) = (Amounts.Round(context.Get(Quantity) * context.Get(BuyPrice), currency), Amounts.Round(context.Get(Quantity) * context.Get(SellPrice), currency));
        var result = proceeds - cost;
        var loss = Math.Max(-result, 0m);
        var percent = cost == 0 ? 0m : Math.Round(loss * 100m / cost, 2, MidpointRounding.AwayFromZero);
        var revenue = Amounts.Round(context.Get(Revenue) ?? result, currency);
        var booking = request.Reference.ToLowerInvariant();
        context.Set(Booking, booking);
        context.Set(Loss, loss);
        context.Set(LossPercent, percent);
        context.Set(Currency, currency);
        context.Set(RevenueToSplit, revenue);
        context.Set(ClientName, client!.Text("name"));
        context.Set(StockName, stock.Text("name"));
        context.Set(Reason, null);
        context.Add(new SaveRow(request, BookingRegisters.Bookings, booking, new ObjectValue
        {
            ["reference"] = request.Reference, ["client"] = client.Id, ["stock"] = stock.Id, ["quantity"] = context.Get(Quantity), ["buy_price"] = context.Get(BuyPrice),
            ["sell_price"] = context.Get(SellPrice), ["currency"] = currency, ["booked_on"] = context.Get(BookedOn) is { Length: > 0 } day ? day : IsoDay.Text(people.TodayOf(requester)),
            ["cost"] = cost, ["proceeds"] = proceeds, ["result"] = result, ["loss_percent"] = percent, ["revenue"] = revenue, ["partner"] = Given(context, Partner),
            ["business_partner"] = Given(context, BusinessPartner), ["employee"] = employee!.Id, ["company"] = employee.Company, ["status"] = "blocked", ["corrects"] = Given(context, Corrects), ["request"] = request.Id,
        }));
        context.CompleteWith(loss > 0 ? "Loss" : "Gain");
    }

    private string? Problem(ActivityContext context, Person requester, RegisterRow? client, RegisterRow? stock, Person? employee)
    {
        var isIndonesian = requester.Language == "id";
        if (client is null || !client.Flag("active") || Elsewhere(client, requester)) return Text("client", $"there is no active client '{context.Get(Client)}'. Choose one of the register.", $"tidak ada klien aktif '{context.Get(Client)}'. Pilih dari daftar klien.");
        if (stock is null || !stock.Flag("active")) return Text("stock", $"there is no stock '{context.Get(Stock)}' in use. Choose one of the register.", $"tidak ada saham '{context.Get(Stock)}'. Pilih dari daftar saham.");
        if (employee is null || !context.Read<PeopleDirectory>().IsActive(employee)) return Text("employee", $"there is nobody '{context.Get(Employee)}' who works here.", $"tidak ada karyawan '{context.Get(Employee)}'.");
        if (PartnerProblem(context, Partner, "referral") is { } partner) return Text("partner", partner.English, partner.Indonesian);
        if (PartnerProblem(context, BusinessPartner, "business") is { } business) return Text("businessPartner", business.English, business.Indonesian);
        if (Given(context, Corrects) is not { } corrects) return null;
        var earlier = Row(context, BookingRegisters.Bookings, corrects);
        if (earlier is null || earlier.Text("client") != client.Id) return Text("corrects", $"there is no booking '{corrects}' of this client.", $"tidak ada transaksi '{corrects}' dari klien ini.");
        return earlier.Text("status") == "confirmed" ? null : Text("corrects", $"{earlier.Text("reference")} is {earlier.Text("status")}. Only a confirmed booking can be corrected.", $"{earlier.Text("reference")} berstatus {earlier.Text("status")}. Hanya transaksi yang terkonfirmasi dapat dikoreksi.");

        string Text(string field, string english, string indonesian) => $"{field}: {(isIndonesian ? indonesian : english)}";
    }

    private static (string English, string Indonesian)? PartnerProblem(ActivityContext context, Input<string> input, string kind)
    {
        if (Given(context, input) is not { } id) return null;
        var partner = Row(context, PartnerRegisters.Partners, id);
        if (partner is null || partner.Text("kind") != kind) return ($"there is no {kind} partner '{id}'.", $"tidak ada mitra '{id}'.");
        return partner.Text("status") == "active" ? null : ($"{partner.Text("name")} is not an active partner: {partner.Text("status")}.", $"{partner.Text("name")} bukan mitra aktif.");
    }

    private static bool Elsewhere(RegisterRow row, Person requester) => row.Text("company") is { } company && requester.Company is { } own && company != own;

    private static string? Given(ActivityContext context, Input<string> input) => context.Get(input) is { Length: > 0 } text ? text : null;

    private static RegisterRow? Row(ActivityContext context, string register, string? id) => context.FindRow(register, id);
}
