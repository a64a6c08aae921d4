namespace Workflows.Api.Web;

/// <summary>Where the built web application and Elsa Studio's files are.</summary>
/// <remarks>
/// <c>dotnet publish</c> puts them beside the program (<c>web</c>, <c>web/designer</c>). In the source tree they are where they were built: <c>Designer/dist</c> and the npm package.
/// Configuration: <c>Web</c> names another folder of the first kind.
/// </remarks>
public sealed class WebFolder
{
    private const string StudioPackage = "node_modules/@elsa-workflows/elsa-studio-wasm";

    public WebFolder(IConfiguration configuration)
    {
        if (configuration["Web"] is { Length: > 0 } configured) Use(Path.GetFullPath(configured));
        else if (Directory.Exists(Path.Combine(AppContext.BaseDirectory, "web"))) Use(Path.Combine(AppContext.BaseDirectory, "web"));
        else if (SourceFolder() is { } source) (Application, Studio) = (Path.Combine(source, "dist"), Path.Combine(source, StudioPackage));
        else Use(Path.Combine(AppContext.BaseDirectory, "web"));
    }

    public string Application { get; private set; } = "";

    public string Studio { get; private set; } = "";

    /// <summary>False when the program was built without its web application; the plain pages stand in.</summary>
    public bool IsBuilt => File.Exists(Path.Combine(Application, "index.html"));

    private void Use(string folder) => (Application, Studio) = (folder, Path.Combine(folder, "designer"));

    private static string? SourceFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "Designer");
            if (File.Exists(Path.Combine(candidate, "vite.config.ts"))) return candidate;
        }

        return null;
    }
}
