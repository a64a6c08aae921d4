using Workflows.Activities.Privacy;
using Workflows.Engine.Runtime.Retention;
using Workflows.Engine.Storage;

namespace Workflows.Api.Identity;

/// <summary>Sessions, codes, links and keys of somebody who is erased.</summary>
internal sealed class IdentityData : PersonalData
{
    public override Task EraseAsync(Transaction transaction, ErasedPerson person, CancellationToken ct)
    {
        var (id, pseudonym) = (person.Person.Id, person.Text.Pseudonym);
        foreach (var table in (string[])["sign_in_codes", "sign_in_links", "sessions", "last_sign_ins", "api_keys"])
            transaction.Defer($"DELETE FROM {table} WHERE person_id = @id", new { id });
        transaction.Defer("UPDATE api_keys SET created_by = @pseudonym WHERE created_by = @id", new { pseudonym, id });
        transaction.Defer("UPDATE alteration_plans SET created_by = @pseudonym WHERE created_by = @id", new { pseudonym, id });
        return Task.CompletedTask;
    }
}

/// <summary>Removes sign-in codes, links and sessions whose time is over.</summary>
internal sealed class IdentityRetention(SignInOptions options) : RetentionParticipant
{
    public override Task SweepAsync(Transaction transaction, DateTimeOffset now, CancellationToken ct)
    {
        transaction.Defer("DELETE FROM sign_in_codes WHERE expires_at <= @now", new { now });
        transaction.Defer("DELETE FROM sign_in_links WHERE expires_at <= @now", new { now });
        transaction.Defer("DELETE FROM sessions WHERE expires_at <= @now", new { now });
        transaction.Defer("DELETE FROM sign_in_attempts WHERE at <= @before", new { before = now - options.LimitWindow });
        return Task.CompletedTask;
    }
}
