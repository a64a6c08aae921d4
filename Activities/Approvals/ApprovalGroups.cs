using System.Globalization;
using Workflows.Engine.Expressions;

namespace Workflows.Activities.Approvals;

/// <summary>Who decides, and how many of them: one group, or several that decide side by side and must all pass.</summary>
/// <param name="Name">Null where there is only one.</param>
/// <param name="AtLeast">A number, or a share such as 60%; for <see cref="ApprovalMode.AtLeast"/>.</param>
public sealed record ApprovalGroup(string? Name, IReadOnlyList<string> Approvers, ApprovalMode Mode, string? AtLeast)
{
    private static readonly string[] Members = ["name", "approvers", "mode", "atLeast"];

    /// <summary>Reads <c>[{"name": "Finance", "approvers": ["role:finance"], "mode": "all", "atLeast": "50%"}]</c>. All problems at once.</summary>
    public static (IReadOnlyList<ApprovalGroup> Groups, IReadOnlyList<string> Problems) Read(object? value)
    {
        var problems = new List<string>();
        if (value is string text)
        {
            if (string.IsNullOrWhiteSpace(text)) return ([], problems);
            if (!JsonValues.TryParse(text, out value)) return ([], ["the groups are not JSON. Write a list: [{\"name\": \"Finance\", \"approvers\": [\"role:finance\"], \"mode\": \"any\"}]."]);
        }

        if (value is null) return ([], problems);
        if (value is not ListValue list) return ([], ["the groups are not a list. Write [{\"name\": \"Finance\", \"approvers\": [\"role:finance\"], \"mode\": \"any\"}]."]);
        var groups = list.Select((group, index) => ReadOne(group, index + 1, problems)).OfType<ApprovalGroup>().ToList();
        if (groups.GroupBy(group => group.Name).FirstOrDefault(same => same.Count() > 1) is { } twice) problems.Add($"the group '{twice.Key}' is there twice. Give each group its own name.");
        return (groups, problems);
    }

    /// <summary>How many of so many seats must approve.</summary>
    /// <exception cref="FormatException">It says neither a number nor a share.</exception>
    public int Need(int seats)
    {
        if (Mode is ApprovalMode.Any) return 1;
        if (Mode is ApprovalMode.All or ApprovalMode.Sequence) return seats;
        if (AtLeastProblem(AtLeast) is { } problem) throw new FormatException(problem);
        var number = int.Parse(AtLeast!.TrimEnd('%', ' '), CultureInfo.InvariantCulture);
        return AtLeast.Contains('%') ? Math.Max(1, (int)Math.Ceiling(seats * number / 100m)) : number;
    }

    public static string? AtLeastProblem(string? text)
    {
        var share = text?.Trim().EndsWith('%') == true;
        return int.TryParse(text?.Trim().TrimEnd('%').Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && (!share || number <= 100)
            ? null
            : $"'{text}' is neither a number nor a share. Write for example 2 or 60%.";
    }

    private static ApprovalGroup? ReadOne(object? value, int number, List<string> problems)
    {
        if (value is not ObjectValue group)
        {
            problems.Add($"group {number} is not an object. Write it like {{\"name\": \"Finance\", \"approvers\": [\"role:finance\"]}}.");
            return null;
        }

        var before = problems.Count;
        foreach (var member in group.Keys.Where(member => !Members.Contains(member))) problems.Add($"group {number}: there is no member '{member}'. The members are {string.Join(", ", Members)}.");
        var rules = ValueConverter.To<IReadOnlyList<string>>(group.GetValueOrDefault("approvers")) ?? [];
        if (rules.Count == 0) problems.Add($"group {number}: approvers is empty. Name at least one rule, for example role:finance.");
        foreach (var problem in rules.Select(ApproverRules.FormProblem).OfType<string>()) problems.Add($"group {number}: {problem}");
        var mode = ApprovalMode.Any;
        if (group.GetValueOrDefault("mode") is { } given && !Enum.TryParse(ValueConverter.ToText(given), ignoreCase: true, out mode))
            problems.Add($"group {number}: mode is '{ValueConverter.ToText(given)}'. Write any, all, atLeast or sequence.");
        var atLeast = group.GetValueOrDefault("atLeast") is { } least ? ValueConverter.ToText(least) : null;
        if (mode == ApprovalMode.AtLeast && AtLeastProblem(atLeast) is { } wrong) problems.Add($"group {number}: atLeast: {wrong}");
        if (problems.Count > before) return null;
        return new ApprovalGroup(group.GetValueOrDefault("name") as string ?? $"{number}", rules, mode, atLeast);
    }
}
