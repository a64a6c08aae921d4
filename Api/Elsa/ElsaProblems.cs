using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa;

/// <summary>Refusals in the shape that Elsa's clients show line by line: <c>errors.generalErrors</c>.</summary>
/// <remarks>On what the designer does by itself (save, publish, retract) a 401, 403 or 409 would break its page, so everything a person can cause there is a 400.</remarks>
internal static class ElsaProblems
{
    public static ProblemHttpResult Refused(string name, string title, params IReadOnlyCollection<string> lines) => TypedResults.Problem(
        statusCode: StatusCodes.Status400BadRequest,
        type: $"urn:workflows:problem:{name}",
        title: title,
        extensions: [new("errors", new Dictionary<string, IReadOnlyCollection<string>> { ["generalErrors"] = lines })]);

    public static ProblemHttpResult Invalid(WorkflowDefinition definition, IEnumerable<DefinitionProblem> problems) =>
        Refused("invalid-definition", "The workflow cannot be published as it is.", [.. problems.Select(problem => Line(definition, problem))]);

    public static ProblemHttpResult NoSuch(string what, string id) => TypedResults.Problem(
        statusCode: StatusCodes.Status404NotFound, type: "urn:workflows:problem:not-found", title: $"There is no such {what}.", detail: $"There is no {what} '{id}'.");

    /// <summary>One problem in one readable line that names the activity.</summary>
    public static string Line(WorkflowDefinition definition, DefinitionProblem problem)
    {
        if (problem.ActivityId is not { } id || definition.FindNode(id) is not { } node) return problem.Message;
        return problem.Message.Contains(node.DisplayName, StringComparison.Ordinal) || problem.Message.Contains($"'{id}'", StringComparison.Ordinal)
            ? problem.Message
            : $"{node.DisplayName}: {problem.Message}";
    }
}
