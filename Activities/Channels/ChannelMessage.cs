using Workflows.Engine.Runtime.Outbox;

namespace Workflows.Activities.Channels;

/// <summary>A message that asks, with what its commit has to keep.</summary>
/// <param name="TokenHash">Of the secret with which it decides; null when it cannot.</param>
public sealed record ChannelMessage(string? TokenHash, DateTimeOffset TokenExpiresAt, OutboxMessage Message);
