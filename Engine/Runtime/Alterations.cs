using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Runtime;

/// <summary>A change to a run from outside, by a person with the right to mend it.</summary>
public abstract record Alteration
{
    private Alteration()
    {
    }

    /// <summary>Goes on with another version of the same process.</summary>
    public sealed record Migrate(int TargetVersion) : Alteration;

    public sealed record ModifyVariable(string VariableId, object? Value) : Alteration;

    /// <summary>Runs an activity (again): the execution named, or one of the activity named. A faulted run goes on with it.</summary>
    public sealed record ScheduleActivity(string? ActivityId, int? ActivityInstanceId = null) : Alteration;

    public sealed record CancelActivity(string? ActivityId, int? ActivityInstanceId = null) : Alteration;

    /// <summary>Ends the run.</summary>
    public sealed record Cancel : Alteration;
}

/// <param name="Log">What was done, in order; on a failure the last line says why.</param>
public sealed record AlterationResult(bool Succeeded, IReadOnlyList<string> Log);

/// <summary>Applies alterations to a stored run, in order, in one commit: all of them or none.</summary>
public sealed class Alterations(WorkflowRuntime runtime, DefinitionLookup definitions)
{
    /// <param name="effects">Written first in the same commit.</param>
    public async Task<AlterationResult> RunAsync(string instanceId, IReadOnlyList<Alteration> alterations, IReadOnlyList<Effect> effects, CancellationToken ct)
    {
        var log = new List<string>();
        try
        {
            var altered = await runtime.AlterAsync(
                instanceId,
                instance => Target(instance, alterations),
                burst =>
                {
                    log.Clear();
                    foreach (var alteration in alterations) log.Add(Apply(burst, alteration));
                    burst.GoOn();
                },
                effects,
                ct);
            if (altered is not null) return new AlterationResult(true, log);
            log.Add("There is no such instance.");
        }
        catch (AlterationException e)
        {
            log.Add(e.Message);
        }

        return new AlterationResult(false, log);
    }

    private WorkflowDefinition? Target(WorkflowInstance instance, IReadOnlyList<Alteration> alterations) =>
        alterations.OfType<Alteration.Migrate>().LastOrDefault() is { } migrate
            ? definitions.FindVersion(instance.DefinitionId, migrate.TargetVersion) ?? throw new AlterationException($"'{instance.DefinitionId}' has no version {migrate.TargetVersion}.")
            : null;

    private static string Apply(Burst burst, Alteration alteration)
    {
        switch (alteration)
        {
            case Alteration.Migrate migrate:
                return $"Migrated to version {migrate.TargetVersion}.";
            case Alteration.ModifyVariable modify:
                if (!burst.ModifyVariable(modify.VariableId, modify.Value)) throw new AlterationException($"No variable with id '{modify.VariableId}' is in use.");
                return $"Variable '{modify.VariableId}' modified.";
            case Alteration.ScheduleActivity schedule:
                if (!burst.ScheduleAgain(schedule.ActivityId, schedule.ActivityInstanceId))
                    throw new AlterationException($"Activity '{schedule.ActivityId ?? schedule.ActivityInstanceId?.ToString()}' cannot run: the instance has no such activity, or what contains it has ended.");
                return $"Activity '{schedule.ActivityId ?? schedule.ActivityInstanceId?.ToString()}' scheduled.";
            case Alteration.CancelActivity cancel:
                if (burst.CancelActivity(cancel.ActivityId, cancel.ActivityInstanceId) == 0)
                    throw new AlterationException($"Activity '{cancel.ActivityId ?? cancel.ActivityInstanceId?.ToString()}' is not running.");
                return $"Activity '{cancel.ActivityId ?? cancel.ActivityInstanceId?.ToString()}' cancelled.";
            case Alteration.Cancel:
                burst.CancelWorkflow();
                return "Cancelled.";
            default:
                throw new AlterationException($"There is no alteration {alteration.GetType().Name}.");
        }
    }
}

/// <summary>An alteration cannot be applied; nothing has changed. The message says why.</summary>
public sealed class AlterationException(string message) : Exception(message);
