using System.Text.Json;
using Workflows.Api.CommandLine.Definitions;
using Workflows.Api.Definitions;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Validation;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Api.CommandLine;

internal sealed record FileProblem(string File, string Path, string? ActivityId, string Message, bool IsWarning);

internal sealed record FileProblems(IReadOnlyList<FileProblem> Items);

/// <summary>Checks definition files and prints one line per problem.</summary>
internal static class ValidateCommand
{
    public static async Task<int> RunAsync(string[] paths, bool json, TextWriter output, CancellationToken ct)
    {
        IReadOnlyList<string> files;
        try
        {
            files = DefinitionPaths.In(paths);
        }
        catch (FileNotFoundException e)
        {
            if (json) await CommandOutput.WriteJsonAsync(output, new FileProblems([new FileProblem("", "", null, e.Message, IsWarning: false)]));
            else await output.WriteLineAsync(e.Message);
            return 1;
        }

        // Definitions may use each other, so all that can be read are known while each is checked.
        await using var product = await TemporaryProduct.CreateAsync(TimeProvider.System, ct);
        foreach (var file in files)
        {
            try
            {
                await product.LoadAsync([file], ct);
            }
            catch (JsonException)
            {
                // Reported below, with the file's name.
            }
        }

        var problems = new List<FileProblem>();
        foreach (var file in files)
            problems.AddRange((await ProblemsInAsync(file, product, ct)).Select(problem => new FileProblem(file, problem.Path, problem.ActivityId, problem.Message, problem.IsWarning)));
        if (json) await CommandOutput.WriteJsonAsync(output, new FileProblems(problems));
        else foreach (var problem in problems) await output.WriteLineAsync($"{problem.File}: {problem.Path}: {(problem.IsWarning ? "warning: " : "")}{problem.Message}");
        return problems.TrueForAll(problem => problem.IsWarning) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<DefinitionProblem>> ProblemsInAsync(string file, TemporaryProduct product, CancellationToken ct)
    {
        try
        {
            var document = CanonicalJson.Parse(await File.ReadAllTextAsync(file, ct));
            return DefinitionValidator.Validate(document, product.Get<ActivityCatalog>(), product.Get<DefinitionStore>(), product.Get<BurstServices>().Functions);
        }
        catch (JsonException e)
        {
            return [new DefinitionProblem(e.Path ?? "$", $"This is not a definition: {e.Message}")];
        }
    }
}
