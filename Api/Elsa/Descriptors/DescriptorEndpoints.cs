using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Api.Identity;

namespace Workflows.Api.Elsa.Descriptors;

public sealed record ElsaList<T>(IReadOnlyList<T> Items, int Count)
{
    public static Ok<ElsaList<T>> Of(params IReadOnlyList<T> items) => TypedResults.Ok(new ElsaList<T>(items, items.Count));
}

public sealed record ExpressionDescriptor(string Type, string DisplayName, bool IsBrowsable, IReadOnlyDictionary<string, string> Properties)
{
    public bool IsSerializable => true;
}

public sealed record VariableTypeDescriptor(string TypeName, string DisplayName, string Category, string Description);

public sealed record StorageDriverDescriptor(string TypeName, string DisplayName, double Priority, bool Deprecated);

/// <param name="TypeName">What definitions store; Elsa's own names, so that they mean the same there.</param>
public sealed record StrategyDescriptor(string TypeName, string DisplayName, string Description);

public sealed record CommitStrategyDescriptor(string Name, string DisplayName, string Description);

public sealed record OutputConverterDescriptor(string Id, string DisplayName);

/// <summary>What else the designer lets people choose from: expression types, types of variables, strategies.</summary>
internal static class DescriptorEndpoints
{
    private const string Core = "Elsa.Workflows.Core";
    private const string Runtime = "Elsa.Workflows.Runtime";

    public static void MapDescriptors(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/descriptors").RequireAuthorization(Right.ProcessRead);
        group.MapGet("/expression-descriptors", Expressions).WithSummary("The ways to write a value.");
        group.MapGet("/variables", VariableTypes).WithSummary("The types of variables, inputs and outputs.");
        group.MapGet("/storage-drivers", StorageDrivers).WithSummary("Where the values of variables are kept.");
        group.MapGet("/workflow-activation-strategies", ActivationStrategies).WithSummary("When a process may be started.");
        group.MapGet("/incident-strategies", IncidentStrategies).WithSummary("What happens when an activity fails.");
        group.MapGet("/log-persistence-strategies", LogStrategies).WithSummary("What the journal keeps.");
        // Every burst is committed as a whole, whatever a definition says: there is nothing to choose.
        group.MapGet("/commit-strategies/workflows", () => ElsaList<CommitStrategyDescriptor>.Of()).WithSummary("Empty: a burst is always committed as a whole.");
        group.MapGet("/commit-strategies/activities", () => ElsaList<CommitStrategyDescriptor>.Of()).WithSummary("Empty: a burst is always committed as a whole.");
        group.MapGet("/output-converters", () => ElsaList<OutputConverterDescriptor>.Of()).WithSummary("Empty: outputs are converted to the type of their variable.");
    }

    private static Ok<ElsaList<ExpressionDescriptor>> Expressions() => ElsaList<ExpressionDescriptor>.Of(
        Expression("Literal", isBrowsable: false),
        Expression("Object", isBrowsable: false, "json"),
        Expression("JavaScript", isBrowsable: true, "javascript"),
        Expression("Handlebars", isBrowsable: true, "handlebars"),
        Expression("Variable", isBrowsable: true),
        Expression("Input", isBrowsable: true));

    private static ExpressionDescriptor Expression(string type, bool isBrowsable, string? language = null) =>
        new(type, type, isBrowsable, language is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["MonacoLanguage"] = language });

    private static Ok<ElsaList<VariableTypeDescriptor>> VariableTypes() => ElsaList<VariableTypeDescriptor>.Of(
        new("String", "Text", "Primitives", "Letters, digits, anything that is written."),
        new("Boolean", "Yes or no", "Primitives", "True or false."),
        new("Int32", "Whole number", "Primitives", "Up to two thousand million."),
        new("Int64", "Large whole number", "Primitives", "Any whole number."),
        new("Decimal", "Decimal number", "Primitives", "Exact: for money and days."),
        new("Double", "Floating-point number", "Primitives", "For measurements; not for money."),
        new("DateOnly", "Day", "Primitives", "A day without a time, as 2026-02-25."),
        new("DateTime", "Date and time", "Primitives", "Without a time zone."),
        new("DateTimeOffset", "Instant", "Primitives", "A date and time with its offset from UTC."),
        new("TimeSpan", "Duration", "Primitives", "As d.hh:mm:ss."),
        new("Guid", "Identifier", "Primitives", "A GUID."),
        new("ByteArray", "Bytes", "Primitives", "Binary data."),
        new("Object", "Anything", "Dynamic", "Whatever is put in."),
        new("JsonNode", "JSON", "Dynamic", "Any JSON value."),
        new("JsonObject", "JSON object", "Dynamic", "Members by name."),
        new("JsonArray", "JSON list", "Dynamic", "A list of JSON values."),
        new("ObjectDictionary", "Dictionary", "Dynamic", "Values by name."),
        new("StringDictionary", "Dictionary of texts", "Dynamic", "Texts by name."),
        new("ExpandoObject", "Object", "Dynamic", "An object whose members are not known before."));

    private static Ok<ElsaList<StorageDriverDescriptor>> StorageDrivers() => ElsaList<StorageDriverDescriptor>.Of(
        new($"Elsa.Workflows.WorkflowInstanceStorageDriver, {Core}", "Kept with the run", 10, false),
        new($"Elsa.Workflows.MemoryStorageDriver, {Core}", "Forgotten at the next wait", 0, false));

    private static Ok<ElsaList<StrategyDescriptor>> ActivationStrategies() => ElsaList<StrategyDescriptor>.Of(
        new($"Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, {Core}", "Always", "Any number of runs at the same time."),
        new($"Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, {Runtime}", "One at a time", "Not while a run of this process is going on."),
        new($"Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, {Runtime}", "One per correlation id", "Not while a run of this process with the same correlation id is going on."),
        new($"Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, {Runtime}", "One per correlation id, of all processes", "Not while any run with the same correlation id is going on."));

    private static Ok<ElsaList<StrategyDescriptor>> IncidentStrategies() => ElsaList<StrategyDescriptor>.Of(
        new($"Elsa.Workflows.IncidentStrategies.FaultStrategy, {Core}", "Stop", "The run ends as faulted."),
        new($"Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, {Core}", "Go on", "Other branches go on; the incident stays visible."));

    private static Ok<ElsaList<StrategyDescriptor>> LogStrategies() => ElsaList<StrategyDescriptor>.Of(
        new($"Elsa.Workflows.LogPersistence.Strategies.Inherit, {Core}", "Inherit", "As around it."),
        new($"Elsa.Workflows.LogPersistence.Strategies.Include, {Core}", "Include", "The journal keeps the values."),
        new($"Elsa.Workflows.LogPersistence.Strategies.Exclude, {Core}", "Exclude", "The journal does not keep the values."));
}
