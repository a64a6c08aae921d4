namespace Workflows.Tests.Support;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A leave process that stays as it is, for tests that change it, compare it or count its versions.</summary>
    public static string FirstLeave { get; } = Path.Combine(Root, "Tests", "Support", "Data", "leave.json");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Workflows.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"Workflows.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
