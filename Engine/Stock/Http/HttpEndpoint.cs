using System.Globalization;
using Workflows.Engine.Catalog;
using Workflows.Engine.Execution;
using Workflows.Engine.Storage;

namespace Workflows.Engine.Stock.Http;

[Activity("Elsa.HttpEndpoint", Category = "HTTP", DisplayName = "HTTP Endpoint", Description = "Waits for an HTTP request, or starts the workflow when one comes.", Kind = ActivityKind.Trigger)]
[Outcomes("Done", RequestTooLarge, FileTooLarge, InvalidFileExtension, InvalidFileMimeType)]
public sealed class HttpEndpoint : Trigger
{
    /// <summary>Stored name: the trigger and the bookmark of an endpoint.</summary>
    public const string Stimulus = "Elsa.HttpEndpoint";

    // Stored names: outcomes.
    private const string RequestTooLarge = "Request too large";
    private const string FileTooLarge = "File too large";
    private const string InvalidFileExtension = "Invalid file extension";
    private const string InvalidFileMimeType = "Invalid file MIME type";

    [Input("The path, such as orders/{id}.", IsRequired = true)]
    public Input<string> Path { get; init; } = new();

    [Input("The methods.", UiHint = UiHints.CheckList, Options = ["GET", "POST", "PUT", "HEAD", "DELETE", "PATCH"])]
    public Input<IReadOnlyList<string>> SupportedMethods { get; init; } = new(["GET"]);

    [Input("Only for callers that are signed in.", Category = "Security")]
    public Input<bool> Authorize { get; init; } = new();

    [Input("The policy that the caller must meet.", Category = "Security")]
    public Input<string> Policy { get; init; } = new();

    [Input("How long a request may take; one that takes longer is answered with 408, and nothing of it is kept.", Category = "Upload")]
    public Input<TimeSpan?> RequestTimeout { get; init; } = new();

    [Input("The largest request, in bytes.", Category = "Upload")]
    public Input<long?> RequestSizeLimit { get; init; } = new();

    [Input("The largest file, in bytes.", Category = "Upload")]
    public Input<long?> FileSizeLimit { get; init; } = new();

    [Input("File extensions that are taken, such as .pdf.", Category = "Upload", UiHint = UiHints.MultiText)]
    public Input<IReadOnlyList<string>> AllowedFileExtensions { get; init; } = new([]);

    [Input("File extensions that are not taken.", Category = "Upload", UiHint = UiHints.MultiText)]
    public Input<IReadOnlyList<string>> BlockedFileExtensions { get; init; } = new([]);

    [Input("MIME types that are taken, such as application/pdf.", Category = "Upload", UiHint = UiHints.MultiText)]
    public Input<IReadOnlyList<string>> AllowedMimeTypes { get; init; } = new([]);

    [Raw("Leave by an outcome instead of answering with an error.")]
    public bool ExposeRequestTooLargeOutcome { get; init; }

    [Raw("Leave by an outcome instead of answering with an error.")]
    public bool ExposeFileTooLargeOutcome { get; init; }

    [Raw("Leave by an outcome instead of answering with an error.")]
    public bool ExposeInvalidFileExtensionOutcome { get; init; }

    [Raw("Leave by an outcome instead of answering with an error.")]
    public bool ExposeInvalidFileMimeTypeOutcome { get; init; }

    [Output("The body: JSON as an object, a form as an object, other text as text.")]
    public Output<object> ParsedContent { get; init; } = new();

    [Output("The files of a form.")]
    public Output<object> Files { get; init; } = new();

    [Output("The first file of a form.")]
    public Output<object> File { get; init; } = new();

    [Output("The values of the path's parameters, by lower-case name.")]
    public Output<object> RouteData { get; init; } = new();

    [Output("The query string.")]
    public Output<object> QueryStringData { get; init; } = new();

    [Output("The headers.")]
    public Output<object> Headers { get; init; } = new();

    [Output("The request.")]
    public Output<object> Result { get; init; } = new();

    /// <summary>A path as it is compared: without slashes around it, in lower case.</summary>
    public static string Normalize(string? path) => (path ?? "").Trim().Trim('/').ToLowerInvariant();

    public override IReadOnlyList<string> OutcomesHere() =>
    [
        "Done",
        .. ExposeRequestTooLargeOutcome ? [RequestTooLarge] : (string[])[],
        .. ExposeFileTooLargeOutcome ? [FileTooLarge] : (string[])[],
        .. ExposeInvalidFileExtensionOutcome ? [InvalidFileExtension] : (string[])[],
        .. ExposeInvalidFileMimeTypeOutcome ? [InvalidFileMimeType] : (string[])[],
    ];

    public override IEnumerable<TriggerPayload> Triggers(ActivityContext context)
    {
        var path = Normalize(context.Get(Path));
        return MethodsIn(context).Select(method => new TriggerPayload(Stimulus, PayloadFor(path, method))
        {
            WhenClaimed = $"The /{path} path and {method} method are already in use by another workflow!",
        });
    }

    public override void Execute(ActivityContext context)
    {
        if (context.IsTriggerOfRun && context.Burst.Http is not null) Receive(context);
        else Wait(context);
    }

    /// <summary>What is wrong with a request: the outcome to leave by where the definition has one, else the answer. Both null: nothing.</summary>
    internal (string? Outcome, HttpAnswer? Answer) Check(ActivityContext context, HttpExchange request)
    {
        if (context.Get(RequestSizeLimit) is { } largest && request.ContentLength > largest)
            return Refuse(ExposeRequestTooLargeOutcome, RequestTooLarge, 413, $"The maximum request size allowed is {largest} bytes.");
        if (context.Get(FileSizeLimit) is { } largestFile && request.Files.Any(file => Size(file) > largestFile))
            return Refuse(ExposeFileTooLargeOutcome, FileTooLarge, 413, $"The maximum file size allowed is {largestFile} bytes.");
        if (context.Get(AllowedFileExtensions) is { Count: > 0 } allowed && request.Files.Any(file => !allowed.Contains(Extension(file), StringComparer.OrdinalIgnoreCase)))
            return Refuse(ExposeInvalidFileExtensionOutcome, InvalidFileExtension, 415, $"Only the following file extensions are allowed: {string.Join(", ", allowed)}");
        if (context.Get(BlockedFileExtensions) is { Count: > 0 } blocked && request.Files.Any(file => blocked.Contains(Extension(file), StringComparer.OrdinalIgnoreCase)))
            return Refuse(ExposeInvalidFileExtensionOutcome, InvalidFileExtension, 415, $"The following file extensions are not allowed: {string.Join(", ", blocked)}");
        if (context.Get(AllowedMimeTypes) is { Count: > 0 } types && request.Files.Any(file => !types.Contains(MediaType(file), StringComparer.OrdinalIgnoreCase)))
            return Refuse(ExposeInvalidFileMimeTypeOutcome, InvalidFileMimeType, 415, $"Only the following MIME types are allowed: {string.Join(", ", types)}");
        return (null, null);
    }

    private IEnumerable<string> MethodsIn(ActivityContext context) =>
        (context.Get(SupportedMethods) is { Count: > 0 } methods ? methods : ["GET"]).Where(method => !string.IsNullOrWhiteSpace(method)).Select(method => method.Trim().ToLowerInvariant()).Distinct();

    private static ObjectValue PayloadFor(string path, string method) => new() { ["path"] = path, ["method"] = method };

    private void Wait(ActivityContext context)
    {
        var path = Normalize(context.Get(Path));
        foreach (var method in MethodsIn(context))
        {
            var bookmark = context.WaitFor(Stimulus, PayloadFor(path, method), OnRequest);
            context.Add(new StoreHttpWait(bookmark.Id, method, path, context.Get(Authorize), context.Get(Policy), context.Get(RequestTimeout)));
        }
    }

    // Stored name.
    private static void OnRequest(ActivityContext context, Resumption resumption)
    {
        var endpoint = (HttpEndpoint)context.Node.Activity;
        if (context.Burst.Http is not null)
        {
            endpoint.Receive(context);
            return;
        }

        // Resumed by something that is no request: there is nothing to receive yet.
        context.ClearBookmarks();
        endpoint.Wait(context);
    }

    private void Receive(ActivityContext context)
    {
        var request = context.Burst.Http!;
        var (outcome, answer) = Check(context, request);
        if (answer is not null)
        {
            request.Answer = answer;
            context.ClearBookmarks();
            Wait(context);
            return;
        }

        context.Set(Result, new ObjectValue { ["method"] = request.Method, ["path"] = request.Path, ["query"] = request.Query, ["headers"] = request.Headers, ["body"] = request.Content });
        context.Set(RouteData, request.RouteData);
        context.Set(QueryStringData, request.Query);
        context.Set(Headers, request.Headers);
        context.Set(ParsedContent, request.Content);
        context.Set(Files, request.Files);
        context.Set(File, request.Files.FirstOrDefault());
        if (outcome is null) context.Complete();
        else context.CompleteWith(outcome);
    }

    private static (string?, HttpAnswer?) Refuse(bool exposed, string outcome, int status, string message) => exposed
        ? (outcome, null)
        : (null, new HttpAnswer(status, Expressions.JsonValues.ToJson(new ObjectValue { ["message"] = message }), "application/json", []));

    private static long Size(object? file) => Convert.ToInt64(((ObjectValue)file!)["length"], CultureInfo.InvariantCulture);

    private static string Extension(object? file) => System.IO.Path.GetExtension((string?)((ObjectValue)file!)["fileName"]) ?? "";

    private static string MediaType(object? file) => ((string?)((ObjectValue)file!)["contentType"] ?? "").Split(';')[0].Trim();

    private sealed record StoreHttpWait(string BookmarkId, string Method, string Path, bool Authorize, string? Policy, TimeSpan? Timeout) : Effect
    {
        public override Task WriteAsync(Transaction transaction, EffectContext context, CancellationToken ct)
        {
            // A wait that began and ended in one burst has no bookmark.
            transaction.Defer(
                """
                INSERT INTO http_waits (bookmark_id, instance_id, method, path, authorize, policy, timeout)
                SELECT id, instance_id, @Method, @Path, @authorize, @Policy, @Timeout FROM bookmarks WHERE id = @BookmarkId
                """,
                new { BookmarkId, Method, Path, authorize = Authorize ? 1 : 0, Policy, Timeout });
            return Task.CompletedTask;
        }
    }
}
