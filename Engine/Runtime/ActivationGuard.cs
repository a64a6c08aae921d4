using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Runtime;

/// <summary>Keeps the activation strategy of a process in the commit that starts a run: of two starts at once, on any node, one is refused.</summary>
internal sealed record ActivationGuard(string Name, string Condition, object Parameters) : Effect
{
    public string Sql => $"SELECT COUNT(*) FROM instances WHERE status = 'Running' AND {Condition}";

    /// <returns>Null where any number may run.</returns>
    public static ActivationGuard? For(WorkflowDefinition definition, string? correlationId)
    {
        var parameters = new { definition.DefinitionId, correlationId };
        return definition.Options.ActivationStrategy switch
        {
            ActivationStrategy.Singleton => new($"activation:{definition.DefinitionId}", "definition_id = @DefinitionId", parameters),
            ActivationStrategy.CorrelatedSingleton => new($"activation:{definition.DefinitionId}", "definition_id = @DefinitionId AND correlation_id = @correlationId", parameters),
            ActivationStrategy.Correlation => new($"correlation:{correlationId}", "correlation_id = @correlationId", parameters),
            _ => null,
        };
    }

    public override async Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
    {
        transaction.Lock(Name);
        if (await transaction.FirstAsync<long>(Sql, Parameters, ct) > 0) throw new NotActivatedException();
    }
}

/// <summary>A run that this one may not stand beside was started first.</summary>
internal sealed class NotActivatedException : Exception;
