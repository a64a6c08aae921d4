using System.Text.Json;
using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Mail;

/// <summary>Takes all mail when no mail server is configured: a folder of <c>.eml</c> files, and beside each a <c>.json</c> with the same mail for the page that shows it.</summary>
/// <remarks>Never in production: what lies here signs people in and decides for them.</remarks>
public sealed class DevelopmentMailbox(string folder, MailSettings settings, MailComposer composer, TimeProvider time) : MailDelivery(composer)
{
    private const int Shown = 500;

    public string Folder => folder;

    /// <summary>The newest mails first, at most 500.</summary>
    /// <param name="recipient">An address; null for everybody's.</param>
    public async Task<IReadOnlyList<MailboxEntry>> ListAsync(string? recipient, CancellationToken ct)
    {
        if (!Directory.Exists(folder)) return [];
        var found = new List<MailboxEntry>();
        // Names start with the time, so the newest come last in order of name.
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").OrderDescending())
        {
            if (await ReadAsync(file, ct) is not { } entry) continue;
            if (recipient is null || entry.Mail.To.Address.Equals(recipient, StringComparison.OrdinalIgnoreCase)) found.Add(entry);
            if (found.Count == Shown) break;
        }

        return found;
    }

    /// <summary>The mail with this name, or null.</summary>
    public async Task<MailboxEntry?> FindAsync(string name, CancellationToken ct) =>
        IsName(name) ? await ReadAsync(Path.Combine(folder, name + ".json"), ct) : null;

    /// <summary>The complete message as it would have gone over the wire, or null.</summary>
    public async Task<byte[]?> ReadMessageAsync(string name, CancellationToken ct)
    {
        var file = Path.Combine(folder, name + ".eml");
        return IsName(name) && File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : null;
    }

    protected internal override async Task<OutboxResult> DeliverAsync(string id, OutgoingMail mail, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var name = $"{now:yyyyMMdd-HHmmss-fff}-{Guid.CreateVersion7(now):N}";
        // Written elsewhere and moved: who watches the folder never sees half a mail.
        var draft = Directory.CreateDirectory(Path.Combine(folder, ".drafts", name));
        try
        {
            var message = await SmtpMailer.WriteFileAsync(id, mail, settings, draft.FullName, ct);
            var sidecar = Path.Combine(draft.FullName, "mail.json");
            await File.WriteAllTextAsync(sidecar, JsonSerializer.Serialize(new MailboxEntry(name, now, mail), MailJson.Options), ct);
            File.Move(message, Path.Combine(folder, name + ".eml"));
            File.Move(sidecar, Path.Combine(folder, name + ".json"));
            return new OutboxResult.Delivered();
        }
        catch (FormatException failure)
        {
            return new OutboxResult.Refused(failure.Message, ReceiverIsGone: true);
        }
        finally
        {
            draft.Delete(recursive: true);
        }
    }

    // The name comes from an address in the browser: nothing in it may lead out of the folder.
    private static bool IsName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static async Task<MailboxEntry?> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync<MailboxEntry>(stream, MailJson.Options, ct);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // Deleted by hand meanwhile, or not ours.
            return null;
        }
    }
}

/// <summary>A mail in the development mailbox.</summary>
/// <param name="Name">The file's name without its ending.</param>
public sealed record MailboxEntry(string Name, DateTimeOffset At, OutgoingMail Mail);
