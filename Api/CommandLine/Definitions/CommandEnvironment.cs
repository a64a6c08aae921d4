using Microsoft.Extensions.FileProviders;

namespace Workflows.Api.CommandLine.Definitions;

/// <summary>A command serves nobody: it has no environment but its folder.</summary>
internal sealed class CommandEnvironment(string folder) : IHostEnvironment
{
    public string EnvironmentName { get; set; } = Environments.Development;

    public string ApplicationName { get; set; } = "Workflows";

    public string ContentRootPath { get; set; } = Path.GetFullPath(folder);

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
}
