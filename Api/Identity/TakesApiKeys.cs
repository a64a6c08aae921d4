namespace Workflows.Api.Identity;

/// <summary>Marks an endpoint outside Elsa's API that tools use with a key: the commands pull, push, status and diff. Nothing that decides, publishes a person's draft or shows requests is among them.</summary>
internal sealed class TakesApiKeys
{
    public static readonly TakesApiKeys Mark = new();
}
