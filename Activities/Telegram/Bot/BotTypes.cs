using System.Text.Json.Serialization;

namespace Workflows.Activities.Telegram.Bot;

// The parts of the Bot API's types that are used; names as in its documentation, in our case.

/// <param name="LanguageCode">Of the person's program, such as en or id; may be missing.</param>
public sealed record BotUser(long Id, bool IsBot = false, string? FirstName = null, string? Username = null, string? LanguageCode = null);

/// <param name="Type">private, group, supergroup or channel.</param>
public sealed record BotChat(long Id, string? Type = null, string? Title = null)
{
    [JsonIgnore]
    public bool IsPrivate => Type == "private";
}

/// <param name="From">Null for messages of channels.</param>
/// <param name="MigrateToChatId">The group has become a supergroup with this id.</param>
public sealed record BotMessage(long MessageId, BotChat Chat, BotUser? From = null, string? Text = null, BotMessage? ReplyToMessage = null, long? MigrateToChatId = null);

/// <param name="Data">What the button was given: at most 64 bytes.</param>
public sealed record BotCallback(string Id, BotUser From, BotMessage? Message = null, string? Data = null);

/// <param name="Status">creator, administrator, member, restricted, left or kicked; for a private chat kicked means blocked.</param>
public sealed record BotMembership(string Status);

public sealed record BotMembershipChange(BotChat Chat, BotUser From, BotMembership NewChatMember);

/// <summary>Something that happened in a chat of the bot; at most one of the parts is there.</summary>
/// <param name="MyChatMember">The bot was blocked, allowed again, added to a group or removed.</param>
public sealed record BotUpdate(long UpdateId, BotMessage? Message = null, BotCallback? CallbackQuery = null, BotMembershipChange? MyChatMember = null)
{
    /// <summary>What comes from one chat is dealt with in order.</summary>
    [JsonIgnore]
    public long? ChatId => Message?.Chat.Id ?? CallbackQuery?.Message?.Chat.Id ?? CallbackQuery?.From.Id ?? MyChatMember?.Chat.Id;
}

/// <param name="CallbackData">An opaque id of at most 64 bytes.</param>
public sealed record BotButton(string Text, string CallbackData);

/// <summary>A message to be sent: HTML, in which every value is escaped.</summary>
/// <param name="Buttons">Rows of buttons under it.</param>
/// <param name="ReplyTo">The message that it answers.</param>
/// <param name="AsksForReply">The reader's program begins a reply to it.</param>
public sealed record BotText(string Html, IReadOnlyList<IReadOnlyList<BotButton>>? Buttons = null, long? ReplyTo = null, bool AsksForReply = false);
