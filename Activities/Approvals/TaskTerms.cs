using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Activities.Requests;

namespace Workflows.Activities.Approvals;

/// <summary>On which terms a task is decided: who besides those listed may, what may be approved, and what changed since it was shown last.</summary>
public sealed record TaskTerms
{
    /// <summary>Stored name: approval.</summary>
    public const string Approval = "approval";

    /// <summary>Stored name: the requester is asked to change the request; nobody decides it.</summary>
    public const string Change = "change";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string Kind { get; init; } = Approval;

    /// <summary>The run of the activity: its tasks belong to one vote.</summary>
    public int Execution { get; init; }

    /// <summary>Of the request that is shown.</summary>
    public int Edition { get; init; } = 1;

    /// <summary>Only those who are listed may decide, not whoever a rule names today.</summary>
    public bool Exclusive { get; init; }

    /// <summary>Separation of duties: nobody decides two steps of one request.</summary>
    public bool Separate { get; init; } = true;

    /// <summary>The group, where several decide side by side.</summary>
    public string? Step { get; init; }

    /// <summary>any, all, atLeast or sequence; null for a task that stands alone.</summary>
    public string? Mode { get; init; }

    /// <summary>How many of the group's seats must approve.</summary>
    public int Need { get; init; } = 1;

    public int Seats { get; init; } = 1;

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public IReadOnlyList<ApprovalLine> Lines { get; init; } = [];

    /// <summary>Whoever approves may approve less than is asked for.</summary>
    public bool AllowLess { get; init; }

    public IReadOnlyList<RequestChange> Changes { get; init; } = [];

    /// <summary>Messages about it wait for no quiet hours and no digest.</summary>
    public bool Urgent { get; init; }

    /// <summary>Title and body by language, where the process has more than one; otherwise everybody reads the task's own.</summary>
    public IReadOnlyDictionary<string, TaskText> Texts { get; init; } = ImmutableDictionary<string, TaskText>.Empty;

    internal string? TextsJson => Texts.Count == 0 ? null : JsonSerializer.Serialize(Texts, Json);

    internal string? LinesJson => Lines.Count == 0 ? null : JsonSerializer.Serialize(Lines, Json);

    internal string? ChangesJson => Changes.Count == 0 ? null : JsonSerializer.Serialize(Changes, Json);

    internal static IReadOnlyList<T> Read<T>(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<T>>(json, Json) ?? [];
}

/// <summary>What a task says in one language.</summary>
public sealed record TaskText(string Title, string Body)
{
    internal static IReadOnlyDictionary<string, TaskText> Read(string? json) => json is null ? ImmutableDictionary<string, TaskText>.Empty : JsonSerializer.Deserialize<Dictionary<string, TaskText>>(json, TaskTerms.Json)!;

    /// <summary>By language, where title or body has more than one.</summary>
    public static IReadOnlyDictionary<string, TaskText> Of(LocalText title, LocalText body) =>
        title.IsLocal || body.IsLocal ? Activities.Texts.Languages.ToDictionary(language => language, language => new TaskText(title.In(language), body.In(language))) : ImmutableDictionary<string, TaskText>.Empty;
}

/// <summary>One line of what is asked for.</summary>
/// <param name="Id">What an answer calls it.</param>
public sealed record ApprovalLine(string Id, string Label, decimal Amount);

/// <summary>What was approved where it could be less than was asked for.</summary>
/// <param name="Lines">By line id; null when there are no lines.</param>
public sealed record ApprovedValue(decimal? Amount, IReadOnlyDictionary<string, decimal>? Lines)
{
    public string ToJson() => JsonSerializer.Serialize(this, TaskTerms.Json);

    public static ApprovedValue? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize<ApprovedValue>(json, TaskTerms.Json);

    /// <summary>All that is asked for.</summary>
    public static ApprovedValue? Full(TaskTerms terms) => terms.Amount is null && terms.Lines.Count == 0
        ? null
        : new ApprovedValue(terms.Amount ?? terms.Lines.Sum(line => line.Amount), terms.Lines.Count == 0 ? null : terms.Lines.ToDictionary(line => line.Id, line => line.Amount));

    /// <summary>What both approved: the smaller amount, line by line.</summary>
    public ApprovedValue And(ApprovedValue other)
    {
        var lines = Lines?.ToDictionary(line => line.Key, line => Math.Min(line.Value, other.Lines?.GetValueOrDefault(line.Key, line.Value) ?? line.Value));
        return new ApprovedValue(lines is not null ? lines.Values.Sum() : Amount is { } mine && other.Amount is { } theirs ? Math.Min(mine, theirs) : Amount ?? other.Amount, lines);
    }

    /// <summary>Checks what somebody wants to approve against what is asked for, and fills in what it leaves out.</summary>
    /// <returns>The field at fault and what to do; null when it will do.</returns>
    public static (string Field, string Message)? Check(ApprovedValue? given, TaskTerms terms, out ApprovedValue? approved)
    {
        approved = Full(terms);
        if (given is null || (given.Amount is null && given.Lines is null)) return null;
        if (approved is null || !terms.AllowLess) return ("approved", "approved: this task is approved as it stands. Leave approved out.");
        if (terms.Lines.Count > 0)
        {
            var lines = new Dictionary<string, decimal>(approved.Lines!);
            foreach (var (id, amount) in given.Lines ?? new Dictionary<string, decimal>())
            {
                if (!approved.Lines!.TryGetValue(id, out var asked)) return ("approved.lines", $"approved.lines: there is no line '{id}'. The lines are {string.Join(", ", approved.Lines.Keys)}.");
                if (OutOfRange($"approved.lines.{id}", amount, asked) is { } wrong) return wrong;
                lines[id] = amount;
            }

            if (given.Lines is null) return ("approved.lines", "approved.lines: this is approved line by line. Give the amounts of the lines that are approved for less.");
            if (given.Amount is { } total && total != lines.Values.Sum()) return ("approved.amount", $"approved.amount: the lines make {Number(lines.Values.Sum())}. Leave the amount out; it is their sum.");
            approved = new ApprovedValue(lines.Values.Sum(), lines);
            return null;
        }

        if (given.Lines is { Count: > 0 }) return ("approved.lines", "approved.lines: this task has no lines. Give approved.amount.");
        if (OutOfRange("approved.amount", given.Amount!.Value, approved.Amount!.Value) is { } problem) return problem;
        approved = new ApprovedValue(given.Amount, null);
        return null;
    }

    private static (string, string)? OutOfRange(string field, decimal amount, decimal asked)
    {
        if (amount < 0) return (field, $"{field}: {Number(amount)} is less than nothing. Approve 0 to {Number(asked)}.");
        return amount > asked ? (field, $"{field}: {Number(amount)} is more than is asked for. Approve at most {Number(asked)}.") : null;
    }

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
