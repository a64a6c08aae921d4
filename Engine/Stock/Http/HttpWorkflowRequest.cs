namespace Workflows.Engine.Stock.Http;

/// <summary>A request to a workflow, as the host received it.</summary>
public sealed record HttpWorkflowRequest
{
    public required string Method { get; init; }

    /// <summary>Below the base path of workflows.</summary>
    public required string Path { get; init; }

    /// <summary>By name; a name that stands more than once has a list.</summary>
    public ObjectValue Query { get; init; } = [];

    /// <inheritdoc cref="Query"/>
    public ObjectValue Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>Whether the caller may use an endpoint that asks for authorisation under a policy (null: just signed in). Without it nobody may.</summary>
    public Func<string?, ValueTask<HttpAccess>>? AuthorizeAsync { get; init; }
}

public enum HttpAccess
{
    Granted,

    /// <summary>Nobody is signed in.</summary>
    Unauthenticated,

    /// <summary>Somebody is signed in who may not.</summary>
    Forbidden,
}

/// <summary>The answer to write.</summary>
/// <param name="Headers">By name; a list is written as several headers.</param>
/// <param name="InstanceId">The instance that the request started or resumed; null when it did neither.</param>
public sealed record HttpWorkflowResponse(int StatusCode, byte[] Body, string? ContentType, ObjectValue Headers, string? InstanceId);
