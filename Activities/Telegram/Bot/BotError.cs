namespace Workflows.Activities.Telegram.Bot;

/// <summary>What the Bot API answered, or why it did not.</summary>
/// <param name="Description">Telegram's own words; no secret is in them.</param>
/// <param name="RetryAfter">With <see cref="BotTrouble.TooMany"/>: how long Telegram wants to be left alone.</param>
/// <param name="MovedTo">The group is a supergroup now, with this id.</param>
public sealed record BotError(BotTrouble Trouble, string Description, TimeSpan? RetryAfter = null, long? MovedTo = null);

public enum BotTrouble
{
    /// <summary>429: try again after a time.</summary>
    TooMany,

    /// <summary>403: blocked by the person, removed from the group, or the account is gone.</summary>
    Blocked,

    /// <summary>400: the chat or the message is not there (any more).</summary>
    Gone,

    /// <summary>400: an edit that changes nothing.</summary>
    Unchanged,

    /// <summary>400 for another reason: what was sent is wrong, and stays wrong.</summary>
    Wrong,

    /// <summary>401 or 404: the token is not valid.</summary>
    Token,

    /// <summary>409: somebody else polls, or a webhook is set.</summary>
    Conflict,

    /// <summary>No answer in time, or 5xx.</summary>
    Unreachable,
}

/// <summary>A value, or the error instead of it.</summary>
public sealed record BotAnswer<T>(T? Value, BotError? Error)
    where T : class;
