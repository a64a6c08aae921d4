using System.Net;
using System.Net.Security;
using Workflows.Activities.Mail;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Mail;

/// <summary>What goes over the wire, read by an SMTP server and a mail parser that are not ours.</summary>
public sealed class SmtpMailerTests(SmtpMailerTests.Servers servers) : IClassFixture<SmtpMailerTests.Servers>
{
    private static readonly OutgoingMail Mail = new()
    {
        To = new MailRecipient("emma@example.com", "Emma Larsen"),
        Subject = "[LV-2026-00042] Leave for Emma: please decide",
        Text = "Hello Emma\n.a line that starts with a dot\n..\ntrailing space \n" + new string('x', 1200) + "\n",
        Html = "<p>Hello <a href=\"https://example.com/a/1?x=1&amp;y=2\">Approve</a></p>\n.\n",
        Thread = "LV-2026-00042",
    };

    [Fact]
    public async Task Deliver_Mail_ArrivesWithBothPartsAsWritten()
    {
        (await DeliverAsync("m1", Mail)).ShouldBe(new OutboxResult.Delivered());

        var mail = await servers.Plain.NextAsync();
        mail.From.ShouldBe("approvals@acme.example");
        mail.FromName.ShouldBe("Acme Approvals");
        mail.To.ShouldBe(["emma@example.com"]);
        mail.ToName.ShouldBe("Emma Larsen");
        mail.Subject.ShouldBe(Mail.Subject);
        mail.Text.ReplaceLineEndings("\n").TrimEnd().ShouldBe(Mail.Text.TrimEnd());
        mail.Html.ReplaceLineEndings("\n").TrimEnd().ShouldBe(Mail.Html.TrimEnd());
        mail.Link("Approve").ShouldBe("https://example.com/a/1?x=1&y=2");
        mail.Raw.Split("\r\n").ShouldAllBe(line => line.Length <= 998);
    }

    [Fact]
    public async Task Deliver_Headers_SayWhichMailAndWhichThreadAndThatNoPersonWroteIt()
    {
        (await DeliverAsync("task-1-emma.larsen", Mail)).ShouldBe(new OutboxResult.Delivered());
        (await DeliverAsync("outcome/1:emma@example.com", Mail)).ShouldBe(new OutboxResult.Delivered());

        var first = await servers.Plain.NextAsync();
        var second = await servers.Plain.NextAsync();
        first.MessageId.ShouldBe("<task-1-emma.larsen@acme.example>");
        second.MessageId.ShouldMatch("^<[0-9a-f]{40}@acme.example>$");
        first.References.ShouldBe("<thread.LV-2026-00042@acme.example>");
        first.InReplyTo.ShouldBe(first.References);
        second.References.ShouldBe(first.References);
        first.Header("Auto-Submitted").ShouldBe("auto-generated");
        first.Header("X-Auto-Response-Suppress").ShouldBe("All");
        first.Header("Content-Type")!.ShouldStartWith("multipart/alternative");
        first.Header("Date").ShouldNotBeNullOrEmpty();
        first.Headers.Count(header => header[0].Equals("Message-ID", StringComparison.OrdinalIgnoreCase)).ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_SameIdTwice_HasTheSameMessageId()
    {
        (await DeliverAsync("again", Mail)).ShouldBe(new OutboxResult.Delivered());
        (await DeliverAsync("again", Mail)).ShouldBe(new OutboxResult.Delivered());

        (await servers.Plain.NextAsync()).MessageId.ShouldBe((await servers.Plain.NextAsync()).MessageId);
    }

    [Theory]
    [InlineData("Łukasz Żółć", "Cuti — “disetujui” ✓")]
    [InlineData("山田太郎, 経理部", "休暇申請")]
    [InlineData("O'Neil \"Bob\" <not@an.address>, Jr.", "👩‍💻 " + "äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü 👩‍💻 end")]
    public async Task Deliver_NamesAndSubjectsOfAnyScript_ArriveAsWritten(string name, string subject)
    {
        (await DeliverAsync("u", Mail with { To = new MailRecipient("emma@example.com", name), Subject = subject, Text = subject, Html = $"<p>{subject}</p>" })).ShouldBe(new OutboxResult.Delivered());

        var mail = await servers.Plain.NextAsync();
        // Quotes in a name are set single: see MailWriter.
        mail.ToName.ShouldBe(name.Replace('"', '\''));
        mail.Subject.ShouldBe(subject);
        mail.Text.Trim().ShouldBe(subject);
        mail.Html.Trim().ShouldBe($"<p>{subject}</p>");
        mail.To.ShouldBe(["emma@example.com"]);
        var headers = mail.Raw[..mail.Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        headers.ShouldAllBe(c => c < 128);
    }

    [Theory]
    [InlineData("Leave\r\nBcc: thief@example.com")]
    [InlineData("Leave\nX-Evil: 1")]
    [InlineData("Leave\r\n\r\n<p>another body</p>")]
    [InlineData("Emma\" <thief@example.com>, \"Leave")]
    [InlineData("Emma\\\" <thief@example.com>, \\\"Leave")]
    [InlineData("Leave =?utf-8?B?DQpCY2M6IHRoaWVmQGV4YW1wbGUuY29t?=")]
    public async Task Deliver_HostileSubjectAndName_AddNoHeaderAndNoReceiver(string evil)
    {
        (await DeliverAsync("h", Mail with { Subject = evil, To = new MailRecipient("emma@example.com", evil) })).ShouldBe(new OutboxResult.Delivered());

        var mail = await servers.Plain.NextAsync();
        mail.To.ShouldBe(["emma@example.com"]);
        mail.AddressedTo.ShouldBe(["emma@example.com"]);
        mail.Header("Bcc").ShouldBeNull();
        mail.Header("X-Evil").ShouldBeNull();
        mail.Text.ShouldStartWith("Hello Emma");
        mail.Subject.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@example.com, b@example.com")]
    [InlineData("a@example.com\r\nRCPT TO:<b@example.com>")]
    [InlineData("Emma <emma@example.com>")]
    [InlineData("")]
    public async Task Deliver_AddressThatIsNone_IsRefusedHere(string address)
    {
        var result = await DeliverAsync("i", Mail with { To = new MailRecipient(address) });

        result.ShouldBeOfType<OutboxResult.Refused>().Reason.ShouldEndWith("is not an e-mail address.");
    }

    [Theory]
    [InlineData(550, SmtpStage.Recipient, false)]
    [InlineData(551, SmtpStage.Recipient, false)]
    [InlineData(553, SmtpStage.Recipient, false)]
    [InlineData(554, SmtpStage.Data, false)]
    [InlineData(552, SmtpStage.Data, false)]
    [InlineData(450, SmtpStage.Recipient, true)]
    [InlineData(452, SmtpStage.Recipient, true)]
    [InlineData(421, SmtpStage.Recipient, true)]
    [InlineData(451, SmtpStage.Data, true)]
    [InlineData(451, SmtpStage.Sender, true)]
    [InlineData(550, SmtpStage.Sender, true)]
    public async Task Deliver_ServerSaysNo_IsTriedAgainOnlyWhereItCanHelp(int code, SmtpStage stage, bool again)
    {
        await servers.Plain.FailNextAsync(1, code, stage);

        var result = await DeliverAsync("n", Mail);

        if (again) result.ShouldBeOfType<OutboxResult.Retry>().Reason.ShouldContain($"{code}");
        else result.ShouldBeOfType<OutboxResult.Refused>().Reason.ShouldContain($"({code})");
    }

    [Fact]
    public async Task Deliver_NobodyListens_IsTriedAgain()
    {
        var settings = Settings(servers.Plain);
        settings.Port = 1;

        var result = await DeliverAsync("c", Mail, settings);

        result.ShouldBeOfType<OutboxResult.Retry>().Reason.ShouldContain("127.0.0.1:1 cannot be used");
    }

    [Fact]
    public async Task Deliver_ServerFallsSilent_IsTriedAgainAfterTheTimeout()
    {
        await using var server = await SmtpServer.StartAsync();
        await server.HangAsync(true);
        var settings = Settings(server);
        settings.TimeoutSeconds = 1;

        var result = await DeliverAsync("s", Mail, settings);

        result.ShouldBeOfType<OutboxResult.Retry>().Reason.ShouldContain("did not finish within 1 seconds");
        (await server.NextTroubleAsync()).ShouldBe("hanging");
        // No connection stays behind.
        (await server.NextTroubleAsync()).ShouldBe("closed");
    }

    [Fact]
    public async Task Deliver_StartTlsAndSignIn_SendsEncryptedAsThatUser()
    {
        var settings = Settings(servers.Secure);
        (settings.StartTls, settings.User, settings.Password) = (true, "approvals", "s3cret");
        servers.TrustTestCertificate();

        (await DeliverAsync("t", Mail, settings)).ShouldBe(new OutboxResult.Delivered());

        var mail = await servers.Secure.NextAsync();
        (mail.Secure, mail.User).ShouldBe((true, "approvals"));
    }

    [Fact]
    public async Task Deliver_WrongPassword_IsTriedAgainWithoutTellingIt()
    {
        var settings = Settings(servers.Secure);
        (settings.StartTls, settings.User, settings.Password) = (true, "approvals", "wr0ng");
        servers.TrustTestCertificate();

        var result = await DeliverAsync("w", Mail, settings);

        var reason = result.ShouldBeOfType<OutboxResult.Retry>().Reason;
        reason.ShouldContain("check Smtp:User, Smtp:Password");
        reason.ShouldNotContain("wr0ng");
        servers.Secure.Received.ShouldNotContain(mail => mail.MessageId.StartsWith("<w@"));
    }

    [Fact]
    public async Task Deliver_ServerWithoutStartTls_GetsNothingReadable()
    {
        var settings = Settings(servers.Plain);
        settings.StartTls = true;

        var result = await DeliverAsync("readable", Mail, settings);

        result.ShouldBeOfType<OutboxResult.Retry>();
        servers.Plain.Received.ShouldNotContain(mail => mail.MessageId.StartsWith("<readable@"));
    }

    [Fact]
    public async Task Deliver_CertificateThatNobodySigned_GetsNothing()
    {
        await using var server = await SmtpServer.StartAsync(startTls: true);
        var settings = Settings(server);
        (settings.Host, settings.StartTls) = ("localhost", true);

        (await DeliverAsync("untrusted", Mail, settings)).ShouldBeOfType<OutboxResult.Retry>();
        server.Received.ShouldBeEmpty();
    }

    private static MailSettings Settings(SmtpServer server) =>
        new() { Host = server.Host, Port = server.Port, StartTls = false, From = "approvals@acme.example", FromName = "Acme Approvals" };

    private async Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, MailSettings? settings = null)
    {
        using var mailer = Mailer(settings ?? Settings(servers.Plain));
        return await mailer.SendAsync(mail.ToMessage(id), CancellationToken.None);
    }

    private static SmtpMailer Mailer(MailSettings settings) => new(settings, new MailComposer(MailTemplates.With(folder: null), settings), TimeProvider.System);

    public sealed class Servers : IAsyncLifetime
    {
        private readonly AsyncLocal<bool> _trusting = new();

        public SmtpServer Plain { get; private set; } = null!;

        public SmtpServer Secure { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
#pragma warning disable SYSLIB0014, MA0039 // The only hook that SmtpClient has.
            ServicePointManager.ServerCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.None || _trusting.Value;
#pragma warning restore SYSLIB0014, MA0039
            Plain = await SmtpServer.StartAsync();
            Secure = await SmtpServer.StartAsync(startTls: true, user: "approvals", password: "s3cret");
        }

        /// <summary>For this test alone: nobody signed the test server's certificate, and who trusts it otherwise would show nothing.</summary>
        public void TrustTestCertificate() => _trusting.Value = true;

        public async ValueTask DisposeAsync()
        {
            await Plain.DisposeAsync();
            await Secure.DisposeAsync();
        }
    }
}
