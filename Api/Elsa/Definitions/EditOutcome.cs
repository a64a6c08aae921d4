using Microsoft.AspNetCore.Http.HttpResults;
using Workflows.Engine.Definitions;

namespace Workflows.Api.Elsa.Definitions;

/// <summary>What became of a save or a publish.</summary>
internal abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    /// <param name="WasPublished">It was the version in use already, and nothing was done.</param>
    /// <param name="Consumers">How many processes were moved to the new version.</param>
    public sealed record Done(WorkflowDefinition Definition, bool WasPublished = false, int Consumers = 0) : EditOutcome;

    public sealed record NoSuchDefinition(string Id) : EditOutcome;

    public sealed record Refused(ProblemHttpResult Problem) : EditOutcome
    {
        /// <summary>Why, one line per problem.</summary>
        public IReadOnlyList<string> Lines =>
            Problem.ProblemDetails.Extensions["errors"] is Dictionary<string, IReadOnlyCollection<string>> errors ? [.. errors.Values.SelectMany(lines => lines)] : [];
    }
}
