using System.Text;

namespace Workflows.Activities.Mail;

/// <summary>What a mail server reports about one receiver of a mail that it could not deliver (RFC 3464).</summary>
/// <param name="Address">The one that the mail was sent to, before anything was redirected.</param>
/// <param name="Action">failed, delayed, delivered, relayed or expanded.</param>
/// <param name="Status">As 5.1.1; empty when there is none.</param>
/// <param name="Diagnostic">What the other server said.</param>
public sealed record DeliveryStatus(string Address, string Action, string Status, string Diagnostic)
{
    /// <summary>It failed, and no later attempt will help.</summary>
    public bool IsPermanent => Action == "failed" && (Status.Length == 0 || Status[0] == '5');

    /// <summary>Reads a bounce as it arrives: a whole message with a part message/delivery-status somewhere in it, or that part alone.</summary>
    /// <returns>Empty when it reports on nobody.</returns>
    public static IReadOnlyList<DeliveryStatus> Read(ReadOnlySpan<byte> message)
    {
        var found = new List<DeliveryStatus>();
        // Every byte is one character: addresses and boundaries are ASCII, and the rest only has to survive.
        Collect(MailPart.Parse(Encoding.Latin1.GetString(message).ReplaceLineEndings("\n"), depth: 0), found);
        return found;
    }

    private static void Collect(MailPart part, List<DeliveryStatus> found)
    {
        foreach (var inner in part.Parts) Collect(inner, found);
        if (part.MediaType is not ("message/delivery-status" or "message/global-delivery-status")) return;
        // The first group is about the mail, each further one about a receiver.
        foreach (var group in part.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = MailPart.HeadersIn(group);
            var receiver = fields.GetValueOrDefault("original-recipient") ?? fields.GetValueOrDefault("final-recipient");
            if (receiver is null || AddressIn(receiver) is not { Length: > 0 } address) continue;
            found.Add(new DeliveryStatus(
                address,
                (fields.GetValueOrDefault("action") ?? "").Trim().ToLowerInvariant(),
                (fields.GetValueOrDefault("status") ?? "").Split(' ', '(')[0].Trim(),
                Plain(fields.GetValueOrDefault("diagnostic-code") ?? "")));
        }
    }

    // rfc822;emma@example.test, also with a space after the semicolon or in angle brackets.
    private static string AddressIn(string field) => field[(field.IndexOf(';') + 1)..].Trim().Trim('<', '>').ToLowerInvariant();

    private static string Plain(string diagnostic)
    {
        var text = MailComposer.OneLine(diagnostic[(diagnostic.IndexOf(';') + 1)..]);
        return text.Length <= 300 ? text : text[..299] + "…";
    }
}
