namespace Workflows.Engine.Runtime.Retention;

/// <summary>How long what is done is kept; configuration section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Days from the end of a run until it is archived, where its process says nothing. Null: never. Default 365.</summary>
    public int? Days { get; set; } = 365;

    /// <summary>Days that the content of a message (its text, with its links) is kept after it was sent or given up. Default 30.</summary>
    public int MessageDays { get; set; } = 30;

    /// <summary>How often is looked. Default 1 h.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Runs or messages in one transaction. Default 50.</summary>
    public int Batch { get; set; } = 50;

    /// <summary>The rest between two transactions, which leaves the database to others. Default 50 ms.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What is wrong with these settings, each line naming its key; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Days < 0) yield return $"Retention:Days is {Days}; it must be 0 or more, or left out for never.";
        if (MessageDays < 1) yield return $"Retention:MessageDays is {MessageDays}; it must be 1 or more.";
        if (Every <= TimeSpan.Zero) yield return $"Retention:Every is {Every}; it must be longer than nothing, such as 01:00:00.";
        if (Batch is < 1 or > 1000) yield return $"Retention:Batch is {Batch}; it must be between 1 and 1000.";
        if (Pause < TimeSpan.Zero) yield return $"Retention:Pause is {Pause}; it must not be negative.";
    }
}
