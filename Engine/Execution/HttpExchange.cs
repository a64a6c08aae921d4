namespace Workflows.Engine.Execution;

/// <summary>The HTTP call that a burst answers: plain data in, plain data out. The host writes the response after the commit.</summary>
public sealed class HttpExchange
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public ObjectValue RouteData { get; init; } = [];

    public ObjectValue Query { get; init; } = [];

    public ObjectValue Headers { get; init; } = [];

    /// <summary>JSON as plain values, a form as an object, other text as text; null without a body.</summary>
    public object? Content { get; init; }

    /// <summary>Size of the body in bytes.</summary>
    public long ContentLength { get; init; }

    /// <summary>The files of a form: objects with <c>fileName</c>, <c>contentType</c>, <c>length</c> and <c>content</c> (bytes).</summary>
    public ListValue Files { get; init; } = [];

    /// <summary>The caller has gone or waits no longer: the burst is given up, so nothing of it happens.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>Null until an activity answers.</summary>
    public HttpAnswer? Answer { get; set; }
}

/// <param name="Content">Text, or bytes.</param>
public sealed record HttpAnswer(int StatusCode, object? Content, string? ContentType, ObjectValue Headers);
