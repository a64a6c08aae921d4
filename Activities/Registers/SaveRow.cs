using Microsoft.Extensions.DependencyInjection;
using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>Writes a register row with the commit of a burst. Run again it writes the same row again, which changes nothing.</summary>
public sealed record SaveRow(RequestInfo? Request, string Register, string Id, ObjectValue Values) : Effect
{
    /// <summary>Columns whose value is a sealed input of the request: by column, the input's name.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Nobody else may have written this row: what another request wrote since makes the burst run again.</summary>
    public bool IsNew { get; init; }

    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        var store = context.Services.GetRequiredService<RegisterStore>();
        var register = context.Services.GetRequiredService<RegisterCatalog>().Get(Register);
        var sealedBy = new Dictionary<string, string>();
        foreach (var (column, input) in Secrets)
        {
            if (Request is null || await SealedInputs.FindAsync(transaction, Request.Id, input, ct) is not { } found) continue;
            Values[column] = found.Shown;
            sealedBy[column] = found.Sealed;
        }

        // Where several write at once, each row and each set of keys is looked at and written by one after the other.
        if (register.NamesSomebody) transaction.Lock("contact-keys");
        transaction.Lock($"register:{Register}:{Id}");
        if (IsNew && await transaction.FirstAsync<string>($"SELECT id FROM {register.Table} WHERE id = @Id", new { Id }, ct) is not null) throw new RevisionConflictException(context.Instance.Id);
        // Somebody with the same tax id or address may have been entered since the check: the burst runs again, and then it is refused.
        var keys = ContactKeys.Of(register, Values);
        if (keys.Count > 0 && await ContactKeys.FindAsync(transaction, context.Services.GetRequiredService<People.PeopleDirectory>(), register, Id, keys, ct) is not null)
            throw new RevisionConflictException(context.Instance.Id);
        var cause = new RegisterCause(Request?.Reference ?? context.Instance.DefinitionId, RequestId: context.Instance.Id);
        if (await store.SaveAsync(transaction, Register, Id, Values, byProcess: true, cause, sealedBy, ct) is RegisterResult.Invalid invalid)
            throw new InvalidOperationException($"{Register} {Id}: {string.Join(" ", invalid.Problems.SelectMany(problem => problem.Value))}");
    }
}
