using Microsoft.Extensions.Configuration;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Tests.Mail;

public sealed class MailSettingsTests
{
    [Fact]
    public void Read_NothingConfigured_HasNoServerAndNoProblem()
    {
        MailSettings.Read(Configuration()).HasServer.ShouldBeFalse();
    }

    [Fact]
    public void Read_CompleteSettings_AreTaken()
    {
        var settings = MailSettings.Read(Configuration(
            ("Smtp:Host", "smtp.example.com"), ("Smtp:Port", "2525"), ("Smtp:StartTls", "true"), ("Smtp:User", "u"), ("Smtp:Password", "p"), ("Smtp:From", "a@example.com"), ("Smtp:FromName", "Acme")));

        (settings.Host, settings.Port, settings.StartTls, settings.User, settings.Password, settings.From, settings.FromName)
            .ShouldBe(("smtp.example.com", 2525, true, "u", "p", "a@example.com", "Acme"));
    }

    [Theory]
    [InlineData("Smtp:Port", "465", "implicit TLS")]
    [InlineData("Smtp:Port", "465", "Use 587")]
    [InlineData("Smtp:Port", "70000", "between 1 and 65535")]
    [InlineData("Smtp:From", "", "Smtp:From is missing")]
    [InlineData("Smtp:From", "Acme <a@example.com>", "one e-mail address")]
    [InlineData("Smtp:From", "a@example.com\r\nBcc: b@example.com", "one e-mail address")]
    [InlineData("Smtp:FromName", "Acme\nInc", "on one line")]
    [InlineData("Smtp:Password", "", "set together")]
    [InlineData("Smtp:Host", "https://smtp.example.com", "the mail server's name alone")]
    [InlineData("Smtp:TimeoutSeconds", "0", "between 1 and 600")]
    [InlineData("Smtp:StartTls", "false", "sent readable")]
    public void Read_OneWrongSetting_NamesTheKeyAndTheCure(string key, string value, string says)
    {
        var right = new Dictionary<string, string?>
        {
            ["Smtp:Host"] = "smtp.example.com", ["Smtp:From"] = "a@example.com", ["Smtp:User"] = "u", ["Smtp:Password"] = "p",
        };
        MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(right).Build());

        var error = Should.Throw<InvalidOperationException>(() => MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(right).AddInMemoryCollection([new(key, value)]).Build()));

        error.Message.ShouldContain(key);
        error.Message.ShouldContain(says);
        error.Message.ShouldNotContain("\n");
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value))).Build();
}
