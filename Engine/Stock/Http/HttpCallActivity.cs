using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Expressions;
using Workflows.Engine.Runtime.Outbox;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Stock.Http;

/// <summary>Calls another system: the call leaves with the commit, through the outbox, and the answer comes back as a stimulus.</summary>
/// <remarks>
/// The call is made at least once, always with the same <c>Idempotency-Key</c>. Where the definition has no way for a failed connection or a time-out, the outbox tries
/// again and parks what keeps failing; where it has one, the first failure takes that way. The same holds for a receiver that is busy (429, 503): without a way for
/// that status, or for statuses that are not expected, the call is made again when the receiver's <c>Retry-After</c> or the back-off says.
/// </remarks>
public abstract class HttpCallActivity : Activity
{
    /// <summary>Stored name: the stimulus of an answer.</summary>
    public const string Stimulus = "Workflows.HttpAnswer";

    /// <summary>Stored name: the failure of a call that reached nobody.</summary>
    internal const string FailedToConnectOutcome = "Failed to connect";

    /// <inheritdoc cref="FailedToConnectOutcome"/>
    internal const string TimeoutOutcome = "Timeout";

    internal const string UnmatchedOutcome = "Unmatched status code";

    /// <summary>Too many requests, service unavailable: the receiver says that the same call may succeed later.</summary>
    internal static readonly int[] BusyStatuses = [429, 503];

    [Input("The address.", IsRequired = true)]
    public Input<string> Url { get; init; } = new();

    [Input("The method.", UiHint = UiHints.DropDown, Options = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])]
    public Input<string> Method { get; init; } = new("GET");

    [Input("The Authorization header.", Category = "Security", IsSensitive = true)]
    public Input<string> Authorization { get; init; } = new();

    [Input("Kept for compatibility: the header is sent as it is.", Category = "Security")]
    public Input<bool> DisableAuthorizationHeaderValidation { get; init; } = new();

    [Input("Headers, by name.", UiHint = UiHints.JsonEditor, Category = "Advanced")]
    public Input<ObjectValue> RequestHeaders { get; init; } = new();

    [Output("The status code.")]
    public Output<int> StatusCode { get; init; } = new();

    [Output("The headers of the answer.")]
    public Output<object> ResponseHeaders { get; init; } = new();

    public override bool MayWait => true;

    public override void Execute(ActivityContext context)
    {
        var address = context.Get(Url);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw new InvalidOperationException($"'{address}' is no address that can be called. Write it in full, such as https://example.com/orders.");
        var (content, contentType) = Body(context);
        var callId = Guid.CreateVersion7().ToString();
        var headers = new ObjectValue(context.Get(RequestHeaders) ?? []);
        if (context.Get(Authorization) is { Length: > 0 } authorization) headers["Authorization"] = authorization;
        var bookmark = context.WaitFor(Stimulus, new ObjectValue { ["callId"] = callId }, OnAnswer);
        context.Add(new EnqueueHttpCall(bookmark.Id, callId, url, new ObjectValue
        {
            ["callId"] = callId,
            ["instanceId"] = context.Instance.Id,
            ["url"] = url.AbsoluteUri,
            ["method"] = (context.Get(Method) is { Length: > 0 } method ? method : "GET").ToUpperInvariant(),
            ["headers"] = headers,
            ["contentType"] = contentType,
            ["body"] = content is null ? null : Convert.ToBase64String(HttpBody.Bytes(content)),
            ["answersConnectFailure"] = Handles(context, FailedToConnectOutcome),
            ["answersTimeout"] = Handles(context, TimeoutOutcome),
            ["answersBusy"] = new ListValue(BusyStatuses.Where(status => HandlesStatus(context, status)).Select(status => (object?)status)),
            ["asFile"] = AsFile,
        }));
    }

    public override void OnCanceled(ActivityContext context)
    {
        foreach (var bookmark in context.Instance.Bookmarks)
        {
            if (bookmark.ActivityInstanceId == context.Id && bookmark.Payload is ObjectValue payload) context.Add(new WithdrawHttpCall((string)payload["callId"]!));
        }
    }

    /// <summary>The answer is wanted as bytes, whatever its type.</summary>
    private protected virtual bool AsFile => false;

    private protected abstract (object? Content, string? ContentType) Body(ActivityContext context);

    /// <summary>The definition has a way to go when the call ends like this.</summary>
    private protected abstract bool Handles(ActivityContext context, string failure);

    /// <summary>The definition has a way to go for this status, be it the one for statuses that are not expected.</summary>
    private protected abstract bool HandlesStatus(ActivityContext context, int status);

    private protected abstract void OnAnswered(ActivityContext context, int statusCode, ObjectValue answer);

    private protected abstract void OnFailed(ActivityContext context, string failure);

    private protected static (object?, string?) BodyOf(object? content, string? contentType) =>
        (content, content is null ? null : contentType is { Length: > 0 } ? contentType : content is string ? "text/plain" : content is byte[] ? "application/octet-stream" : "application/json");

    // Stored name.
    private static void OnAnswer(ActivityContext context, Resumption resumption)
    {
        var activity = (HttpCallActivity)context.Node.Activity;
        var answer = resumption.Payload as ObjectValue ?? [];
        if (answer.GetValueOrDefault("error") is string error) throw new InvalidOperationException(error);
        if (answer.GetValueOrDefault("failure") is string failure)
        {
            activity.OnFailed(context, failure);
            return;
        }

        var status = Convert.ToInt32(answer.GetValueOrDefault("statusCode") ?? 0, CultureInfo.InvariantCulture);
        context.Set(activity.StatusCode, status);
        context.Set(activity.ResponseHeaders, answer.GetValueOrDefault("headers"));
        activity.OnAnswered(context, status, answer);
    }

    private sealed record EnqueueHttpCall(string BookmarkId, string CallId, Uri Url, ObjectValue Call) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            // Cancelled in the burst that asked for it: nobody waits for the answer.
            if (!context.Instance.Bookmarks.Exists(bookmark => bookmark.Id == BookmarkId)) return Task.CompletedTask;
            return context.Services.GetRequiredService<OutboxStore>().EnqueueAsync(
                transaction,
                new OutboxMessage
                {
                    Id = CallId,
                    Kind = HttpCallHandler.KindName,
                    Lane = Url.Host,
                    // Without query: it may hold secrets.
                    Destination = Url.GetLeftPart(UriPartial.Path),
                    InstanceId = context.Instance.Id,
                    Topic = CallId,
                    Subject = $"{Call["method"]} {Url.GetLeftPart(UriPartial.Path)}",
                    Payload = JsonValues.ToJson(Call),
                },
                ct);
        }
    }

    private sealed record WithdrawHttpCall(string CallId) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            OutboxStore.WithdrawTopic(transaction, CallId);
            return Task.CompletedTask;
        }
    }
}
