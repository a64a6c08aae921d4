using Workflows.Activities.Calendar;
using Workflows.Activities.Money;
using Workflows.Activities.People;
using Workflows.Activities.Registers;
using Workflows.Activities.Requests;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Expenses;

/// <summary>Enters what became of a claim: how much of each line was approved, that it was rejected, that it was paid.</summary>
[Activity("Expenses.SettleClaim", Category = "Expenses", DisplayName = "Settle claim", Description = "Enter what was approved of each line, that the claim was rejected, or that it was paid.", Kind = ActivityKind.Action)]
public sealed class SettleClaim : CodeActivity
{
    [Input("The id of the claim.", IsRequired = true)]
    public Input<string> Claim { get; init; } = new();

    [Input("What became of it.", Options = ["approved", "rejected", "paid"], IsRequired = true)]
    public Input<string> Status { get; init; } = new("approved");

    [Input("What was approved, by line; lines that are not named are approved whole.", DisplayName = "Approved lines", UiHint = UiHints.Dictionary)]
    public Input<ObjectValue> ApprovedLines { get; init; } = new();

    [Input("What was approved altogether; less than the lines come to is taken from all of them in proportion.", DisplayName = "Approved amount")]
    public Input<decimal?> ApprovedAmount { get; init; } = new();

    [Output("What is paid out.")]
    public Output<decimal> ApprovedTotal { get; init; } = new();

    public override void Execute(ActivityContext context)
    {
        var request = RequestInfo.Of(context.Instance);
        var id = context.Get(Claim) ?? "";
        var claim = context.FindRow(ExpenseRegisters.Claims, id) ?? throw new InvalidOperationException($"Claim: there is no claim '{id}'. Check it first (Expenses.CheckClaim).");
        var lines = context.FindRows(ExpenseRegisters.Lines, "claim", id).OrderBy(line => (long)line.Values["line"]!).ToList();
        var status = context.Get(Status) ?? "approved";
        var values = new ObjectValue { ["status"] = status };
        var total = claim.Number("approved_total") ?? 0m;
        if (status == "paid")
        {
            var people = context.Read<PeopleDirectory>();
            values["paid_on"] = IsoDay.Text(people.TodayOf(people.Find(claim.Text("person")!)!));
        }
        else
        {
            var approved = status == "approved" ? Approved(context, claim.Text("currency")!, lines) : [.. lines.Select(_ => 0m)];
            values["approved_total"] = total = approved.Sum();
            for (var index = 0; index < lines.Count; index++) context.Add(new SaveRow(request, ExpenseRegisters.Lines, lines[index].Id, new ObjectValue { ["approved"] = approved[index] }));
        }

        context.Add(new SaveRow(request, ExpenseRegisters.Claims, id, values));
        context.Set(ApprovedTotal, total);
    }

    private IReadOnlyList<decimal> Approved(ActivityContext context, string currency, IReadOnlyList<RegisterRow> lines)
    {
        var byLine = context.Get(ApprovedLines) ?? [];
        var amounts = lines.Select(line =>
        {
            var claimed = line.Number("claimed") ?? 0m;
            return byLine.GetValueOrDefault($"{line.Values["line"]}") is { } given && ValueConverter.TryConvert(given, typeof(decimal), out var approved) ? Math.Clamp(Amounts.Scaled((decimal)approved!, currency), 0m, claimed) : claimed;
        }).ToList();
        return context.Get(ApprovedAmount) is { } whole && whole < amounts.Sum() && whole >= 0 ? Amounts.Split(Amounts.Round(whole, currency), amounts, currency) : amounts;
    }
}
