namespace Workflows.Api.Pages;

/// <summary>What the start page shows.</summary>
/// <param name="HasMailbox">Whether the development mailbox takes the mail.</param>
public sealed record HomeView(PageFrame Frame, IReadOnlyList<OfferedProcess> Processes, bool HasMailbox);

/// <summary>A process that people can submit to, in the reader's language.</summary>
public sealed record OfferedProcess(string Title, string? Description);
