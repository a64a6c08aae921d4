using System.Reflection;
using System.Text.Json.Nodes;
using Workflows.Activities.Audit;
using Workflows.Tests.Support;

namespace Workflows.Activities.Tests.Audit;

/// <summary>The web application tells the story of a request: it needs words for everything that the trail tells of one.</summary>
public sealed class AuditWordsTests
{
    // What happens to people, outside of a request.
    private static readonly string[] Others = ["substitute-", "telegram-"];

    [Theory]
    [InlineData("en")]
    [InlineData("id")]
    public void EveryKind_OfARequest_HasItsSentence(string language)
    {
        var words = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "Designer", "src", "locales", $"{language}.json")))!["timeline"]!.AsObject();
        var kinds = typeof(AuditKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Where(kind => !Others.Any(kind.StartsWith)).ToList();

        kinds.Count.ShouldBeGreaterThan(20);
        kinds.Where(kind => !words.ContainsKey(kind)).ShouldBeEmpty();
    }
}
