namespace Workflows.Engine.Runtime.Outbox;

/// <summary>Where a message stands. Stored names, in lower case.</summary>
public enum OutboxStatus
{
    /// <summary>To be sent when due, perhaps after failed attempts.</summary>
    Waiting,

    /// <summary>Accepted by the receiver or its server.</summary>
    Delivered,

    /// <summary>Given up with a reason; a person may send it again.</summary>
    Parked,

    /// <summary>No longer wanted before it was sent.</summary>
    Withdrawn,
}
