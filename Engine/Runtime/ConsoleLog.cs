using Microsoft.Extensions.Logging;
using Workflows.Engine.Execution;

namespace Workflows.Engine.Runtime;

/// <summary>Where WriteLine goes after the commit: the log, and whoever listens.</summary>
public sealed class ConsoleLog(ILogger<ConsoleLog> logger)
{
    /// <summary>Called for each line, in order, after its commit.</summary>
    public Action<WorkflowInstance, string>? Listener { get; set; }

    internal void Write(WorkflowInstance instance, IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            logger.LogInformation("{Definition} {Instance}: {Line}", instance.DefinitionId, instance.Id, line);
            Listener?.Invoke(instance, line);
        }
    }
}
