using System.Xml.Linq;
using Workflows.Api.Processes;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Processes;

public sealed class FlowPictureTests
{
    public static TheoryData<string> Processes => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.json").Where(file => !file.EndsWith(".tests.json")).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    /// <summary>Draw them anew with <c>dotnet run --project Api -- picture workflows</c>.</summary>
    [Theory]
    [MemberData(nameof(Processes))]
    public void Draw_EachProcess_IsThePictureInItsPage(string process)
    {
        var drawn = FlowPicture.Draw(CanonicalJson.Parse(File.ReadAllText(Path.Combine(Repository.Root, "workflows", $"{process}.json"))));

        drawn.ShouldBe(File.ReadAllText(Path.Combine(Repository.Root, "docs", "processes", $"{process}.svg")));
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "processes", $"{process}.md")).ShouldContain($"]({process}.svg)");
        XDocument.Parse(drawn).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public void Draw_LoopsAndMarkup_StayInThePicture()
    {
        var drawn = FlowPicture.Draw(CanonicalJson.Parse("""
            {
              "name": "<Loop>",
              "root": {
                "activities": [{ "id": "a", "type": "Elsa.Start" }, { "id": "b", "type": "Elsa.FlowDecision", "metadata": { "displayText": "x < 1 & y?" } }, { "id": "c", "type": "Elsa.WriteLine" }],
                "connections": [
                  { "source": { "activity": "a" }, "target": { "activity": "b" } }, { "source": { "activity": "b", "port": "True" }, "target": { "activity": "c" } },
                  { "source": { "activity": "c" }, "target": { "activity": "b" } }, { "source": { "activity": "b", "port": "False" }, "target": { "activity": "missing" } }]
              }
            }
            """));

        var texts = XDocument.Parse(drawn).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        texts.ShouldContain("x < 1 & y?");
        texts.ShouldContain("True");
        texts.ShouldNotContain("False");
        drawn.ShouldContain("stroke-dasharray");
    }
}
