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

    private static Ok<ActivityDescriptorList> List(ActivityCatalog catalog, InputOptions options, DefinitionStore store)
    {
        // Inputs share their lists, so each is worked out once for the whole palette.
        var lists = new Dictionary<string, InputDescriptor>();
        List<ActivityDescriptor> descriptors =
        [
            .. catalog.All.OrderBy(type => type.TypeName, StringComparer.Ordinal).Select(ActivityDescriptor.Of).Select(descriptor => descriptor with { Inputs = [.. descriptor.Inputs.Select(Fill)] }),
            .. WorkflowActivities.Of(store.Published()).OrderBy(descriptor => descriptor.TypeName, StringComparer.Ordinal),
        ];
        return TypedResults.Ok(new ActivityDescriptorList(descriptors, descriptors.Count));

        InputDescriptor Fill(InputDescriptor input)
        {
            if (input.OptionsFrom is not { } from) return input;
            if (!lists.TryGetValue(from, out var filled)) lists[from] = filled = options.Fill(input);
            return input with { UiHint = filled.UiHint, UiSpecifications = filled.UiSpecifications };
        }
    }

    // The body holds the other inputs, as far as the designer has them; none of our lists depends on those.
    private static Results<Ok<OptionsOfInput>, ProblemHttpResult> Options(string activityTypeName, string propertyName, ActivityCatalog catalog, InputOptions options)
    {
        if (catalog.Find(activityTypeName) is not { } type) return ElsaProblems.NoSuch("activity type", activityTypeName);
        var input = ActivityDescriptor.Of(type).Inputs.FirstOrDefault(input => string.Equals(input.Name, propertyName, StringComparison.OrdinalIgnoreCase));
        return input is null
            ? ElsaProblems.NoSuch("input", $"{activityTypeName}.{propertyName}")
            : TypedResults.Ok(new OptionsOfInput(options.Fill(input).UiSpecifications ?? new Dictionary<string, object>()));
    }
}
