namespace Workflows.Engine.Runtime.Outbox;

/// <summary>A message with this id was written before with other content. One key never stands for two contents.</summary>
public sealed class OutboxConflictException(string id)
    : Exception($"The outbox already holds message '{id}' with other content. A message with other content needs an id of its own.");
