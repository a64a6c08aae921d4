namespace Workflows.Api.Live;

/// <summary>What clients are called with. Stored names. Each is a hint: what it is about is read through the API, with the rights of then.</summary>
public static class LiveEvents
{
    /// <summary>A task was put to me; with a <see cref="LiveTask"/>.</summary>
    public const string TaskOpened = "TaskOpened";

    /// <summary>A task is not mine to decide any more: decided here or elsewhere, out of time, withdrawn, handed over; with a <see cref="LiveTask"/>.</summary>
    public const string TaskClosed = "TaskClosed";

    /// <summary>How many tasks I have; with a <see cref="LiveCounts"/>. The first call on every connection.</summary>
    public const string CountsChanged = "CountsChanged";

    /// <summary>Something happened to a request that I may see; with a <see cref="LiveRequest"/>.</summary>
    public const string RequestChanged = "RequestChanged";

    /// <summary>A process was saved, published or retracted; to those who may read processes.</summary>
    public const string ProcessesChanged = "ProcessesChanged";

    /// <summary>Something may have been missed: whatever is shown should be read again.</summary>
    public const string ReadAgain = "ReadAgain";
}

/// <param name="RequestId">The run that the task belongs to.</param>
/// <param name="Kind">approval, or change: I am asked to change my request.</param>
public sealed record LiveTask(string Id, string RequestId, string Kind);

/// <param name="Open">Tasks for me to decide.</param>
/// <param name="Changes">My own requests that wait for me to change them.</param>
public sealed record LiveCounts(int Open, int Changes);

/// <param name="Status">open, closed, withdrawn or failed.</param>
public sealed record LiveRequest(string Id, string Reference, string Process, string Status, string? Outcome);
