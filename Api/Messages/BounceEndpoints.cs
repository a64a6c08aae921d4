using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Workflows.Activities.Audit;
using Workflows.Activities.Channels;
using Workflows.Activities.Mail;
using Workflows.Api.Hosting;
using Workflows.Api.Identity;

namespace Workflows.Api.Messages;

/// <summary>What became of one receiver of a bounce.</summary>
/// <param name="Action">As the mail server reports it: failed, delayed ...</param>
/// <param name="Marked">The address belongs to somebody here and is not written to any more.</param>
public sealed record BouncedReceiver(string Address, string Action, string Status, bool Marked);

public sealed record BounceView(IReadOnlyList<BouncedReceiver> Receivers);

/// <summary>Takes bounces that the mail system receives after it had accepted a mail.</summary>
public static class BounceEndpoints
{
    private const int LargestBytes = 1024 * 1024;

    public static IEndpointRouteBuilder MapBounces(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/messages/bounces", Take).WithTags("Messages").RequireAuthorization(Right.MessagesManage).WithMetadata(TakesApiKeys.Mark, new RequestSizeLimitAttribute(LargestBytes)).WithName("reportBounce")
            .Accepts<IFormFile>("message/rfc822")
            .WithSummary("Takes a bounce (RFC 3464) as the mail system received it: addresses that failed for good are marked, and open tasks go to the person's next channel.")
            .WithDescription("The body is the whole message, or its part message/delivery-status with that content type. Takes an API key with the right messages:manage. Sending it twice changes nothing.");
        return routes;
    }

    private static async Task<Results<Ok<BounceView>, ProblemHttpResult>> Take(HttpRequest request, ChannelFallback fallback, CancellationToken ct)
    {
        using var content = new MemoryStream();
        // The part alone says what it is in the request's own header.
        if (request.ContentType?.StartsWith("message/delivery-status", StringComparison.OrdinalIgnoreCase) == true) content.Write("Content-Type: message/delivery-status\n\n"u8);
        await request.Body.CopyToAsync(content, ct);
        var reports = DeliveryStatus.Read(content.GetBuffer().AsSpan(0, (int)content.Length));
        if (reports.Count == 0)
            return Problems.Invalid("body", "body: there is no delivery report in it. Send the bounce as it arrived, with its part message/delivery-status (RFC 3464).");
        var receivers = new List<BouncedReceiver>();
        foreach (var report in reports)
        {
            var marked = report.IsPermanent && await fallback.BouncedAsync(ChannelNames.Email, report.Address, Reason(report), ct);
            receivers.Add(new BouncedReceiver(report.Address, report.Action, report.Status, marked));
        }

        return TypedResults.Ok(new BounceView(receivers));
    }

    private static string Reason(DeliveryStatus report) =>
        $"The mail came back{(report.Status.Length == 0 ? "" : $" ({report.Status})")}: {(report.Diagnostic.Length == 0 ? "it could not be delivered" : report.Diagnostic)}";
}
