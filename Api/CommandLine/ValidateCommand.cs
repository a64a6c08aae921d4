using System.Text.Json;
using Workflows.Api.Hosting;
using Workflows.Engine.Catalog;
using Workflows.Engine.Definitions;
using Workflows.Engine.Definitions.Validation;
using Workflows.Engine.Execution;
using Workflows.Engine.Runtime;

namespace Workflows.Api.CommandLine;

/// <summary>Checks definition files and prints one line per problem.</summary>
internal static class ValidateCommand
{
    public static async Task<int> RunAsync(string[] paths, TextWriter output, CancellationToken ct)
    {
        IReadOnlyList<string> files;
        try
        {
            files = DefinitionFolder.FilesIn(paths);
        }
        catch (FileNotFoundException e)
        {
            await output.WriteLineAsync(e.Message);
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

        var problems = 0;
        foreach (var file in files)
        {
            foreach (var problem in await ProblemsInAsync(file, product, ct))
            {
                if (!problem.IsWarning) problems++;
                await output.WriteLineAsync($"{file}: {problem.Path}: {(problem.IsWarning ? "warning: " : "")}{problem.Message}");
            }
        }

        return problems == 0 ? 0 : 1;
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
