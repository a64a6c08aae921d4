using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Execution;
using Workflows.Engine.Stock.Flow;

namespace Workflows.Engine.Stock.Http;

[Activity("Elsa.SendHttpRequest", Category = "HTTP", DisplayName = "HTTP Request", Description = "Calls another system over HTTP and waits for its answer.", Kind = ActivityKind.Task)]
public sealed class SendHttpRequest : HttpCallActivity
{
    private readonly Dictionary<int, ActivityNode?> _byStatus = [];

    [Input("What is sent: text as it is, anything else as JSON.")]
    public Input<object> Content { get; init; } = new();

    [Input("The content type.", UiHint = UiHints.DropDown, Options = ["", "text/plain", "application/json", "application/xml", "application/x-www-form-urlencoded"])]
    public Input<string> ContentType { get; init; } = new();

    [Input("Kept for compatibility: the outbox tries again.", Category = "Advanced")]
    public Input<bool> EnableResiliency { get; init; } = new();

    [Port]
    public ActivityNode? UnmatchedStatusCode { get; init; }

    [Port]
    public ActivityNode? FailedToConnect { get; init; }

    [Port]
    public ActivityNode? Timeout { get; init; }

    [Output("The answer: JSON as an object, other text as text.")]
    public Output<object> ParsedContent { get; init; } = new();

    [Output("The whole answer.")]
    public Output<object> Result { get; init; } = new();

    public override void Bind(ActivityBinding binding)
    {
        var list = binding.Json["expectedStatusCodes"] as JsonArray ?? [];
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonObject json || !int.TryParse(json["statusCode"]?.ToString(), out var status)) binding.Report($"expectedStatusCodes[{i}].statusCode", "A status code is a number, such as 200.");
            else _byStatus[status] = binding.Child(json["activity"], $"expectedStatusCodes[{i}].activity");
        }
    }

    public override void OnChildCompleted(ActivityContext context, ActivityContext child, Outcomes outcomes) => context.Complete();

    private protected override (object?, string?) Body(ActivityContext context) => BodyOf(context.Get(Content), context.Get(ContentType));

    private protected override bool Handles(ActivityContext context, string failure) => (failure == TimeoutOutcome ? Timeout : FailedToConnect) is not null;

    private protected override bool HandlesStatus(ActivityContext context, int status) => _byStatus.ContainsKey(status) || UnmatchedStatusCode is not null;

    private protected override void OnAnswered(ActivityContext context, int statusCode, ObjectValue answer)
    {
        context.Set(ParsedContent, answer.GetValueOrDefault("content"));
        context.Set(Result, answer);
        Run(context, _byStatus.TryGetValue(statusCode, out var matching) ? matching : UnmatchedStatusCode);
    }

    private protected override void OnFailed(ActivityContext context, string failure) => Run(context, failure == TimeoutOutcome ? Timeout : FailedToConnect);

    private static void Run(ActivityContext context, ActivityNode? activity)
    {
        if (activity is null) context.Complete();
        else context.Schedule(activity);
    }
}

/// <summary>A call whose result is an outcome of a flowchart.</summary>
public abstract class FlowHttpCall : HttpCallActivity
{
    [Input("The status codes that have an outcome of their own.", UiHint = UiHints.HttpStatusCodes)]
    public Input<IReadOnlyList<int>> ExpectedStatusCodes { get; init; } = new([200]);

    public override IReadOnlyList<string>? OutcomesHere() => ConstantList.Of(ExpectedStatusCodes) is { } codes
        ? [.. codes.Select(code => code.ToString()), UnmatchedOutcome, FailedToConnectOutcome, TimeoutOutcome, "Done"]
        : null;

    private protected override bool Handles(ActivityContext context, string failure)
    {
        if (context.Parent is not { Node.Activity: Flowchart flowchart }) return false;
        var position = flowchart.PositionOf(Node);
        return flowchart.Connections.Any(connection => connection.Source == position && connection.Port == failure);
    }

    private protected override bool HandlesStatus(ActivityContext context, int status) =>
        (context.Get(ExpectedStatusCodes) is { } codes && codes.Contains(status)) || Handles(context, UnmatchedOutcome);

    private protected override void OnAnswered(ActivityContext context, int statusCode, ObjectValue answer)
    {
        Receive(context, answer);
        var expected = context.Get(ExpectedStatusCodes) is { } codes && codes.Contains(statusCode);
        context.CompleteWith(expected ? statusCode.ToString() : UnmatchedOutcome, "Done");
    }

    private protected override void OnFailed(ActivityContext context, string failure) => context.CompleteWith(failure);

    private protected abstract void Receive(ActivityContext context, ObjectValue answer);
}

[Activity("Elsa.FlowSendHttpRequest", Category = "HTTP", DisplayName = "HTTP Request (flow)", Description = "Calls another system over HTTP and leaves by its status code.", Kind = ActivityKind.Task)]
[Outcomes]
public sealed class FlowSendHttpRequest : FlowHttpCall
{
    [Input("What is sent: text as it is, anything else as JSON.")]
    public Input<object> Content { get; init; } = new();

    [Input("The content type.", UiHint = UiHints.DropDown, Options = ["", "text/plain", "application/json", "application/xml", "application/x-www-form-urlencoded"])]
    public Input<string> ContentType { get; init; } = new();

    [Input("Kept for compatibility: the outbox tries again.", Category = "Advanced")]
    public Input<bool> EnableResiliency { get; init; } = new();

    [Output("The answer: JSON as an object, other text as text.")]
    public Output<object> ParsedContent { get; init; } = new();

    [Output("The whole answer.")]
    public Output<object> Result { get; init; } = new();

    private protected override (object?, string?) Body(ActivityContext context) => BodyOf(context.Get(Content), context.Get(ContentType));

    private protected override void Receive(ActivityContext context, ObjectValue answer)
    {
        context.Set(ParsedContent, answer.GetValueOrDefault("content"));
        context.Set(Result, answer);
    }
}

[Activity("Elsa.DownloadHttpFile", Category = "HTTP", DisplayName = "Download File", Description = "Downloads a file over HTTP.", Kind = ActivityKind.Task)]
[Outcomes]
public sealed class DownloadHttpFile : FlowHttpCall
{
    [Input("What is sent: text as it is, anything else as JSON.")]
    public Input<object> RequestContent { get; init; } = new();

    [Input("The content type of what is sent.")]
    public Input<string> RequestContentType { get; init; } = new();

    [Output("The whole answer.")]
    public Output<object> Response { get; init; } = new();

    [Output("The file's bytes.")]
    public Output<byte[]> ResponseContentStream { get; init; } = new();

    [Output("The file's bytes.")]
    public Output<byte[]> ResponseContentBytes { get; init; } = new();

    [Output("The headers of the answer.")]
    public Output<object> ResponseContentHeaders { get; init; } = new();

    [Output("The file: fileName, contentType, length, content.")]
    public Output<object> Result { get; init; } = new();

    private protected override bool AsFile => true;

    private protected override (object?, string?) Body(ActivityContext context) => BodyOf(context.Get(RequestContent), context.Get(RequestContentType));

    private protected override void Receive(ActivityContext context, ObjectValue answer)
    {
        var bytes = Convert.FromBase64String(answer.GetValueOrDefault("bytes") as string ?? "");
        context.Set(Response, answer);
        context.Set(ResponseContentStream, bytes);
        context.Set(ResponseContentBytes, bytes);
        context.Set(ResponseContentHeaders, answer.GetValueOrDefault("headers"));
        context.Set(Result, new ObjectValue { ["fileName"] = answer.GetValueOrDefault("fileName"), ["contentType"] = answer.GetValueOrDefault("contentType"), ["length"] = bytes.Length, ["content"] = bytes });
    }
}
