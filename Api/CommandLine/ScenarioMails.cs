using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using Workflows.Activities.Mail;
using Workflows.Engine.Storage;

namespace Workflows.Api.CommandLine;

/// <summary>The mails that a scenario has caused so far: they wait in the outbox, and nothing sends them.</summary>
internal sealed partial class ScenarioMails(Database database, MailComposer composer)
{
    private readonly HashSet<string> _seen = [];

    /// <summary>Compares the mails since the last look with what is expected, in order.</summary>
    public async Task ExpectAsync(JsonArray expected, CancellationToken ct)
    {
        var mails = (await AllAsync(ct)).Where(mail => _seen.Add(mail.Id)).ToList();
        var found = string.Join("; ", mails.Select(mail => $"to {mail.To}: {mail.Subject}"));
        if (mails.Count != expected.Count) throw new ScenarioException($"mails: expected {expected.Count}, but there are {mails.Count}: {found}");
        foreach (var want in expected.OfType<JsonObject>())
        {
            var to = Scenario.Text(want, "to");
            var mail = mails.FirstOrDefault(candidate => candidate.To == to) ?? throw new ScenarioException($"mails: there is none to {to}, only {found}");
            mails.Remove(mail);
            if (Scenario.Text(want, "subject") is { } subject) Scenario.Contains($"subject of the mail to {to}", subject, mail.Subject);
            if (Scenario.Text(want, "text") is { } text) Scenario.Contains($"text of the mail to {to}", text, mail.Text);
        }
    }

    /// <summary>The secret of the links in the newest mail to an address that has one.</summary>
    public async Task<string?> NewestTokenAsync(string address, CancellationToken ct) =>
        (await AllAsync(ct)).Where(mail => mail.To == address).Select(mail => Link().Match(mail.Text)).LastOrDefault(match => match.Success)?.Groups["token"].Value;

    private async Task<IReadOnlyList<Mail>> AllAsync(CancellationToken ct)
    {
        await using var reader = database.OpenReader();
        // Withdrawn ones count too: whoever decides is faster here than any mail.
        var rows = await reader.QueryAsync<(string Id, string Destination, string Subject, string Payload)>(new CommandDefinition(
            "SELECT id, destination, subject, payload FROM outbox WHERE kind = 'email' ORDER BY created_at, id", cancellationToken: ct));
        return [.. rows.Select(row => new Mail(row.Id, row.Destination, row.Subject, composer.Write(row.Payload).Text))];
    }

    [GeneratedRegex("/a/(?<token>[A-Za-z0-9_-]{43})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    private sealed record Mail(string Id, string To, string Subject, string Text);
}
