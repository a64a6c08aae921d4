using System.Text.Json.Nodes;
using Workflows.Engine.Definitions;
using Workflows.Tests.Support;

namespace Workflows.Api.Tests.Processes;

/// <summary>The diagrams of the processes that are shipped, as the designer draws them from the positions in their files.</summary>
public sealed class DiagramTests
{
    // What the designer takes for a letter of an outcome, and what stands before and behind its word.
    private const double Letter = 6.5;
    private const double AroundWord = 30;

    /// <summary>The words of the outcomes stand to the right of an activity, outside of it.</summary>
    [Theory]
    [MemberData(nameof(FlowPictureTests.Processes), MemberType = typeof(FlowPictureTests))]
    public void Activities_WithTheWordsOfTheirOutcomes_LeaveRoomForEachOther(string process)
    {
        var root = CanonicalJson.Parse(File.ReadAllText(Path.Combine(Repository.Root, "workflows", $"{process}.json")))["root"]!;
        var connections = root["connections"]!.AsArray();
        var boxes = root["activities"]!.AsArray().Select(activity => Box.Of(activity!, connections)).ToList();

        var covered = boxes.SelectMany(one => boxes.Where(other => other != one && one.Covers(other)).Select(other => $"{one.Id} and {other.Id}"));

        covered.ShouldBeEmpty();
    }

    private sealed record Box(string Id, double Left, double Top, double Right, double Bottom, double RightOfWords)
    {
        public static Box Of(JsonNode activity, JsonArray connections)
        {
            var (id, designer) = ((string)activity["id"]!, activity["metadata"]!["designer"]!);
            var (left, top) = (Number(designer["position"]!["x"]), Number(designer["position"]!["y"]));
            var (right, bottom) = (left + Number(designer["size"]!["width"]), top + Number(designer["size"]!["height"]));
            var words = connections.Where(connection => (string?)connection!["source"]!["activity"] == id).Select(connection => ((string?)connection!["source"]!["port"] ?? "Done").Length);
            return new Box(id, left, top, right, bottom, right + (words.Append(0).Max() is > 0 and var longest ? (longest * Letter) + AroundWord : 0));
        }

        public bool Covers(Box other) => Left < other.Right && other.Left < RightOfWords && Top < other.Bottom && other.Top < Bottom;

        private static double Number(JsonNode? value) => value!.GetValue<double>();
    }
}
