using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa.Trials;

/// <summary>TypeScript declarations of what expressions of a definition can use.</summary>
internal static class ScriptTypes
{
    private const string Functions = """
        declare function getVariable(name: string): any;
        declare function setVariable(name: string, value: any): any;
        declare function getInput(name: string): any;
        declare function getOutputFrom(activity: string, output?: string): any;
        declare function getLastResult(): any;
        declare function getWorkflowDefinitionId(): string;
        declare function getWorkflowDefinitionVersionId(): string;
        declare function getWorkflowDefinitionVersion(): number;
        declare function getWorkflowInstanceId(): string;
        declare function getCorrelationId(): string | null;
        declare function setCorrelationId(value: string): string;
        declare function getWorkflowInstanceName(): string | null;
        declare function setWorkflowInstanceName(value: string): string;
        declare function isNullOrWhiteSpace(value: string | null | undefined): boolean;
        declare function isNullOrEmpty(value: string | null | undefined): boolean;
        declare function toJson(value: any): string;
        declare function parseGuid(value: string): string;
        declare function newGuid(): string;
        declare function newGuidString(): string;
        declare function newShortGuid(): string;
        declare function bytesToString(value: any): string;
        declare function bytesFromString(value: string): any;
        declare function bytesToBase64(value: any): string;
        declare function bytesFromBase64(value: string): any;
        declare function stringToBase64(value: string): string;
        declare function stringFromBase64(value: string): string;

        """;

    private const string Person = """
        interface Person { id: string; name: string; email: string; company: string | null; department: string | null; grade: string | null; language: string; manager: string | null; roles: string[]; }

        """;

    // Functions of the product, by their names; one that is added without a line here is declared to take and give anything.
    private static readonly Dictionary<string, string> HostFunctions = new()
    {
        ["getRequester"] = "declare function getRequester(): Person | null;",
        ["getRequest"] = "declare function getRequest(): { id: string; reference: string; requester: string } | null;",
        ["getPerson"] = "declare function getPerson(idOrEmail: string): Person | null;",
        ["formatDay"] = "declare function formatDay(day: string, language?: string): string | null;",
        ["formatProblem"] = "declare function formatProblem(problem: string): string | null;",
    };

    /// <param name="activityType">The activity that the script is for; null: any.</param>
    public static string Of(WorkflowDefinition definition, string? activityType, IEnumerable<string> hostFunctions)
    {
        var text = new StringBuilder(Functions).Append(Person);
        foreach (var name in hostFunctions.Order(StringComparer.Ordinal)) text.AppendLine(HostFunctions.GetValueOrDefault(name) ?? $"declare function {name}(...values: any[]): any;");
        if (activityType is "Elsa.RunJavaScript") text.AppendLine("declare function setOutcome(outcome: string): void;").AppendLine("declare function setOutcomes(outcomes: string[]): void;");
        if (activityType is "Elsa.BulkDispatchWorkflows") text.AppendLine("declare function getItem(): any;");

        var variables = definition.Nodes.SelectMany(node => node.Variables).DistinctBy(variable => variable.Name).Where(variable => IsName(variable.Name)).ToList();
        text.AppendLine("declare var variables: {");
        foreach (var variable in variables) text.AppendLine(CultureInfo.InvariantCulture, $"  {variable.Name}: {TypeOf(variable.Type)};");
        text.AppendLine("  [name: string]: any;").AppendLine("};");
        foreach (var variable in variables)
        {
            var name = ActivityType.PascalCase(variable.Name);
            text.AppendLine(CultureInfo.InvariantCulture, $"declare function get{name}(): {TypeOf(variable.Type)};").AppendLine(CultureInfo.InvariantCulture, $"declare function set{name}(value: {TypeOf(variable.Type)}): void;");
        }

        var taken = variables.Select(variable => ActivityType.PascalCase(variable.Name)).ToHashSet();
        foreach (var input in definition.Inputs.Where(input => IsName(input.Name) && taken.Add(ActivityType.PascalCase(input.Name))))
        {
            if (input.Description is { Length: > 0 } description) text.AppendLine(CultureInfo.InvariantCulture, $"/** {description.Replace("*/", "* /").ReplaceLineEndings(" ")} */");
            text.AppendLine(CultureInfo.InvariantCulture, $"declare function get{ActivityType.PascalCase(input.Name)}(): {TypeOf(input.Type)};");
        }

        foreach (var name in OutputAccessors(definition)) text.AppendLine(CultureInfo.InvariantCulture, $"declare function {name}(): any;");
        return text.ToString();
    }

    private static IEnumerable<string> OutputAccessors(WorkflowDefinition definition) => definition.Nodes
        .Where(node => node.Index > 0 && IsName(node.Name ?? node.Id))
        .SelectMany(node => node.Outputs.Select(output => $"get{output.Name}From{ActivityType.PascalCase(node.Name ?? node.Id)}"))
        .Distinct();

    private static string TypeOf(Type type)
    {
        if (type.IsArray && type != typeof(byte[])) return $"{TypeOf(type.GetElementType()!)}[]";
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain == typeof(Guid) || plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) || plain == typeof(TimeSpan)) return "string";
        if (plain == typeof(bool)) return "boolean";
        if (plain == typeof(JsonArray)) return "any[]";
        return plain.IsPrimitive || plain == typeof(decimal) ? "number" : "any";
    }

    private static bool IsName(string name) => name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] is '_' or '$') && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$');
}
