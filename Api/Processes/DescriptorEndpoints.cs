using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Identity;
using Workflows.Engine.Catalog;

namespace Workflows.Api.Processes;

public sealed record DescriptorList(IReadOnlyList<ActivityDescriptor> Items, int Count);

public static class DescriptorEndpoints
{
    public static IEndpointRouteBuilder MapDescriptors(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/elsa/api/descriptors/activities", Activities).WithTags("Descriptors").RequireAuthorization(Right.ProcessRead)
            .WithSummary("The activity types that definitions may use, as Elsa's designer reads them.");
        return routes;
    }

    private static Ok<DescriptorList> Activities(ActivityCatalog catalog)
    {
        var descriptors = catalog.All.OrderBy(type => type.TypeName, StringComparer.Ordinal).Select(ActivityDescriptor.Of).ToList();
        return TypedResults.Ok(new DescriptorList(descriptors, descriptors.Count));
    }
}
