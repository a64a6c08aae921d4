using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Descriptors;

public sealed record FeatureDescriptor(string Name, string Namespace, string FullName, string DisplayName, string Description);

public sealed record PackageVersion([property: System.Text.Json.Serialization.JsonPropertyName("packageVersion")] string Version);

public sealed record RetryList(IReadOnlyList<object> Items, int TotalCount);

public sealed record SecretKinds(IReadOnlyList<object> Types, IReadOnlyList<object> Stores);

public sealed record SecretChoices(IReadOnlyList<object> Items, bool CanCreateInline);

/// <summary>Which parts of Elsa are here. What is not here answers that there is none of it.</summary>
internal static class FeatureEndpoints
{
    private static readonly FeatureDescriptor[] Installed =
    [
        Feature("WorkflowManagement", "Workflow management", "Definitions, versions and their files."),
        Feature("WorkflowRuntime", "Workflow runtime", "Runs, their journal and their incidents."),
        Feature("RealTimeWorkflowUpdates", "Real-time workflow updates", "A running instance is shown as it moves."),
        Feature("Alterations", "Alterations", "Changes to running instances."),
        Feature("JavaScript", "JavaScript expressions", "Expressions and scripts, run by an interpreter of our own."),
    ];

    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        var features = api.MapGroup("/features/installed").RequireAuthorization();
        features.MapGet("/", () => ElsaList<FeatureDescriptor>.Of(Installed)).WithSummary("Which parts of Elsa are here.");
        features.MapGet("/{fullName}", Find).WithSummary("One part of Elsa; 404 when it is not here.");
        // The version of Elsa whose API this follows.
        api.MapGet("/package/version", () => TypedResults.Ok(new PackageVersion("3.8.2"))).RequireAuthorization().WithSummary("The version of Elsa that this API follows.");

        // Outside calls are retried by the outbox, by rules of the server and not of the activity; secrets stay in the server's configuration.
        api.MapGet("/resilience/strategies", () => ElsaList<object>.Of()).RequireAuthorization(Right.ProcessRead).WithSummary("Empty: the outbox retries outside calls by its own rules.");
        api.MapGet("/resilience/retries/{activityInstanceId}", (string activityInstanceId) => TypedResults.Ok(new RetryList([], 0))).RequireAuthorization(Right.InstancesRead).WithSummary("Empty: an activity is never run again by itself.");
        api.MapGet("/workflow-contexts/provider-descriptors", () => ElsaList<object>.Of()).RequireAuthorization(Right.ProcessRead).WithSummary("Empty: runs have no contexts of other systems.");
        api.MapGet("/secrets/descriptors", () => TypedResults.Ok(new SecretKinds([], []))).RequireAuthorization(Right.ProcessRead).WithSummary("Empty: secrets are settings of the server.");
        api.MapPost("/secrets/picker", () => TypedResults.Ok(new SecretChoices([], CanCreateInline: false))).RequireAuthorization(Right.ProcessRead).WithSummary("Empty: secrets are settings of the server.");
    }

    private static Results<Ok<FeatureDescriptor>, ProblemHttpResult> Find(string fullName) =>
        Array.Find(Installed, feature => feature.FullName == fullName) is { } found ? TypedResults.Ok(found) : ElsaProblems.NoSuch("feature", fullName);

    private static FeatureDescriptor Feature(string name, string displayName, string description) => new(name, "Elsa", $"Elsa.{name}", displayName, description);
}
