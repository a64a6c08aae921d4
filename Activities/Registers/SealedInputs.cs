using Workflows.Activities.Requests;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Registers;

/// <summary>What is secret in a form is encrypted before anything of it is stored: the process, its journal and everybody who looks at the request see the last four characters.</summary>
/// <remarks>The encrypted value is kept beside the request, by field; <see cref="SaveRow"/> takes it from there into its register.</remarks>
public sealed class SealedInputs(SecretBox secrets)
{
    /// <summary>Masks the secret fields among the inputs.</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="before">The inputs of the edition before: what stands there masked stays as it was.</param>
    /// <returns>What must be written in the commit that stores the inputs; or the problem, by field.</returns>
    public (IReadOnlyList<Effect> Effects, IReadOnlyDictionary<string, string[]> Problems) Seal(RequestForm form, string requestId, ObjectValue values, ObjectValue? before)
    {
        var effects = new List<Effect>();
        var problems = new Dictionary<string, string[]>();
        foreach (var field in form.Fields.Where(field => field.IsSecret))
        {
            if (values.GetValueOrDefault(field.Name) is not string { Length: > 0 } given || given == before?.GetValueOrDefault(field.Name) as string) continue;
            if (SecretBox.Problem(given) is { } problem)
            {
                problems[field.Name] = [$"{field.Name}: {problem}"];
                continue;
            }

            var shown = SecretBox.Mask(given);
            values[field.Name] = shown;
            effects.Add(new Keep(requestId, field.Name, shown, secrets.Seal(given)));
        }

        return (effects, problems);
    }

    internal static Task<SealedInput?> FindAsync(Transaction transaction, string requestId, string field, CancellationToken ct) =>
        transaction.FirstAsync<SealedInput>("SELECT shown, sealed FROM sealed_inputs WHERE request_id = @requestId AND field = @field", new { requestId, field }, ct);

    private sealed record Keep(string RequestId, string Field, string Shown, string Sealed) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) => transaction.ExecuteAsync(
            """
            INSERT INTO sealed_inputs (request_id, field, shown, sealed) VALUES (@RequestId, @Field, @Shown, @Sealed)
            ON CONFLICT (request_id, field) DO UPDATE SET shown = excluded.shown, sealed = excluded.sealed
            """,
            new { RequestId, Field, Shown, Sealed },
            ct);
    }
}

public sealed record SealedInput
{
    public string Shown { get; init; } = "";

    public string Sealed { get; init; } = "";
}
