using System.Text.Json;
using System.Text.Json.Serialization;
using Workflows.Activities.Telegram.Bot;

namespace Workflows.Activities.Telegram;

/// <summary>One message for the bot to send or to change, kept in the outbox until it is done.</summary>
public sealed record OutgoingTelegram
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Where it goes; a change goes where the message is.</summary>
    public long Chat { get; init; }

    /// <summary>What it says; null for a change.</summary>
    public string? Html { get; init; }

    /// <summary>What it asks; null when it asks nothing.</summary>
    public TelegramQuestion? Asks { get; init; }

    /// <summary>The message to be changed, by the outbound message that sent it, to what its task is then; null: it is a new one.</summary>
    public string? Changes { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static OutgoingTelegram Parse(string payload) => JsonSerializer.Deserialize<OutgoingTelegram>(payload, Options) ?? throw new JsonException("The message holds nothing to send.");
}

/// <summary>What a message asks, and what its buttons mean.</summary>
/// <param name="PersonId">Who is asked; null: a group.</param>
/// <param name="Role">Whose group it is; null for a person.</param>
public sealed record TelegramQuestion(string TaskId, string Revision, string Language, string? PersonId, string? Role, IReadOnlyList<IReadOnlyList<TelegramButton>> Buttons)
{
    /// <summary>As the Bot API takes them.</summary>
    public static IReadOnlyList<IReadOnlyList<BotButton>> Keyboard(IReadOnlyList<IReadOnlyList<TelegramButton>> buttons) =>
        [.. buttons.Select(row => (IReadOnlyList<BotButton>)[.. row.Select(button => new BotButton(button.Label, button.Id))])];
}

/// <param name="Id">Random: all that Telegram is given.</param>
/// <param name="Kind">One of <see cref="TelegramButtonKinds"/>.</param>
/// <param name="Action">The name of the task's action, for a button that decides.</param>
public sealed record TelegramButton(string Id, string Label, string Kind, string? Action = null);

/// <summary>What a button does. Stored names.</summary>
public static class TelegramButtonKinds
{
    public const string Decide = "decide";

    /// <summary>Approves less than is asked for.</summary>
    public const string Less = "less";

    public const string Details = "details";

    public const string Why = "why";

    /// <summary>Shows a task of a list with its buttons.</summary>
    public const string Show = "show";
}
