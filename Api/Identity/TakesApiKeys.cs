namespace Workflows.Api.Identity;

/// <summary>Marks an endpoint outside Elsa's API that tools use with a key: the commands pull, push, status and diff. They read, import and (with that right) publish definitions; none of them decides anything or shows requests.</summary>
internal sealed class TakesApiKeys
{
    public static readonly TakesApiKeys Mark = new();
}
