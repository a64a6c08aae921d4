using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Mail;

public sealed class DevelopmentMailboxTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mailbox").FullName;
    private readonly string _folder;
    private readonly ManualTime _time = new();

    public DevelopmentMailboxTests() => _folder = Directory.CreateDirectory(Path.Combine(_data, "mailbox")).FullName;

    [Fact]
    public async Task Deliver_Mail_IsACompleteMessageAndShownNewestFirst()
    {
        var mailbox = Mailbox();
        await DeliverAsync(mailbox, "a", "emma@example.com", "Cuti — “disetujui”");
        _time.Advance(TimeSpan.FromSeconds(1));
        await DeliverAsync(mailbox, "b", "marco@example.com", "Second");

        var mails = await mailbox.ListAsync(null, CancellationToken.None);
        mails.Select(mail => mail.Mail.Subject).ShouldBe(["Second", "Cuti — “disetujui”"]);
        var message = System.Text.Encoding.ASCII.GetString((await mailbox.ReadMessageAsync(mails[1].Name, CancellationToken.None)).ShouldNotBeNull());
        message.ShouldContain("Message-ID: <a@localhost>\r\n");
        message.ShouldContain("To: emma@example.com\r\n");
        message.ShouldContain("Content-Type: multipart/alternative;");
        message.ShouldContain("Content-Type: text/plain; charset=utf-8");
        message.ShouldContain("Content-Type: text/html; charset=utf-8");
        message.ShouldNotContain("X-Receiver");
        message.ShouldNotContain("X-Sender");
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length.ShouldBe(4);
    }

    [Fact]
    public async Task List_ByRecipient_GivesTheirsOnly()
    {
        var mailbox = Mailbox();
        await DeliverAsync(mailbox, "a", "emma@example.com", "One");
        await DeliverAsync(mailbox, "b", "marco@example.com", "Two");

        (await mailbox.ListAsync("Emma@Example.com", CancellationToken.None)).Select(mail => mail.Mail.Subject).ShouldBe(["One"]);
    }

    [Fact]
    public async Task List_StrangeFiles_AreLeftOut()
    {
        var mailbox = Mailbox();
        await DeliverAsync(mailbox, "a", "emma@example.com", "One");
        await File.WriteAllTextAsync(Path.Combine(_folder, "99999999-half.json"), "{\"name\":");

        (await mailbox.ListAsync(null, CancellationToken.None)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("nobody")]
    public async Task Find_NameThatIsNone_GivesNothing(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "secret.json"), "{}");
        var mailbox = Mailbox();

        (await mailbox.FindAsync(name, CancellationToken.None)).ShouldBeNull();
        (await mailbox.ReadMessageAsync(name, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Deliver_AddressThatIsNone_IsRefusedAsASmtpServerWould()
    {
        var result = await Mailbox().SendAsync(Mail("nobody", "x").ToMessage("a"), CancellationToken.None);

        result.ShouldBeOfType<OutboxResult.Refused>();
        Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task DeliverAsync(DevelopmentMailbox mailbox, string id, string to, string subject) =>
        (await mailbox.SendAsync(Mail(to, subject).ToMessage(id), CancellationToken.None)).ShouldBe(new OutboxResult.Delivered());

    private static OutgoingMail Mail(string to, string subject) =>
        new() { To = new MailRecipient(to), Subject = subject, Text = "hello", Html = "<p>hello</p>" };

    private DevelopmentMailbox Mailbox() => new(_folder, new MailSettings(), new MailComposer(MailTemplates.With(folder: null), new MailSettings()), _time);
}
