using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Activities.Attachments;

/// <summary>Makes the files that a form names part of its request.</summary>
public sealed record AttachFiles(string RequestId, IReadOnlyList<string> Files, string PersonId) : Effect
{
    public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct) =>
        // Refused at once, the form is mended and sent again with the same files.
        context.Instance.Output.GetValueOrDefault("outcome") is "Refused" ? Task.CompletedTask : AttachmentStore.AttachAsync(transaction, Files, RequestId, taskId: null, PersonId, ct);
}
