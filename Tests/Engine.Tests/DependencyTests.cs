using System.Reflection;
using System.Xml.Linq;
using Workflows.Engine.Runtime;
using Workflows.Tests.Support;

namespace Workflows.Engine.Tests;

/// <summary>Dependencies point one way: Api -> Activities -> Engine.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("Engine", "")]
    [InlineData("Activities", "Engine")]
    [InlineData("Api", "Activities Engine")]
    public void Project_References_PointTowardsTheEngine(string project, string allowed)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").ShouldHaveSingleItem();

        var referenced = XDocument.Load(file).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/').Split('/')[^2]);

        referenced.Except(allowed.Split(' ')).ShouldBeEmpty();
    }

    [Fact]
    public void EngineAssembly_ReferencesNoneOfOurs() =>
        typeof(WorkflowRuntime).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Workflows.", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void EngineAssembly_KnowsNoWebHost()
    {
        // Parsers of routes, forms and headers are data formats; a server, its pipeline and its endpoints are not.
        string[] parsers = ["Microsoft.AspNetCore.WebUtilities", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Routing.Abstractions", "Microsoft.AspNetCore.Http.Abstractions"];

        AssemblyName[] references = typeof(WorkflowRuntime).Assembly.GetReferencedAssemblies();

        references.Select(name => name.Name!).Where(name => name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)).Except(parsers).ShouldBeEmpty();
    }
}
