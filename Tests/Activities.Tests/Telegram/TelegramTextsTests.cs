using System.Reflection;
using Workflows.Activities.Telegram;

namespace Workflows.Activities.Tests.Telegram;

public sealed class TelegramTextsTests
{
    [Fact]
    public void All_BothLanguages_TakeTheSameValues()
    {
        var texts = (Dictionary<string, (string En, string Id)>)typeof(TelegramTexts).GetField("All", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

        texts.Count.ShouldBeGreaterThan(80);
        foreach (var (key, (english, indonesian)) in texts)
        {
            Places(indonesian).ShouldBe(Places(english), key);
            indonesian.ShouldNotBe(english, key);
        }
    }

    private static IEnumerable<int> Places(string text) => Enumerable.Range(0, 5).Where(place => text.Contains($"{{{place}}}", StringComparison.Ordinal));
}
