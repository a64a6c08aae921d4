using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Attachments;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;
using Workflows.Api.Requests;

namespace Workflows.Api.Attachments;

/// <param name="ContentType">By the file's content.</param>
/// <param name="TaskId">The task with whose decision it came.</param>
public sealed record AttachmentView(string Id, string Name, string ContentType, long Size, string Sha256, string UploadedBy, DateTimeOffset UploadedAt, string? RequestId, string? TaskId)
{
    public static AttachmentView Of(Attachment attachment) => new(
        attachment.Id, attachment.Name, attachment.ContentType, attachment.Size, attachment.Sha256, attachment.UploadedBy, attachment.UploadedAt, attachment.RequestId, attachment.TaskId);
}

public sealed record AttachmentList(IReadOnlyList<AttachmentView> Items);

public static class AttachmentEndpoints
{
    // What stands around a file in a form.
    private const long Overhead = 64 * 1024;
    private const long MostBytes = 100L * 1024 * 1024;

    public static IEndpointRouteBuilder MapAttachments(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/attachments").WithTags("Attachments").RequireAuthorization();
        group.MapPost("/", Upload).WithName("uploadAttachments")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes + Overhead))
            .DisableAntiforgery()
            .WithSummary("Takes files in. They belong to nothing until a request, a decision or a comment names their ids.")
            .WithDescription("multipart/form-data with one or several files. What a file is, its content says; at most Attachments:MaxMegabytes each.");
        group.MapGet("/{id}", Download).WithName("attachment").WithSummary("A file: mine, or of a request that I may see. Always as a download.");
        return routes;
    }

    private static async Task<Results<Created<AttachmentList>, ProblemHttpResult>> Upload(HttpRequest request, ClaimsPrincipal user, AttachmentStore store, CancellationToken ct)
    {
        if (!request.HasFormContentType) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "no-file", "There is no file in the request.", "file: send one or several files as multipart/form-data.");
        var form = await request.ReadFormAsync(ct);
        if (form.Files.Count is 0 or > 20) return Problems.Invalid("file", "file: send 1 to 20 files.");
        if (form.Files.FirstOrDefault(file => file.Length > store.MaxBytes) is { } large) return Problems.Invalid("file", $"file: '{large.FileName}' is larger than {store.MaxBytes / 1024 / 1024} MB. Make it smaller, or split it.");
        var stored = new List<AttachmentView>();
        foreach (var file in form.Files)
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            var (attachment, problem) = await store.AddAsync(file.FileName, content.ToArray(), user.PersonId(), ct);
            if (attachment is null) return Problems.Invalid("file", problem!);
            stored.Add(AttachmentView.Of(attachment));
        }

        return TypedResults.Created($"/api/attachments/{stored[0].Id}", new AttachmentList(stored));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Download(
        string id, ClaimsPrincipal user, HttpResponse response, AttachmentStore store, RequestViews requests, CancellationToken ct)
    {
        var found = await store.FindAsync(id, ct);
        var maySee = found is not null && (found.RequestId is null ? found.UploadedBy == user.PersonId() : await requests.FindVisibleAsync(found.RequestId, user.PersonId(), ct) is not null);
        if (!maySee) return Problems.Of(StatusCodes.Status404NotFound, "no-such-file", "There is no such file.", $"There is no file '{id}' that you may see.");
        // Whatever it holds, it runs nowhere near our pages.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(await store.ContentAsync(id, ct), found!.ContentType, found.Name);
    }
}
