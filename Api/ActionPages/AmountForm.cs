using System.Globalization;
using Workflows.Activities.Approvals;
using Workflows.Activities.Money;

namespace Workflows.Api.ActionPages;

/// <summary>The fields in which an approver writes how much is approved.</summary>
internal static class AmountForm
{
    public const string Total = "amount";

    public static string Line(int index) => string.Create(CultureInfo.InvariantCulture, $"line{index}");

    public static string Text(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);

    public static IReadOnlyDictionary<string, string> Written(IFormCollection form, TaskTerms money) =>
        Names(money).Where(form.ContainsKey).ToDictionary(name => name, name => form[name].ToString() is { Length: <= 20 } text ? text : "");

    /// <returns>False when a field holds no amount. Without fields, or with empty ones, all that is asked for is meant.</returns>
    public static bool TryRead(IFormCollection form, TaskTerms money, string language, out ApprovedValue? approved)
    {
        approved = null;
        var amounts = new Dictionary<string, decimal>();
        foreach (var (name, text) in Written(form, money))
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (!Amounts.TryRead(text, money.Currency, language, out var amount)) return false;
            amounts[name] = amount;
        }

        if (amounts.Count == 0) return true;
        approved = money.Lines.Count == 0
            ? new ApprovedValue(amounts[Total], null)
            : new ApprovedValue(null, money.Lines.Select((line, index) => (line.Id, Name: Line(index))).Where(line => amounts.ContainsKey(line.Name)).ToDictionary(line => line.Id, line => amounts[line.Name]));
        return true;
    }

    private static IEnumerable<string> Names(TaskTerms money) => money.Lines.Count == 0 ? [Total] : money.Lines.Select((_, index) => Line(index));
}
