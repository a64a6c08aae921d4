using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Identity;
using Workflows.Engine.Catalog;
using Workflows.Engine.Runtime;

namespace Workflows.Api.Elsa.Descriptors;

public sealed record ActivityDescriptorList(IReadOnlyList<ActivityDescriptor> Items, int Count);

/// <param name="Items">What the editor needs, by the names that it looks for.</param>
public sealed record OptionsOfInput(IReadOnlyDictionary<string, object> Items);

/// <summary>The palette: what activities there are, and how their inputs are edited.</summary>
internal static class ActivityDescriptorEndpoints
{
    public static void MapActivityDescriptors(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/descriptors/activities").RequireAuthorization(Right.ProcessRead);
        group.MapGet("/", List).WithSummary("The activity types that definitions may use, with the lists that their inputs choose from.");
        group.MapPost("/{activityTypeName}/options/{propertyName}", Options).WithSummary("What may be chosen for one input now.");
    }

    private static async Task<Ok<ActivityDescriptorList>> List(ActivityCatalog catalog, InputOptions options, DefinitionStore store, ClaimsPrincipal user, CancellationToken ct)
    {
        // Inputs share their lists, so each is worked out once for the whole palette.
        var lists = new Dictionary<string, InputDescriptor>();
        var ours = catalog.All.OrderBy(type => type.TypeName, StringComparer.Ordinal).Select(ActivityDescriptor.Of).ToList();
        foreach (var input in ours.SelectMany(descriptor => descriptor.Inputs).Where(input => input.OptionsFrom is not null).DistinctBy(input => input.OptionsFrom))
            lists[input.OptionsFrom!] = await options.FillAsync(input, user, ct);
        List<ActivityDescriptor> descriptors =
        [
            .. ours.Select(descriptor => descriptor with { Inputs = [.. descriptor.Inputs.Select(Fill)] }),
            .. WorkflowActivities.Of(store.Published()).OrderBy(descriptor => descriptor.TypeName, StringComparer.Ordinal),
        ];
        return TypedResults.Ok(new ActivityDescriptorList(descriptors, descriptors.Count));

        InputDescriptor Fill(InputDescriptor input) =>
            input.OptionsFrom is { } from ? input with { UiHint = lists[from].UiHint, UiSpecifications = lists[from].UiSpecifications } : input;
    }

    // The body holds the other inputs, as far as the designer has them; none of our lists depends on those.
    private static async Task<Results<Ok<OptionsOfInput>, ProblemHttpResult>> Options(
        string activityTypeName, string propertyName, ActivityCatalog catalog, InputOptions options, ClaimsPrincipal user, CancellationToken ct)
    {
        if (catalog.Find(activityTypeName) is not { } type) return ElsaProblems.NoSuch("activity type", activityTypeName);
        var input = ActivityDescriptor.Of(type).Inputs.FirstOrDefault(input => string.Equals(input.Name, propertyName, StringComparison.OrdinalIgnoreCase));
        return input is null
            ? ElsaProblems.NoSuch("input", $"{activityTypeName}.{propertyName}")
            : TypedResults.Ok(new OptionsOfInput((await options.FillAsync(input, user, ct)).UiSpecifications ?? new Dictionary<string, object>()));
    }
}
