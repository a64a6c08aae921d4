using System.Text;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Tests.Channels;

public sealed class DeliveryStatusTests
{
    // As Postfix writes it.
    private const string Bounce = """
        Return-Path: <>
        Date: Mon,  2 Mar 2026 10:00:00 +0100 (CET)
        From: MAILER-DAEMON@mx.acme.example (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: approvals@acme.example
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        	boundary="9B0951C0B8.1456/mx.acme.example"

        This is a MIME-encapsulated message.

        --9B0951C0B8.1456/mx.acme.example
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.
        Final-Recipient: rfc822; not-this-one@example.test

        --9B0951C0B8.1456/mx.acme.example
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.acme.example
        Arrival-Date: Mon,  2 Mar 2026 09:59:59 +0100 (CET)

        Final-Recipient: rfc822; m.rossi@mail.example.test
        Original-Recipient: rfc822;Marco@example.test
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mail.example.test
        Diagnostic-Code: smtp; 550 5.1.1 <m.rossi@mail.example.test>: Recipient address
            rejected: User unknown

        Final-Recipient: rfc822; hana@example.test
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: X-Postfix; connect to mail.example.test: timed out

        --9B0951C0B8.1456/mx.acme.example
        Content-Description: Undelivered Message
        Content-Type: message/rfc822

        From: approvals@acme.example
        To: Marco@example.test
        Subject: please decide

        Hello

        --9B0951C0B8.1456/mx.acme.example--
        """;

    [Fact]
    public void Read_PostfixBounce_SaysWhoFailedForGoodAndWhoDidNot()
    {
        var reports = DeliveryStatus.Read(Encoding.UTF8.GetBytes(Bounce.ReplaceLineEndings("\r\n")));

        reports.ShouldBe(
        [
            new DeliveryStatus("marco@example.test", "failed", "5.1.1", "550 5.1.1 <m.rossi@mail.example.test>: Recipient address rejected: User unknown"),
            new DeliveryStatus("hana@example.test", "delayed", "4.4.1", "connect to mail.example.test: timed out"),
        ]);
        reports.Select(report => report.IsPermanent).ShouldBe([true, false]);
    }

    [Fact]
    public void Read_PartInBase64_IsDecoded()
    {
        var status = Convert.ToBase64String(Encoding.ASCII.GetBytes("Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822;<emma@example.test>\r\nAction: failed\r\nStatus: 5.0.0 (undefined)\r\n"));
        var message = $"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{status}\n--x--\n";

        DeliveryStatus.Read(Encoding.ASCII.GetBytes(message)).ShouldBe([new DeliveryStatus("emma@example.test", "failed", "5.0.0", "")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Subject: out of office\n\nFinal-Recipient: rfc822; emma@example.test\nAction: failed\n")]
    [InlineData("Content-Type: multipart/report; boundary=\"\"\n\n--\n")]
    [InlineData("Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n!!!")]
    public void Read_NoReport_IsEmpty(string message) => DeliveryStatus.Read(Encoding.ASCII.GetBytes(message)).ShouldBeEmpty();

    [Fact]
    public void Read_PartsWithinParts_EndsAtADepth()
    {
        var message = string.Concat(Enumerable.Range(0, 10_000).Select(_ => "Content-Type: message/rfc822\n\n"));

        DeliveryStatus.Read(Encoding.ASCII.GetBytes(message)).ShouldBeEmpty();
    }
}
