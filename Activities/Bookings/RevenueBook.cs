using Workflows.Activities.Money;
using Workflows.Activities.Partners;
using Workflows.Activities.People;
using Workflows.Activities.Registers;

namespace Workflows.Activities.Bookings;

/// <summary>Who got which part of a booking's revenue. Rows are only added: what was wrong is taken back by rows of the opposite sign.</summary>
public sealed class RevenueBook(RegisterStore store, RegisterCatalog registers, PeopleDirectory people)
{
    /// <summary>The shares that hold: neither taken back nor taking back.</summary>
    public static IReadOnlyList<RegisterRow> Standing(IReadOnlyList<RegisterRow> shares)
    {
        var reversed = shares.Select(share => share.Text("reverses")).OfType<string>().ToHashSet();
        return [.. shares.Where(share => share.Text("reverses") is null && !reversed.Contains(share.Id))];
    }

    public static long LastSplit(IReadOnlyList<RegisterRow> shares) => shares.Select(share => (long)share.Values["split"]!).DefaultIfEmpty(0).Max();

    /// <summary>The parts of a booking's revenue.</summary>
    /// <param name="levels">Percent for the employee, the manager, the manager's manager, and so on. A level that nobody holds falls to the house.</param>
    /// <exception cref="InvalidOperationException">The shares come to more than the whole.</exception>
    public IReadOnlyList<RevenuePart> Divide(RegisterRow booking, decimal amount, string currency, IReadOnlyList<decimal> levels)
    {
        var parts = new List<RevenuePart>();
        AddPartner(parts, booking.Text("partner"), "referral-partner", "agreed share of the referral partner", "bagian mitra rujukan yang disepakati");
        AddPartner(parts, booking.Text("business_partner"), "business-partner", "agreed share of the business partner", "bagian mitra bisnis yang disepakati");
        var employee = people.Find(booking.Text("employee") ?? "");
        for (var level = 0; level < levels.Count && employee is not null; level++)
        {
            if (levels[level] <= 0 || people.LevelsUp(employee, level) is not { } person || (level == 0 && !people.IsActive(person))) continue;
            parts.Add(new RevenuePart(
                "employee",
                person.Id,
                person.Name,
                levels[level],
                level == 0 ? "their booking" : $"{level} {(level == 1 ? "level" : "levels")} above {employee.Name}",
                level == 0 ? "transaksinya sendiri" : $"{level} tingkat di atas {employee.Name}"));
        }

        var given = parts.Sum(part => part.Percent);
        if (given > 100m) throw new InvalidOperationException($"The shares of {booking.Id} come to {given} %. Lower a partner's share or the percentages of the process: together they may be 100 %.");
        var company = people.Company(booking.Text("company") ?? "");
        parts.Add(new RevenuePart("house", company?.Id ?? "house", company?.Name ?? "House", 100m - given, "what is left", "sisanya"));
        var amounts = Amounts.Split(amount, [.. parts.Select(part => part.Percent)], currency);
        return [.. parts.Select((part, index) => part with { Amount = amounts[index] })];
    }

    private void AddPartner(List<RevenuePart> parts, string? id, string kind, string why, string whyIndonesian)
    {
        if (id is null || store.Find(registers.Get(PartnerRegisters.Partners), id) is not { } partner || partner.Number("share_percent") is not { } percent || percent == 0) return;
        parts.Add(new RevenuePart(kind, id, partner.Text("name")!, percent, why, whyIndonesian));
    }
}

/// <param name="Kind">Stored name: referral-partner, business-partner, employee or house.</param>
/// <param name="Why">Why this one gets it, as the register keeps it.</param>
/// <param name="WhyIndonesian">The same for who reads Indonesian.</param>
public sealed record RevenuePart(string Kind, string Who, string Name, decimal Percent, string Why, string WhyIndonesian, decimal Amount = 0m);
