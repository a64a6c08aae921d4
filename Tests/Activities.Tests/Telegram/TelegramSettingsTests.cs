using Microsoft.Extensions.Configuration;
using Workflows.Activities.Telegram;

namespace Workflows.Activities.Tests.Telegram;

public sealed class TelegramSettingsTests
{
    private const string Token = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";

    [Fact]
    public void Read_NothingSet_IsOff() => Read().IsOn.ShouldBeFalse();

    [Fact]
    public void Read_Token_PollsTelegram()
    {
        var settings = Read(("BotToken", Token));

        (settings.IsOn, settings.HasWebhook, settings.BotId, settings.ApiAddress).ShouldBe((true, false, 123456789, "https://api.telegram.org/"));
    }

    [Fact]
    public void Read_Webhook_ComesToThePublicAddress()
    {
        Read(("BotToken", Token), ("Mode", "Webhook"), ("PublicAddress", "https://approvals.example.com/base")).WebhookAddress.ToString().ShouldBe("https://approvals.example.com/base/telegram/webhook");
    }

    [Theory]
    [InlineData("Telegram:BotToken", "BotFather", "BotToken", "secret-that-is-no-token")]
    [InlineData("Telegram:BotToken", "is missing", "Mode", "webhook")]
    [InlineData("Telegram:Mode", "polling or webhook", "BotToken", Token, "Mode", "push")]
    [InlineData("Telegram:ApiAddress", "such as https://", "BotToken", Token, "ApiAddress", "api.telegram.org")]
    [InlineData("Telegram:ApiAddress", "use https://", "BotToken", Token, "ApiAddress", "http://proxy.example.com/")]
    [InlineData("Telegram:PublicAddress", "is missing", "BotToken", Token, "Mode", "webhook")]
    [InlineData("Telegram:PublicAddress", "https://", "BotToken", Token, "Mode", "webhook", "PublicAddress", "http://approvals.example.com/")]
    [InlineData("Telegram:WebhookSecret", "16 to 256", "BotToken", Token, "WebhookSecret", "short")]
    [InlineData("Telegram:PollSeconds", "between 1 and 50", "BotToken", Token, "PollSeconds", "600")]
    [InlineData("Telegram:TimeoutSeconds", "between 1 and 120", "BotToken", Token, "TimeoutSeconds", "0")]
    public void Read_Wrong_NamesKeyAndCure_AndNoSecret(string key, string cure, params string[] settings)
    {
        var message = Should.Throw<InvalidOperationException>(() => Read([.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))])).Message;

        message.ShouldContain(key);
        message.ShouldContain(cure);
        message.ShouldNotContain(Token);
        message.ShouldNotContain("secret-that-is-no-token");
    }

    private static TelegramSettings Read(params (string Key, string Value)[] settings) =>
        TelegramSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Telegram:{setting.Key}", (string?)setting.Value))).Build());
}
