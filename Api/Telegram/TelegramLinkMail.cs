using Workflows.Activities;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Activities.People;
using Workflows.Activities.Telegram;

namespace Workflows.Api.Telegram;

/// <summary>The mail with a code that links a Telegram account. The code is not in the subject, which the message log shows.</summary>
internal static class TelegramLinkMail
{
    /// <param name="link">Opens Telegram with the code; null when the bot's name is not known.</param>
    public static Notice Write(Person person, TelegramLinkCode code, string? link, TimeZoneInfo zone)
    {
        var language = person.Language;
        var subject = TelegramTexts.Get(language, "mail.subject");
        string[] intro = [TelegramTexts.Get(language, "mail.intro", Texts.Instant(code.ExpiresAt, zone, language)), TelegramTexts.Get(language, "mail.code", code.Code)];
        return new Notice
        {
            Key = $"telegram-link-{Guid.CreateVersion7()}",
            Template = "notice",
            IsEssential = true,
            Content = new MailContent
            {
                Language = language,
                Subject = subject,
                Heading = subject,
                Intro = link is null ? intro[1..] : intro,
                Buttons = link is null ? [] : [new MailButton(TelegramTexts.Get(language, "mail.button"), link)],
                Why = TelegramTexts.Get(language, "mail.why"),
            },
        };
    }
}
